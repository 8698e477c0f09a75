"""Joins words that stray spaces cut, on the pages where that is measurably so.

Some files set each accented letter on its own, and the gaps beside it look like spaces: "Trườ ng". On a sound page
hardly any two neighbouring words are pieces of a syllable; where several are, all that are get joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.readers.document import Block, TableBlock, TextBlock
from ingest.readers.pdf.syllables import mend

_FEWEST = 3
_SHARE = 0.01
"""Of the words of a page, how many must be cut for it to be mended."""


def mended(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks with cut words joined, and a notice in Vietnamese for each page on which some were."""
    cut: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for block in blocks:
        page = block.place.page or 0
        for text in _texts(block):
            words[page] += len(text.split())
            cut[page] += mend(text)[1]
    bad = {page for page, count in cut.items() if count >= max(_FEWEST, _SHARE * words[page])}
    notices = [f"trang {page}: đã nối {cut[page]} chữ bị tách rời" for page in sorted(bad)]
    return [_mended(block) if (block.place.page or 0) in bad else block for block in blocks], notices


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, TextBlock):
        yield block.text
        return
    for line in block.lines:
        yield from line.cells


def _mended(block: Block) -> Block:
    if isinstance(block, TableBlock):
        header = tuple(replace(cell, title=mend(cell.title)[0], parent=mend(cell.parent)[0]) for cell in block.header)
        lines = tuple(replace(line, cells=tuple(mend(cell)[0] for cell in line.cells)) for line in block.lines)
        return replace(block, header=header, lines=lines)
    return replace(block, text=mend(block.text)[0])
