"""What the cells of one column look like, and how well a piece of a strip would do as one of them.

Every score is a rough log-odds, so that scores add up: how much likelier the thing seen is in a cell of this column
than by chance. A model starts from the column's field alone (names of bodies in a column of bodies, money in one of
money) and then learns from the cells that the last round gave it: how wide the column is, which texts recur in it,
how often it is blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from ingest.model import Field
from ingest.readers.flattened.evidence import Evidence, Numbers
from ingest.readers.flattened.strips import fits_behind
from ingest.readers.metrics import width
from ingest.vietnamese import fold

FORBIDDEN = -60.0
_BODIES = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)
_AMOUNTS = (Field.BUDGET, Field.ALLOCATED_BUDGET)
_SHORT = {Field.DEADLINE: 10, Field.RESPONSIBLE_LEADER: 14, Field.BUDGET: 10, Field.ALLOCATED_BUDGET: 10, Field.AREA: 16}
"""Columns whose cells are short, and the words after which a cell is too long for them."""

_BLANK_AT_FIRST = {Field.CONTENT: 0.002, Field.LEAD_UNIT: 0.05, Field.COORDINATING_UNITS: 0.15, Field.NOTE: 0.6,
                   Field.SOLUTION: 0.3}


@dataclass(slots=True)
class ColumnModel:
    """One column. `limit` is the width of its lines, in thousandths of the type size, None while unknown."""

    field: Field | None
    limit: float | None = None
    blank_rate: float = 0.2
    texts: Counter[str] = field(default_factory=Counter)
    openings: Counter[str] = field(default_factory=Counter)
    closings: Counter[str] = field(default_factory=Counter)


def fresh_model(meaning: Field | None) -> ColumnModel:
    """The model of a column of which only the header is known."""
    rate = _BLANK_AT_FIRST.get(meaning, 0.2) if meaning else 0.3
    return ColumnModel(meaning, blank_rate=rate)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Under which a text is counted: folded, without spaces, so that breaks inside words do not matter."""
    return fold(text).replace(" ", "")


@lru_cache(maxsize=65536)
def opening(text: str) -> str:
    """The first two words of a text, folded."""
    return " ".join(fold(text).split()[:2])


@lru_cache(maxsize=65536)
def closing(text: str) -> str:
    """The last two words of a text, folded."""
    return " ".join(fold(text).split()[-2:])


def learn(meaning: Field | None, cells: Sequence[tuple[str, Sequence[Sequence[str]]]], texts: bool) -> ColumnModel:
    """The model of a column from its cells: each its text and, part by part (page by page), its visual lines.

    Its width is always learnt, recurring texts only if asked: while the widths are still wrong, they would confirm
    each other's mistakes.
    """
    model = fresh_model(meaning)
    filled = [(text, parts) for text, parts in cells if text]
    for text, _ in filled if texts else ():
        model.texts[key(text)] += 1
        model.openings[opening(text)] += 1
        model.closings[closing(text)] += 1
    prior = model.blank_rate
    model.blank_rate = (len(cells) - len(filled) + 2 * prior) / (len(cells) + 2)
    model.limit = _limit([part for _, parts in filled for part in parts])
    return model


def _limit(parts: Sequence[Sequence[str]]) -> float | None:
    """The line width that explains most breaks: no line is wider, and no next word would have fitted.

    Of equally good widths the smallest; None where nothing breaks.
    """
    widths = sorted({width(line) for part in parts for line in part})
    breaks = [(before, after) for part in parts for before, after in zip(part, part[1:], strict=False)]
    if not breaks:
        return None
    lines = [width(line) for part in parts for line in part]
    best, limit = -np.inf, None
    for candidate in widths:
        explained = sum(1.0 if not fits_behind(before, after, candidate) else -1.0 for before, after in breaks)
        explained -= 2.0 * sum(line > candidate for line in lines)
        if explained > best:
            best, limit = explained, float(candidate)
    return limit


# --- scores ---------------------------------------------------------------------------------------------------------


