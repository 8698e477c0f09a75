"""The ruled tables of a page: where its rulings run, and the cells between them, merged ones as one.

Long thin runs of ink along the page's axes are rulings (a morphological opening keeps them and drops print). Rulings
that touch make a table. Its lines and columns lie between all its rulings; two neighbouring fields are one cell where
no ruling parts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.readers.scan.page import Grey

Mask = NDArray[np.bool_]

_SHORTEST = 0.22  # inches of a ruling
_THICKEST = 0.06  # inches; thicker is a bar or a shadow
_TOUCH = 0.04  # inches between rulings that meet
_APART = 0.07  # inches between two rulings that are not the same one drawn unevenly
_DRAWN = 0.5  # share of a border that must be inked, from one of its ends on, for it to part two fields
_DRAWN_ALONE = 0.93  # share that must be inked where it touches neither end, as the bar of a T does not
_OPEN = 0.1  # inches by which rulings run beyond the last one across them where a table is open there
_SMALLEST = (0.8, 0.3)  # inches, width and height of a table


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its lines and columns, the last ones inclusive, and its box in pixels."""

    top: int
    left: int
    bottom: int
    right: int
    box: tuple[int, int, int, int]
    """Left, top, right, bottom: between the middles of its rulings."""

    @property
    def height(self) -> int:
        """In lines of the table."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """In columns of the table."""
        return self.right - self.left + 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its cells in reading order, every field in exactly one of them."""

    lines: int
    columns: int
    cells: tuple[GridCell, ...]
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings of a page, as masks of 0 and 1."""

    across: Grey
    down: Grey

    @property
    def drawn(self) -> Grey:
        """Both, and what lies right beside them: to be painted over before the print is read."""
        both = cv2.dilate(self.across | self.down, np.ones((3, 3), np.uint8))
        return np.asarray(both, dtype=np.uint8)


def find_rulings(ink: Grey, dpi: float) -> Rulings:
    """The rulings in a mask of a page's ink."""
    shortest = max(8, int(dpi * _SHORTEST))
    dark = (ink > 0).astype(np.uint8)
    return Rulings(_long_runs(dark, shortest, dpi), _long_runs(dark.T, shortest, dpi).T)


