"""Tables whose cells stand each on a line of its own, an empty line for a blank one: documents saved as plain text.

A header that is printed so tells how many columns there are, and every row then has as many lines. A header of two
levels gives the upper one first, then the lower one with an empty line under each cell that reaches down. A heading
that is merged across the table has only its number and its title. Where a cell has several paragraphs a row has more
lines than columns: those that open with a dash, or follow a line that announces them, belong to the line before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.columns import is_stt, meaning, time_point
from ingest.model import Place
from ingest.readers.document import HeaderCell, TableBlock, TableLine
from ingest.readers.flattened.headers import is_column_numbering, layouts
from ingest.readers.spread_cells import Filled
from ingest.vietnamese import fold

_ROW = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_GROUP = re.compile(r"[IVX]{1,5}[.)]?|[A-HĐ][.)]?")
_MOST_COLUMNS = 16
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_WHOLE = 0.6
"""The share of a table's rows that must have just as many lines as there are columns; all, under an unknown header."""
_TOTAL = re.compile(r"(?:tong cong|tong so|cong|tong)\b[:.]?")
_LONGEST_ROW = 60  # lines


@dataclass(frozen=True, slots=True)
class SpreadTable:
    """A table and the lines [start, end) of the text that it was put together from."""

    start: int
    end: int
    block: TableBlock


def spread_tables(lines: Sequence[str]) -> list[SpreadTable]:
    """The tables among the stripped lines of a text, in order."""
    found: list[SpreadTable] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at) if is_stt(lines[at]) else None
        if table is not None:
            found.append(table)
        at = table.end if table is not None else at + 1
    return found


def without_spacing(text: str) -> list[tuple[int, str]]:
    """The stripped lines of a text with their numbers from 1; where an empty line stands behind each line, as some
    converters put it, that one is left out."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    filled = [at for at, (_, line) in enumerate(lines) if line]
    spaced = sum(at + 1 >= len(lines) or not lines[at + 1][1] for at in filled)
    if spaced < 0.95 * len(filled):
        return lines
    kept: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        kept.append(lines[at])
        at += 2  # the empty line behind it
    return kept if sum(bool(line) for _, line in kept) == len(filled) else [lines[at] for at in filled]


def _table_at(lines: Sequence[str], start: int) -> SpreadTable | None:
    end = next((at for at in range(start + 1, min(len(lines), start + 3 * _MOST_COLUMNS)) if _opens(lines, at)), None)
    header = _header(lines[start:end], _longest_row(lines, end)) if end is not None else ()
    known = sum(meaning(cell.title) is not None or bool(time_point(cell.title)) for cell in header)
    if end is None or not _FEWEST_COLUMNS <= len(header) <= _MOST_COLUMNS or not known:
        return None
    made: list[TableLine] = []
    whole, at = 0, end
    pieces = list(_pieces(lines, end, len(header)))
    columns = Filled([piece for piece, _ in pieces if len(piece) == len(header)])
    for piece, piece_end in pieces:
        is_short = len(piece) < len(header) and len(piece) > 2 and _ROW.fullmatch(piece[0])
        cells = columns.aligned(piece, len(header)) if is_short else _cells(piece, len(header))
        whole += len(piece) == len(header) and bool(_ROW.fullmatch(piece[0]))
        made.append(TableLine(tuple(cells), Place(line=at + 1, end_line=piece_end)))
        at = piece_end
    rows = sum(bool(_ROW.fullmatch(line.cells[0])) for line in made)
    if rows < _FEWEST_ROWS or whole < (_WHOLE if known > 1 else 1.0) * rows:
        return None
    return SpreadTable(start, at, TableBlock(header, tuple(made), Place(line=start + 1, end_line=at)))


def _opens(lines: Sequence[str], at: int) -> bool:
    """Whether the first row or group of a table can begin at a line."""
    behind = lines[at + 1] if at + 1 < len(lines) else ""
    numbers = lines[at] in ("1", "01", "1.", "1.1", "1.1.", "I", "I.", "A", "A.") and bool(behind)
    return numbers and not _ROW.fullmatch(behind)


def _longest_row(lines: Sequence[str], start: int) -> int:
    """How many lines the longest of the first rows has, from its number to the next."""
    longest, at = 0, start
    while at < min(len(lines), start + 4 * _LONGEST_ROW):
        end = next(
            (to for to in range(at + 3, min(len(lines), at + _LONGEST_ROW)) if _goes_on(lines[at], lines[to])), 0
        )
        if _ROW.fullmatch(lines[at]) and end:
            longest, at = max(longest, end - at), end
        else:
            at += 1
    return longest


def _header(lines: Sequence[str], width: int) -> tuple[HeaderCell, ...]:
    """The columns of a header's lines, () where they are no header; `width` is how many lines a row has."""
    lines = list(lines)
    if "" not in lines and len(lines) > width:  # two levels, the blanks between them lost
        fitting = (layout for layout in layouts(lines) if len(layout.cells) + 1 == width)
        if (layout := next(fitting, None)) is not None:
            return (HeaderCell(layout.stt), *layout.cells)
    if "" not in lines:
        numbered = next((at for at in range(3, len(lines)) if is_column_numbering(" ".join(lines[at:]))), None)
        titles = lines[:numbered]
        return tuple(HeaderCell(title) for title in titles)
    upper, lower = lines[: lines.index("")], lines[lines.index("") :]
    runs = _runs(lower)
    if len(upper) != sum(not title for title in lower) + len(runs):
        return ()
    columns: list[HeaderCell] = []
    above = iter(upper)
    for run in _all_runs(lower):
        for title in run:
            if not title:
                columns.append(HeaderCell(next(above)))
        if run[0]:
            parent = next(above)
            columns += [HeaderCell(title, parent) for title in run]
    return tuple(columns)


