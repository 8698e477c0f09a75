"""Lines and their runs: what of a line stands together, and what of it can be the number of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.geometry import Rect
from ingest.readers.pdf.lines import Line, split_line

_WIDER = 1.3
"""White so much wider than that between words parts cells."""
_LEAST, _MOST = 0.3, 0.5
"""What parts cells is never narrower or wider than these shares of the font's size."""
_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HĐ]|[a-zđ]\))\s*[.)]?")
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])\s*[.)]?")
_TOTAL = re.compile(r"(?:tổng(?: cộng| số| kinh phí)?|cộng)(?: \((?:[IVX\d]+\s*\+?\s*)+\))?[.:]?", re.IGNORECASE)
_AMOUNT = re.compile(r"[\d.,\s%-]*\d[\d.,\s%-]*|-")
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Za-z])\s*\)?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True, eq=False)
class RunLine:
    """A line with its runs, from left to right: its words between white that is wider than that between words."""

    line: Line
    runs: tuple[Line, ...]
    size: float
    bold: bool

    @property
    def rect(self) -> Rect:
        """Its place."""
        return self.line.rect

    @property
    def first(self) -> Line:
        """Its first run."""
        return self.runs[0]


def run_lines(lines: Iterable[Line]) -> list[RunLine]:
    """The lines from top to bottom, each with its runs."""
    ordered = sorted(lines, key=lambda line: line.rect.middle[1])
    gap = _apart(ordered)
    found = []
    for line in ordered:
        size = line.size
        found.append(RunLine(line, tuple(split_line(line, gap * size)), size, line.bold))
    return found


def _apart(lines: Sequence[Line]) -> float:
    """How wide white is that parts cells, in shares of the font's size: a little wider than that between words."""
    spaces = []
    for line in lines:
        size = line.size
        for (before, after), space in zip(pairwise(line.glyphs), line.spaces[1:], strict=True):
            gap = (after.rect.left - before.rect.right) / size
            if space and gap < _MOST:
                spaces.append(gap)
    return min(max(_WIDER * median(spaces), _LEAST), _MOST) if spaces else _MOST


def crossed(line: RunLine, x: float) -> bool:
    """Whether a run of a line goes through a place, as the title over several columns does."""
    return any(run.rect.left < x < run.rect.right for run in line.runs)


def is_number(text: str) -> bool:
    """Whether a run can be a row's number: "12", "3.1.", "IV", "B", "a)"."""
    return bool(_ROW_NUMBER.fullmatch(text))


def is_total(line: RunLine) -> bool:
    """Whether a line is a total without a number: its label, and amounts."""
    amounts = line.runs[1:]
    return bool(amounts and _TOTAL.fullmatch(line.first.text)) and all(_AMOUNT.fullmatch(run.text) for run in amounts)


def is_group_number(text: str) -> bool:
    """Whether a run can be the number of a group of rows: "IV.", "B"."""
    return bool(_GROUP_NUMBER.fullmatch(text))


def is_column_number(text: str) -> bool:
    """Whether a run can be the number of a column, in a line "(1) (2) (3)"."""
    return bool(_COLUMN_NUMBER.fullmatch(text))
