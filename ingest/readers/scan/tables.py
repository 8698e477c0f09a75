"""From the cells of a ruled table to a `TableBlock`: which lines are its header, and its rows.

A cell that spans several columns is text of the first of them; one that spans several lines stands in each. A header
may have an upper line over several columns. A part of a table that goes on from the page before has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from ingest.columns import is_spanning, is_stt, meaning, time_point
from ingest.model import Place
from ingest.readers.document import HeaderCell, TableBlock, TableLine
from ingest.readers.scan.page import PageImage
from ingest.readers.scan.rulings import Grid, GridCell
from ingest.readers.scan.words import CellText
from ingest.vietnamese import fold

_LONGEST_HEADER = 80  # characters of one column's
_DEEPEST_HEADER = 3  # lines
_LONGEST_STT = 6  # characters that "STT" or "Số TT" may be misread as
_ALIKE = 75.0  # per cent of likeness of a title that is read twice
_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-ZĐ])[.)]?")
_LONGEST_COLUMN_NUMBER = 12  # characters: "(7)=(5)+(6)"
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?")


def table_blocks(page: PageImage, grid: Grid, texts: Mapping[GridCell, CellText]) -> list[TableBlock]:
    """The table; in parts where its header is printed again inside it; none where all its cells are blank."""
    fields = _fields(grid)
    depth = _header_depth(grid, fields, texts)
    header = _header(fields[:depth], texts) if depth else ()
    lines: list[TableLine] = []
    for at in range(depth, grid.lines):
        line = _line(page, fields[at], at, texts)
        if any(line.cells) and not (at == depth and depth and _is_column_numbers(line.cells)):
            lines.append(line)
    if not lines and not header:
        return []
    header, lines = _without_blank_columns(_with_stt(header, lines), lines)
    parts: list[list[TableLine]] = [[]]
    for line in lines:
        if _repeats(header, line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [_block(page, grid, header, part) for part in parts if part or len(parts) == 1]


def _block(page: PageImage, grid: Grid, header: tuple[HeaderCell, ...], lines: Sequence[TableLine]) -> TableBlock:
    least = min((line.place.certainty for line in lines), default=1.0)
    return TableBlock(header, tuple(lines), Place(page.page, boxes=(page.box(*grid.box),), certainty=least))


def _repeats(header: Sequence[HeaderCell], line: TableLine) -> bool:
    """Whether a line is the header printed again: it says what its titles say, but for misread letters."""
    if not header or not is_stt(line.cells[0]):
        return False
    said = [(cell, title) for cell, title in zip(line.cells, header, strict=True) if cell]
    alike = sum(
        max(ratio(fold(cell), fold(title.title)), ratio(fold(cell), fold(title.parent))) >= _ALIKE
        for cell, title in said
    )
    return alike >= 2 and alike >= 0.7 * len(said)


def _fields(grid: Grid) -> list[list[GridCell]]:
    """The cell that covers each field, by line and column."""
    covering = {
        (line, column): cell
        for cell in grid.cells
        for line in range(cell.top, cell.bottom + 1)
        for column in range(cell.left, cell.right + 1)
    }
    return [[covering[line, column] for column in range(grid.columns)] for line in range(grid.lines)]


def _line(page: PageImage, fields: Sequence[GridCell], at: int, texts: Mapping[GridCell, CellText]) -> TableLine:
    cells = tuple(texts[cell].text if cell.left == column else "" for column, cell in enumerate(fields))
    certainty = min((texts[cell].certainty for cell in fields), default=1.0)
    alone = [cell for cell in fields if cell.height == 1] or list(fields)
    top, bottom = min(cell.box[1] for cell in alone), max(cell.box[3] for cell in alone)
    box = page.box(fields[0].box[0], top, fields[-1].box[2], bottom)
    return TableLine(cells, Place(page.page, boxes=(box,), certainty=certainty))


# --- the header -----------------------------------------------------------------------------------------------------


def _header_depth(grid: Grid, fields: Sequence[Sequence[GridCell]], texts: Mapping[GridCell, CellText]) -> int:
    """How many lines the header takes, 0 where the table begins without one."""
    first = list(dict.fromkeys(fields[0]))
    titles = [texts[cell].text for cell in first]
    if not _are_titles(titles):
        return 0
    depth = min(_DEEPEST_HEADER, max(cell.bottom for cell in first) + 1)
    return depth if depth < grid.lines or grid.lines == 1 else 1


def _are_titles(titles: Sequence[str]) -> bool:
    """Whether the texts of a line are headers: short, and that of the number or most of them known ones."""
    said = [title for title in titles if title]
    if len(said) < 2 or any(len(title) > _LONGEST_HEADER for title in said):
        return False
    if is_stt(said[0]):
        return True
    known = sum(bool(meaning(title) or time_point(title) or is_spanning(title) or is_stt(title)) for title in said)
    return known >= 2 and known >= len(said) / 2


def _header(fields: Sequence[Sequence[GridCell]], texts: Mapping[GridCell, CellText]) -> tuple[HeaderCell, ...]:
    cells = []
    for column in range(len(fields[0])):
        stack = list(dict.fromkeys(line[column] for line in fields))
        titles = [texts[cell].text for cell in stack if texts[cell].text]
        over = [texts[cell].text for cell in stack[:-1] if cell.width > 1 and texts[cell].text]
        own = [title for title in titles if title not in over]
        cells.append(HeaderCell(" ".join(own) or " ".join(over), " ".join(over) if own else ""))
    return tuple(cells)


def _without_blank_columns(
    header: tuple[HeaderCell, ...], lines: list[TableLine]
) -> tuple[tuple[HeaderCell, ...], list[TableLine]]:
    """The table without the columns that hold nothing, not even a header: gaps between doubled rulings or margins."""
    if not header:
        return header, lines
    kept = [at for at, cell in enumerate(header) if cell.title or any(line.cells[at] for line in lines)]
    cut = [replace(line, cells=tuple(line.cells[at] for at in kept)) for line in lines]
    return tuple(header[at] for at in kept), cut


def _with_stt(header: tuple[HeaderCell, ...], lines: Sequence[TableLine]) -> tuple[HeaderCell, ...]:
    """The header, its first title put right where numbers stand under it: a narrow "STT" is easily misread."""
    if not header or is_stt(header[0].title) or len(header[0].title) > _LONGEST_STT:
        return header
    first = [line.cells[0] for line in lines if line.cells[0]]
    numbers = sum(bool(_ROW_NUMBER.fullmatch(cell)) for cell in first)
    return (HeaderCell("STT"), *header[1:]) if numbers and numbers >= 0.6 * len(first) else header


def _is_column_numbers(cells: Sequence[str]) -> bool:
    """Whether a line under a header only numbers the columns: "(1) (2) (3)". One of them may be misread."""
    said = [cell for cell in cells if cell]
    if len(said) < 3 or len(said) < len(cells) - 1 or max(map(len, said)) > _LONGEST_COLUMN_NUMBER:
        return False
    numbered = [at for at, cell in enumerate(cells, start=1) if _COLUMN_NUMBER.fullmatch(cell)]
    own = sum(bool(re.search(rf"(?<!\d){at}(?!\d)", cells[at - 1])) for at in numbered)
    shifted = sum(bool(re.search(rf"(?<!\d){at - 1}(?!\d)", cells[at - 1])) for at in numbered)
    return max(own, shifted) >= 0.6 * len(said)
