"""Paragraphs whose lines are told by where they begin: in texts that set in the first line of each.

How wide a line prints is known only roughly from its characters, so that the end of a short line says less than it
does on a page. What begins at the margin, right below a line of text, goes on with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.document import Block, TextBlock
from ingest.readers.laid.words import TextLine
from ingest.wrapping import joined as wrapped

_SET_IN = 2
"""Characters by which a first line is set in, at the least."""
_USUAL = 0.6
"""So many paragraphs of several lines must have their first one set in."""
_LONG = 0.6
"""A line that is not its paragraph's last is as long as this share of the longest, at the least."""
_OPENS = re.compile(r"[-–—+*•●]\s|(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-zđĐ])[.)/]\s|\(\d{1,2}\)\s")


def rejoined(blocks: Sequence[Block], pages: Sequence[Sequence[TextLine]]) -> list[Block]:
    """The blocks, with those made one that are of one paragraph."""
    lines = {line.number: line for page in pages for line in page if line.words}
    single = [line for line in lines.values() if len(line.runs(3)) == 1]
    if not single:
        return list(blocks)
    margin = min(line.words[0].start for line in single)
    longest = max(len(line.text) for line in single)
    several = [
        block
        for block in blocks
        if isinstance(block, TextBlock) and (block.place.end_line or 0) > (block.place.line or 0)
    ]
    set_in = sum(_start(block, lines) >= margin + _SET_IN for block in several)
    if not several or set_in < _USUAL * len(several):
        return list(blocks)
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            isinstance(block, TextBlock)
            and isinstance(before, TextBlock)
            and _start(block, lines) < margin + _SET_IN
            and not _OPENS.match(block.text)
            and not block.emphasised
            and _leads_on(before, block, lines, _LONG * longest)
        ):
            text = wrapped(before.text, block.text)
            joined[-1] = replace(before, text=text, place=before.place.through(block.place))
        else:
            joined.append(block)
    return joined


def _start(block: TextBlock, lines: dict[int, TextLine]) -> int:
    line = lines.get(block.place.line or 0)
    return line.words[0].start if line else 0


def _leads_on(before: TextBlock, block: TextBlock, lines: dict[int, TextLine], long: float) -> bool:
    """Whether the last line of a block is a full one of a single run, right above the next, or above small letters."""
    last = lines.get(before.place.end_line or 0)
    return (
        last is not None
        and ((block.place.line or 0) == last.number + 1 or block.text[0].islower())
        and len(last.runs(3)) == 1
        and len(last.text) >= long
    )
