"""From the part of a table on one page to its grid: its rows parted, and cells joined that a title runs through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.aligned.body import Region
from ingest.readers.pdf.aligned.header import Header
from ingest.readers.pdf.aligned.rows import Fit, Piece, Stretch, part
from ingest.readers.pdf.aligned.runs import RunLine, crossed, is_column_number, is_number, is_total
from ingest.readers.pdf.geometry import Rect
from ingest.readers.pdf.grid import Grid, GridCell
from ingest.readers.pdf.lines import Line

_ABOVE, _BELOW = 0.72, 0.22
"""How far letters reach above the line on which they stand, and below it, in shares of the font's size."""
_RULED = 0.8
"""Rulings part all rows when so many of the rows' numbers have fields of their own between them."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a table on one page, with the sides of its columns; whether it goes on from, or to, another page."""

    region: Region
    xs: tuple[float, ...]
    goes_on: bool = False
    is_open: bool = False

    @property
    def top(self) -> float:
        """Where its rows begin."""
        header = self.region.header
        return header.bottom if header else min(line.rect.top for line in self.region.body) - 1

    @property
    def bottom(self) -> float:
        """Where its rows end."""
        lowest = max(line.rect.bottom for line in self.region.body)
        return max([lowest + 1, *(rule.at for rule in self.region.rules[-1:])])

    @property
    def size(self) -> float:
        """The usual size of its font."""
        return median(line.size for line in self.region.body)


def parted(part_: Part, fit: Fit) -> tuple[list[float], float]:
    """The tops of the rows of a part of a table, and how badly its cells are aligned."""
    tops: list[float] = []
    cost = 0.0
    for stretch in _stretches(part_):
        if not stretch.numbers or (len(stretch.numbers) == 1 and not stretch.goes_on and not stretch.is_open):
            tops.append(stretch.top)
            if stretch.numbers:
                cost += part(stretch, fit, part_.size).cost
            continue
        found = part(stretch, fit, part_.size)
        tops += found.tops
        cost += found.cost
    return tops, cost


def grid_of(part_: Part, tops: Sequence[float]) -> Grid:
    """The grid of a part of a table whose rows begin at these heights."""
    ys = sorted({*tops, part_.bottom})
    cells: list[GridCell] = []
    header = part_.region.header
    above: list[float] = []
    if header is not None:
        ys[0] = header.bottom
        above = [header.top - 1, *([header.middle] if header.over else [])]
        cells += _header_cells(header, part_.xs, [*above, header.bottom])
    for row, (top, bottom) in enumerate(pairwise(ys), start=len(above)):
        lines = [line for line in part_.region.body if top < line.rect.middle[1] < bottom]
        for first, end in _joined_columns(lines, part_.xs):
            rect = Rect(part_.xs[first], top, part_.xs[end], bottom)
            cells.append(GridCell(row, first, row + 1, end, rect))
    return Grid(part_.xs, (*above, *ys), tuple(cells))


# --- the header -----------------------------------------------------------------------------------------------------


def _header_cells(header: Header, xs: Sequence[float], ys: Sequence[float]) -> Iterator[GridCell]:
    rows = len(ys) - 1
    under: set[int] = set()
    for over in header.over:
        under |= set(range(over.first, over.end))
        yield GridCell(0, over.first, 1, over.end, Rect(xs[over.first], ys[0], xs[over.end], ys[1]))
    for at in range(len(xs) - 1):
        first = 1 if at in under else 0
        yield GridCell(first, at, rows, at + 1, Rect(xs[at], ys[first], xs[at + 1], ys[-1]))


# --- the rows -------------------------------------------------------------------------------------------------------


def _stretches(part_: Part) -> list[Stretch]:
    """The stretches between what parts rows for certain: rulings, titles over several columns, the columns' numbers."""
    body, xs = part_.region.body, part_.xs
    bounds = _bounds(part_)
    pieces = [piece for line in body for piece in _pieces(line, xs, part_.size)]
    numbers = [_letters(number, part_.size) for line in body if (number := number_of(line, xs))]
    stretches: list[Stretch] = []
    for top, bottom in pairwise(bounds):
        own = tuple(piece for piece in pieces if top < (piece.top + piece.bottom) / 2 < bottom)
        inside = tuple(number for number in numbers if top < sum(number) / 2 < bottom)
        if own or inside:
            stretches.append(Stretch(own, inside, top, bottom))
    if _rules_part_rows(part_, stretches):
        return [replace(stretch, numbers=stretch.numbers[:1]) for stretch in stretches]
    if stretches and part_.goes_on:
        stretches[0] = replace(stretches[0], goes_on=True)
    if stretches and part_.is_open:
        stretches[-1] = replace(stretches[-1], is_open=True)
    return stretches


