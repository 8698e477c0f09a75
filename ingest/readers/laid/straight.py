"""Brings the columns of a table to the same places on all its pages, with white between them.

A header names the columns; the lines below it are divided among them, and so are those at the top of the next page
where the table goes on without its header. What is no part of a table stays where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from ingest.readers.laid.columns import Bands, Divided, divide
from ingest.readers.laid.heads import Head, find_heads, without_column_numbers
from ingest.readers.laid.moving import moved
from ingest.readers.laid.setting import CHARACTER, SetLine, SetPage, row_of, rulings, set_lines, unmoved
from ingest.readers.laid.titles import titles_apart
from ingest.readers.laid.words import TextLine
from ingest.readers.pdf.aligned.header import Header, find_header
from ingest.readers.pdf.aligned.runs import RunLine, run_lines
from ingest.readers.pdf.aligned.sides import sides
from ingest.vietnamese import fold

_SAME_HEADER = 88.0  # per cent of likeness
_WHITE = 4
"""Blanks between columns."""
_AWAY = 16.0
"""Lines of white that part what follows a table from it."""
_MARGIN = 0.13
"""White above a page's first line, of its lines: what repeats at the edge of pages is a header and not left out."""
_FEWEST = 2
"""Lines of several cells with which a table goes on on the next page, at the least."""
_PROSE, _FULL = 3, 66
"""Lines of prose below a table, and the characters that the first two of them have at the least: as a cell that is
merged across a table hardly has."""
_HEADING = re.compile(r"(?:[A-HĐ]|[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)/]\s+\S")
_AFTER_TABLE = re.compile(
    r"(?:Ghi chú|Nơi nhận|Người lập biểu)\s*:|\(\*+\)|(?:Phần|PHẦN) (?:(?:thứ|THỨ) \w+|[IVX]{1,5})[.:]?$|"
    r"(?:Phụ lục|PHỤ LỤC)(?: số| SỐ)?(?: (?:\d{1,2}|[IVX]{1,5}|[A-HĐ]))?[.:]?(?=$|\s*[A-ZĐ][A-ZĐ])|"
    r"(?:(?:Phụ|PHỤ) )?(?:Biểu|BIỂU|biểu)(?: mẫu| số| MẪU| SỐ)? \d{1,2}[.:]?$"
)


@dataclass(slots=True)
class _Part:
    """The part of a table on one page: its header's lines, if it is printed there, and its divided lines."""

    page: int
    header: Header | None
    first: int
    lines: list[Divided]


@dataclass(slots=True)
class _Chain:
    """A table over its pages."""

    key: str
    header: Header
    bands: Bands
    parts: list[_Part] = field(default_factory=list)


def straightened(pages: Sequence[Sequence[TextLine]]) -> list[SetPage]:
    """The lines of each page, set, and where headers stand; lines of tables with their columns straight."""
    heads = find_heads(pages)
    pages = without_column_numbers(pages, heads)
    chains = _chains(pages, heads)
    straight: list[dict[int, SetLine]] = [{} for _ in pages]
    ends: list[set[int]] = [set() for _ in pages]
    for chain in chains:
        for part in chain.parts:
            ends[part.page].add(part.first + len(part.lines))
        _straighten(chain, straight)
    return [_set(page, heads[at], straight[at], ends[at]) for at, page in enumerate(pages)]


def _set(page: Sequence[TextLine], heads: Sequence[Head], straight: dict[int, SetLine], ends: set[int]) -> SetPage:
    lines: list[SetLine] = []
    headers: list[tuple[float, float]] = []
    down = len(page) * _MARGIN + 1
    for at, line in enumerate(page):
        if at in ends and at not in straight:
            down += _AWAY
        headers += [(at + down, head.end + down) for head in heads if head.first == at and at in straight]
        if line.words:
            own = straight.get(at)
            lines.append(SetLine(line.number, own.runs, at + down, is_moved=True) if own else unmoved(line, at + down))
    return SetPage(tuple(lines), tuple(headers))


# --- what is a table ------------------------------------------------------------------------------------------------


def _chains(pages: Sequence[Sequence[TextLine]], heads: Sequence[Sequence[Head]]) -> list[_Chain]:
    chains: list[_Chain] = []
    current: _Chain | None = None
    for number, page in enumerate(pages):
        starts = [head.first for head in heads[number]]
        if current is not None:
            end = _end(page, 0, starts[0] if starts else len(page))
            part = _rest(page[:end], current, number)
            if part is not None:
                current.parts.append(part)
            if any(line.words for line in page[end : starts[0] if starts else len(page)]) or (
                part is None and any(line.words for line in page[:end])
            ):
                current = None
        for head, following in zip(heads[number], [*starts, len(page)][1:], strict=True):
            end = _end(page, head.end, following)
            found = _headed(page, head, end, current)
            if found is not None and found not in chains:
                chains.append(found)
            current = found if end == following else None
    return chains


