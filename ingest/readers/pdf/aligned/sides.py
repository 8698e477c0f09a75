"""Where the columns of a table without upright rulings begin and end: in the white that runs down between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf.aligned.runs import RunLine
from ingest.readers.pdf.geometry import Rect

_STEP = 0.5  # points, of the search
_ROOM = 0.4  # points of white beside ink
_NARROW = 3.0
"""Points of white beside the numbers, at the least."""
_HEADING = 0.05
"""What a run counts that reaches over the middles of two columns, as the title of a group of rows does."""
_TITLE = 1000.0
"""What a column's title counts: no side is put through one."""


def sides(titles: Sequence[Rect], lines: Sequence[RunLine]) -> list[float]:
    """Left and right sides of the columns with these titles, given the lines of the table on all its pages.

    Between the middles of two titles, the side is put in the widest white that the least ink crosses.
    """
    middles = [title.middle[0] for title in titles]
    inked = [(title.left, title.right, _TITLE) for title in titles]
    ends = [(title.left, title.right) for title in titles]
    for line in lines:
        for run in line.runs:
            left, right = run.rect.left, run.rect.right
            over = sum(left < x < right for x in middles)
            inked.append((left, right, 1.0 if over < 2 else _HEADING))
            ends.append((left, right))
    found = [min(left for left, _ in ends) - 2]
    for one, other in pairwise(titles):
        found.append(_side(one, other, inked, is_number=one is titles[0]))
    return [*found, max(right for _, right in ends) + 2]


def _side(one: Rect, other: Rect, inked: Sequence[tuple[float, float, float]], is_number: bool) -> float:
    low, high = one.middle[0], other.middle[0]
    near = [(left - _ROOM, right + _ROOM, weight) for left, right, weight in inked if right > low and left < high]
    steps = [low + _STEP * at for at in range(1, max(2, int((high - low) / _STEP)))]
    ink = [sum(weight for left, right, weight in near if left < x < right) for x in steps]
    white = _white(ink)
    if is_number:  # numbers are narrow: what stands beside them is of the next column
        white = [run for run in white if run[0] * _STEP >= _NARROW][:1] or white
    width, start = max(white)
    return steps[start + width // 2]


def _white(ink: Sequence[float]) -> list[tuple[int, int]]:
    """The runs of steps with the least ink: how long each is, and where it begins."""
    least = min(ink) + 0.01
    found: list[tuple[int, int]] = []
    length = 0
    for at, weight in enumerate([*ink, least + 1]):
        if weight <= least:
            length += 1
        elif length:
            found.append((length, at - length))
            length = 0
    return found
