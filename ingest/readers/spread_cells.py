"""Which cells of a row are blank, where blank cells left no line: told by what the columns of whole rows hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from ingest.units import find_units
from ingest.vietnamese import fold

_FIGURE = re.compile(r"[\d.,%≥≤<>\s–-]+")
_TIME = re.compile(r"\b(?:thang|quy|nam|hang|thuong xuyen|dinh ky|truoc)\b|\d{1,2}/\d{2,4}\b|\b20\d\d\b")
_SAME, _LIKE, _UNLIKE = 2.0, 1.0, -1.5
_FIRST = 2
"""The number and the content of a row are never blank."""


class Filled:
    """The columns of a table by its whole rows."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        """`rows` are those with as many cells as the table has columns."""
        self._columns = [[cell for cell in column if cell] for column in zip(*rows, strict=True)]

    def aligned(self, cells: Sequence[str], width: int) -> list[str]:
        """The cells of a row that has too few, with blank ones where the others fit their columns best."""
        blank = max(combinations(range(_FIRST, width), width - len(cells)), key=lambda at: self._fit(cells, at, width))
        return _with_blanks(cells, blank, width)

    def _fit(self, cells: Sequence[str], blank: Sequence[int], width: int) -> tuple[float, int]:
        placed = _with_blanks(cells, blank, width)
        return sum(self._likeness(at, cell) for at, cell in enumerate(placed) if cell), sum(blank)

    def _likeness(self, at: int, cell: str) -> float:
        held = self._columns[at] if at < len(self._columns) else []
        if not held:
            return 0.0
        kinds = ((_is_figure, 2.0), (_is_time, 1.0), (_names_body, 1.0))
        score = _SAME if cell in held else 0.0
        for is_kind, weight in kinds:
            share = sum(map(is_kind, held)) / len(held)
            if is_kind(cell) and share > 0.5:
                score += _LIKE * weight
            elif is_kind(cell) != (share > 0.5):
                score += _UNLIKE * weight * abs(share - float(is_kind(cell)))
        return score


def _with_blanks(cells: Sequence[str], blank: Sequence[int], width: int) -> list[str]:
    rest = iter(cells)
    return ["" if at in blank else next(rest) for at in range(width)]


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell))


def _is_time(cell: str) -> bool:
    return bool(_TIME.search(fold(cell))) and len(cell.split()) <= 8


def _names_body(cell: str) -> bool:
    return bool(find_units(cell))
