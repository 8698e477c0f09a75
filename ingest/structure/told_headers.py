"""Tables whose header says no word that headers are known by: "Phần mềm | Nhà cung cấp | Năm đưa vào sử dụng".

Readers that see only cells take the first line of such a table for one of its rows, and the table for text. Where the
first line is short names throughout and figures or dates stand under one of them, it is the header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.document import HeaderCell, TableBlock

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST = 8  # words of a header
_FIGURE = re.compile(r"[<>≤≥~]?\s*\d[\d.,/\s%–-]*(?:[^\W\d_]+)?")
"""A number or date, with at most one word behind it: "2014", "01/6/2026", "12 tháng"."""


def with_told_header(block: TableBlock) -> TableBlock:
    """A table without a header, under its first line where that is one."""
    if block.header or not _is_header([line.cells for line in block.lines]):
        return block
    header = tuple(HeaderCell(cell.strip()) for cell in block.lines[0].cells)
    return replace(block, header=header, lines=block.lines[1:])


def _is_header(lines: Sequence[Sequence[str]]) -> bool:
    if len(lines) <= _FEWEST_ROWS or len(lines[0]) < _FEWEST_COLUMNS:
        return False
    first, rows = lines[0], lines[1:]
    if len({cell.strip() for cell in first}) < len(first) or not all(map(_is_name, first)):
        return False
    if any(len(row) != len(first) for row in rows):
        return False
    return any(_is_of_figures([row[at] for row in rows]) for at in range(1, len(first)))


def _is_name(cell: str) -> bool:
    said = cell.strip()
    return said[:1].isupper() and len(said.split()) <= _LONGEST and not said.endswith((".", ";", ":"))


def _is_of_figures(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip(" -–")]
    return len(filled) * 2 > len(cells) and all(_FIGURE.fullmatch(cell) for cell in filled)
