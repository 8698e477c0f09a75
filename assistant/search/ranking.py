"""Which of the passages found answers a question, and how sure that is: two linear models over a few plain signs.

The order is that of a listwise model (the softmax likelihood of the passage that answers: ListNet's top-one form, Cao
et al. 2007). How sure it is that the first one answers is a logistic regression over its signs and its lead over the
others. Both are learned by `python -m eval.learn` from the open questions of `eval/`, none of which names a plan or a
row, and kept in `lexicon/ranking.toml`, weight by sign, so that they can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon

Matrix = NDArray[np.float64]

_SPREAD = 2.0
"""By how much one passage's rank must be ahead of another's for its score to be e times as large."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for one passage found; shares are 0 to 1."""

    near: float
    """Nearness in meaning: 1 for the nearest found, 0 for the farthest and for one found by its words alone."""
    own: float
    """The share of the topic that it says itself: a row in what it is about, prose in its paragraph."""
    around: float
    """The share that it says with its context: plan, appendix, headings, other cells."""
    heading: float
    """The share that the headings over a paragraph say."""
    wording: float
    """The share of the topic's parts said in the very words typed."""
    length: float
    """The logarithm of its number of words."""
    word_place: float
    """The logarithm of its place in the search by words."""
    meaning_place: float
    """The logarithm of its place in the search by meaning."""
    row: float
    """1 for a row of a table."""
    row_asked: float
    """1 for a row where a field is asked for."""
    prose_asked: float
    """1 for prose where a field is asked for."""
    has: float
    """1 for a row whose table has a column for the field asked for, or for one that answers for it."""
    fills: float
    """1 where that cell is not blank."""
    no_number: float
    """1 where a number is asked for and none is said."""
    fits: float
    """1 where prose says something of the kind asked for: a time, an amount of money, a number, a body."""
    measured: float
    """1 where an amount is said in what the question counts in: "%", "ngày", "đồng"."""
    unmeasured: float
    """1 where the question counts in something, and no amount of it is said."""
    sentence: float
    """The share of the topic that one sentence says, which is more than a paragraph that says it here and there."""
    nearness: float
    """Nearness in meaning, whatever else is found."""
    fits_beside: float = 0.0
    """Where prose fits, the largest share of the topic that a row with the field filled says; set by `matrix`, since it
    is a matter of all that were found: prose that fits is the answer where no row is."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What speaks for the first passage being the answer."""

    own: float
    around: float
    most_own: float
    """The largest share of the topic that any passage says."""
    most_around: float
    ahead: float
    """How far its rank is ahead of the next of its plan; that other plans say it too makes it no less sure."""
    share: float
    """Its share of the listwise likelihood within its plan."""
    asks_field: float
    names_plan: float
    english: float
    parts: float
    """How many parts the topic has."""
    row: float
    has: float
    fills: float
    fits: float
    no_number: float
    own_of_field: float
    """`own` where a field is asked for."""
    own_of_english: float
    nearness: float
    sentence: float
    measured: float
    unmeasured: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What matters of a question for how sure an answer is."""

    field: bool
    plan: bool
    english: bool
    parts: int


class Ranking:
    """The two models."""

    def __init__(self, order: Mapping[str, float], sure: Mapping[str, float], bias: float) -> None:
        """`order` and `sure` weigh the signs of `Signs` and `Lead` by name. Raises KeyError for one without weight."""
        self._order = np.array([order[one.name] for one in fields(Signs)])
        self._sure = np.array([sure[one.name] for one in fields(Lead)])
        self._bias = bias

    def ranks(self, signs: Matrix) -> Matrix:
        """The rank of each passage, higher is better; `signs` has a line for each and a column for each sign."""
        ranks: Matrix = signs @ self._order
        return ranks

    def sure(self, lead: Lead) -> float:
        """How sure it is, 0 to 1, that the first passage answers."""
        weight = float(np.dot(self._sure, _of_lead(lead))) + self._bias
        return float(1.0 / (1.0 + np.exp(-weight)))

    def scores(self, signs: Sequence[Signs], plans: Sequence[str], asked: Asked) -> list[float]:
        """The score of each passage: of the best how sure it is that it answers; the others fall behind it.

        `plans` says of which plan each passage is.
        """
        if not signs:
            return []
        table = matrix(signs)
        ranks = self.ranks(table)
        best = self.sure(lead_of(table, ranks, plans, asked))
        return [best * float(share) for share in np.exp((ranks - ranks.max()) / _SPREAD)]


def matrix(signs: Sequence[Signs]) -> Matrix:
    """The signs of some passages as numbers, a line for each."""
    table = np.array([_of_signs(one) for one in signs], dtype=np.float64)
    table[:, _BESIDE] = table[:, _FITS] * (table[:, _ROW] * table[:, _FILLS] * table[:, _OWN]).max()
    return table


def lead_of(signs: Matrix, ranks: Matrix, plans: Sequence[str], asked: Asked) -> Lead:
    """What speaks for the passage of the highest rank; `plans` says of which plan each passage is."""
    top = int(np.argmax(ranks))
    first = Signs(*signs[top])
    same = np.array([plan == plans[top] for plan in plans])
    beside = np.sort(ranks[same])[::-1]
    likelihood = np.exp(beside - beside[0])
    return Lead(
        own=first.own,
        around=first.around,
        most_own=float(signs[:, _OWN].max()),
        most_around=float(signs[:, _AROUND].max()),
        ahead=float(beside[0] - beside[1]) if len(beside) > 1 else _ALONE,
        share=float(1.0 / likelihood.sum()),
        asks_field=float(asked.field),
        names_plan=float(asked.plan),
        english=float(asked.english),
        parts=float(asked.parts),
        row=first.row,
        has=first.has,
        fills=first.fills,
        fits=first.fits,
        no_number=first.no_number,
        own_of_field=first.own * asked.field,
        own_of_english=first.own * asked.english,
        nearness=first.nearness,
        sentence=first.sentence,
        measured=first.measured,
        unmeasured=first.unmeasured,
    )


_NAMES = [one.name for one in fields(Signs)]
_of_signs = attrgetter(*_NAMES)
_of_lead = attrgetter(*(one.name for one in fields(Lead)))
_OWN, _AROUND, _ROW, _FILLS = (_NAMES.index(name) for name in ("own", "around", "row", "fills"))
_FITS, _BESIDE = _NAMES.index("fits"), _NAMES.index("fits_beside")
_ALONE = 3.0
"""How far a passage is ahead that was found alone."""


@cache
def ranking() -> Ranking:
    """The models of the lexicon, read once."""
    data = read_lexicon("ranking", TypeAdapter(dict[str, Any]))
    weights = TypeAdapter(Mapping[str, float])
    return Ranking(weights.validate_python(data["order"]), weights.validate_python(data["sure"]), float(data["bias"]))
