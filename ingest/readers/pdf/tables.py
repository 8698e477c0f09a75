"""From ruled grids and the glyphs in them to table blocks.

The header gives the columns: its lowest cells, each with its span from left to right. What stands below is given to
the columns by place, so that a part of the table whose lines are drawn otherwise (a merged row, two number columns
under one header, a page without the header) has the same columns as the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.columns import is_stt, meaning, time_point
from ingest.model import Place
from ingest.readers.document import HeaderCell, TableBlock, TableLine, TextBlock
from ingest.readers.pdf.breaks import Part
from ingest.readers.pdf.cells import Setting, cell_lines, join_lines
from ingest.readers.pdf.geometry import Frame, Glyph, Rect
from ingest.readers.pdf.grid import Grid, GridCell
from ingest.vietnamese import fold

_DEEPEST_HEADER = 3  # lines
_TITLE_LINES = 3
"""So many lines may stand in a table above its header."""
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*\)?(?:\s*=.*)?")
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HĐa-zđ])\s*[.)]?"
_ROW_NUMBER = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER})?")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: their headers and their left and right sides, in points."""

    header: tuple[HeaderCell, ...]
    spans: tuple[tuple[float, float], ...]
    last: tuple[str, ...] = ()
    """The cells of the last row so far, which one merged over a page break goes on with."""
    merged: tuple[bool, ...] = ()
    """Which of them are merged downwards."""

    @property
    def width(self) -> int:
        """How many there are."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid with its text."""

    at: GridCell
    text: str


@dataclass(frozen=True, slots=True)
class FilledGrid:
    """A grid whose cells have their text, in the frame of its page."""

    grid: Grid
    cells: tuple[Cell, ...]
    frame: Frame

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.grid.ys) - 1

    def starting(self, row: int) -> list[Cell]:
        """The cells whose upper side is that of a row."""
        return [cell for cell in self.cells if cell.at.row == row]

    def over(self, row: int) -> list[Cell]:
        """The cells that a row runs through, from left to right."""
        found = [cell for cell in self.cells if cell.at.row <= row < cell.at.end_row]
        return sorted(found, key=lambda cell: cell.at.column)

    def place(self, first: int, end: int) -> Place:
        """The place of the rows from `first` to before `end`."""
        grid = self.grid
        box = self.frame.box(Rect(grid.xs[0], grid.ys[first], grid.xs[-1], grid.ys[end]))
        return Place(page=self.frame.number, end_page=self.frame.number, boxes=(box,))


def fill(grid: Grid, glyphs: Sequence[Glyph], frame: Frame, keeps_spaces: bool = False) -> FilledGrid:
    """The grid with the text of its cells; a glyph belongs to the cell in which its middle stands.

    `keeps_spaces` says whether the file prints the spaces at which lines were wrapped.
    """
    owner = {
        (row, column): at
        for at, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.end_row)
        for column in range(cell.column, cell.end_column)
    }
    held: list[list[Glyph]] = [[] for _ in grid.cells]
    at: int | None = None
    for number, glyph in enumerate(glyphs):
        x, y = glyph.rect.middle
        if not (glyph.is_space and number and glyph.follows(glyphs[number - 1])):  # it may hang over the cell's side
            at = owner.get((bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1))
        if at is not None:
            held[at].append(glyph)
    lines = [cell_lines(own) for own in held]
    gaps = [line.rect.left - cell.rect.left for cell, own in zip(grid.cells, lines, strict=True) for line in own]
    padding = max(0.0, min(gaps, default=0.0))
    cells = (
        Cell(cell, join_lines(own, Setting(cell.rect.width - 2 * padding, keeps_spaces)))
        for cell, own in zip(grid.cells, lines, strict=True)
    )
    return FilledGrid(grid, tuple(cells), frame)


