"""Which words of a line stand in which column of a table.

Extractors lay cells out by columns of characters, and where a cell is too wide for that, its neighbour follows behind a
single blank, or the columns are moved for some lines. So of all ways to divide a line's words, the one is taken in
which cells begin where others of their column begin, stand between the sides of their column, and are parted by wide
blanks (dynamic programming over the words). Sides and beginnings are learnt from the division and used for the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor

from ingest.readers.laid.words import TextLine, Word, joined
from ingest.readers.pdf.aligned.runs import is_number

_ROUNDS = 3
_LINES = 3
"""Lines above and below that are around one."""
_USUAL = 0.12
"""A place is a usual beginning of cells when so many of a column's cells begin there."""
_SINGLE, _BEFORE_CAPITAL = 3.0, 2.0
"""What it costs to part cells at a single blank, and before what begins as cells do: a capital, a digit, a sign."""
_DOUBLE = 0.4
"""The same at two blanks; and not to part words at two, or at more."""
_KEPT_DOUBLE = 1.5
_KEPT_WIDE = 5.0
_OUTSIDE = 0.35
"""A character outside the sides of its column."""
_UNUSUAL = 1.5
"""A cell that begins where no other of its column does."""
_NO_NUMBER = 8.0
"""Words in the column of the numbers that are none."""
_WHOLE = 4.5
"""A line of words with single blanks is a title over the columns where its best division costs more."""
_REACH = 14
"""Characters from a side at which a single blank may part cells."""
_STEP = 10
_USUAL_GAIN, _NEAR_GAIN = 1.0, 1.0
"""What is gained where a cell begins at a usual place, and where runs of lines around it do."""


