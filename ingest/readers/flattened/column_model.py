"""What the cells of one column look like, and how well a piece of a strip would do as one of them.

Every score is a rough log-odds, so that scores add up: how much likelier the thing seen is in a cell of this column
than by chance. A model starts from the column's field alone (names of bodies in a column of bodies, money in one of
money) and then learns from the cells that the last round gave it: how wide the column is, which texts recur in it,
how often it is blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from ingest.model import Field
from ingest.readers.flattened.evidence import LEVEL, NEAR, Evidence, Indices, Numbers
from ingest.vietnamese import fold

FORBIDDEN = -60.0
HELD = 0.9
OVERFULL = 6.0
STRAY = -1.5
_TWO_NUMBERS = -3.0
"""Two numbers with nothing between are two cells."""
_ABOVE = 6.0
"""What stands for the cell above is one of its own, in a column of whatever kind."""
_PRIOR_CELLS = 4
_FEWEST_NUMBERS, _NUMBERS = 4, 0.75
"""A column is one of plain numbers where so many of its cells are, and so large a share of them."""
_PLAIN = re.compile(r"\d{1,3}(?:[.,]\d{3})*|\d+(?:[.,]\d+)?|I{1,3}|IV|VI{0,3}")
_BODIES = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)
_AMOUNTS = (Field.BUDGET, Field.ALLOCATED_BUDGET)
_SHORT = {
    Field.DEADLINE: 10,
    Field.RESPONSIBLE_LEADER: 14,
    Field.BUDGET: 10,
    Field.ALLOCATED_BUDGET: 10,
    Field.AREA: 16,
}
"""Columns whose cells are short, and the words after which a cell is too long for them."""

_BLANK_AT_FIRST = {
    Field.CONTENT: 0.002,
    Field.LEAD_UNIT: 0.05,
    Field.COORDINATING_UNITS: 0.15,
    Field.NOTE: 0.6,
    Field.SOLUTION: 0.3,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The width of a column's lines, in thousandths of the type size: at least `low`, and less than `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CellLines:
    """The lines of a cell as printed: their widths, and for each break between them what had to fit for none.

    `excused` breaks could as well be ends of paragraphs.
    """

    widths: tuple[float, ...]
    carries: tuple[float, ...]
    excused: tuple[bool, ...]


@dataclass(slots=True)
class ColumnModel:
    """One column. `limit` is None while nothing is known of its width."""

    meaning: Field | None
    limit: Limit | None = None
    blank_rate: float = 0.2
    texts: Counter[str] = field(default_factory=Counter)
    numbers: bool = False
    """Whether its cells are plain numbers."""
    funds: bool = False
    """Whether its header asks where money comes from."""
    amounts: bool = False
    """Whether its header promises amounts of money and it is not the budget: "Đơn giá"."""
    measures: bool = False
    """Whether its header asks what things are counted in: "ĐVT"."""


def fresh_model(meaning: Field | None, limit: Limit | None = None, numbers: bool = False) -> ColumnModel:
    """The model of a column of which only the header is known: what its lines say of the width, and whether it
    promises plain numbers."""
    rate = _BLANK_AT_FIRST.get(meaning, 0.2) if meaning else 0.3
    return ColumnModel(meaning, limit, blank_rate=rate, numbers=numbers)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Under which a text is counted: folded, without spaces, so that breaks inside words do not matter."""
    return fold(text).replace(" ", "")


def learn(
    meaning: Field | None, cells: Sequence[str], lines: Sequence[CellLines], hint: Limit | None, texts: bool
) -> ColumnModel:
    """The model of a column from the texts of its cells and their lines, part by part (page by page).

    Its width is always learnt, recurring texts only if asked: while the widths are still wrong, they would confirm
    each other's mistakes. `hint` is what the header's own lines say of the width.
    """
    model = fresh_model(meaning)
    filled = [text for text in cells if text]
    if texts:
        model.texts.update(key(text) for text in filled)
    prior = model.blank_rate
    model.blank_rate = (len(cells) - len(filled) + _PRIOR_CELLS * prior) / (len(cells) + _PRIOR_CELLS)
    model.limit = _limit(lines, hint)
    plain = sum(bool(_PLAIN.fullmatch(text)) for text in filled)
    model.numbers = meaning not in _AMOUNTS and plain >= max(_FEWEST_NUMBERS, _NUMBERS * len(filled))
    return model


