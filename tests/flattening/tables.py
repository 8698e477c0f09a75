"""A table as somebody typed it, its layout, and the truth that a reader has to find again.

The truth of a cell is its typed text: whatever line breaks the layout put into it, paragraphs joined by one space, runs
of spaces made one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ingest.model import Field
from tests.flattening.layout import Font, Fragment, wrap
from tests.flattening.pages import CellLines, PageWriter, PlacedRow, place

PADDING = 10.8
"""The free space left and right of a cell's text together, in points: Word's default."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What was typed into a cell: its paragraphs, none for a blank one.

    `drop` moves the text lower than its alignment says, in points (space before a paragraph, another font size). The
    extractor loses a blank cell that is `swallowed`.
    """

    paragraphs: tuple[str, ...] = ()
    drop: float = 0.0
    swallowed: bool = False

    @classmethod
    def of(cls, text: str) -> Cell:
        """The cell of a text whose paragraphs are divided by line breaks."""
        return cls(tuple(text.split("\n")) if text else ())

    @property
    def text(self) -> str:
        """The text that a reader has to find."""
        return " ".join(" ".join(self.paragraphs).split())


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, the header printed over it and its neighbours, its width inside the padding in points."""

    header: str
    width: float
    field: Field | None = None
    parent: str = ""
    is_centred: bool | None = None
    """Vertical alignment of its cells, where it is not the table's."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A task: one cell for every column."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A heading inside the table: its number as printed ("II", "A.") and its title."""

    number: str
    title: str


class GroupForm(Enum):
    """How the cells of a group's line are merged."""

    TITLE = "number in its own cell, title over all other columns"
    WHOLE = "number and title in one cell over the whole table"
    NONE = "nothing merged: title in the content column, the others blank"


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How the whole table is typed and set."""

    font: Font = field(default_factory=Font)
    is_centred: bool = True
    repeats_header: bool = True
    breaks_rows: bool = False
    breaks_after_slash: bool = False
    blank: str = " "
    """What a blank cell prints: one space or two."""
    group_form: GroupForm = GroupForm.TITLE


@dataclass(frozen=True, slots=True)
class TruthLine:
    """A line of a table as a reader should give it: the cells of a row, or number and title of a group."""

    cells: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class TruthTable:
    """A table as a reader should give it; `header` holds (title, title over it or "") for every column."""

    header: tuple[tuple[str, str], ...]
    lines: tuple[TruthLine, ...]
    fields: tuple[Field | None, ...] = ()
    """What every column means, for whoever tests more than the reader."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the stt first, and its lines. Raises ValueError where a row has not one cell a column."""

    columns: tuple[Column, ...]
    lines: tuple[RowLine | GroupLine, ...]
    style: TableStyle = field(default_factory=TableStyle)

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            if isinstance(line, RowLine) and len(line.cells) != len(self.columns):
                found, wanted = len(line.cells), len(self.columns)
                raise ValueError(f"line {number} of the table has {found} cells; give it {wanted}, one a column")

    def truth(self) -> TruthTable:
        """What a reader of the flattened text has to find."""
        lines = tuple(
            TruthLine((line.number, " ".join(line.title.split())), is_group=True)
            if isinstance(line, GroupLine)
            else TruthLine(tuple(cell.text for cell in line.cells))
            for line in self.lines
        )
        header = tuple((column.header, column.parent) for column in self.columns)
        return TruthTable(header, lines, tuple(column.field for column in self.columns))

    def write(self, pages: PageWriter) -> None:
        """Set the table on the open page and as many more as it needs."""
        header = set_header(self.columns, self.style)
        pages.write(header)
        repeated = header if self.style.repeats_header else None
        for line in self.lines:
            if isinstance(line, GroupLine):
                cells, is_breakable = _set_group(line, self.columns, self.style), False
            else:
                cells, is_breakable = _set_row(line, self.columns, self.style), self.style.breaks_rows
            pages.write_row(cells, repeated, is_breakable)


