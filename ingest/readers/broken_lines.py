"""Lines of a table of text whose cells were broken where they wrap: put together before the table is read.

The header says how many cells a line has. A line that opens a row and has fewer goes on in the next ones where those
hold exactly what is missing and none of them opens a row itself. A spreadsheet writes such a cell in quotation marks.
The text of a web page closes each row with a bar ("1 | Mua máy | 2026 |"), its header too, which may be broken as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.columns import is_stt, opens_row
from ingest.readers import markup
from ingest.readers.web_rows import above_document, pair_at

_HEADED = re.compile(r"(?:[IVX]{1,5}|[A-HĐ]|\d{1,3})[.)]\s")
_MOST_LINES = 12
"""That a row may be broken into."""


def rejoined(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """The lines with the number that each begins at, counted from `first`; those of one row as one."""
    width, at = 0, above_document(lines)
    while at < len(lines):
        line = lines[at]
        paired, pieces = pair_at(lines, at)
        if paired:
            yield from ((first + at, piece.strip()) for piece in pieces)
            at += paired
            continue
        headed = _broken_header(lines, at) if is_stt(_opening(line)) else 0
        if is_stt(_opening(line)):
            width = sum(map(_cells, lines[at : at + headed])) if headed else _cells(line)
        elif not line.strip():
            width = 0 if "|" in "".join(lines[max(0, at - 1) : at]) else width
        taken = headed or _quoted(lines, at) or (_wrapped(lines, at, width) if width else 1)
        text = " ".join(part.strip(" ") for part in lines[at : at + taken]) if taken > 1 else line
        yield first + at, _unquoted(text) if taken > 1 else text
        at += taken


def _separator(line: str) -> str:
    return "\t" if "\t" in line or "|" not in line else "|"


def _cells(line: str) -> int:
    return line.count(_separator(line))


def _opening(line: str) -> str:
    """The first cell of a table line, "" for a line of text."""
    separator = _separator(line)
    if separator not in line.strip(" "):
        return ""
    return markup.plain(line.strip(" ").removeprefix("|").split(separator)[0])


def _broken_header(lines: Sequence[str], at: int) -> int:
    """How many lines a header runs over whose rows are closed by a bar, 0 where it is one line or they are not.

    The first row below must have as many bars as the header has then.
    """
    if _separator(lines[at]) != "|" or lines[at].lstrip().startswith("|") or lines[at].rstrip().endswith("|"):
        return 0
    for taken in range(2, _MOST_LINES):
        last = lines[at + taken - 1 : at + taken]
        if not last or not last[0].strip() or opens_row(_opening(last[0])):
            return 0
        if last[0].rstrip().endswith("|"):
            bars = sum(line.count("|") for line in lines[at : at + taken])
            below = lines[at + taken : at + taken + _MOST_LINES]
            closed = next((place for place, line in enumerate(below) if line.rstrip().endswith("|")), None)
            same = closed is not None and sum(line.count("|") for line in below[: closed + 1]) == bars
            return taken if same else 0
    return 0


def _wrapped(lines: Sequence[str], at: int, width: int) -> int:
    """How many lines from one on are a row: more than one only where together they have its cells."""
    held = _cells(lines[at])
    if not opens_row(_opening(lines[at])) or held >= width:
        return 1
    separator = _separator(lines[at])
    for taken, line in enumerate(lines[at + 1 : at + _MOST_LINES], start=2):
        opening = line.strip(" ").split(separator)[0].strip()
        if _begins(opening) or line.lstrip().startswith("|"):
            return 1
        held += line.count(separator)
        if held >= width:
            return taken if held == width else 1
    return 1


def _begins(opening: str) -> bool:
    """Whether a first cell is that of a row, a group or a header of its own, or of none."""
    return len(opening) < 2 or opens_row(opening) or is_stt(opening) or bool(_HEADED.match(opening))


def _quoted(lines: Sequence[str], at: int) -> int:
    """How many lines a cell in quotation marks runs over, 0 where none is open at the end of a line."""
    held = lines[at]
    if "\t" not in held or not _is_open(held):
        return 0
    for taken, line in enumerate(lines[at + 1 : at + _MOST_LINES], start=2):
        held += "\n" + line
        if not _is_open(held):
            return taken
    return 0


def _is_open(text: str) -> bool:
    """Whether the last cell that begins with a quotation mark does not end with one."""
    cell = text.split("\t")[-1]
    return cell.startswith('"') and not (len(cell) > 1 and cell.endswith('"'))


def _unquoted(line: str) -> str:
    cells = line.split("\t")
    return "\t".join(
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells
    )