def read_grid(table: FilledGrid, before: Columns | None) -> tuple[list[TextBlock | Part], Columns]:
    """The blocks of a ruled table, and its columns.

    `before` are the columns of the table that ended last, which a table without a header may go on with. A title
    inside the frame, above the header, becomes a text block of its own.
    """
    start, depth = _find_header(table)
    blocks: list[TextBlock | Part] = []
    if depth:
        blocks += _titles(table, start)
        columns = _columns(table, start, depth)
        header = columns.header
    elif before is not None and _fits(table.grid, before):
        columns, header = before, ()
    else:
        spans = tuple(pairwise(table.grid.xs))
        columns, header = Columns((), spans), ()
    first = start + depth
    running = before if before is not None and before.width == columns.width else columns
    lines, is_row = _lines(table, replace(columns, last=running.last, merged=running.merged), first)
    if lines or header:
        block = TableBlock(header, tuple(lines), table.place(start if depth else 0, table.rows))
        blocks.append(Part(block, tuple(is_row)))
    if lines:
        columns = replace(columns, last=_last_row(lines, running), merged=_merged_down(table, columns))
    return blocks, columns


def _last_row(lines: Sequence[TableLine], running: Columns) -> tuple[str, ...]:
    """The cells of a part's last row; where the part is but the rest of a row, with what that had before."""
    cells = lines[-1].cells
    if len(lines) > 1 or cells[0] or not running.last:
        return cells
    return tuple(cell or before for cell, before in zip(cells, running.last, strict=True))


def _merged_down(table: FilledGrid, columns: Columns) -> tuple[bool, ...]:
    """Which columns end in a cell that spans several rows."""
    merged = [False] * columns.width
    for cell in table.over(table.rows - 1):
        first, end = _covered(cell.at.rect, columns)
        merged[first:end] = [cell.at.rows > 1] * (end - first)
    return tuple(merged)


# --- the header -----------------------------------------------------------------------------------------------------


def _find_header(table: FilledGrid) -> tuple[int, int]:
    """The first row of the header, and how many rows it has; 0 where there is none."""
    for row in range(min(_TITLE_LINES + 1, table.rows)):
        cells = [cell for cell in table.over(row) if cell.text]
        if _is_header(cells):
            return row, _depth(table, row)
        if len(cells) > 1:
            break
    return 0, 0


def _is_header(cells: Sequence[Cell]) -> bool:
    if len(cells) < 2:
        return False
    told = [cell.text for cell in cells]
    if any(is_stt(text) for text in told):
        return True
    if _ROW_NUMBER.fullmatch(told[0]) or any(len(text.split()) > 14 for text in told):
        return False
    named = sum(meaning(text) is not None or bool(time_point(text)) for text in told)
    return named >= 2 and 2 * named >= len(told)


def _depth(table: FilledGrid, start: int) -> int:
    """How many rows the header has: as many as its cells merged downwards span, and those under cells merged across."""
    depth = max(cell.at.end_row for cell in table.starting(start)) - start
    if depth == 1 and any(cell.at.columns > 1 for cell in table.starting(start)) and start + 1 < table.rows:
        below = table.starting(start + 1)
        spanned = [cell.at for cell in table.starting(start) if cell.at.columns > 1 and cell.text]
        under = [cell for cell in below if any(at.column <= cell.at.column < at.end_column for at in spanned)]
        beside = [cell for cell in below if cell not in under]
        if sum(bool(cell.text) for cell in under) > 1 and not any(cell.text for cell in beside):
            depth = 2
    return min(depth, _DEEPEST_HEADER, table.rows - start)


def _columns(table: FilledGrid, start: int, depth: int) -> Columns:
    last = table.over(start + depth - 1)
    header: list[HeaderCell] = []
    spans: list[tuple[float, float]] = []
    for cell in last:
        above = [
            upper
            for row in range(start, cell.at.row)
            for upper in table.starting(row)
            if upper.at.column <= cell.at.column < upper.at.end_column
        ]
        titles = [upper.text for upper in above if upper.text]
        title = cell.text or (titles[-1] if titles else "")
        parents = [upper.text for upper in above if upper.text and upper.at.columns > cell.at.columns]
        header.append(HeaderCell(title, parents[-1] if parents and cell.text else ""))
        spans.append((cell.at.rect.left, cell.at.rect.right))
    return Columns(tuple(header), tuple(spans))


def _titles(table: FilledGrid, start: int) -> list[TextBlock]:
    """The rows above the header, each of which holds one text."""
    texts = ((row, cell.text) for row in range(start) for cell in table.starting(row) if cell.text)
    return [TextBlock(text, table.place(row, row + 1), emphasised=True) for row, text in texts]


