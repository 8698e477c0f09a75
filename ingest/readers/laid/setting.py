"""Sets laid-out text on pages of points, as the reader of PDFs takes them: where each line's characters stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.laid.words import TextLine, Word
from ingest.readers.metrics import width
from ingest.readers.pdf.geometry import Frame, Glyph, Page, Rect, Ruling, Rulings
from ingest.readers.pdf.lines import Line, lines_of
from ingest.readers.pdf.pages import RawPage

CHARACTER = 4.8
"""The width of a character's column, in points: a single blank is narrower than white that parts cells, two are not."""
_SIZE = 10.0
_LEADING = 10.6
"""Lines of a header that are parted by those of its neighbours, a half line higher, stay near one another."""
_BASELINE = 0.8
_PARTED = 0.5
"""Points by which a run ends early, so that a single blank behind it is wide enough to part it from the next."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line to be set: its number in the file, its runs with their first characters' columns, and where it stands."""

    number: int
    runs: tuple[tuple[float, str], ...]
    row: float
    """How many lines below the top of its page."""
    is_moved: bool = False
    """Whether it is of a table, and its runs are not as wide as in print."""


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page's lines, and between which rows its headers stand."""

    lines: tuple[SetLine, ...]
    headers: tuple[tuple[float, float], ...] = ()


def rulings(first: float, end: float) -> tuple[Ruling, Ruling]:
    """Level lines above the row of a header's first line and below that of its last."""
    left, right = -1000 * CHARACTER, 1000 * CHARACTER
    return Ruling(first * _LEADING, left, right), Ruling(end * _LEADING, left, right)


def unmoved(line: TextLine, row: float, runs: Sequence[Word] = ()) -> SetLine:
    """A line with its runs where they stand: those between wide blanks, or as given."""
    runs = runs or ([Word(line.words[0].start, line.words[-1].end, line.text)] if _is_note(line) else line.runs())
    return SetLine(line.number, tuple((float(run.start), run.text) for run in runs), row)


def _is_note(line: TextLine) -> bool:
    """Whether a line is a note in brackets with blanks left to be filled in: "(Kèm theo Kế hoạch số      /KH-SYT)"."""
    text = line.text
    return text.startswith("(") and text.endswith(")") and text.count("(") == text.count(")") == 1


def set_lines(lines: Sequence[SetLine], scale: float = 0.0) -> list[Line]:
    """The lines of a page; where `scale` is given, those of one run are as wide as print makes them, times that."""
    return lines_of(glyph for line in lines for glyph in _glyphs(line, scale))


def raw_page(number: int, page: SetPage, scale: float) -> RawPage:
    """A page of these lines, as the reader of PDFs takes it, with lines drawn around its headers."""
    found = tuple(set_lines(page.lines, scale))
    right = max((line.rect.right for line in found), default=0.0)
    top, bottom = (row(line.row for line in page.lines) * _LEADING if page.lines else 0.0 for row in (min, max))
    level = tuple(line for first, end in page.headers for line in rulings(first, end))
    return RawPage(Page(Frame(number, right, bottom + top + 2 * _LEADING), (), Rulings(level)), (), found)


def row_of(y: float) -> float:
    """How many lines below the top of its page something stands, in points."""
    return (y - 1) / _LEADING


def usual_scale(pages: Sequence[Sequence[TextLine]]) -> float:
    """Points for a thousandth of the type's size, so that full lines are as wide as their characters' columns."""
    runs = [run for page in pages for line in page if len(run := line.runs()) == 1 and len(run[0].text) > _FULL]
    printed = sum(width(run[0].text) for run in runs)
    return CHARACTER * sum(len(run[0].text) for run in runs) / printed if printed else CHARACTER / 450


_FULL = 40  # characters


def _glyphs(line: SetLine, scale: float) -> Iterator[Glyph]:
    top = line.row * _LEADING + 1
    for start, text in line.runs:
        step = CHARACTER
        if scale and len(line.runs) == 1 and not line.is_moved:
            blanks = text.count(" ")
            step = max(1.0, (width(text) * scale - blanks * CHARACTER) / (len(text) - blanks))
        left = start * CHARACTER
        for at, char in enumerate(text):
            if char != " ":
                right = left + step - (_PARTED if at == len(text) - 1 else 0)
                yield Glyph(char, Rect(left, top, right, top + _SIZE), top + _BASELINE * _SIZE)
            left += CHARACTER if char == " " else step
