"""Two things that one question names beside each other: "bệnh viện tuyến tỉnh và trung tâm y tế", "A hay B".

What stands nearest to the word that parts them, "và", "với", "or", is where they differ; the rest of the topic they
share. Which of its neighbours are parted is told by the rows: of all ways, the one in which two different rows say most
of their half each is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.phrasing.wishes import is_or, parts_things
from assistant.plans.library import Shelf
from assistant.text.matching import Part, Topic, indexed
from assistant.understanding.question import Question
from ingest.model import Field, Row

_MOST_PARTS = 3
"""So many parts of a topic on each side of the word may belong to what differs."""
_SAYS = 0.6
"""The share of its half that a row must say."""
_AROUND = 0.9
"""What a word is worth that stands in another cell than those that say what a row is about."""
_AS_MUCH = 0.97
_SAYS_SOMETHING = 0.8
"""What a part of a topic weighs at least that may be one of two things; one of English is no term for all that."""
_PLACES = 2  # in which shares are compared: what differs by less is alike


@dataclass(frozen=True, slots=True)
class Two:
    """Two halves of a topic with the rows that say them best."""

    rows: tuple[tuple[Row, ...], tuple[Row, ...]]
    share: float
    """The share of its half that the lesser one says."""


Shares = Callable[[int, int], float]


def two_things(asked: Question, rows: Sequence[Row], shelf: Shelf) -> Two | None:
    """The rows of two things that a question names beside each other; None where it names no two that rows tell."""
    ways = list(_ways(asked))
    if not ways or not rows:
        return None
    topics = [Topic([part], shelf.words) for part in asked.parts]
    said = [[_said(topic, row) for topic in topics] for row in rows]
    weights = [topic.weight for topic in topics]
    best: tuple[tuple[float, float, int], Two] | None = None
    for first, second in ways:
        halves = [_best_rows(said, weights, half) for half in (first, second)]
        (one, own), (other, others) = halves
        if min(one, other) < _SAYS or set(own) & set(others):
            continue
        rank = round(min(one, other), _PLACES), round(one + other, _PLACES), len(set(first) & set(second))
        if best is None or rank > best[0]:
            found = tuple(rows[at] for at in own), tuple(rows[at] for at in others)
            best = rank, Two(found, min(one, other))
    return best[1] if best else None


def _ways(asked: Question) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The ways to part a topic in two, each as the places of the parts that its halves have."""
    parts = asked.parts
    if len(parts) < 2 or any(part.at < 0 for part in parts):
        return
    inside = {at for part in parts for at in range(part.at, part.at + max(1, len(part.typed)))}
    for at, token in enumerate(asked.said):
        if at in inside or not parts_things(token):
            continue
        left = [place for place, part in enumerate(parts) if part.at < at]
        right = [place for place, part in enumerate(parts) if part.at > at]
        for many in range(1, min(_MOST_PARTS, len(left)) + 1):
            for more in range(1, min(_MOST_PARTS, len(right)) + 1):
                shared = (*left[:-many], *right[more:])
                yield (*shared, *left[-many:]), (*shared, *right[:more])
                if shared and left[:-many] and right[more:]:
                    yield (*left[:-many], *left[-many:]), (*left[:-many], *right)


def either_of(asked: Question) -> tuple[tuple[Part, ...], ...]:
    """The topics of a question that asks for either of two things: "cuộc thi hay lễ hội"; () where it names no two."""
    full = [part for part in asked.parts if part.weight >= _SAYS_SOMETHING and part.at >= 0]
    for at, token in enumerate(asked.said):
        left = [part for part in full if part.at < at]
        right = [part for part in full if part.at > at]
        if left and right and is_or(token):
            last, first = left[-1], right[0]
            return tuple(tuple(part for part in asked.parts if part is not other) for other in (first, last))
    return ()


def _said(topic: Topic, row: Row) -> float:
    """How much of a part of the topic a row says, in what it is about or, for less, elsewhere."""
    own = topic.coverage(indexed(f"{row.text(Field.CONTENT)} {row.text(Field.SOLUTION)}"))
    return own if own >= _AROUND else max(own, _AROUND * topic.coverage(indexed(" ".join(row.columns.values()))))


def _best_rows(
    said: Sequence[Sequence[float]], weights: Sequence[float], half: Sequence[int]
) -> tuple[float, list[int]]:
    """The most that a row says of a half, and the places of the rows that say as much."""
    whole = sum(weights[part] for part in half) or 1.0
    shares = [sum(weights[part] * row[part] for part in half) / whole for row in said]
    most = max(shares)
    return most, [at for at, share in enumerate(shares) if share >= _AS_MUCH * most]