def _rules_part_rows(part_: Part, stretches: Sequence[Stretch]) -> bool:
    below = [rule for rule in part_.region.rules if rule.at > part_.top + 4]
    counts = [len(stretch.numbers) for stretch in stretches if stretch.numbers]
    return len(below) > 2 and sum(count == 1 for count in counts) >= _RULED * len(counts)


def _bounds(part_: Part) -> list[float]:
    body = sorted(part_.region.body, key=lambda line: line.rect.middle[1])
    bounds = {part_.top, part_.bottom}
    bounds |= {rule.at for rule in part_.region.rules if part_.top + 4 < rule.at < part_.bottom - 4}
    for block in _blocks(body, part_.xs):
        first, last = block[0], block[-1]
        middles = first.rect.middle[1], last.rect.middle[1]
        above = max((line.rect.bottom for line in body if line.rect.middle[1] < middles[0] - 1), default=part_.top)
        below = min((line.rect.top for line in body if line.rect.middle[1] > middles[1] + 1), default=part_.bottom)
        bounds |= {(above + first.rect.top) / 2, (below + last.rect.bottom) / 2}
    ordered = sorted(bounds)
    kept = [ordered[0]]
    for bound in ordered[1:]:
        if bound - kept[-1] > 2 and bound <= part_.bottom:
            kept.append(bound)
    kept[-1] = part_.bottom
    return kept


def _blocks(body: Sequence[RunLine], xs: Sequence[float]) -> Iterator[list[RunLine]]:
    """Lines that are a row of their own without a number in its column: titles over the table, the columns' numbers."""
    block: list[RunLine] = []
    for line in body:
        if block and _is_more(line, block, xs):
            block.append(line)
            continue
        if block:
            yield block
        block = []
        if _numbers_columns(line) or is_total(line):
            yield [line]
        elif crossed(line, xs[1]) and line.first.rect.left < xs[1]:
            block = [line]
    if block:
        yield block


def _is_more(line: RunLine, block: Sequence[RunLine], xs: Sequence[float]) -> bool:
    """Whether a line goes on with a title over the whole table."""
    last = block[-1]
    if line.rect.top - last.rect.bottom > 0.6 * line.size or line.bold != last.bold:
        return False
    return number_of(line, xs) is None and abs(line.rect.left - block[-1].rect.left) < 3 * line.size and (
        crossed(line, xs[1]) or (line.bold and len(line.runs) == 1)
    )  # fmt: skip


def _numbers_columns(line: RunLine) -> bool:
    found = line.runs
    return len(found) > 2 and all(is_column_number(run.text) for run in found)


def number_of(line: RunLine, xs: Sequence[float]) -> Line | None:
    """The row's number with which a line begins, None where it begins with none."""
    first = line.first
    return first if first.rect.right < xs[1] + 1 and is_number(first.text) else None


def _letters(run: Line, size: float) -> tuple[float, float]:
    """Top and bottom of a run's letters, told by where they stand: fonts say of their heights what they like."""
    baseline = run.baseline
    return baseline - _ABOVE * size, baseline + _BELOW * size


def _pieces(line: RunLine, xs: Sequence[float], size: float) -> Iterator[Piece]:
    """What of a line stands in which column; what runs through several counts for the first; numbers left out."""
    numbered = number_of(line, xs) is not None
    for run in line.runs[numbered:]:
        column = next((at for at, side in enumerate(xs[1:-1]) if run.rect.left < side), len(xs) - 2)
        yield Piece(column, *_letters(run, size))


def _joined_columns(lines: Sequence[RunLine], xs: Sequence[float]) -> list[tuple[int, int]]:
    """The cells of a row: runs of columns from first to before end, more than one where words run through a side."""
    cuts = [at for at, side in enumerate(xs[1:-1], start=1) if not any(crossed(line, side) for line in lines)]
    return list(pairwise([0, *cuts, len(xs) - 1]))