def _runs(lower: Sequence[str]) -> list[list[str]]:
    return [run for run in _all_runs(lower) if run[0]]


def _all_runs(lower: Sequence[str]) -> list[list[str]]:
    """Neighbouring titles, and neighbouring blanks, of a header's lower level."""
    runs: list[list[str]] = []
    for title in lower:
        if runs and bool(runs[-1][-1]) == bool(title):
            runs[-1].append(title)
        else:
            runs.append([title])
    return runs


def _pieces(lines: Sequence[str], start: int, width: int) -> Iterator[tuple[list[str], int]]:
    """The lines of each row, group and total, each with the line behind it."""
    at, number = start, ""
    while at < len(lines):
        said = lines[at]
        if _ROW.fullmatch(said):
            end = _row_end(lines, at, width)
        elif _GROUP.fullmatch(said) and at + 1 < len(lines) and lines[at + 1]:
            end = _group_end(lines, at, width)
        elif _TOTAL.match(fold(said)) and number:
            end = next((to for to in range(at + 1, min(len(lines), at + width)) if not _is_figure(lines[to])), at + 1)
        else:
            return
        if end is None:
            return
        yield list(lines[at:end]), end
        at, number = end, said


def _is_figure(text: str) -> bool:
    return not text or bool(re.fullmatch(r"[\d.,\s]+", text))


def _row_end(lines: Sequence[str], at: int, width: int) -> int | None:
    """The line behind a row: after as many lines as columns where another piece or the end of the table follows there,
    else before the next number that goes on."""
    for end in range(at + 3, min(at + width, len(lines) - 2)):
        if _heads(lines, end) and _goes_on(lines[at], lines[end + 2]):
            return end
    if at + width <= len(lines) and _ends_at(lines, at + width, lines[at]):
        return at + width
    for end in range(min(at + width - 1, len(lines) - 1), at + 2, -1):  # blank cells that left no line
        if _goes_on(lines[at], lines[end]) and (_ROW.fullmatch(lines[end]) or _heads(lines, end)):
            return end
    for end in range(at + width + 1, min(len(lines), at + _LONGEST_ROW)):
        if _goes_on(lines[at], lines[end]):
            return end
    if at + width > len(lines):
        return len(lines) if len(lines) - at > 2 else None
    return at + width


def _heads(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the number of a heading: its title stands behind it, then the first row."""
    return bool(_GROUP.fullmatch(lines[at])) and any(_ROW.fullmatch(line) for line in lines[at + 2 : at + 3])


def _ends_at(lines: Sequence[str], at: int, number: str) -> bool:
    rest = [line for line in lines[at:] if line][:1]
    if not rest:
        return True
    said = lines[at]
    return (
        _goes_on(number, said) or bool(_GROUP.fullmatch(said)) or bool(_TOTAL.match(fold(said))) or _is_title(rest[0])
    )


def _is_title(text: str) -> bool:
    return bool(re.match(r"(?:phu luc|phu bieu|bieu|ghi chu|noi nhan)\b", fold(text)))


def _goes_on(before: str, after: str) -> bool:
    """Whether a number can follow a row's: the next one, "1" again, or that of a group."""
    if _GROUP.fullmatch(after):
        return True
    if not (_ROW.fullmatch(before) and _ROW.fullmatch(after)):
        return False
    one, other = ([int(part) for part in re.findall(r"\d+", text)] for text in (before, after))
    return other == [*one[:-1], one[-1] + 1] or other[-1] == 1 or (len(one) > len(other) and other[0] == one[0] + 1)


def _group_end(lines: Sequence[str], at: int, width: int) -> int:
    """The line behind a heading: its title, and the blank lines of cells that are not merged with it."""
    end = at + 2
    while end < min(len(lines), at + width) and not lines[end]:
        end += 1
    return end


def _cells(piece: Sequence[str], width: int) -> list[str]:
    """The cells of a piece; lines beyond the columns' number are joined to the line before that they go on with."""
    cells = list(piece)
    at = 2
    while len(cells) > width and at < len(cells):
        if cells[at] and (cells[at].startswith(("-", "+", "•")) or cells[at - 1].endswith((":", ";", ","))):
            cells[at - 1 : at + 1] = [f"{cells[at - 1]} {cells[at]}"]
        else:
            at += 1
    if len(cells) > width:
        content = " ".join(cell for cell in cells[1 : len(cells) - width + 2] if cell)
        cells = [cells[0], content, *cells[len(cells) - width + 2 :]]
    return (cells + [""] * width)[:width]
