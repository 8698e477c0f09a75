"""The header of a table that is written line by line, which may have two or three levels.

A cell that is merged across columns leaves blank cells behind its text ("Tổ chức thực hiện | |"), or is written into
each of them again; the titles under it stand in the next line, in which the other cells are blank or say the same
again. So a line under a header belongs to it where it fills every column that the lines above leave open and no other.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.columns import is_stt, opens_row
from ingest.readers.document import HeaderCell
from ingest.vietnamese import fold

_DEEPEST = 3
_LONGEST_TITLE = 80


def header_depth(lines: Sequence[Sequence[str]]) -> int:
    """How many lines from the first, which names columns, are the table's header."""
    depth = 1
    while depth < min(_DEEPEST, len(lines)) and _goes_on(lines[:depth], lines[depth]):
        depth += 1
    return depth


def under_spans(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """The second line of a header, with its cells under the columns that the first leaves open.

    Converters that know no cells merged down write the second line of a header without those: "| Chủ trì | Phối hợp |".
    """
    width = len(first)
    open_ = [at for at in range(width) if _is_open(first, at, width)]
    if not first or not is_stt(first[0]) or not all(second) or opens_row(second[0]):
        return tuple(second)
    if len(second) >= width or len(second) != len(open_):
        return tuple(second)
    under = dict(zip(open_, second, strict=True))
    return tuple(under.get(at, "") for at in range(width))


def header_cells(lines: Sequence[Sequence[str]]) -> tuple[HeaderCell, ...]:
    """The columns that the lines of a header name, those without a name at its end left out."""
    width = max(len(line) for line in lines)
    columns = [_column(lines, at) for at in range(width)]
    while columns and not columns[-1].title:
        columns.pop()
    return tuple(columns)


def _column(lines: Sequence[Sequence[str]], at: int) -> HeaderCell:
    if len(lines) == 1:
        return HeaderCell(_cell(lines[0], at))
    said: list[str] = []
    for number, line in enumerate(lines):
        text = _cell(line, at)
        if not text and number + 1 < len(lines) and _cell(lines[-1], at):
            text = _spanning(line, at)
        if text and not (said and fold(said[-1]) == fold(text)):
            said.append(text)
    return HeaderCell(said[-1], " ".join(said[:-1])) if said else HeaderCell("")


def _goes_on(above: Sequence[Sequence[str]], line: Sequence[str]) -> bool:
    width = max(len(one) for one in (*above, line))
    open_ = {at for at in range(width) if _is_open(above[-1], at, width)}
    own = {at for at in range(width) if _cell(line, at) and fold(_cell(line, at)) != fold(_cell(above[-1], at))}
    if any(is_stt(_cell(above[0], at)) for at in own) or any(len(_cell(line, at)) > _LONGEST_TITLE for at in own):
        return False
    untitled = {at for at in open_ if not any(_cell(one, at) for one in above)}
    return len(own) > 1 and own <= open_ and untitled <= own


def _is_open(line: Sequence[str], at: int, width: int) -> bool:
    """Whether a column stands under a cell that is merged with a neighbour's: blank behind it, or the same again."""
    spans = _spanning(line, at)
    if not spans or is_stt(spans):
        return False
    if not _cell(line, at):
        return True
    behind = _cell(line, at + 1) if at + 1 < width else spans + "."
    before = _cell(line, at - 1) if at else ""
    return not behind or spans in (behind, before)


def _spanning(line: Sequence[str], at: int) -> str:
    """The text of a cell, or of the nearest one before it that has any."""
    return next((line[before] for before in range(min(at, len(line) - 1), -1, -1) if line[before]), "")


def _cell(line: Sequence[str], at: int) -> str:
    return line[at] if 0 <= at < len(line) else ""
