"""A table of a .docx file: its cells on the grid, or its paragraphs where it only sets text in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.readers.docx.markup import Element, child, content, get, is_on, number, tag
from ingest.readers.grid import Cell, Grid

_MOST_COLUMNS = 500
_NO_LINE = frozenset(["nil", "none"])
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")


@dataclass(slots=True)
class CellText:
    """What stands in a cell: its paragraphs' lines, and the notes and boxes that hang on them."""

    lines: list[str] = field(default_factory=list)
    strong: bool = False


CellReader = Callable[[Element], CellText]
"""Reads the content of one <w:tc>."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read."""

    grid: Grid
    columns: tuple[tuple[tuple[str, bool], ...], ...]
    """The lines of text of each column from the top, with whether they are strong: how a letterhead is read."""
    ruled: bool
    """Whether lines are drawn around its cells, as far as the file says."""


def rows_of(table: Element) -> list[Element]:
    """The rows of a table, those that a tracked change deleted left out."""
    return [row for row in content(table) if tag(row) == "tr" and child(row, "trPr", "del") is None]


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return [cell for cell in content(row) if tag(cell) == "tc" and child(cell, "tcPr", "cellDel") is None]


def read_table(table: Element, read_cell: CellReader) -> Table:
    """The cells of a table in print order; each cell's content is read once, by `read_cell`."""
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}  # first grid column -> index of the cell that is merged down there
    columns: dict[int, list[tuple[str, bool]]] = {}
    for row_at, row in enumerate(rows_of(table)):
        left = number(child(row, "trPr", "gridBefore")) or 0
        is_header = bool(is_on(child(row, "trPr", "tblHeader")))
        for element in cells_of(row):
            span = min(max(number(child(element, "tcPr", "gridSpan")) or 1, 1), _MOST_COLUMNS)
            merge = child(element, "tcPr", "vMerge")
            above = open_cells.get(left) if merge is not None and get(merge) != "restart" else None
            read = read_cell(element)
            if above is not None and not any(read.lines):
                cells[above] = _deeper(cells[above])
            else:
                text = " ".join(line for line in read.lines if line)
                cells.append(Cell(text, row_at, left, 1, span, read.strong, is_header))
                columns.setdefault(left, []).extend((line, read.strong) for line in read.lines if line)
                open_cells.pop(left, None)
                if merge is not None:
                    open_cells[left] = len(cells) - 1
            if merge is None:
                open_cells.pop(left, None)
            left += span
    in_order = tuple(tuple(lines) for _, lines in sorted(columns.items()))
    return Table(Grid(cells), in_order, _is_ruled(table))


def _deeper(cell: Cell) -> Cell:
    return Cell(cell.text, cell.row, cell.left, cell.rows + 1, cell.columns, cell.strong, cell.is_header)


def _is_ruled(table: Element) -> bool:
    """Whether the table, its style or a cell draws lines; a style other than that of plain tables is taken to."""
    borders = child(table, "tblPr", "tblBorders")
    if borders is not None:
        return _draws(borders) or _cells_draw(table)
    style = get(child(table, "tblPr", "tblStyle"))
    return style not in (None, "TableNormal") or _cells_draw(table)


def _cells_draw(table: Element) -> bool:
    drawn: Sequence[bool] = [
        borders is not None and _draws(borders)
        for row in rows_of(table)[:5]
        for cell in cells_of(row)
        for borders in [child(cell, "tcPr", "tcBorders")]
    ]
    return sum(drawn) * 2 > len(drawn)


def _draws(borders: Element) -> bool:
    return sum((get(side) or "nil") not in _NO_LINE for side in borders if tag(side) in _SIDES) >= 2
