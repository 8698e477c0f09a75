"""The header of a table that is written line by line, which may have two or three levels.

A cell that is merged across columns leaves blank cells behind its text ("Tổ chức thực hiện | |"), or is written into
each of them again; the titles under it stand in the next line, in which the other cells are blank or say the same
again. So a line under a header belongs to it where it fills every column that the lines above leave open and no other.
"""

from __future__ import annotations

import re
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


def with_spans_said(first: Sequence[str], second: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first two lines of a table whose header has two, a title over several columns said over each of them.

    Converters that find cells by their lines write such a title where it is printed, in the middle of its columns, and
    a title that wraps into both lines of the header in two pieces: "| Tên dự án, | Chủ đầu tư | | Kinh phí | |" above
    "| nhiệm vụ | | Tổng số | Vốn đầu tư | Chi thường xuyên |".
    """
    width, unchanged = len(first), (tuple(first), tuple(second))
    blank = [at for at in range(1, width) if not first[at]]
    if not blank or len(second) != width or not is_stt(first[0]) or second[0]:
        return unchanged
    wraps = [at for at in range(1, width) if first[at] and _WRAPS.match(second[at])]
    own = [at for at in range(1, width) if second[at] and at not in wraps]
    over = {at: _span_over(first, own, at) for at in own}
    if not set(blank) <= set(own) or not all(over.values()) or any(_FIGURES.fullmatch(second[at]) for at in own):
        return unchanged
    upper, lower = list(first), list(second)
    for at, title in over.items():
        upper[at] = title
    for at in wraps:
        upper[at], lower[at] = f"{first[at]} {second[at]}", ""
    return tuple(upper), tuple(lower)


_WRAPS = re.compile(r"[a-zà-ỹđ(]")
"""How the rest of a title opens that goes on in the next line."""
_FIGURES = re.compile(r"(?!20\d\d$)[\d.,%\s]+")


def _span_over(first: Sequence[str], own: Sequence[int], at: int) -> str:
    """The title over a column of the lower line: its own, or the nearest of those that stand over such columns."""
    if first[at]:
        return first[at]
    runs = [other for other in own if first[other] and set(range(min(at, other), max(at, other) + 1)) <= set(own)]
    between = [other for other in runs if not any(first[one] for one in range(min(at, other) + 1, max(at, other)))]
    return first[min(between, key=lambda other: (abs(other - at), other))] if between else ""


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