def merged_width(columns: Sequence[Column]) -> float:
    """The inner width of a cell merged over some columns, in points."""
    return sum(column.width for column in columns) + PADDING * (len(columns) - 1)


def _set_row(row: RowLine, columns: Sequence[Column], style: TableStyle) -> list[CellLines]:
    cells = []
    for cell, column in zip(row.cells, columns, strict=True):
        is_centred = style.is_centred if column.is_centred is None else column.is_centred
        cells.append(CellLines(_cell_lines(cell, column.width, style), is_centred, cell.drop))
    return cells


def _cell_lines(cell: Cell, width: float, style: TableStyle) -> tuple[str, ...]:
    if not cell.paragraphs:
        return () if cell.swallowed else (style.blank,)
    lines = (wrap(paragraph, width, style.font, style.breaks_after_slash) for paragraph in cell.paragraphs)
    return tuple(line for paragraph in lines for line in paragraph)


def _set_group(group: GroupLine, columns: Sequence[Column], style: TableStyle) -> list[CellLines]:
    bold = Font(style.font.size, bold=True)
    if style.group_form is GroupForm.WHOLE:
        title = f"{group.number.rstrip('.')}. {group.title}"
        return [CellLines(tuple(wrap(title, merged_width(columns), bold)))]
    is_merged = style.group_form is GroupForm.TITLE
    width = merged_width(columns[1:]) if is_merged else columns[1].width
    cells = [
        CellLines(tuple(wrap(group.number, columns[0].width, bold)), style.is_centred),
        CellLines(tuple(wrap(group.title, width, bold)), style.is_centred),
    ]
    return cells if is_merged else [*cells, *[CellLines((style.blank,), style.is_centred)] * (len(columns) - 2)]


def set_header(columns: Sequence[Column], style: TableStyle) -> PlacedRow:
    """Set the header: one row; or two where columns share a parent, the upper row written first.

    In the upper row stand the parents, each over its columns, and the headers without one, which reach down through
    the lower row; in the lower row, the headers under the parents.
    """
    font = Font(style.font.size, bold=True)
    upper: list[CellLines | None] = []  # None: a parent, set apart
    parents: list[tuple[int, CellLines]] = []
    lower: list[CellLines] = []
    for index, column in enumerate(columns):
        own = CellLines(tuple(wrap(column.header, column.width, font)))
        if not column.parent:
            upper.append(own)
            continue
        lower.append(own)
        if index == 0 or columns[index - 1].parent != column.parent:
            under = [other for other in columns if other.parent == column.parent]
            parents.append((len(upper), CellLines(tuple(wrap(column.parent, merged_width(under), font)))))
            upper.append(None)
    if not parents:
        return place([cell for cell in upper if cell], font.line_height)
    return _two_rows(upper, dict(parents), lower, font.line_height)


def _two_rows(
    upper: Sequence[CellLines | None], parents: dict[int, CellLines], lower: Sequence[CellLines], line_height: float
) -> PlacedRow:
    whole = max((len(cell.lines) for cell in upper if cell), default=0)
    top = max(max(len(cell.lines) for cell in parents.values()), whole / 2)
    bottom = max(max(len(cell.lines) for cell in lower), whole - top)
    fragments = []
    for index, cell in enumerate(upper):
        rows = top if cell is None else top + bottom
        fragments += _centred(cell or parents[index], rows, line_height)
    for cell in lower:
        fragments += _centred(cell, bottom, line_height, top)
    return PlacedRow((top + bottom) * line_height, tuple(fragments))


def _centred(cell: CellLines, rows: float, line_height: float, above: float = 0.0) -> list[Fragment]:
    start = above + (rows - len(cell.lines)) / 2
    return [Fragment(line, (start + i + 0.5) * line_height) for i, line in enumerate(cell.lines)]
