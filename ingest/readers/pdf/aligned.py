"""Tables without rulings, or with level ones only: their columns and rows found from how the text is aligned.

Such a table is told by its header: the number's column ("STT") with two or more other headers beside it. Its columns
are parted where, between the middles of two headers, the fewest lines have ink. Its rows begin at the printed numbers;
between two numbers the widest white band parts them, so that cells may be centred. Level rulings part rows for certain.
The result is a grid, filled and read like a ruled one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.columns import is_stt
from ingest.readers.pdf.geometry import Rect, Ruling, around
from ingest.readers.pdf.grid import Grid, GridCell
from ingest.readers.pdf.lines import Line, split_line

_PART_GAP = 0.7
"""A gap wider than this share of the font's size parts two cells of a line."""
_FEWEST_HEADERS = 3
_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HĐ])\s*[.)]?")
_FAR = 3.0
"""A table ends where the next line stands lower by so many times its size."""
_TIGHT = 0.3
"""Lines of one header stand no farther apart than this share of their size."""
_WIDER = 1.25
"""A white band parts rows when it is so much higher than others between the same numbers."""
_STEP = 1.0  # points, of the search for the white between columns


@dataclass(frozen=True, slots=True)
class Found:
    """A table found among lines: its grid, and the lines that are in it."""

    grid: Grid
    lines: tuple[Line, ...]


def aligned_tables(
    lines: Sequence[Line], level: Sequence[Sequence[Ruling]], before: Sequence[float] = ()
) -> list[Found]:
    """The tables among the lines of a page, from top to bottom.

    `level` are groups of level rulings of one table each; `before` are the columns' sides of the table without rulings
    with which the page before ended, which may go on at the top of this one.
    """
    found: list[Found] = []
    rest = sorted(lines, key=lambda line: line.rect.middle[1])
    if before and (table := _continued(rest, before)):
        found.append(table)
        rest = [line for line in rest if line not in table.lines]
    while (start := _header_at(rest)) is not None:
        table = _table(rest, start, level)
        if table is None:
            rest = rest[start + 1 :]
            continue
        found.append(table)
        rest = [line for line in rest if line not in table.lines and line.rect.top > table.grid.ys[0]]
    return found


def _parts(line: Line) -> list[Line]:
    return split_line(line, _PART_GAP * line.size)


def _header_at(lines: Sequence[Line]) -> int | None:
    """The index of the first line that holds the header of a number's column with other headers near it."""
    for at, line in enumerate(lines):
        first = _parts(line)[0]
        if is_stt(first.text):
            near = [part for other in _band(lines, at) for part in _parts(other) if part.rect.left > first.rect.right]
            if len(_columns_of(near)) >= _FEWEST_HEADERS - 1:
                return at
    return None


