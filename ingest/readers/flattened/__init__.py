"""Reads flattened text: what extractors make of a PDF, where tables have lost their cells.

lines -> (prose -> paragraphs | header + body -> table) -> blocks. See `tables` for how cells are found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from ingest.columns import is_stt
from ingest.model import Place
from ingest.readers.document import Block, TableBlock
from ingest.readers.flattened.footnotes import part_footnotes, with_footnotes
from ingest.readers.flattened.headers import Layout, is_column_numbering, layouts
from ingest.readers.flattened.lines import PrintLine, looks_flattened, print_lines
from ingest.readers.flattened.markers import find_markers
from ingest.readers.flattened.plain import BEGUN, by_columns, is_sound, names_columns, plain_lines
from ingest.readers.flattened.prose import paragraphs
from ingest.readers.flattened.tables import read_table
from ingest.vietnamese import fold

__all__ = ["looks_flattened", "names_columns", "read_flattened", "read_plain"]

_LONGEST_HEADER = 40  # lines
_GLUED_YEAR = re.compile(r"(?<=[a-zà-ỹđ])(?=20\d\d\b)")
"""Where a year below the header of one column was printed onto the end of that of another: "trách nhiệm2026"."""
_SAME_HEADER = 88.0  # per cent of likeness between a header and its repetition on another page
_AFTER_TABLE = re.compile(
    r"(?:Ghi chú|Nơi nhận|Người lập biểu)\s*:|\(\*+\)|(?:Phần|PHẦN) (?:(?:thứ|THỨ) \w+|[IVX]{1,5})[.:]?$|"
    r"(?:Phụ lục|PHỤ LỤC)(?: số| SỐ)?(?: (?:\d{1,2}|[IVX]{1,5}|[A-Z]))?[.:]?$|"
    r"(?:(?:Phụ|PHỤ) )?(?:Biểu|BIỂU|biểu)(?: mẫu| số| MẪU| SỐ)? \d{1,2}[.:]?$"
)
"""What follows a table: its footnote, the next appendix."""

_LONGEST_TOTAL = 12  # lines
_FIGURES = re.compile(r"[\d.,%\s]*(?:đồng|triệu|tỷ)?")
_OPENS_TOTAL = re.compile(r"(?:Tổng cộng|TỔNG CỘNG|Tổng số|TỔNG SỐ|TỔNG|CỘNG)(?:\s*:)?(?:\s+\d[\d.,\s]*)?$")
"""A total that stands above the rows: it ends the header."""
_TOTAL = re.compile(r"(?:Tổng cộng|Tổng|Tổng số|Cộng|TỔNG CỘNG|TỔNG|TỔNG SỐ|CỘNG)\s*:?\s*[\d.,%\s]*")


@dataclass(frozen=True, slots=True)
class _Head:
    """A table's header: its lines are [start, end) of the document's, and what columns it may mean."""

    start: int
    end: int
    layouts: tuple[Layout, ...]


def read_flattened(text: str) -> tuple[tuple[Block, ...], int]:
    """The blocks of a flattened text in order, and its number of pages."""
    return _read(print_lines(text))


def read_plain(text: str) -> tuple[tuple[Block, ...], int] | None:
    """The same for a text whose blanks say nothing, None where it holds no table that can be put together."""
    lines = plain_lines(text)
    if by_columns(lines) or _next_head(_whole_numbers(lines), 0) is None:
        return None
    blocks, pages = _read(lines, is_sound)
    return (blocks, pages) if any(isinstance(block, TableBlock) for block in blocks) else None


def _whole_numbers(lines: Sequence[PrintLine]) -> list[PrintLine]:
    """The lines, with the header of the row numbers put together where a narrow column broke it: "ST" over "T"."""
    whole: list[PrintLine] = []
    for line in lines:
        first, _, rest = line.text.partition(" ")
        before = whole[-1].text if whole else ""
        if first.isalpha() and before in BEGUN and is_stt(joined := f"{before}{' ' if before in _WORD else ''}{first}"):
            whole[-1] = replace(whole[-1], text=f"{joined} {rest}".rstrip(), spaces=line.spaces, raw=f"{joined} {rest}")
        else:
            whole.append(line)
    return whole


_WORD = frozenset({"Số", "SỐ"})


def _read(lines: Sequence[PrintLine], holds: Callable[[TableBlock], bool] = bool) -> tuple[tuple[Block, ...], int]:
    """The blocks of some lines, and their pages; tables that do not hold are told as prose."""
    lines = _whole_numbers(lines)
    first = _next_head(lines, 0)
    prose, notes = part_footnotes(lines[: first.start if first else len(lines)])
    lines = [*prose, *lines[first.start :]] if first else prose
    codes_break = _codes_break(lines)
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        head = _next_head(lines, at)
        if head is None:
            blocks += paragraphs(lines[at:])
            break
        blocks += paragraphs(lines[at : head.start])
        table, at = _table(lines, head, codes_break)
        if table is None or not holds(table):
            blocks += paragraphs(lines[head.start : at])
        else:
            blocks.append(table)
    return tuple(with_footnotes(blocks, notes)), lines[-1].page if lines else 0


def _codes_break(lines: Sequence[PrintLine]) -> bool:
    """Whether the few lines without a trailing space are those that break inside words."""
    filled = [line for line in lines if line.text]
    return sum(line.spaces == 0 for line in filled) <= 0.25 * len(filled)


def _next_head(lines: Sequence[PrintLine], at: int) -> _Head | None:
    """The next table header at or after a line."""
    for start in range(at, len(lines)):
        if _opens_header(lines[start].text) and (head := _head_at(lines, start)):
            return head
    return None


def _head_at(lines: Sequence[PrintLine], start: int) -> _Head | None:
    end = _header_end(lines, start)
    found = layouts([_GLUED_YEAR.sub(" ", line.text) for line in lines[start:end] if line.text]) if end else ()
    return _Head(start, end, found) if end and found else None


def _opens_header(text: str) -> bool:
    """Whether a line opens with the header of the row numbers; "STT-B6" and "STT 12" in a cell are none."""
    said = text.split()
    for count in (1, 2, 3):
        title, behind = said[:count], said[count : count + 1]
        if all(word.isalpha() for word in title) and is_stt(" ".join(title)):
            return not (behind and behind[0][0].isdigit())
    return False


def _header_end(lines: Sequence[PrintLine], start: int) -> int | None:
    """Where a header ends: before the first row's or group's number."""
    for at in range(start + 1, min(len(lines), start + _LONGEST_HEADER)):
        if is_column_numbering(lines[at].text):
            continue
        if _OPENS_TOTAL.match(lines[at].text) and _has_figures(lines[at : at + _LONGEST_TOTAL]):
            return at
        markers = find_markers([lines[at]])
        if any(marker.number == 1 for marker in markers):
            return at
    return None


def _has_figures(lines: Sequence[PrintLine]) -> bool:
    """Whether a total has its amounts behind its words, which may be broken; "Tổng số" is also a column's header."""
    said = [line.text for line in lines if line.text]
    behind = next((text for text in said if not _OPENS_TOTAL.match(text) or text[-1].isdigit()), "")
    return behind[-1:].isdigit() and bool(_FIGURES.fullmatch(behind.split()[-1]))


