"""What one side of a comparison says: the field asked for of its rows, or its prose."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.search.retriever import Hit
from assistant.telling.lookup import Said, choose_rows, said_of, state_rows
from assistant.telling.outcome import Task
from assistant.telling.prose import state_passages
from ingest.model import Field

_ACCEPTED = 0.3
_SAYS_SOMETHING = 0.25
"""The share of the topic that what is compared must say."""
_SAYS_IT_ALL = 0.95
_ALIKE, _NEARLY = 0.05, 0.25
"""Rows that say as much of the topic as the best, but for so much, are told too, unless they score far less."""
_AS_SURE = 0.75
_MOST_ROWS = 3


def worth_comparing(hit: Hit) -> bool:
    """Whether a passage is sure enough to be compared, or says the whole matter."""
    return hit.coverage >= _SAYS_IT_ALL or (hit.score >= _ACCEPTED and hit.coverage >= _SAYS_SOMETHING)


def state_side(task: Task, plan: str, hits: Sequence[Hit]) -> str:
    """What one plan says: the field asked for of its rows, and prose that says as much; else that it does not."""
    asked, shelf, book, words = task.question, task.shelf, task.book, task.words
    said = _rows(said_of(hits, asked.fields, asked.language, asked.years))
    prose = [hit for hit in hits if hit.row is None]
    told = []
    if said:
        told += [state_rows([one], shelf, book, words, asked.fields) for one in said]
    wants_prose = not said or Field.TARGET in asked.fields or (prose and prose[0].score > said[0].hit.score)
    if not asked.fields:
        rows = [hit for hit in hits if hit.row is not None and _is_alike(hit, hits[0])][:_MOST_ROWS]
        told += [state_passages([hit], asked, shelf, book, words) for hit in rows]
        wants_prose = not rows or (prose and prose[0].score > rows[0].score)
    if wants_prose and (prose or not said) and hits:
        told += [state_passages([hit], asked, shelf, book, words) for hit in _as_much(prose) or hits[:1]]
    if told:
        return " ".join(told)
    return words.say("not_in_plan", plans=shelf.names[plan], topic=asked.topic)


def _as_much(prose: Sequence[Hit]) -> list[Hit]:
    """The best paragraph, and one beside it that says the whole matter too and is nearly as sure."""
    best = prose[:1]
    return [
        *best,
        *(hit for hit in prose[1:2] if hit.coverage >= _SAYS_IT_ALL and hit.score >= _AS_SURE * best[0].score),
    ]


def _rows(said: Sequence[Said]) -> list[Said]:
    """The rows to be told of one plan: the best, and those that say as much."""
    chosen = [one for one in choose_rows(said, 1) if one.filled][:2]
    if not chosen:
        return []
    best = chosen[0].hit
    more = [one for one in said if one.filled and one not in chosen and _is_alike(one.hit, best)]
    return [*chosen, *more][:_MOST_ROWS]


def _is_alike(hit: Hit, best: Hit) -> bool:
    return hit.coverage >= best.coverage - _ALIKE and hit.score >= _NEARLY * best.score