def _band(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines of a header: those close to the line of the number's header, above the first number below it."""
    line = lines[at]
    below = next((y.rect.top for y in lines[at + 1 :] if _ROW_NUMBER.fullmatch(_parts(y)[0].text)), line.rect.bottom)
    headers = _columns_of(_parts(line))
    band = [line]
    for step in (-1, 1):
        last = line
        for other in lines[at + step :: step] if at + step >= 0 else ():
            gap = max(other.rect.top - last.rect.bottom, last.rect.top - other.rect.bottom)
            if gap > _TIGHT * line.size or other.rect.bottom > below + 1 or _crosses(other, headers):
                break
            band.append(last := other)
    return sorted(band, key=lambda other: other.rect.middle[1])


def _columns_of(parts: Sequence[Line]) -> list[Rect]:
    """The columns that parts stand in: runs of them that overlap from left to right."""
    columns: list[Rect] = []
    for part in sorted(parts, key=lambda part: part.rect.left):
        if columns and part.rect.left < columns[-1].right:
            columns[-1] = around((columns[-1], part.rect))
        else:
            columns.append(part.rect)
    return columns


def _crosses(line: Line, columns: Sequence[Rect]) -> bool:
    """Whether a part of a line reaches over two columns."""
    return any(
        sum(part.rect.left < column.right and part.rect.right > column.left for column in columns) > 1
        for part in _parts(line)
    )


def _table(lines: Sequence[Line], start: int, level: Sequence[Sequence[Ruling]]) -> Found | None:
    header = _band(lines, start)
    headers = _columns_of([part for line in header for part in _parts(line)])
    top = min(line.rect.top for line in header)
    rules = _rules_of(level, lines[start])
    body = _body(lines, max(line.rect.bottom for line in header), headers, rules)
    if len(headers) < _FEWEST_HEADERS or not body:
        return None
    xs = _sides(headers, [*header, *body])
    ys = [rule.at for rule in rules] if rules else _tops(header, body, xs, top)
    return Found(_grid(xs, ys), (*header, *body)) if len(ys) > 2 else None


def _rules_of(level: Sequence[Sequence[Ruling]], header: Line) -> list[Ruling]:
    y = header.rect.middle[1]
    return next((list(group) for group in level if group[0].at <= y <= group[-1].at), [])


def _body(lines: Sequence[Line], top: float, headers: Sequence[Rect], rules: Sequence[Ruling]) -> list[Line]:
    """The lines below a header that are in its table."""
    body: list[Line] = []
    bottom = top
    for line in lines:
        if line.rect.middle[1] <= top:
            continue
        if rules:
            if line.rect.middle[1] > rules[-1].at:
                break
        elif line.rect.top - bottom > _far(line) or _is_prose(line, headers):
            break
        body.append(line)
        bottom = max(bottom, line.rect.bottom)
    return body


def _far(line: Line) -> float:
    """How far below the lines before it a line may stand in the same table, in points: twice as far with a number."""
    return _FAR * line.size * (2 if _ROW_NUMBER.fullmatch(_parts(line)[0].text) else 1)


def _is_prose(line: Line, headers: Sequence[Rect]) -> bool:
    """Whether a line is no part of a table: without a number, it runs through the middles of two columns."""
    parts = _parts(line)
    if parts[0].rect.left < headers[0].left - 3 * line.size:
        return True
    if _ROW_NUMBER.fullmatch(parts[0].text) or (_ROW_NUMBER.match(parts[0].text) and parts[0].bold):
        return False
    middles = [header.middle[0] for header in headers]
    return any(sum(part.rect.left < x < part.rect.right for x in middles) > 1 for part in parts)


def _sides(headers: Sequence[Rect], lines: Sequence[Line]) -> list[float]:
    """Where columns begin and end: between two headers' middles, in the widest white that the fewest lines cross."""
    inked = [(part.rect.left, part.rect.right) for line in lines for part in _parts(line)]
    sides = [min(left for left, _ in inked) - 2]
    for one, other in pairwise(headers):
        low, high = one.middle[0], other.middle[0]
        steps = [low + _STEP * at for at in range(1, max(2, int((high - low) / _STEP)))]
        ink = [sum(left - 0.5 < x < right + 0.5 for left, right in inked) for x in steps]
        sides.append(_middle_of_widest(steps, ink))
    return [*sides, max(right for _, right in inked) + 2]


def _middle_of_widest(steps: Sequence[float], ink: Sequence[int]) -> float:
    fewest = min(ink)
    best, run = (0, 0), 0
    for at, count in enumerate([*ink, fewest + 1]):
        if count == fewest:
            run += 1
        else:
            best, run = max(best, (run, at - run)), 0
    length, start = best
    return steps[start + length // 2]


def _tops(header: Sequence[Line], body: Sequence[Line], xs: Sequence[float], top: float) -> list[float]:
    """Where the header and each row begin, and where the last ends."""
    numbers = [
        first.rect
        for line in body
        if (first := _parts(line)[0]).rect.middle[0] < xs[1] and _ROW_NUMBER.fullmatch(first.text)
    ]
    bottom = max(line.rect.bottom for line in body)
    spans = sorted((line.rect.top, line.rect.bottom) for line in body)
    starts = [_start(spans, max(line.rect.bottom for line in header), number) for number in numbers[:1]]
    starts += [_start(spans, one.bottom, other) for one, other in pairwise(numbers)]
    return [top - 1, *starts, bottom + 1]


def _start(spans: Sequence[tuple[float, float]], above: float, number: Rect) -> float:
    """Where the row of a number begins, below what stands `above`."""
    white: list[tuple[float, float]] = []
    end = above
    for top, bottom in spans:
        if top > end and above < top <= number.top + 1:
            white.append((top - end, (top + end) / 2))
        end = max(end, bottom)
    if not white:
        return number.top - 0.5
    heights = sorted(height for height, _ in white)
    widest, middle = max(white)
    if len(white) > 1 and widest < _WIDER * heights[len(heights) // 2] + 0.5:
        return white[-1][1]  # all alike: the number stands on its row's first line
    return middle


def _continued(lines: Sequence[Line], xs: Sequence[float]) -> Found | None:
    """The table at the top of a page that goes on in the columns of the one before."""
    headers = [Rect(left + 1, 0, right - 1, 0) for left, right in pairwise(xs)]
    if not lines or is_stt(_parts(lines[0])[0].text):
        return None
    body = _body(lines, lines[0].rect.top - 1, headers, ())
    fitting = [line for line in body if len(_parts(line)) > 1 or _parts(line)[0].rect.left > xs[1]]
    if len(fitting) < 2 or 2 * len(fitting) < len(body):
        return None
    numbers = [line for line in body if _ROW_NUMBER.fullmatch(_parts(line)[0].text)]
    if not numbers:
        return None
    top = body[0].rect.top
    starts = _tops([body[0]], body, xs, top)[1:]
    if starts[0] <= top + 1:
        return Found(_grid(xs, [top - 1, *starts[1:]]), tuple(body))
    return Found(_grid(xs, [top - 1, *starts]), tuple(body))


def _grid(xs: Sequence[float], ys: Sequence[float]) -> Grid:
    """A grid without merged cells."""
    cells = tuple(
        GridCell(row, column, row + 1, column + 1, Rect(left, top, right, bottom))
        for row, (top, bottom) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(xs))
    )
    return Grid(tuple(xs), tuple(ys), cells)
