"""Tables as a grid of cells that span rows and columns: how Word, HTML and Excel keep them, made into table blocks.

The header is the first line that names a row number or two known columns, with the lines that its merged cells reach
down to; it may stand under lines of titles. Its lowest cells are the columns. Every other line puts each of its cells
under the column that it overlaps most; a cell that is merged down several lines gives each its text, and so does one
merged across columns of the same kind (years).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.columns import is_of_figures, is_stt, meaning, opens_row, time_point
from ingest.model import NOWHERE, Place
from ingest.readers.document import Block, HeaderCell, TableBlock, TableLine, TextBlock
from ingest.readers.figure_heads import heads_figures
from ingest.vietnamese import fold

_LONGEST_TITLE = 120
_TITLE_LINES = 15
"""Lines that may stand above a header in one grid: letterhead and titles of a spreadsheet."""
_DEEPEST_HEADER = 4
_ROW_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?")
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-ZĐ])\s*\)?(?:\s*[=+x*].*)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text on one line, the lines and grid columns that it covers, and how it is printed."""

    text: str
    row: int
    left: int
    rows: int = 1
    columns: int = 1
    strong: bool = False
    is_header: bool = False
    """Whether the file itself marks it as a header (a repeated header row, <th>)."""

    @property
    def right(self) -> int:
        """The first grid column beyond it."""
        return self.left + self.columns

    def over(self, left: int, right: int) -> int:
        """How many of the grid columns from `left` to `right` it covers."""
        return max(0, min(self.right, right) - max(self.left, left))


@dataclass(slots=True)
class Grid:
    """The cells of one table, and the place of each of its lines."""

    cells: list[Cell]
    places: list[Place] = field(default_factory=list)

    def lines(self) -> list[list[Cell]]:
        """The cells that cover each line, from left to right."""
        height = max((cell.row + 1 for cell in self.cells), default=0)
        found: list[list[Cell]] = [[] for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, height)):
                found[row].append(cell)
        return [sorted(line, key=lambda cell: cell.left) for line in found]

    def place(self, row: int) -> Place:
        """Where a line stands."""
        return self.places[row] if row < len(self.places) else NOWHERE


@dataclass(frozen=True, slots=True)
class _Column:
    header: HeaderCell
    left: int
    right: int


def blocks_of_grid(grid: Grid) -> list[Block]:
    """The titles above a table as text, the table, and another one where a second header follows in the same grid.

    A grid without a header gives a table without one: it continues the table before, or is no table at all.
    """
    lines = grid.lines()
    blocks: list[Block] = []
    start = 0
    while start < len(lines):
        head = _header_start(lines, start, first=start == 0)
        if head is None:
            blocks += _headless(grid, lines, start)
            break
        blocks += _titles(grid, lines, start, head)
        below = _header_end(lines, head)
        columns = _named(_columns(lines, head, below), lines, below)
        end = next((at for at in range(below, len(lines)) if _is_new_header(lines[at], at, columns)), len(lines))
        blocks.append(_table(grid, lines, head, below, end, columns))
        start = end
    return blocks


def has_header(grid: Grid) -> bool:
    """Whether a grid is a table with named columns."""
    return _header_start(grid.lines(), 0, first=True) is not None


# --- header ---------------------------------------------------------------------------------------------------------


def _header_start(lines: Sequence[Sequence[Cell]], start: int, first: bool) -> int | None:
    for at in range(start, min(start + _TITLE_LINES, len(lines))):
        if _is_header(lines[at], at):
            return at
        if not first:
            return None
    texts = [[cell.text for cell in line] for line in lines[start:]]
    narrow = bool(texts) and all(cell.columns == 1 for cell in lines[start])
    return start if narrow and heads_figures(texts[0], texts[1:]) else None


def _is_header(line: Sequence[Cell], row: int) -> bool:
    """Whether a line names columns: the row number and another, two known ones, or what the file marks as header."""
    own = [cell for cell in line if cell.row == row and cell.text and len(cell.text) <= _LONGEST_TITLE]
    if len(own) < 2 or opens_row(own[0].text):
        return False
    if any(is_stt(cell.text) for cell in own[:2]):
        return True
    known = sum(meaning(cell.text) is not None or bool(time_point(cell.text)) for cell in own)
    if all(cell.is_header for cell in own):
        return known >= 1 or (len(own) >= 3 and not any(is_of_figures([cell.text]) for cell in own))
    printed = [cell for cell in line if cell.text]
    return known >= 2 and known * 2 >= len(printed) and not any(cell.text[-1] in ".;" for cell in own)


def _header_end(lines: Sequence[Sequence[Cell]], head: int) -> int:
    """The first line below a header: after the cells merged down from it, and the line that parts its wide cells."""
    end = head + 1
    while end < min(len(lines), head + _DEEPEST_HEADER):
        reaches = any(cell.row + cell.rows > end for cell in lines[head] if cell.row >= head and cell.rows <= 4)
        if not (reaches or _parts_header(lines, end)):
            break
        end += 1
    if end < len(lines) and _is_numbers(lines[end]):
        end += 1
    return end


def _parts_header(lines: Sequence[Sequence[Cell]], row: int) -> bool:
    """Whether a line names the columns under a wide cell of the line before it, and holds nothing else."""
    own = [cell for cell in lines[row] if cell.row == row and cell.text]
    wide = [cell for cell in lines[row - 1] if cell.columns > 1 and cell.text]
    under = {id(cell): [low for low in own if low.over(cell.left, cell.right) == low.columns] for cell in wide}
    parted = [low for cell in wide if len(under[id(cell)]) > 1 for low in under[id(cell)]]
    return bool(parted) and len(parted) == len(own) and all(len(cell.text) <= _LONGEST_TITLE for cell in own)