def _table(lines: Sequence[PrintLine], head: _Head, codes_break: bool) -> tuple[TableBlock | None, int]:
    """The table under a header, and the line behind its last."""
    title = "".join(_folded(line) for line in lines[head.start : head.end])
    body: list[PrintLine] = []
    at = head.end
    while at < len(lines):
        line = lines[at]
        if _opens_header(line.text) and (end := _repeated_header_end(lines, at, title)):
            at = end
            continue
        if _opens_header(line.text) and _head_at(lines, at):
            break
        if _AFTER_TABLE.match(line.text):
            break
        if not is_column_numbering(line.text):
            body.append(line)
        at += 1
    body = _without_total(body)
    while body and not body[-1].text:
        body.pop()
    if not body:
        return None, head.end
    first, last = lines[head.start], body[-1]
    place = Place(first.page, first.number, last.page, last.number)
    return read_table(head.layouts, body, codes_break, place), at


def _without_total(body: list[PrintLine]) -> list[PrintLine]:
    """The lines of a table without those of a total at its end, which is no row: "Tổng cộng", then figures alone."""
    for at in range(len(body) - 1, max(-1, len(body) - _LONGEST_TOTAL), -1):
        if _TOTAL.fullmatch(body[at].text):
            return body[:at]
        if not _FIGURES.fullmatch(body[at].text):
            break
    return body


def _folded(line: PrintLine) -> str:
    return fold(line.text).replace(" ", "")


def _repeated_header_end(lines: Sequence[PrintLine], start: int, title: str) -> int | None:
    """The line behind a repetition of a table's header that starts at a line, None where it is another header."""
    said = ""
    for at in range(start, min(len(lines), start + _LONGEST_HEADER)):
        said += _folded(lines[at])
        if len(said) >= len(title) - 2:
            return at + 1 if ratio(said, title) >= _SAME_HEADER else None
    return None
