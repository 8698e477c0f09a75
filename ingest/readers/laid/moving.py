"""Where the columns of a table stand on a page that does not print their header again.

Extractors set each page by itself, so that columns stand nearer to one another there, or aside. The places at which
runs of words begin are laid beside those at which the columns' cells began before, in their order (dynamic programming
over both): of all ways to do so, the one in which the distances between neighbours change least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.laid.columns import Bands
from ingest.readers.laid.words import TextLine

_OTHER = 0.4
"""What a character costs by which a distance changes."""
_MISSED = 3.0
"""A column whose cells begin nowhere."""
_LEFT_OUT, _MOST = 0.7, 5
"""A run that begins where no column does; no more than so many that begin at one place count."""
_FEWEST = 2
"""Runs that begin at one place."""


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    pairs: tuple[tuple[int, int], ...]


def moved(bands: Bands, lines: Sequence[TextLine]) -> list[float]:
    """The sides of a table's columns on another page, given its lines and the columns of the page before."""
    before = [(column, own.most_common(1)[0][0]) for column, own in enumerate(bands.starts) if own]
    found = Counter(run.start for line in lines for run in line.runs())
    places = sorted((at, count) for at, count in found.items() if count >= _FEWEST)
    if not before or not places:
        return list(bands.sides)
    off = {before[one][0]: places[other][0] - before[one][1] for one, other in _matched(before, places)}
    sides: list[float] = []
    for column, side in enumerate(bands.sides, start=1):
        nearest = min(off, key=lambda at: (abs(at - column), at), default=None)
        by = off[nearest] if nearest is not None else 0
        sides.append(max(side + by, sides[-1] + 1 if sides else 1.0))
    return sides


def _matched(before: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Which column begins at which of the places."""
    left_out = [0.0]
    for _, count in places:
        left_out.append(left_out[-1] + _LEFT_OUT * min(count, _MOST))
    ways: dict[tuple[int, int], _Way] = {}
    for one, (_, start) in enumerate(before):
        for other, (place, _) in enumerate(places):
            best = _Way(_OTHER * abs(place - start) + _MISSED * one + left_out[other], ((one, other),))
            for (last, at), way in ways.items():
                if last < one and at < other:
                    change = abs((place - places[at][0]) - (start - before[last][1]))
                    missed = _MISSED * (one - last - 1) + left_out[other] - left_out[at + 1]
                    cost = way.cost + _OTHER * change + missed
                    if cost < best.cost:
                        best = _Way(cost, (*way.pairs, (one, other)))
            ways[one, other] = best
    ends = (
        _Way(way.cost + _MISSED * (len(before) - one - 1) + left_out[-1] - left_out[other + 1], way.pairs)
        for (one, other), way in ways.items()
    )
    return min(ends, key=lambda way: way.cost).pairs
