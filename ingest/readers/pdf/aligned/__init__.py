"""Tables without upright rulings: their columns and rows found from how the text is aligned, over all their pages.

`header` finds the columns' titles, `body` how far the table reaches on each page, `sides` where columns part, `rows`
where rows do, `parting` makes grids of that, which are filled and read like ruled ones. Level rulings part rows for
certain, where there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.columns import is_stt
from ingest.readers.pdf.aligned.body import Region, below_header, from_top
from ingest.readers.pdf.aligned.header import Header, find_header, repeated
from ingest.readers.pdf.aligned.parting import Part, grid_of, parted
from ingest.readers.pdf.aligned.rows import Fit
from ingest.readers.pdf.aligned.runs import RunLine, run_lines
from ingest.readers.pdf.aligned.sides import sides
from ingest.readers.pdf.geometry import Ruling
from ingest.readers.pdf.grid import Grid
from ingest.readers.pdf.lines import Line
from ingest.vietnamese import fold

__all__ = ["Found", "Sheet", "aligned_tables"]

_MOVED = 6.0
"""The titles of a header that is printed again stand no farther from where they stood, in points."""
_HEADER_LINES = 4
"""The number's header is among so many lines of a header's first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What of a page stands outside ruled tables: its lines, and groups of level rulings of one table each."""

    lines: tuple[Line, ...]
    level: tuple[tuple[Ruling, ...], ...] = ()
    continues: bool = True
    """Whether a table of the page before may go on at its top."""


@dataclass(frozen=True, slots=True)
class Found:
    """The part of a table on one page: its grid, and the lines that are in it."""

    grid: Grid
    lines: tuple[Line, ...]


@dataclass(slots=True)
class _Chain:
    """A table over its pages."""

    header: Header
    regions: list[tuple[int, Region]] = field(default_factory=list)
    """With the number of their sheet."""

    def add(self, sheet: int, region: Region) -> None:
        """Add the next part: the title with which the one before may have ended is then of the table."""
        if self.regions:
            before, last = self.regions[-1]
            self.regions[-1] = before, replace(last, body=last.body + last.tail, tail=())
        self.regions.append((sheet, region))


def aligned_tables(sheets: Sequence[Sheet]) -> list[list[Found]]:
    """The tables of each sheet, from top to bottom."""
    found: list[list[Found]] = [[] for _ in sheets]
    for chain in _chains(sheets):
        for sheet, table in _tables(chain):
            found[sheet].append(table)
    return [sorted(tables, key=lambda table: table.grid.ys[0]) for tables in found]


# --- what is one table ----------------------------------------------------------------------------------------------


def _chains(sheets: Sequence[Sheet]) -> list[_Chain]:
    chains: list[_Chain] = []
    open_chain: _Chain | None = None
    for number, sheet in enumerate(sheets):
        rest = run_lines(sheet.lines)
        before, open_chain = open_chain if sheet.continues else None, None
        if before is not None:
            ruled = before.regions[-1][1].rules
            if region := from_top(rest, before.header.titles, ruled, sheet.level):
                before.add(number, region)
                rest = _without(rest, region)
                open_chain, before = (before if _reaches(region, rest) else None), None
        start = 0
        while (header := _next_header(before or open_chain, rest, sheet, start)) is not None:
            region = below_header(rest, header, sheet.level)
            if region is None:
                start = rest.index(header.lines[-1]) + 1
                continue
            chain = before or open_chain
            if chain is not None and _same(chain, header):
                chain.add(number, region)
            else:
                chain = _Chain(header, [(number, region)])
                chains.append(chain)
            before = None
            rest, start = _without(rest, region), 0
            open_chain = chain if _reaches(region, rest) else None
    return chains


def _next_header(chain: _Chain | None, rest: Sequence[RunLine], sheet: Sheet, start: int) -> Header | None:
    """The next header on a page: that of the table that may go on, where it is printed again, else any other."""
    again = repeated(chain.header, rest) if chain is not None and not start else None
    return again or find_header(rest, sheet.level, start)


def _reaches(region: Region, rest: Sequence[RunLine]) -> bool:
    """Whether the next lines below a part of a table, if there are any, are a header again or a title of its own."""
    lowest = max(line.rect.middle[1] for line in region.body)
    below = [line for line in rest if line.rect.middle[1] > lowest]
    return len(below) == len(region.tail) or any(is_stt(line.first.text) for line in below[:_HEADER_LINES])


def _without(lines: Sequence[RunLine], region: Region) -> list[RunLine]:
    taken = {id(line) for line in region.lines}
    return [line for line in lines if id(line) not in taken]


def _same(chain: _Chain, header: Header) -> bool:
    """Whether a header is that of a table once more."""
    first = chain.header
    if len(first.titles) != len(header.titles):
        return False
    moved = max(abs(a.middle[0] - b.middle[0]) for a, b in zip(first.titles, header.titles, strict=True))
    return moved < _MOVED and _text(first) == _text(header)


def _text(header: Header) -> str:
    return fold(" ".join(line.line.text for line in header.lines))


# --- its grids ------------------------------------------------------------------------------------------------------


def _tables(chain: _Chain) -> list[tuple[int, Found]]:
    regions = [region for _, region in chain.regions]
    xs = tuple(sides(chain.header.titles, [line for region in regions for line in region.lines]))
    last = len(regions) - 1
    parts = [Part(region, xs, goes_on=at > 0, is_open=at < last) for at, region in enumerate(regions)]
    ways = {fit: [parted(part, fit) for part in parts] for fit in Fit}
    best = min(Fit, key=lambda fit: sum(cost for _, cost in ways[fit]))
    return [
        (number, Found(grid_of(part, tops), tuple(line.line for line in region.lines)))
        for (number, region), part, (tops, _) in zip(chain.regions, parts, ways[best], strict=True)
    ]