def _long_runs(dark: Grey, shortest: int, dpi: float) -> Grey:
    """What of the ink runs along the lines of pixels, without blots that are as thick as they are long."""
    unbroken = cv2.morphologyEx(np.ascontiguousarray(dark), cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    runs = cv2.morphologyEx(unbroken, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    thick = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((max(3, int(dpi * _THICKEST)), 1), np.uint8))
    return np.asarray(cv2.subtract(runs, thick), dtype=np.uint8)


def find_grids(rulings: Rulings, dpi: float) -> tuple[Grid, ...]:
    """The ruled tables of a page from top to bottom; a lone frame around one field is none."""
    touch = max(3, int(dpi * _TOUCH)) | 1
    joined = cv2.dilate(rulings.across | rulings.down, np.ones((touch, touch), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined), connectivity=8)
    found = []
    for label in range(1, count):
        left, top, width, height = (int(value) for value in np.asarray(stats)[label, :4])
        if width < dpi * _SMALLEST[0] or height < dpi * _SMALLEST[1]:
            continue
        mine = (np.asarray(labels)[top : top + height, left : left + width] == label).astype(np.uint8)
        across = rulings.across[top : top + height, left : left + width] * mine
        down = rulings.down[top : top + height, left : left + width] * mine
        grid = _grid(across, down, (left, top), dpi)
        if grid is not None:
            found.append(grid)
    return tuple(sorted(_outermost(found), key=lambda grid: (grid.box[1], grid.box[0])))


def _outermost(grids: Sequence[Grid]) -> Iterator[Grid]:
    for grid in grids:
        if not any(other is not grid and _holds(other.box, grid.box) for other in grids):
            yield grid


def _holds(outer: tuple[int, int, int, int], inner: tuple[int, int, int, int]) -> bool:
    middle = ((inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)
    return outer[0] < middle[0] < outer[2] and outer[1] < middle[1] < outer[3]


def _grid(across: Grey, down: Grey, corner: tuple[int, int], dpi: float) -> Grid | None:
    apart = max(4, int(dpi * _APART))
    ys = _positions(across.sum(axis=1), apart, dpi * _SHORTEST * 1.5)
    xs = _positions(down.sum(axis=0), apart, dpi * _SHORTEST * 1.5)
    if not ys or not xs:
        return None
    ys, xs = _closed(ys, down.sum(axis=1), dpi), _closed(xs, across.sum(axis=0), dpi)
    if len(ys) < 2 or len(xs) < 3:
        return None
    reach = max(2, apart // 2)
    down = np.ascontiguousarray(down.T)
    ys = _parting(ys, _parted(across, ys, xs, reach))
    xs = _parting(xs, _parted(down, xs, ys, reach))
    below = _parted(across, ys, xs, reach)  # [line, column]: whether a ruling runs under that field
    beside = _parted(down, xs, ys, reach).T
    if len(xs) < 3:
        return None
    lines, columns = len(ys) - 1, len(xs) - 1
    cells = tuple(
        GridCell(*span, _moved((xs[span[1]], ys[span[0]], xs[span[3] + 1], ys[span[2] + 1]), corner))
        for span in _merged(below, beside, lines, columns)
    )
    return Grid(lines, columns, cells, _moved((xs[0], ys[0], xs[-1], ys[-1]), corner))


def _moved(box: tuple[int, int, int, int], corner: tuple[int, int]) -> tuple[int, int, int, int]:
    return box[0] + corner[0], box[1] + corner[1], box[2] + corner[0], box[3] + corner[1]


def _positions(profile: NDArray[np.int_], apart: int, least: float) -> list[int]:
    """Where rulings lie along an axis, from the inked pixels at each place of it; one drawn unevenly counts once."""
    inked = np.flatnonzero(profile)
    if not inked.size:
        return []
    runs = np.split(inked, np.flatnonzero(np.diff(inked) > apart // 2) + 1)
    found: list[int] = []
    for run in runs:
        weights = profile[run].astype(float)
        if weights.sum() < least:
            continue
        found += _split_run(run, weights, apart)
    return found


def _closed(positions: Sequence[int], crossing: NDArray[np.int_], dpi: float) -> list[int]:
    """The positions, with the ends of the rulings that cross them where they run on: an open side at a page break."""
    if not crossing.any():
        return list(positions)
    ends = np.flatnonzero(crossing >= max(2, 0.5 * np.median(crossing[crossing > 0])))
    if not ends.size:
        return list(positions)
    first, last = int(ends[0]), int(ends[-1])
    before = [first] if positions[0] - first > dpi * _OPEN else []
    return [*before, *positions, *([last] if last - positions[-1] > dpi * _OPEN else [])]


def _split_run(run: NDArray[np.intp], weights: NDArray[np.float64], apart: int) -> list[int]:
    """The middle of one ruling, or of several where slanting ones make a run wider than any single one."""
    if int(np.ptp(run)) <= 2 * apart:
        return [round(float(np.average(run, weights=weights)))]
    found: list[int] = []
    left = weights.copy()
    while left.max() > 0.3 * weights.max():
        peak = int(np.argmax(left))
        near = np.abs(run - run[peak]) <= apart
        found.append(round(float(np.average(run[near], weights=weights[near]))))
        left[near] = 0
    return sorted(found)


def _parted(across: Grey, ys: Sequence[int], xs: Sequence[int], reach: int) -> Mask:
    """For each field, whether a ruling runs along its lower border. The last line's border is the table's own."""
    drawn = np.ones((len(ys) - 1, len(xs) - 1), dtype=bool)
    for line, y in enumerate(ys[1:-1]):
        band: Mask = np.asarray(across[max(0, y - reach) : y + reach + 1].any(axis=0))
        for column in range(len(xs) - 1):
            start, end = xs[column] + reach, xs[column + 1] - reach
            inner = band[start:end] if end > start else band[xs[column] : xs[column + 1] + 1]
            share = inner.mean()
            meets = max(_meets(band[xs[column] + 2 : start + 2]), _meets(band[end - 2 : xs[column + 1] - 1]))
            drawn[line, column] = share >= (_DRAWN if meets else _DRAWN_ALONE)
    return drawn


def _meets(end: Mask) -> bool:
    """Whether a ruling runs on to the border beside it without a gap."""
    return bool(end.size and end.mean() > 0.8)


def _parting(positions: Sequence[int], parted: Mask) -> list[int]:
    """The positions of rulings that part any two fields; the first and the last are the table's borders."""
    inner = [at for at, drawn in zip(positions[1:-1], np.asarray(parted.any(axis=1)), strict=False) if drawn]
    return [positions[0], *inner, positions[-1]]


def _merged(below: Mask, beside: Mask, lines: int, columns: int) -> Iterator[tuple[int, int, int, int]]:
    """The cells as (top, left, bottom, right) fields: each the widest and then highest rectangle without a ruling."""
    taken = np.zeros((lines, columns), dtype=bool)
    for line in range(lines):
        for column in range(columns):
            if taken[line, column]:
                continue
            right = column
            while right + 1 < columns and not beside[line, right] and not taken[line, right + 1]:
                right += 1
            bottom = line
            while bottom + 1 < lines and _goes_down(below, beside, bottom, column, right):
                bottom += 1
            taken[line : bottom + 1, column : right + 1] = True
            yield line, column, bottom, right


def _goes_down(below: Mask, beside: Mask, line: int, left: int, right: int) -> bool:
    """Whether the fields of a line from `left` to `right` are open to those under them, and these to each other."""
    return not below[line, left : right + 1].any() and not beside[line + 1, left:right].any()
