"""Footnotes of flattened prose: taken from the foot of the page, where they part a sentence, to the paragraph that they
belong to.

Extractors print the raised number of a note as a digit behind its word ("bệnh án điện tử1"), and the note itself with
the last lines of the page, so that a paragraph that runs over the page's end has the note in its midst.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.document import Block, TextBlock
from ingest.readers.flattened.lines import PrintLine

_NOTE = re.compile(r"(\d{1,2}) (?=[A-ZĐÀ-Ỹ])")
_LONGEST = 12
"""Lines at the foot of a page among which notes are looked for."""
_MARK = r"[^\W\d_]{0}(?=[\s.,;:)”]|$)"


def part_footnotes(lines: Sequence[PrintLine]) -> tuple[list[PrintLine], dict[int, list[PrintLine]]]:
    """The lines without those of footnotes, and the lines of each note by its number.

    A note begins with its number, in the order of the notes, and stands at the foot of a page on which, further up, its
    number follows a word without a blank.
    """
    kept: list[PrintLine] = []
    notes: dict[int, list[PrintLine]] = {}
    for page in _pages(lines):
        start = _foot(page, len(notes) + 1)
        kept += page[:start]
        for line in page[start:]:
            found = _NOTE.match(line.text)
            if found and int(found[1]) == len(notes) + 1:
                notes[len(notes) + 1] = []
            if line.text:
                notes[len(notes)].append(line)
    return kept, notes


def _pages(lines: Sequence[PrintLine]) -> list[list[PrintLine]]:
    pages: dict[int, list[PrintLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _foot(page: Sequence[PrintLine], number: int) -> int:
    """Where the footnotes of a page begin, its length where it has none of that number."""
    for at in range(max(0, len(page) - 2 * _LONGEST), len(page)):
        found = _NOTE.match(page[at].text)
        if found and int(found[1]) == number and _is_marked(number, page[:at]):
            return at
    return len(page)


def _is_marked(number: int, lines: Sequence[PrintLine]) -> bool:
    return any(re.search(_MARK.format(number), line.text) for line in lines)


def with_footnotes(blocks: Sequence[Block], notes: dict[int, list[PrintLine]]) -> list[Block]:
    """The blocks, each note behind the paragraph that has its number."""
    told: list[Block] = []
    left = dict(notes)
    for block in blocks:
        told.append(block)
        for number in [one for one in left if isinstance(block, TextBlock)]:
            if isinstance(block, TextBlock) and re.search(_MARK.format(number), block.text):
                text = " ".join(line.text for line in left.pop(number))
                told.append(TextBlock(_NOTE.sub("", text, count=1), block.place, False))
    return told
