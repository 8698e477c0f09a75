"""From the rulings of a page to grids of cells.

Rulings that touch make one table. Its columns and rows lie between all places at which it has an upright or a level
line; two neighbouring fields with no line between them are one merged cell. So a table needs neither an outer frame
nor lines that meet exactly, and a line that runs through only a part of the table splits only the cells there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.geometry import Rect, Ruling, Rulings, clusters

_TOUCH = 3.0
"""Lines nearer than this meet."""
_SAME = 2.0
"""Lines no farther apart than this are one line."""
_COVERED = 0.6
"""A side of a field is ruled when lines cover this share of it."""
_MOST_LINES = 3000
"""Of each direction on a page; a page with more is a drawing, of which the longest are kept."""
_NARROW = 5.0
"""No column or row is narrower."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its rows and columns, from the first to before `end_…`, and its place."""

    row: int
    column: int
    end_row: int
    end_column: int
    rect: Rect

    @property
    def rows(self) -> int:
        """How many rows it spans."""
        return self.end_row - self.row

    @property
    def columns(self) -> int:
        """How many columns it spans."""
        return self.end_column - self.column


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows begin and end, and its cells by row, then column."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def rect(self) -> Rect:
        """Its place on the page."""
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.xs) - 1


def grids(rulings: Rulings) -> list[Grid]:
    """The tables that the rulings of a page make, the upper first; what has a single cell or column is none."""
    level, upright = _merged(rulings.level), _merged(rulings.upright)
    found = [_grid(part.level, part.upright) for part in _components(level, upright)]
    tables = [grid for grid in found if grid is not None]
    outer = [grid for grid in tables if not any(_inside(grid, other) for other in tables)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _inside(inner: Grid, outer: Grid) -> bool:
    """Whether a grid lies in one cell of another."""
    corners = ((inner.xs[0], inner.ys[0]), (inner.xs[-1], inner.ys[-1]))
    return inner is not outer and any(
        all(cell.rect.grown(1).holds(*corner) for corner in corners) for cell in outer.cells
    )


def level_groups(rulings: Rulings, fewest: int = 3) -> list[tuple[Ruling, ...]]:
    """Runs of level lines that begin and end alike and meet no upright line: tables ruled between their rows only."""
    upright = _merged(rulings.upright)
    free = [line for line in _merged(rulings.level) if not any(_meet(line, other) for other in upright)]
    groups: list[list[Ruling]] = []
    for line in sorted(free, key=lambda line: line.at):
        for group in groups:
            if abs(group[0].start - line.start) <= _TOUCH and abs(group[0].end - line.end) <= _TOUCH:
                group.append(line)
                break
        else:
            groups.append([line])
    return [tuple(group) for group in groups if len(group) >= fewest]


@dataclass(slots=True)
class _Part:
    level: list[Ruling]
    upright: list[Ruling]


def _merged(lines: Iterable[Ruling]) -> list[Ruling]:
    """The lines with those joined that continue or double one another."""
    merged = sorted(lines, key=lambda line: -line.length)[:_MOST_LINES]
    positions = clusters([line.at for line in merged], _SAME / 2)
    runs: dict[float, list[Ruling]] = {at: [] for at in positions}
    for line in merged:
        runs[min(positions, key=lambda at: abs(at - line.at))].append(line)
    joined: list[Ruling] = []
    for at, run in runs.items():
        start, end = None, 0.0
        for line in sorted(run, key=lambda line: line.start):
            if start is None:
                start, end = line.start, line.end
            elif line.start <= end + _TOUCH:
                end = max(end, line.end)
            else:
                joined.append(Ruling(at, start, end))
                start, end = line.start, line.end
        if start is not None:
            joined.append(Ruling(at, start, end))
    return joined


def _meet(level: Ruling, upright: Ruling) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


def _components(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[_Part]:
    """The lines in groups that touch."""
    parts: list[_Part] = []
    for line in upright:
        touched = [part for part in parts if any(_meet(other, line) for other in part.level)]
        new = [other for other in level if _meet(other, line) and not any(other in part.level for part in touched)]
        whole = _Part([*new], [line])
        for part in touched:
            whole.level += part.level
            whole.upright += part.upright
            parts.remove(part)
        parts.append(whole)
    return parts


def _grid(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid | None:
    """The grid of lines that touch, None where they make no table."""
    sides = [min(line.start for line in level), max(line.end for line in level)] if level else []
    sides += [line.at for line in upright]
    level = [line for line in level if _is_bound(line, sides)]
    if not level or not upright:
        return None
    left, right = min(line.start for line in level), max(line.end for line in level)
    top, bottom = min(line.start for line in upright), max(line.end for line in upright)
    xs = _places([line.at for line in upright], left, right)
    ys = _places([line.at for line in level], top, bottom)
    if len(xs) < 3 or len(ys) < 2:
        return None
    cells = _cells(xs, ys, level, upright)
    return Grid(tuple(xs), tuple(ys), tuple(cells)) if len(cells) > 1 else None


def _is_bound(line: Ruling, sides: Sequence[float]) -> bool:
    """Whether a level line ends at upright ones or at the table's sides, as the underline of a word does not."""
    return all(any(abs(end - side) <= _TOUCH + 1 for side in sides) for end in (line.start, line.end))


def _places(lines: Sequence[float], first: float, last: float) -> list[float]:
    """Where fields begin and end: at the lines, and at the ends of the lines across them."""
    places = clusters(lines, _SAME)
    if first < places[0] - _NARROW:
        places.insert(0, first)
    if last > places[-1] + _NARROW:
        places.append(last)
    kept = [places[0]]
    for place in places[1:]:
        if place - kept[-1] >= _NARROW:
            kept.append(place)
    return kept


def _cells(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Ruling], upright: Sequence[Ruling]
) -> list[GridCell]:
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(field: tuple[int, int]) -> tuple[int, int]:
        while owner[field] != field:
            field = owner[field]
        return field

    def join(first: tuple[int, int], second: tuple[int, int]) -> None:
        low, high = sorted((root(first), root(second)))
        owner[high] = low

    across = {at: [line for line in level if abs(line.at - y) <= _TOUCH] for at, y in enumerate(ys)}
    down = {at: [line for line in upright if abs(line.at - x) <= _TOUCH] for at, x in enumerate(xs)}
    for row in range(rows):
        for column in range(columns):
            if column and not _ruled(down[column], ys[row], ys[row + 1]):
                join((row, column - 1), (row, column))
            if row and not _ruled(across[row], xs[column], xs[column + 1]):
                join((row - 1, column), (row, column))
    fields: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for field in owner:
        fields.setdefault(root(field), []).append(field)
    return sorted(
        (cell for joined in fields.values() for cell in _rectangles(joined, xs, ys)),
        key=lambda cell: (cell.row, cell.column),
    )


def _ruled(lines: Sequence[Ruling], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines)
    return covered >= _COVERED * (end - start)


def _rectangles(fields: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> list[GridCell]:
    """Joined fields as one cell, or where they make no rectangle, as one for each run of rows that are alike."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(fields):
        by_row.setdefault(row, []).append(column)
    cells: list[GridCell] = []
    first = min(by_row)
    rows = sorted(by_row)
    for row, following in pairwise([*rows, rows[-1] + 1]):
        if following not in by_row or by_row[following] != by_row[row] or following != row + 1:
            cells += [
                GridCell(first, start, row + 1, end, Rect(xs[start], ys[first], xs[end], ys[row + 1]))
                for start, end in _runs(by_row[row])
            ]
            first = following
    return cells


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs
