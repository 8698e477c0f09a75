"""How far the text moves from one cell to the next, and what that says of their numbers of lines.

An extractor leaves no empty line where the text moves by less than about a line, and joins texts on one height. Of two
neighbouring cells with a and b lines that are centred on one height, the last line of the one and the first of the
other stand (a + b - 2) / 2 lines apart: so they share a line where both have one, lack the empty line where one has one
and the other two, and are parted in all other cases. In a row set at the top they stand a - 1 lines apart. Other
paragraph spacing and other sizes of type blur this, so which rule holds is learnt, for each pair of neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rule = NDArray[np.float64]
"""[lines of the one cell][kind of move][lines of the next]; cells by BLANK, their 1, 2 or MANY lines, or UNKNOWN."""

BLANK, ONE, TWO, MANY, UNKNOWN = range(5)
CATEGORIES = 5
_BLUR = 0.02
_BLANK_BLUR = 0.15
_PRIOR = np.array([0.45, 0.3, 0.2, 0.05])
_PRIOR_ROWS = 2.0
_SHARED_ROWS = 3.0
_WORST = -4.0


def _kinds(level: float, near: float, gap: float) -> list[float]:
    """Chances of LEVEL, NEAR, GAP and GAP_BEHIND_NEAR; behind a near line, a near one is printed as a gap."""
    return [level, near, gap, near + gap]


def _blurred(kind: int, blur: float) -> list[float]:
    chances = [blur, blur, blur]
    chances[kind] = 1 - 2 * blur
    return _kinds(*chances)


def _rules() -> NDArray[np.float64]:
    """The chance of each kind of move under four rules: both cells centred, both set at the top, with other spacing,
    the one centred and the other not."""
    rules = np.ones((4, CATEGORIES, 4, CATEGORIES))
    for one in range(4):
        for other in range(4):
            lines = max(one, 1) + max(other, 1)
            blur = _BLANK_BLUR if BLANK in (one, other) else _BLUR
            rules[0, one, :, other] = _blurred(min(lines - 2, 2), blur)
            rules[1, one, :, other] = _blurred(0 if one <= ONE else 2, blur)
            rules[2, one, :, other] = _kinds(0.3, 0.15, 0.55) if one <= ONE else _kinds(0.04, 0.16, 0.8)
            rules[3, one, :, other] = _kinds(0.3, 0.2, 0.5) if one <= ONE else _kinds(0.2, 0.2, 0.6)
    return rules


_RULES = _rules()


def log_rules(moves: Sequence[Sequence[tuple[int, int, int]]]) -> list[Rule]:
    """For each pair of neighbouring columns, the log of the chance of a move between cells of so many lines.

    `moves` holds, pair by pair, the (lines, kind, lines) that the last division found; none at first. Each pair's
    share of the rules is learnt from its own moves and, where they are few, from those of the whole table.
    """
    votes = [_votes(found) for found in moves]
    table = sum(votes, _PRIOR_ROWS * _PRIOR)
    table = table / table.sum()
    found: list[Rule] = []
    for vote in votes:
        share = vote + _SHARED_ROWS * table
        mixed = np.tensordot(share / share.sum(), _RULES, axes=1)
        found.append(np.maximum(np.log(mixed), _WORST))
    return found


def _votes(moves: Sequence[tuple[int, int, int]]) -> NDArray[np.float64]:
    votes = np.zeros(4)
    for one, kind, other in moves:
        if UNKNOWN in (one, other):
            continue
        chances = _PRIOR * _RULES[:, one, kind, other]
        votes += chances / chances.sum()
    return votes


def neutral() -> Rule:
    """The rule of a row that runs over a page break: cells begin inside lines only behind a single line."""
    rule: Rule = np.log(_RULES[2])
    rule[UNKNOWN] = rule[:, :, UNKNOWN] = 0.0
    return rule