def _is_numbers(line: Sequence[Cell]) -> bool:
    """Whether a line under a header only numbers the columns: (1), (2), (3)=(1)+(2)."""
    texts = [cell.text for cell in line if cell.text]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    digits = [int(found[0]) for text in texts if (found := re.findall(r"\d+", text))]
    return len(digits) >= 2 and digits == sorted(set(digits)) and digits[-1] <= len(texts) + 1 and digits[0] <= 2


def _columns(lines: Sequence[Sequence[Cell]], head: int, below: int) -> list[_Column]:
    numbered = below - 1 > head and _is_numbers(lines[below - 1])
    last = below - 2 if numbered else below - 1
    columns: list[_Column] = []
    for low in _apart(lines[last]):
        above: list[str] = []
        for row in range(head, last):
            for cell in lines[row]:
                if cell is not low and cell.over(low.left, low.right) and cell.text and cell.text not in above:
                    above.append(cell.text)
        title, parent = (low.text, " ".join(above)) if low.text else (" ".join(above), "")
        columns.append(_Column(HeaderCell(title, parent), low.left, low.right))
    return columns


def _apart(line: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of a line without those that lie over the one before, as in damaged tables."""
    right = 0
    for cell in line:
        if cell.left >= right:
            yield cell
            right = cell.right


def _named(columns: list[_Column], lines: Sequence[Sequence[Cell]], below: int) -> list[_Column]:
    """The columns without those that have neither a title nor a text below; a first one of numbers is "STT"."""
    filled = {(cell.left, cell.right) for line in lines[below:] for cell in line if cell.text}
    kept: list[_Column] = []
    for at, column in enumerate(columns):
        if not column.header.title:
            if not any(left >= column.left and right <= column.right for left, right in filled):
                continue
            numbers = [cell.text for line in lines[below:] for cell in line if cell.left == column.left and cell.text]
            if at == 0 and numbers and all(map(_ROW_NUMBER.fullmatch, numbers)):
                column = _Column(HeaderCell("STT"), column.left, column.right)
        kept.append(column)
    return kept


def _is_new_header(line: Sequence[Cell], row: int, columns: Sequence[_Column]) -> bool:
    """Whether another table begins: a line with a row number's header, that is no repetition of this one."""
    own = [cell.text for cell in line if cell.row == row and cell.text]
    return bool(own) and is_stt(own[0]) and _is_header(line, row) and not _repeats(own, columns)


def _repeats(texts: Sequence[str], columns: Sequence[_Column]) -> bool:
    known = {fold(text) for column in columns for text in (column.header.title, column.header.parent) if text}
    return bool(texts) and all(fold(text) in known for text in texts)


# --- lines ----------------------------------------------------------------------------------------------------------


def _table(
    grid: Grid, lines: Sequence[Sequence[Cell]], head: int, below: int, end: int, columns: Sequence[_Column]
) -> TableBlock:
    made: list[TableLine] = []
    for row in range(below, end):
        texts = [cell.text for cell in lines[row] if cell.text]
        if texts and not (len(texts) > 1 and _repeats(texts, columns)):
            made.append(TableLine(tuple(_cells(lines[row], columns)), grid.place(row)))
    place = grid.place(head).through(grid.place(max(head, end - 1)))
    return TableBlock(tuple(column.header for column in columns), tuple(made), place)


def _cells(line: Sequence[Cell], columns: Sequence[_Column]) -> list[str]:
    texts: list[list[str]] = [[] for _ in columns]
    is_headless = not any(column.header.title for column in columns)  # a part that goes on is numbered as the first was
    first = 1 if columns and (is_headless or is_stt(columns[0].header.title)) else 0
    for cell in line:
        for at in _under(cell, columns, first) if cell.text else ():
            texts[at].append(cell.text)
    return [" ".join(parts) for parts in texts]


def _under(cell: Cell, columns: Sequence[_Column], first: int) -> list[int]:
    """The columns that a cell stands under: the one it overlaps most, all of them where it is merged across a few.

    A cell that begins at the number or the content, which stand in the columns up to `first`, is a heading or a total
    and stands in the first of its columns.
    """
    begin = bisect_right(columns, cell.left, key=lambda column: column.right)
    end = bisect_left(columns, cell.right, begin, key=lambda column: column.left)
    shares = {at: cell.over(columns[at].left, columns[at].right) for at in range(begin, end)}
    covered = [at for at, share in shares.items() if share * 2 > columns[at].right - columns[at].left]
    if not covered:
        return [max(shares, key=lambda at: shares[at])] if shares else []
    return covered[:1] if covered[0] <= first else covered


def _titles(grid: Grid, lines: Sequence[Sequence[Cell]], start: int, head: int) -> Iterator[TextBlock]:
    for row in range(start, head):
        for cell in lines[row]:
            if cell.row == row and cell.text:
                yield TextBlock(cell.text, grid.place(row), cell.strong)


def _headless(grid: Grid, lines: Sequence[Sequence[Cell]], start: int) -> list[Block]:
    """A table without a header: its columns are those of the line that has most of them."""
    widest = max(lines[start:], key=len)
    columns = [_Column(HeaderCell(""), cell.left, cell.right) for cell in _apart(widest)]
    made: list[TableLine] = []
    for row in range(start, len(lines)):
        if any(cell.text for cell in lines[row]):
            made.append(TableLine(tuple(_cells(lines[row], columns)), grid.place(row)))
    if not made:
        return []
    return [TableBlock((), tuple(made), made[0].place.through(made[-1].place))]