def _limit(cells: Sequence[CellLines], hint: Limit | None) -> Limit | None:
    """The line width that explains most breaks: no line is wider, and no next word would have fitted.

    Of equally good widths all from the smallest on; the hint, or None, where nothing breaks.
    """
    widths = np.array([width for cell in cells for width in cell.widths])
    carries = np.array([carry for cell in cells for carry in cell.carries])
    if not len(carries):
        return hint
    gains = np.where([excused for cell in cells for excused in cell.excused], 0.3, 1.0)
    candidates = np.unique(np.concatenate((widths, [hint.low] if hint else [])))
    held = np.where(carries[None, :] > candidates[:, None], gains, -gains).sum(axis=1)
    wider = (widths[None, :] > candidates[:, None] + 1).sum(axis=1)
    worth = held - 2.0 * wider
    if hint:
        worth = worth - np.where((candidates >= hint.high) | (candidates < hint.low), 1.5, 0.0)
    low = float(candidates[int(worth.argmax())])
    beyond = carries[carries > low]
    high = float(beyond.min()) if len(beyond) else low * 1.1
    if hint and low < hint.high < high:
        high = hint.high
    return Limit(low, high)


# --- scores ---------------------------------------------------------------------------------------------------------


def starts(seen: Evidence) -> Numbers:
    """How well a cell of any column would begin at each fragment."""
    number = seen.number & ~np.concatenate(([False], seen.hanging[:-1]))  # not of "Tháng | 10"
    sign = np.where(seen.bullet | seen.money | seen.share | seen.time | number, 0.9, -0.3)
    score = np.where(seen.capital, 1.2, np.where(seen.upper, sign, -4.0)) + np.where(seen.glued, FORBIDDEN, 0.0)
    score = score - np.where(seen.bullet & (seen.kind == LEVEL), 2.5, 0.0) + np.where(seen.above, _ABOVE, 0.0)
    return np.where(seen.blank, FORBIDDEN, score)