@dataclass(slots=True)
class Bands:
    """The columns of a table on one page: their sides, in characters, and where their cells usually begin."""

    sides: list[float]
    """One between each two columns."""
    starts: list[Counter[int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.sides) + 1


@dataclass(frozen=True, slots=True)
class Divided:
    """A line's cells: which column, and its words as one; a title over several columns has `is_whole`."""

    line: TextLine
    cells: tuple[tuple[int, Word], ...]
    is_whole: bool = False
    cost: float = 0.0


def divide(lines: Sequence[TextLine], sides: Sequence[float]) -> tuple[list[Divided], Bands]:
    """The cells of a page's lines, given about where the columns part; with where they do."""
    bands = Bands(list(sides), [Counter() for _ in range(len(sides) + 1)])
    divided: list[Divided] = []
    own = [{run.start for run in line.runs()} for line in lines]
    starts = [
        set[int]().union(*own[max(0, at - _LINES) : at], *own[at + 1 : at + 1 + _LINES]) for at in range(len(own))
    ]
    for _ in range(_ROUNDS):
        divided = [_divided(line, bands, near) for line, near in zip(lines, starts, strict=True)]
        bands = _learnt(divided, bands)
    return divided, bands


def _learnt(lines: Sequence[Divided], bands: Bands) -> Bands:
    """Sides and usual beginnings, as a division shows them."""
    starts: list[Counter[int]] = [Counter() for _ in range(bands.count)]
    ends: list[Counter[int]] = [Counter() for _ in range(bands.count)]
    for line in lines:
        if line.is_whole:
            continue
        for at, (column, cell) in enumerate(line.cells):
            before = line.cells[at - 1][1].end if at else -2
            starts[column][cell.start] += cell.start - before > 1
            ends[column][cell.end] += 1
    starts, ends = [+own for own in starts], [+own for own in ends]
    usual = [
        Counter({at: count for at, count in own.items() if count >= max(2, _USUAL * own.total())}) for own in starts
    ]
    sides: list[float] = []
    for at, former in enumerate(bands.sides):
        low = sides[-1] + 1.0 if sides else 0.0
        high = bands.sides[at + 1] - 1 if at + 1 < len(bands.sides) else float("inf")
        sides.append(max(low, _side(ends[at], starts[at + 1], former, low, high)))
    return Bands(sides, usual)


def _side(ends: Counter[int], starts: Counter[int], before: float, low: float, high: float) -> float:
    """Where, between two places, the fewest cells of the one column reach over and the fewest of the next begin before.

    It moves no farther than `_STEP` characters at once.
    """
    if not ends or not starts:
        return before
    first, last = ceil(max(low, before - _STEP)), floor(min(high, before + _STEP))
    costs = [
        sum(count * min(end - at, 4) for end, count in ends.items() if end > at)
        + sum(count * min(at - start, 4) for start, count in starts.items() if start < at)
        for at in range(first, last + 1)
    ]
    least = [at for at, cost in enumerate(costs, start=first) if cost == min(costs)]
    return (least[0] + least[-1]) / 2 if least else before


def _divided(line: TextLine, bands: Bands, near: Collection[int]) -> Divided:
    """The best division of one line; `near` is where runs of the lines around it begin."""
    if not line.words:
        return Divided(line, ())
    number = line.words[0] if _is_row_number(line.words[0], line.words[1:], bands) else None
    words = line.words[1:] if number else line.words
    cells: list[tuple[int, Word]] = [(0, number)] if number else []
    if not words:
        return Divided(line, tuple(cells))
    atoms = _atoms(words, bands)
    cost, columns = _best(atoms, bands, near, 1 if number else 0)
    whole = joined(words, 3)
    if len(whole) == 1 and cost > _WHOLE and _reaches_over(whole[0], bands):
        return Divided(
            line, (*cells, (max(1 if number else 0, _column(whole[0].start, bands)), whole[0])), True, _WHOLE
        )
    for column, atom in zip(columns, atoms, strict=True):
        if cells and cells[-1][0] == column:
            last = cells[-1][1]
            cells[-1] = column, Word(last.start, atom.end, f"{last.text} {atom.text}")
        else:
            cells.append((column, atom))
    return Divided(line, tuple(cells), cost=cost)


def _is_row_number(word: Word, rest: Sequence[Word], bands: Bands) -> bool:
    """Whether a line's first word is the number of a row: it stands in the numbers' column, before any other."""
    return is_number(word.text) and word.start < bands.sides[0] and (not rest or rest[0].start > word.end)


def _column(at: int, bands: Bands) -> int:
    return sum(side <= at for side in bands.sides)


def _reaches_over(run: Word, bands: Bands) -> bool:
    """Whether a run covers a column from side to side, or stands across two sides."""
    return sum(run.start < side < run.end for side in bands.sides[1:]) > 1 or (
        bool(bands.sides) and run.start < bands.sides[0] < run.end
    )


def _atoms(words: Sequence[Word], bands: Bands) -> list[Word]:
    """The words with those joined between which no cell can end."""
    atoms: list[Word] = []
    for word in words:
        last = atoms[-1] if atoms else None
        if last is not None and word.start - last.end == 1 and not _may_part(word.start, bands):
            atoms[-1] = Word(last.start, word.end, f"{last.text} {word.text}")
        else:
            atoms.append(word)
    return atoms


def _may_part(at: int, bands: Bands) -> bool:
    return any(abs(at - side) <= _REACH for side in bands.sides)


def _best(atoms: Sequence[Word], bands: Bands, near: Collection[int], first: int) -> tuple[float, list[int]]:
    """The cheapest columns for some words from left to right, none before column `first`."""
    count = bands.count
    ways: list[tuple[float, list[int]]] = [
        (_entry(atoms[0], column, bands, near) + _inside(atoms[0], column, bands), [column])
        if column >= first
        else (float("inf"), [column])
        for column in range(count)
    ]
    for before, atom in pairwise(atoms):
        gap = atom.start - before.end
        kept = 0.0 if gap < 2 else _KEPT_DOUBLE if gap == 2 else _KEPT_WIDE
        single = _SINGLE if atom.text[0].islower() else _BEFORE_CAPITAL
        parted = single if gap < 2 else _DOUBLE if gap == 2 else 0.0
        new: list[tuple[float, list[int]]] = []
        best_left: tuple[float, list[int]] = (float("inf"), [])
        for column in range(count):
            stay = ways[column][0] + kept
            step = best_left[0] + parted + _entry(atom, column, bands, near)
            own = _inside(atom, column, bands)
            if stay <= step:
                new.append((stay + own, [*ways[column][1], column]))
            else:
                new.append((step + own, [*best_left[1], column]))
            best_left = min(best_left, ways[column], key=lambda way: way[0])
        ways = new
    return min(ways, key=lambda way: way[0])


def _entry(atom: Word, column: int, bands: Bands, near: Collection[int]) -> float:
    """What it costs that a cell of a column begins with a word: nothing where others begin, or runs around it."""
    usual = bands.starts[column]
    off = min((abs(atom.start - at) for at in usual), default=0)
    return (
        min(_UNUSUAL, 0.5 * off)
        - (_USUAL_GAIN if usual and not off else 0.0)
        - (_NEAR_GAIN if atom.start in near else 0.0)
    )


def _inside(atom: Word, column: int, bands: Bands) -> float:
    """What it costs that a word stands in a column: its characters beyond the column's sides."""
    left = bands.sides[column - 1] if column else float("-inf")
    right = bands.sides[column] if column < len(bands.sides) else float("inf")
    outside = max(0.0, min(atom.end, left) - atom.start) + max(0.0, atom.end - max(atom.start, right))
    odd = _NO_NUMBER if column == 0 and not is_number(atom.text) else 0.0
    return _OUTSIDE * outside + odd
