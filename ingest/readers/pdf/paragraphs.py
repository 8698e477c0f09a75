"""From the lines of a column to paragraphs.

A line ends its paragraph where the next word would still have fitted on it, where the next line is set in, farther
below than usual, printed otherwise, or opens with the sign or number of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lexicon.issuers import issuers
from ingest.model import Place
from ingest.readers.document import TextBlock
from ingest.readers.pdf.cells import Setting, first_word_width, join_lines
from ingest.readers.pdf.flow import Column
from ingest.readers.pdf.geometry import Frame, Rect, around
from ingest.readers.pdf.lines import Line
from ingest.vietnamese import fold

_SET_IN = 0.8
"""A line set in by this share of its font's size begins a paragraph."""
_LOWER = 0.25
"""A line lower than usual by this share of its font's size begins one too."""
_FOOT = 0.6
"""A paragraph goes on over the end of its page only from below this share of it."""
_CENTRED = 0.6
"""The middle of a centred line is no farther from the column's, in shares of its font's size."""
_OPENS = re.compile(
    r"(?:[-–—+*•●▪]\s*\S|(?:\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)/]|\(\d{1,2}\)|[IVX]{1,5}\s*[.)/]|[A-Za-zđĐ]\s*[.)/])\s*\S"
    r"|(?:Phần|Chương|Mục|Điều|Phụ lục|PHỤ LỤC|PHẦN|CHƯƠNG|MỤC)\s+(?:\d|[IVX]|thứ\b))"
)
_ENDS = (".", ";", ":", "!", "?", "./.", ")", "”")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a document: the room for text on its pages, and how far below one another lines stand."""

    leading: float
    """In shares of the font's size."""
    keeps_spaces: bool = False
    """Whether the spaces at which lines were wrapped are printed."""


def usual_measure(columns: Sequence[Column], keeps_spaces: bool) -> Measure:
    """How far lines of running text stand below one another: less than most paragraphs do."""
    found = sorted(
        (b.baseline - a.baseline) / a.size
        for column in columns
        for a, b in pairwise(column.lines)
        if 0.6 * a.size < b.baseline - a.baseline < 3 * a.size and abs(a.size - b.size) < 0.1 * a.size
    )
    return Measure(found[len(found) // 5] if found else 1.1, keeps_spaces)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and what tells whether it goes on over the end of its page."""

    block: TextBlock
    first: Line
    last: Line
    column: Column


def paragraphs(column: Column, frame: Frame, measure: Measure) -> list[Paragraph]:
    """The paragraphs of a column."""
    runs: list[list[Line]] = []
    for line in column.lines:
        if runs and not _begins(runs[-1], line, column, measure):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_paragraph(run, column, frame, measure) for run in runs]


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph at the end of a page goes on with one at the start of the next."""
    if before.column.is_side or after.column.is_side or before.first.bold != after.first.bold:
        return False
    if _OPENS.match(after.block.text) or before.last.rect.bottom < _FOOT * before.column.room.bottom:
        return False
    if _is_centred(before.last, before.column.room) or _is_centred(after.first, after.column.room):
        return False
    if not _is_set_in(before) and before.block.text.endswith((".", ";", ":")):
        return False
    return not _is_set_in(after) and not _had_room(before.last, after.first, before.column.room)


def _is_set_in(paragraph: Paragraph) -> bool:
    first = paragraph.first
    return first.rect.left > paragraph.column.room.left + _SET_IN * first.size


def joined(before: TextBlock, after: TextBlock) -> TextBlock:
    """Two blocks as the one paragraph that they are."""
    return TextBlock(f"{before.text} {after.text}", before.place.through(after.place), before.emphasised)


def _paragraph(run: Sequence[Line], column: Column, frame: Frame, measure: Measure) -> Paragraph:
    box = frame.box(around(line.rect for line in run))
    place = Place(page=frame.number, end_page=frame.number, boxes=(box,))
    block = TextBlock(
        join_lines(run, Setting(column.room.width, measure.keeps_spaces)), place, all(line.bold for line in run)
    )
    return Paragraph(block, run[0], run[-1], column)


def _begins(run: Sequence[Line], line: Line, column: Column, measure: Measure) -> bool:
    before = run[-1]
    room = column.room
    leading = (line.baseline - before.baseline) / max(before.size, line.size)
    if leading > measure.leading * 1.2 + _LOWER or abs(line.size - before.size) > 0.2 * before.size:
        return True
    if _is_motto(before) or _is_motto(line):
        return True
    centred = _is_centred(before, room) and _is_centred(line, room)
    if centred and _is_short(before, room) and (column.is_side or _is_short(line, room)):
        alike = before.bold == line.bold and before.text.isupper() == line.text.isupper()
        return column.is_side or not alike or before.text.endswith(_ENDS) or bool(_OPENS.match(line.text))
    if before.bold != line.bold and (before.bold or line.bold):
        whole = all(glyph.bold for glyph in before.glyphs) and not any(glyph.bold for glyph in line.glyphs)
        if whole or line.bold:
            return True
    if _had_room(before, line, room):
        return True
    left = min((other.rect.left for other in run[1:]), default=room.left)
    if line.rect.left > max(left, room.left) + _SET_IN * line.size and line.rect.left > before.rect.left - 2:
        return not (len(run) > 1 and abs(line.rect.left - before.rect.left) < 2) and not _hangs(run, line)
    return bool(_OPENS.match(line.text)) and (before.text.endswith(_ENDS) or line.rect.left > room.left + 2)


def _is_motto(line: Line) -> bool:
    """Whether a line is one of the two of a letterhead's right column, which nothing goes on with."""
    return fold(line.text) in map(fold, issuers().cover.motto)


def _hangs(run: Sequence[Line], line: Line) -> bool:
    """Whether a line is set in under a paragraph whose first line hangs out with its number or sign."""
    return bool(_OPENS.match(run[0].text)) and line.rect.left > run[0].rect.left + 2 and not _OPENS.match(line.text)


def _had_room(before: Line, line: Line, room: Rect) -> bool:
    """Whether the first word of a line would have fitted at the end of the line before."""
    return room.right - before.rect.right > first_word_width(line) + 0.3 * before.size + 1


def _is_short(line: Line, room: Rect) -> bool:
    return line.rect.width < 0.9 * room.width


def _is_centred(line: Line, room: Rect) -> bool:
    """Whether a line stands in the middle of its column, with white on both sides."""
    off = abs(line.rect.middle[0] - room.middle[0])
    return off < _CENTRED * line.size + 0.02 * room.width and line.rect.left > room.left + line.size
