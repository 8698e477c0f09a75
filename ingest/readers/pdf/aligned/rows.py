"""Where the rows of a table without rulings begin, from how its cells are aligned.

The cells of a row begin at one height, or stand around one middle; the row's number does too, or stands in the middle
beside cells that begin alike. Rows part in white that no line crosses. Of all ways to part the lines between the
numbers at such white, the one is taken in which cells are aligned best (dynamic programming over the numbers); which of
the three alignments a table has is told by which fits it best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

_MOST = 2.5
"""No cell counts as farther out of line than so many times the size of its font."""
_WHITE = 0.6
"""What white between rows counts for, beside cells out of line, both in shares of the font's size."""
_FRAGMENT = 0.8
"""What a part of a row without its number costs, at the start or the end of a page."""
_CUT = 0.6
"""What cells out of line count in a row that a page break may run through."""


class Fit(Enum):
    """How the cells of a row are aligned."""

    TOP = "all begin at one height"
    MIDDLE = "all stand around one middle"
    NUMBER = "cells begin at one height, the number stands in their middle"


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a line that stands in one column, from the top of its letters to their bottom."""

    column: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page in which rows are to be parted: its pieces, and the tops and bottoms of its numbers."""

    pieces: tuple[Piece, ...]
    numbers: tuple[tuple[float, float], ...]
    """From the upper to the lower; there is one at least."""
    top: float
    bottom: float
    goes_on: bool = False
    """Whether it may begin with the rest of a row whose number stands above it."""
    is_open: bool = False
    """Whether its last row may go on on the next page."""


@dataclass(frozen=True, slots=True)
class Parting:
    """Where the rows of a stretch begin; `cost` says how badly its cells are aligned."""

    tops: tuple[float, ...]
    cost: float


def part(stretch: Stretch, fit: Fit, size: float) -> Parting:
    """The tops of the rows of a stretch; one more than it has numbers for each part without one."""
    white = _white(stretch)
    cost = partial(_misfit, stretch, fit, size)
    starts = {stretch.top: 0.0}
    if stretch.goes_on:
        found = _between(white, stretch.top - 1, stretch.numbers[0][0])
        starts |= {at: _FRAGMENT - _gain(height, size) for at, height in found}
    ways = [_Way((top,) if top == stretch.top else (stretch.top, top), paid) for top, paid in starts.items()]
    for one, other in zip(stretch.numbers, stretch.numbers[1:], strict=False):
        ends = _between(white, one[1], other[0]) or [((one[1] + other[0]) / 2, 0.0)]
        is_first = one is stretch.numbers[0]
        ways = [_best(ways, end, _gain(height, size), partial(cost, one, is_first)) for end, height in ends]
    last = partial(cost, stretch.numbers[-1], len(stretch.numbers) == 1 or stretch.is_open)
    whole = _best(ways, stretch.bottom, 0.0, last)
    ended = [whole]
    if stretch.is_open:
        for end, height in _between(white, stretch.numbers[-1][1], stretch.bottom):
            if end < stretch.bottom - 1:
                ended.append(_best(ways, end, _gain(height, size) - _FRAGMENT, last))
    best = min(ended, key=lambda way: way.cost)
    tops = best.tops if best is not whole else best.tops[:-1]
    return Parting(tops, best.cost)


@dataclass(frozen=True, slots=True)
class _Way:
    tops: tuple[float, ...]
    cost: float


def _best(ways: Sequence[_Way], end: float, gain: float, cost: Callable[[float, float], float]) -> _Way:
    """The best of some ways to part the rows above, with one more row that ends here."""
    paid, way = min(((way.cost + cost(way.tops[-1], end), way) for way in ways), key=lambda pair: pair[0])
    return _Way((*way.tops, end), paid - gain)


def _gain(height: float, size: float) -> float:
    return _WHITE * min(height / size, 1.0)


def _white(stretch: Stretch) -> list[tuple[float, float]]:
    """The middles of the white that no piece crosses, and its height."""
    found: list[tuple[float, float]] = []
    end = float("-inf")
    spans = [(piece.top, piece.bottom) for piece in stretch.pieces] + list(stretch.numbers)
    for top, bottom in sorted(spans):
        if end > float("-inf") and top > end:
            found.append(((top + end) / 2, top - end))
        end = max(end, bottom)
    return found


def _between(white: Sequence[tuple[float, float]], low: float, high: float) -> list[tuple[float, float]]:
    """The white between two heights."""
    return [(at, height) for at, height in white if low < at < high]


def _misfit(
    stretch: Stretch, fit: Fit, size: float, number: tuple[float, float], is_cut: bool, top: float, bottom: float
) -> float:
    """How far the cells of a row from top to bottom are out of line, in shares of the font's size."""
    if not top < (number[0] + number[1]) / 2 < bottom:
        return 100.0
    cells: dict[int, tuple[float, float]] = {}
    for piece in stretch.pieces:
        if top < (piece.top + piece.bottom) / 2 < bottom:
            first, last = cells.get(piece.column, (piece.top, piece.bottom))
            cells[piece.column] = min(first, piece.top), max(last, piece.bottom)
    if not cells:
        return 0.0
    spans = [*cells.values(), number]
    if is_cut and (stretch.goes_on or stretch.is_open):  # a page break takes the middle from what it runs through
        return _CUT * min(_out_of_line(spans, one, size) for one in (fit, Fit.TOP))
    return _out_of_line(spans, fit, size)


def _out_of_line(spans: Sequence[tuple[float, float]], fit: Fit, size: float) -> float:
    """How far cells, of which the last is the number, are out of line, in shares of the font's size."""
    highest, lowest = min(one for one, _ in spans), max(last for _, last in spans)
    middle = (highest + lowest) / 2
    total = 0.0
    for at, (top, bottom) in enumerate(spans, start=1):
        by_middle = fit is Fit.MIDDLE or (fit is Fit.NUMBER and at == len(spans))
        off = abs((top + bottom) / 2 - middle) if by_middle else abs(top - highest)
        total += min(off / size, _MOST)
    return total