def starts(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well a cell of the column would begin at each fragment."""
    score = np.where(seen.upper, 1.2, -4.0)
    score = score + np.where(seen.near, 2.0, 0.0) + np.where(seen.glued, FORBIDDEN, 0.0)
    score = score + _kind_scores(model.field, seen)
    return np.where(seen.blank, FORBIDDEN, score)


def _kind_scores(meaning: Field | None, seen: Evidence) -> Numbers:
    """By what a cell opens with: what the column holds speaks for it, what other columns hold speaks against it."""
    score = np.zeros(len(seen.blank))
    if meaning in _BODIES:
        return np.where(seen.unit, 2.5, -2.5) - np.where(seen.person, 1.5, 0.0) - np.where(seen.money, 3.0, 0.0)
    if meaning is Field.RESPONSIBLE_LEADER:
        return np.where(seen.person, 4.0, -4.0)
    if meaning is Field.DEADLINE:
        return np.where(seen.time, 2.5, -3.0) - np.where(seen.money, 3.0, 0.0)
    if meaning in _AMOUNTS:
        return np.where(seen.money, 3.5, -2.5)
    score = score - np.where(seen.person, 3.0, 0.0) - np.where(seen.money, 2.0, 0.0)
    if meaning is Field.CONTENT:
        return score - np.where(seen.unit, 0.7, 0.0) - np.where(seen.share, 0.5, 0.0)
    if meaning is Field.TARGET:
        return score + np.where(seen.bullet | seen.share, 1.0, 0.0) - np.where(seen.unit, 1.5, 0.0)
    return score - np.where(seen.unit, 1.0, 0.0)


def inner(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well each fragment would stand inside a cell of the column, not at its start."""
    capital = np.where(seen.capital & ~seen.bullet, -0.8, np.where(seen.upper, -0.1, 0.5))
    broken = seen.begins & ~seen.blank
    score = np.where(broken, capital, 0.0)
    score = score + np.where(seen.near, -8.0, 0.0) + np.where(seen.glued, 3.0, 0.0)
    after_spaces = np.concatenate(([False], seen.spaced[:-1]))
    score = score + np.where(broken & after_spaces, -1.0, 0.0)
    after_blank = np.concatenate(([False], seen.blank[:-1]))
    score = score + np.where(seen.blank, np.where(after_blank, -0.3, -1.2), 0.0)
    if model.limit is not None:
        score = score + held_breaks(model, seen, seen.carry)
        score = score + np.where(broken, overflow(model, seen.line_width), 0.0)
    return score


def held_breaks(model: ColumnModel, seen: Evidence, carry: Numbers) -> Numbers:
    """How well each line break inside a cell is explained: its next word did not fit, or a paragraph ended there.

    `carry` is the width of the line before with a space and that next word.
    """
    if model.limit is None:
        return np.zeros(len(carry))
    paragraph_before = np.concatenate(([False], (seen.closed | seen.spaced)[:-1]))
    unexplained = np.where((paragraph_before & seen.upper) | seen.bullet, -0.8, -4.5)
    held = seen.begins & ~seen.blank & ~seen.glued & (carry > 0)
    return np.where(held, np.where(carry <= model.limit - 1, unexplained, 0.9), 0.0)


def going_on(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well each fragment would go on with a cell of the column that began on the page before."""
    score = np.where(seen.upper, -1.5, -0.2) + np.where(seen.near, 2.0, 0.0)
    if model.field in _BODIES or model.field is Field.RESPONSIBLE_LEADER:
        score = score - np.where(seen.upper & ~seen.capital, 2.5, 0.0)
    if model.field in _AMOUNTS:
        score = score - np.where(seen.money, 0.0, 3.0)
    return np.where(seen.blank, FORBIDDEN, score)


def overflow(model: ColumnModel, widths: Numbers) -> Numbers:
    """The price of lines wider than the column: little for a little, since its width is only learnt."""
    if model.limit is None:
        return np.zeros(len(widths))
    return np.maximum(-6.0, -60.0 * np.maximum(0.0, widths / model.limit - 1.0))


def endings(model: ColumnModel, seen: Evidence) -> Numbers:
    """How well a cell of the column would end with each fragment."""
    price = np.where(seen.hanging, -2.5, 0.0)
    return price + np.where(seen.spaced, 0.6, 0.0) + np.where(seen.closed, 0.3, 0.0)


def blank_price(model: ColumnModel, traced: bool) -> float:
    """The score of leaving the cell blank, with or without the line of spaces that a blank cell leaves."""
    rate = min(max(model.blank_rate, 0.002), 0.98)
    return 1.0 + float(np.log(rate / (1 - rate))) * 0.8 + (2.3 if traced else -2.7)


def recurring(model: ColumnModel, own: str) -> dict[str, float]:
    """The score of each text that other cells of the column have, by its counting key."""
    counts = model.texts.copy()
    counts[key(own)] -= 1
    return {text: min(4.0, 1.5 + float(np.log2(found))) for text, found in counts.items() if found > 0 and text}


def habit(counts: Counter[str], said: str, own: str) -> float:
    """The score of opening or closing with words that other cells of the column open or close with."""
    found = counts[said] - (said == own)
    return 0.6 * min(2.5, float(np.log2(1 + found))) if found > 0 else 0.0


def strangeness(meaning: Field | None, seen: Evidence) -> Numbers:
    """The price, fragment by fragment, of words that do not belong into a column of bodies."""
    return -0.45 * seen.strange if meaning in _BODIES else np.zeros_like(seen.strange)


def length_price(meaning: Field | None, counts: Numbers) -> Numbers:
    """The price of cells of so many words: too long, or in a column of contents too short, for what it holds."""
    if meaning is Field.CONTENT:
        return -1.5 * np.maximum(0, 3 - counts)
    longest = _SHORT.get(meaning) if meaning else None
    return -0.4 * np.maximum(0, counts - longest) if longest else np.zeros_like(counts)