def _fits(grid: Grid, columns: Columns) -> bool:
    """Whether a grid without a header stands under the columns of another."""
    sides = {round(side) for span in columns.spans for side in span}
    left, right = columns.spans[0][0], columns.spans[-1][1]
    near = sum(any(abs(x - side) <= 6 for side in sides) for x in grid.xs)
    return abs(grid.xs[0] - left) <= 12 and abs(grid.xs[-1] - right) <= 12 and 3 * near >= 2 * len(grid.xs)


# --- the lines ------------------------------------------------------------------------------------------------------


def _lines(table: FilledGrid, columns: Columns, first: int) -> tuple[list[TableLine], list[bool]]:
    """The lines of a table below its header, and for each whether no cell of it is merged over several columns."""
    lines: list[TableLine] = []
    is_row: list[bool] = []
    header_key = fold(" ".join(f"{cell.parent} {cell.title}" for cell in columns.header))
    row = first
    while row < table.rows:
        repeated = _repeated_header(table, row, header_key)
        if repeated:
            row += repeated
            continue
        cells = _row_cells(table, row, columns)
        if row > first or (cells and cells[0]):  # the first may be the rest of a row
            _carry(table, row, first, columns, cells)
        if any(cells) and not _numbers_columns(cells):
            lines.append(TableLine(tuple(cells), table.place(row, row + 1)))
            is_row.append(len(table.over(row)) >= columns.width - 1)
        row += 1
    return lines, is_row


def _repeated_header(table: FilledGrid, row: int, key: str) -> int:
    """How many rows from here are the header once more."""
    cells = [cell for cell in table.starting(row) if cell.text]
    if not key or not _is_header(cells) or not all(fold(cell.text) in key for cell in cells):
        return 0
    return _depth(table, row)


def _row_cells(table: FilledGrid, row: int, columns: Columns) -> list[str]:
    """The texts of a row by column; a cell merged downwards speaks in each of its rows."""
    texts: list[list[str]] = [[] for _ in columns.spans]
    merged: list[tuple[int, int, str]] = []
    for cell in table.over(row):
        if not cell.text:
            continue
        first, end = _covered(cell.at.rect, columns)
        texts[first].append(cell.text)
        if end - first > 1:
            merged.append((first, end, cell.text))
    cells = [" ".join(parts) for parts in texts]
    numbered = bool(_ROW_NUMBER.fullmatch(cells[0])) if cells else False
    for first, end, text in merged:
        if numbered and first > 1 and _shared(columns, first, end):
            cells[first:end] = [text] * (end - first)
    return cells


def _carry(table: FilledGrid, row: int, first: int, columns: Columns, cells: list[str]) -> None:
    """Fill cells that are merged with one on the page before, where its text stands."""
    for cell in table.over(row):
        if cell.text or cell.at.row != first or not columns.last:
            continue
        start, end = _covered(cell.at.rect, columns)
        for at in range(max(start, 1), end):
            if cell.at.rows > 1 or (columns.merged and columns.merged[at]):
                cells[at] = columns.last[at]


def _covered(rect: Rect, columns: Columns) -> tuple[int, int]:
    """The columns that a cell stands under: those whose middle it covers, or the one in which its own middle is."""
    under = [at for at, (left, right) in enumerate(columns.spans) if rect.left <= (left + right) / 2 <= rect.right]
    if under:
        return under[0], under[-1] + 1
    middle = rect.middle[0]
    at = min(range(columns.width), key=lambda at: abs(sum(columns.spans[at]) / 2 - middle))
    inside = [at for at, (left, right) in enumerate(columns.spans) if left <= middle <= right]
    return (inside[0], inside[0] + 1) if inside else (at, at + 1)


def _shared(columns: Columns, first: int, end: int) -> bool:
    """Whether a cell merged over some columns speaks for each: they stand under one header, or are but two."""
    parents = {cell.parent for cell in columns.header[first:end]}
    return end - first == 2 or (len(parents) == 1 and parents != {""})


def _numbers_columns(cells: Sequence[str]) -> bool:
    """Whether a line only numbers the columns: (1) (2) (3)."""
    found = [_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in cells if cell]
    if len(found) < 3 or len(found) < len(cells) - 1 or not all(found):
        return False
    numbers = [match[1] for match in found if match]
    values = [int(number) for number in numbers if number.isdecimal()]
    return len(values) >= len(numbers) - 2 and all(b == a + 1 for a, b in pairwise(values))