def number_scores(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well a cell of a column of plain numbers would begin at each fragment; nothing for other columns."""
    return np.where(seen.number, 2.5, np.where(seen.digit, 0.0, -3.0)) if model.numbers else np.zeros(len(seen.blank))


def fund_scores(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well a cell of a column of sources of money would begin at each fragment; nothing for other columns."""
    return np.where(seen.fund, 2.5, 0.0) if model.funds else np.zeros(len(seen.blank))


def promised_scores(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well a cell would begin at each fragment under a header that promises amounts, or what things are counted in;
    nothing for other columns."""
    if model.amounts:
        return np.where(seen.money, 4.5, np.where(seen.digit, 1.0, -2.5))
    return np.where(seen.measure, 3.0, -1.0) if model.measures else np.zeros(len(seen.blank))


def kind_scores(meaning: Field | None, seen: Evidence) -> Numbers:
    """By what a cell opens with: what the column holds speaks for it, what other columns hold speaks against it."""
    score = np.zeros(len(seen.blank))
    if meaning in _BODIES:
        return (
            np.where(seen.unit, 2.5, np.where(seen.acronym, 0.0, -2.2))
            - np.where(seen.person, 1.5, 0.0)
            - np.where(seen.money, 3.0, 0.0)
        )
    if meaning is Field.RESPONSIBLE_LEADER:
        return np.where(seen.person | seen.named, 4.0, -4.0)
    if meaning is Field.DEADLINE:
        return np.where(seen.time, 2.5, -3.0) - np.where(seen.money, 3.0, 0.0)
    if meaning in _AMOUNTS:
        money = np.where(seen.money, 3.5, np.where(seen.number, 1.0, -2.5))
        return np.where(seen.counted, -1.5, money)
    score = score - np.where(seen.person, 3.0, 0.0) - np.where(seen.money & ~seen.counted, 2.0, 0.0)
    if meaning is Field.CONTENT:
        return score - np.where(seen.unit, 0.7, 0.0) - np.where(seen.share, 0.5, 0.0)
    if meaning is Field.TARGET:
        return score + np.where(seen.bullet | seen.share | seen.digit, 1.0, 0.0) - np.where(seen.unit, 1.5, 0.0)
    if meaning is Field.DELIVERABLE:
        return score + np.where(seen.digit, 0.5, 0.0) - np.where(seen.unit, 1.0, 0.0)
    return score - np.where(seen.unit, 1.0, 0.0) - np.where(seen.share, 1.0, 0.0)


def inner(seen: Evidence) -> Numbers:
    """How well each fragment would stand inside a cell of any column, not at its start."""
    capital = np.where(seen.capital & ~seen.bullet, -0.8, np.where(seen.upper, -0.1, 0.5))
    score = np.where(seen.first, capital, 0.0)
    beside = seen.number & np.concatenate(([False], seen.number[:-1]))
    score = score + np.where(beside, _TWO_NUMBERS, 0.0)
    score = score + np.where(seen.kind == NEAR, -8.0, 0.0) + np.where(seen.glued, 3.0, 0.0)
    after_blank = np.concatenate(([False], seen.blank[:-1]))
    score = score + np.where(seen.first & after_blank, -1.0, 0.0)
    blank_line = np.where(after_blank, -0.3, -1.2)
    return score + np.where(seen.blank, np.where(seen.stray, STRAY, blank_line), 0.0)


def held_breaks(limits: Sequence[Limit | None], seen: Evidence) -> Numbers:
    """How well the line break before each fragment is explained, should it be inside a cell, column by column."""
    return held_at(limits, seen, np.arange(len(seen.carry)), seen.carry)


def held_at(limits: Sequence[Limit | None], seen: Evidence, places: Indices, carries: Numbers) -> Numbers:
    """The same for the breaks before some fragments, of which `carries` says what would have had to fit.

    A break is explained where the next word did not fit, half so where a paragraph may have ended.
    """
    before = np.maximum(places - 1, 0)
    ended = (seen.closed | seen.spaced | seen.stray)[before]
    opens = np.where(seen.unit[places] & seen.capital[places], -2.0, np.where(seen.upper[places], -3.5, -5.5))
    unexplained = np.where((ended & seen.upper[places]) | seen.bullet[places], -0.8, opens)
    held = (carries > 0) & ~seen.blank[places] & ~seen.glued[places]
    low, high = _bounds(limits)
    known = np.array([[limit is not None] for limit in limits])
    share = np.clip((carries - 1 - low) / np.maximum(high - low, 1.0), 0.0, 1.0)
    mixed = np.log(share * np.exp(HELD) + (1 - share) * np.exp(unexplained))
    return np.where(held & known, mixed, 0.0)


def _bounds(limits: Sequence[Limit | None]) -> tuple[Numbers, Numbers]:
    """The limits as two columns of numbers, out of reach where they are not known."""
    lows = np.array([[limit.low if limit else 1e9] for limit in limits])
    highs = np.array([[limit.high if limit else 2e9] for limit in limits])
    return lows, highs


def going_on(meaning: Field | None, seen: Evidence) -> Numbers:
    """How well each fragment would go on with a cell of the column that began on the page before."""
    score = np.where(seen.upper, -1.5, -0.2) + np.where(seen.kind == NEAR, 2.0, 0.0)
    if meaning in _BODIES or meaning is Field.RESPONSIBLE_LEADER:
        score = score - np.where(seen.upper & ~seen.capital, 2.5, 0.0)
    if meaning in _AMOUNTS:
        score = score - np.where(seen.money, 0.0, 3.0)
    return np.where(seen.blank, FORBIDDEN, score)


def overflow(limits: Sequence[Limit | None], widths: Numbers) -> Numbers:
    """The price of lines wider than the column: little for a little, since its width is only learnt."""
    low, high = _bounds(limits)
    inside = np.clip((widths - low) / np.maximum(high - low, 1.0), 0.0, 1.0)
    beyond = np.maximum(widths / low - 1.0, 0.0)
    price: Numbers = -np.minimum(OVERFULL, inside * np.minimum(60.0 * beyond, OVERFULL))
    return price


def endings(seen: Evidence) -> Numbers:
    """How well a cell of any column would end with each fragment."""
    return (
        np.where(seen.hanging, -2.5, 0.0)
        + np.where(seen.spaced, 0.6, 0.0)
        + np.where(seen.listing, -1.0, np.where(seen.closed, 0.3, 0.0))
    )


def blank_price(model: ColumnModel, traced: bool) -> float:
    """The score of leaving the cell blank, with or without the line of spaces that a blank cell leaves."""
    rate = min(max(model.blank_rate, 0.002), 0.98)
    return 1.0 + float(np.log(rate / (1 - rate))) * 0.8 + (2.3 if traced else -2.7)


def recurring(model: ColumnModel, own: str) -> dict[str, float]:
    """The score of each text that other cells of the column have, by its counting key."""
    mine = key(own)
    return {
        text: min(4.0, 1.5 + float(np.log2(found - (text == mine))))
        for text, found in model.texts.items()
        if found > (text == mine)
    }


def strangeness(meaning: Field | None, seen: Evidence) -> Numbers:
    """The price, fragment by fragment, of words that do not belong into a column of bodies, amounts or times."""
    if meaning in _BODIES:
        return -0.45 * seen.strange
    if meaning is Field.DEADLINE:  # a body or a person behind a date
        return np.where(((seen.unit & seen.capital) | seen.named) & seen.behind_digit, -2.5, 0.0)
    return -1.2 * seen.worded if meaning in _AMOUNTS else np.zeros_like(seen.strange)


def solo_price(meaning: Field | None, seen: Evidence) -> Numbers:
    """The price, for each fragment, of standing alone in its cell: no body is called just "Phòng" or "Sở"."""
    return np.where(seen.solo, -3.0, 0.0) if meaning in _BODIES else np.zeros(len(seen.solo))


def length_price(meaning: Field | None, counts: Numbers) -> Numbers:
    """The price of cells of so many words: too long, or in a column of contents too short, for what it holds."""
    if meaning is Field.CONTENT:
        return -1.5 * np.maximum(0, 3 - counts)
    longest = _SHORT.get(meaning) if meaning else None
    return -0.4 * np.maximum(0, counts - longest) if longest else np.zeros_like(counts)