def _end(page: Sequence[TextLine], first: int, last: int) -> int:
    """The line before which a table ends: the title of another, a note, recipients, prose that goes on below it."""
    return next((at for at in range(first, last) if _AFTER_TABLE.match(page[at].text) or _is_prose(page, at)), last)


def _is_prose(page: Sequence[TextLine], at: int) -> bool:
    """Whether prose begins at a line, below white: a heading with its number at most, then lines that are as wide as
    the page and have no white between their words."""
    if not at or page[at - 1].words or not page[at].words:
        return False
    below = [line for line in page[at : at + _PROSE + 2] if line.words]
    if below and _HEADING.match(below[0].text) and len(below[0].runs(3)) == 1 and not _is_full(below[0]):
        below = below[1:]
    return len(below) >= _PROSE and all(_is_full(line) for line in below[: _PROSE - 1]) and _is_one(below[_PROSE - 1])


def _is_full(line: TextLine) -> bool:
    return _is_one(line) and line.words[-1].end - line.words[0].start >= _FULL


def _is_one(line: TextLine) -> bool:
    return len(line.runs(3)) == 1


def _headed(page: Sequence[TextLine], head: Head, end: int, before: _Chain | None) -> _Chain | None:
    """The table with a header: that of the page before, where it is printed again, or a new one; None for no table."""
    titles = titles_apart(page[head.first : head.end], page[head.end : end])
    placed = enumerate(zip(page[head.first : head.end], titles, strict=True), start=head.first)
    rows = run_lines(set_lines([unmoved(line, at, runs) for at, (line, runs) in placed if line.words]))
    header = find_header(rows, [rulings(head.first, head.end)])
    if header is None:
        return None
    body = _set_rows(page, head.end, end)
    about = [side / CHARACTER for side in sides(header.titles, body)[1:-1]]
    lines, bands = divide(page[head.end : end], about)
    key = fold(" ".join(line.line.text for line in header.lines))
    part = _Part(head.page, header, head.end, lines)
    if before is not None and before.bands.count == bands.count and ratio(before.key, key) >= _SAME_HEADER:
        before.parts.append(part)
        before.bands = bands
        return before
    return _Chain(key, header, bands, [part])


def _set_rows(page: Sequence[TextLine], first: int, end: int) -> list[RunLine]:
    return run_lines(set_lines([unmoved(page[at], at) for at in range(first, end) if page[at].words]))


def _rest(lines: Sequence[TextLine], chain: _Chain, number: int) -> _Part | None:
    """The part of a table at the top of a page without its header; None where the table does not go on there."""
    filled = [line for line in lines if line.words]
    if not filled:
        return None
    divided, bands = divide(lines, moved(chain.bands, lines))
    several = [line for line in divided if len(line.cells) > 1 and not line.is_whole]
    whole = [line for line in divided if line.is_whole and len(line.cells) == 1]
    if len(several) < _FEWEST or len(whole) > 0.3 * len(filled) or len(several) < 0.25 * len(filled):
        return None
    chain.bands = bands
    return _Part(number, None, 0, divided)


def _row(line: RunLine) -> int:
    return round(row_of(line.rect.top))


# --- its columns straight -------------------------------------------------------------------------------------------


def _straighten(chain: _Chain, straight: Sequence[dict[int, SetLine]]) -> None:
    widths = [1] * chain.bands.count
    for part in chain.parts:
        for line in part.lines:
            for column, cell in line.cells[: len(line.cells) - line.is_whole]:
                widths[column] = max(widths[column], len(cell.text))
        for at, title in enumerate(part.header.titles if part.header else ()):
            widths[at] = max(widths[at], round(title.width / CHARACTER))
    lefts = [float(sum(widths[:at]) + _WHITE * at) for at in range(len(widths) + 1)]
    for part in chain.parts:
        for at, line in enumerate(part.lines, start=part.first):
            runs = tuple((lefts[column], cell.text) for column, cell in line.cells)
            straight[part.page][at] = SetLine(line.line.number, runs, at)
        for row in part.header.lines if part.header else ():
            assert part.header is not None
            straight[part.page][_row(row)] = SetLine(0, tuple(_titles(row, part.header, lefts)), _row(row))


def _titles(row: RunLine, header: Header, lefts: Sequence[float]) -> list[tuple[float, str]]:
    """A line of a header, each run in the middle of the columns that it stands over."""
    placed = []
    for run in row.runs:
        over = next((one for one in header.over if one.rect.grown(1).holds(*run.rect.middle)), None)
        if over is not None:
            first, end = over.first, over.end
        else:
            x = run.rect.middle[0]
            titles = header.titles
            first = min(range(len(titles)), key=lambda at: max(titles[at].left - x, x - titles[at].right))
            end = first + 1
        middle = (lefts[first] + lefts[end] - _WHITE) / 2
        placed.append((middle - len(run.text) / 2, run.text))
    return placed
