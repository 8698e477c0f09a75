"""Rows that a page break cuts in two.

Whoever reads the parts of a table takes a first line without a number for the rest of the row before. But a number
that is centred in its cell can stand in the lower part, and the upper one has none: here those rows are made whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import is_stt
from ingest.readers.document import Block, TableBlock, TableLine
from ingest.wrapping import joined


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a table that stands on one page; for each of its lines, whether its cells are a row's, not merged."""

    block: TableBlock
    is_row: tuple[bool, ...]


def whole_rows(blocks: Sequence[Block | Part]) -> list[Block]:
    """The blocks, with the upper part of each cut row put to its lower part's number, in the upper part's place."""
    whole: list[Block] = []
    run: list[Part] = []
    for block in blocks:
        if isinstance(block, Part) and (not run or _continues(run[-1], block)):
            run.append(block)
            continue
        whole += _mended(run)
        run = []
        if isinstance(block, Part):
            run.append(block)
        else:
            whole.append(block)
    return whole + _mended(run)


def _continues(part: Part, following: Part) -> bool:
    widths = {len(line.cells) for line in (*part.block.lines, *following.block.lines)}
    pages = [part.block.place.end_page or 0, following.block.place.page or 0]
    return len(widths) == 1 and pages[1] - pages[0] == 1


def _mended(run: Sequence[Part]) -> list[Block]:
    blocks = [part.block for part in run]
    number = next((at for block in blocks[:1] for at, cell in enumerate(block.header) if is_stt(cell.title)), None)
    if number is None or _has_unnumbered_rows(run, number):
        return list(blocks)
    for at in range(len(run) - 1):
        upper, lower = blocks[at], blocks[at + 1]
        if not (upper.lines and lower.lines and run[at].is_row[-1] and run[at + 1].is_row[0]):
            continue
        first, rest = upper.lines[-1], lower.lines[0]
        # A part of one line may itself be the rest of a row; not if the next goes on in the middle of its sentences.
        is_rest = at > 0 and len(upper.lines) == 1 and not _goes_on(first, rest)
        if is_rest or first.cells[number] or not rest.cells[number][:1].isdigit():
            continue
        blocks[at] = replace(upper, lines=(*upper.lines[:-1], _joined(first, rest)))
        blocks[at + 1] = replace(lower, lines=lower.lines[1:])
    return [block for block in blocks if block.lines or block.header]


def _has_unnumbered_rows(run: Sequence[Part], number: int) -> bool:
    """Whether the table has rows without a number where no page break can be the reason."""
    inner = (
        line
        for part in run
        for at, (line, is_row) in enumerate(zip(part.block.lines, part.is_row, strict=True))
        if is_row and 0 < at < len(part.is_row) - 1
    )
    return any(not line.cells[number] and sum(map(bool, line.cells)) > 1 for line in inner)


def _goes_on(first: TableLine, rest: TableLine) -> bool:
    return any(above and below[:1].islower() for above, below in zip(first.cells, rest.cells, strict=True))


def _joined(first: TableLine, rest: TableLine) -> TableLine:
    cells = tuple(joined(upper, lower) for upper, lower in zip(first.cells, rest.cells, strict=True))
    return TableLine(cells, first.place.through(rest.place))
