"""From glyphs to lines of text.

Glyphs whose middles stand on one height make a line. A space is where the file prints one and the letters do stand
apart there, or where they stand apart by more than letters of a word do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.geometry import Glyph, Page, Rect, around
from ingest.vietnamese import nfc

_LEVEL = 0.5
"""Glyphs whose middles differ by less than this share of their size stand on one line."""
_APART = 0.15
"""Letters farther apart than this share of their size are of two words, though no space is printed between them."""
_TOUCHING = 0.06
"""A space between letters nearer than this share of their size was never seen by a reader."""
_MADE_UP = 0.03
"""The same for a space that is not printed, but that PDFium makes up."""
_DOUBLE = 0.15
"""The same character so near is the same one, printed twice to look bold."""
_RAISED = 0.8
"""A glyph smaller than this share of its line's size is a note's mark where it stands above the others."""


@dataclass(frozen=True)
class Line:
    """A line of text, or a part of one between wide gaps."""

    text: str
    rect: Rect
    glyphs: tuple[Glyph, ...]
    """The printed ones, from left to right."""
    spaces: tuple[bool, ...]
    """For each of them, whether a space stands before it."""
    ends_in_space: bool = False
    """Whether the file prints a space after its last word."""

    def followed_by(self, other: Line) -> Line:
        """This line and another that stands right of it, as one."""
        spaces = (*self.spaces, True, *other.spaces[1:])
        return _joined((*self.glyphs, *other.glyphs), spaces, other.ends_in_space)

    @cached_property
    def size(self) -> float:
        """The height of its font."""
        return median(glyph.size for glyph in self.glyphs)

    @cached_property
    def baseline(self) -> float:
        """Where its letters stand."""
        return median(glyph.baseline for glyph in self.glyphs)

    @cached_property
    def bold(self) -> bool:
        """Whether all its letters are bold."""
        letters = [glyph for glyph in self.glyphs if glyph.text[0].isalnum()]
        return bool(letters) and all(glyph.bold for glyph in letters)


def lines_of(glyphs: Iterable[Glyph], without_note_marks: bool = False) -> list[Line]:
    """The lines that some glyphs make, from top to bottom; glyphs that are turned are left out.

    With `without_note_marks`, raised small figures are left out.
    """
    lines = []
    for row in _rows([glyph for glyph in glyphs if not glyph.turn]):
        printed = _without_doubles(row)
        if without_note_marks:
            printed = _without_note_marks(printed)
        if any(not glyph.is_space for glyph in printed):
            lines.append(_line(printed))
    return lines


def keeps_line_spaces(pages: Iterable[Page]) -> bool:
    """Whether a file prints the spaces at which its lines were wrapped, as told by its line ends."""
    ends = spaces = 0
    for page in pages:
        for before, glyph in pairwise(page.glyphs):
            if glyph.rect.right < before.rect.left and glyph.rect.top > before.rect.top + 0.5 * before.size:
                ends += 1
                spaces += before.is_space
    return spaces > 0.9 * ends


def split_line(line: Line, gap: float) -> list[Line]:
    """The parts of a line between gaps wider than so many points."""
    cuts = [at for at, (a, b) in enumerate(pairwise(line.glyphs), start=1) if b.rect.left - a.rect.right > gap]
    return [_part(line, start, end) for start, end in pairwise([0, *cuts, len(line.glyphs)])]


def split_line_at(line: Line, x: float) -> tuple[Line | None, Line | None]:
    """What of a line stands left of a place, and what right of it."""
    cut = sum(glyph.rect.middle[0] < x for glyph in line.glyphs)
    left = _part(line, 0, cut) if cut else None
    return left, (_part(line, cut, len(line.glyphs)) if cut < len(line.glyphs) else None)


def upright(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a cell that are mostly turned, as if its text ran level; others as they are."""
    turned = [glyph for glyph in glyphs if glyph.turn in (90, 270)]
    if 2 * len(turned) <= len(glyphs):
        return list(glyphs)
    laid = []
    for glyph in turned:
        rect = glyph.rect
        if glyph.turn == 270:  # reads upwards
            placed = Rect(-rect.bottom, rect.left, -rect.top, rect.right)
        else:
            placed = Rect(rect.top, -rect.right, rect.bottom, -rect.left)
        laid.append(Glyph(glyph.text, placed, placed.bottom, glyph.bold, 0, glyph.annotated))
    return laid


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.rect.middle[1]):
        y = glyph.rect.middle[1]
        if rows and y - middle <= _LEVEL * min(max(size, glyph.size * 0.7), glyph.size * 1.6):
            rows[-1].append(glyph)
            if glyph.size > size and not glyph.is_space:
                middle, size = y, glyph.size
        else:
            rows.append([glyph])
            middle, size = y, glyph.size
    return [sorted(row, key=lambda glyph: glyph.rect.left) for row in rows]


def _without_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        near = _DOUBLE * glyph.size
        if not any(
            other.text == glyph.text
            and abs(other.rect.left - glyph.rect.left) < near
            and abs(other.rect.right - glyph.rect.right) < near
            for other in kept[-3:]
            if not other.is_space
        ):
            kept.append(glyph)
    return kept


def _without_note_marks(row: list[Glyph]) -> list[Glyph]:
    printed = [glyph for glyph in row if not glyph.is_space]
    if not printed:
        return row
    size = median(glyph.size for glyph in printed)
    baseline = median(glyph.baseline for glyph in printed)
    return [
        glyph
        for glyph in row
        if not (glyph.text.isdigit() and glyph.size < _RAISED * size and glyph.baseline < baseline - 0.15 * size)
    ]


def _line(row: Sequence[Glyph]) -> Line:
    printed = [glyph for glyph in row if not glyph.is_space]
    gaps = [max(0.0, b.rect.left - a.rect.right) for a, b in pairwise(row) if not (a.is_space or b.is_space)]
    size = median(glyph.size for glyph in printed)
    usual = sorted(gaps)[len(gaps) // 4] if len(gaps) > 3 else 0.0  # more than none in spaced-out letters
    apart = _APART * size + usual
    spaces = _spaces_before(row)
    for at, (before, glyph) in enumerate(pairwise(printed), start=1):
        gap = glyph.rect.left - before.rect.right
        is_printed = spaces[at] and gap > _TOUCHING * size
        spaces[at] = gap > apart or is_printed or (glyph.after_space and gap > _MADE_UP * size)
    return _joined(printed, spaces, row[-1].is_space)


def _joined(printed: Sequence[Glyph], spaces: Sequence[bool], ends_in_space: bool) -> Line:
    text = "".join(f" {glyph.text}" if space else glyph.text for glyph, space in zip(printed, spaces, strict=True))
    rect = around(glyph.rect for glyph in printed)
    return Line(" ".join(nfc(text).split()), rect, tuple(printed), tuple(spaces), ends_in_space)


def _part(line: Line, start: int, end: int) -> Line:
    """Some of a line's glyphs as a line."""
    ends_in_space = line.ends_in_space if end == len(line.glyphs) else line.spaces[end]
    return _joined(line.glyphs[start:end], line.spaces[start:end], ends_in_space)


def _spaces_before(row: Sequence[Glyph]) -> list[bool]:
    """For each printed glyph, whether a space stands before it."""
    found: list[bool] = []
    space = False
    for glyph in row:
        if glyph.is_space:
            space = True
        else:
            found.append(space)
            space = False
    return found
