"""Questions that want something confirmed: "Có phải Văn phòng chủ trì … không?", "Is it due in June?".

What such a question says of a row (who leads or supports it, who oversees it, when it is due, what it costs) is held
against the row's own cells, and the answer says first whether it is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.answering.accepting import sure_enough
from assistant.answering.premises import offers_choice
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.phrasing.asking import role_behind
from assistant.plans.filters import Filters, apply
from assistant.search.retriever import Hit
from assistant.telling.lookup import state_rows, state_unfilled, told_of
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Part, tokens
from assistant.understanding.question import Question
from ingest.model import Field
from ingest.units import Unit, find_units

_ROLES = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)
_SAYS_TOPIC = 0.6
"""The share of the topic that the row must say whose cells are held against the question."""

Claim = tuple[Field, Filters]
"""What a question says of a field of a row: the column, and the condition that the row then meets."""


def asks_to_confirm(text: str) -> bool:
    """Whether a question wants to know if what it says is so."""
    return bool(_confirming().search(lowered(text)))


@cache
def _confirming() -> re.Pattern[str]:
    def any_of(name: str) -> str:
        return rf"\b{any_spelled(condition_texts(name))}\b"

    lead_over = r"^(?:[^,]*,)?\W*"
    return re.compile(
        rf"{lead_over}{any_of('confirming_it')}.*{any_of('confirming_it_who')}"
        rf"|^(?!.*{any_of('confirming_open')})"
        rf"(?:.*{any_of('confirming')}|.*{any_of('confirming_what')}.*{any_of('confirming_no')}"
        rf"|.*{any_of('confirming_end')}\W*$|(?:[^,]*,)?\W*{any_of('confirming_begin')})"
    )


def answer_confirmed(task: Task) -> Outcome | None:
    """Whether what a question says of the row that it is about is so, with what the row says, or just that where it
    offers leaders to choose from; None where it wants nothing confirmed, says nothing of that kind, or no row is surely
    meant."""
    asked = task.question
    text = asked.likely or asked.text
    chooses = bool(asked.filters.leader) and offers_choice(text)
    if not asked.parts or not asked.plans or not (chooses or asks_to_confirm(text)):
        return None
    bodies = list(_bodies(asked))
    claims = list(_claims(asked, bodies))
    hit = _row_meant(task, [unit for unit, _ in bodies]) if claims else None
    if hit is None or hit.row is None:
        return None
    fields = list(dict.fromkeys(field for field, _ in claims))
    told = told_of([hit.row], fields, asked.language, asked.years)
    if not told or {wanted for wanted, _ in told[0].values}.isdisjoint(fields):
        return None
    if not told[0].says_first:
        return Outcome(state_unfilled(told[0], task.shelf, task.book, task.words, fields), False, Kind.LOOKUP, 1.0)
    said = state_rows(told, task.shelf, task.book, task.words, fields)
    if chooses:
        return Outcome(said, True, Kind.LOOKUP, hit.score)
    is_so = all(apply(condition, [hit.row], task.shelf) for _, condition in claims)
    return Outcome(f"{task.words.say('confirmed' if is_so else 'denied')}{said}", True, Kind.EXISTENCE, hit.score)


def _bodies(asked: Question) -> Iterator[tuple[Unit, Field]]:
    """The bodies of which a question says that they lead or support, with the column in which they then stand."""
    said, text = tokens(asked.text), asked.text
    found = [(one.unit, role_behind(said, len(tokens(text[: one.span[1]])))) for one in find_units(text)]
    yield from ((unit, role) for unit, role in found if role is not None)
    wanted = next((role for role in _ROLES if role in asked.fields), None)
    if len(found) == 1 and found[0][1] is None and wanted is not None:
        yield found[0][0], wanted  # "is it led by the office?"


def _claims(asked: Question, bodies: list[tuple[Unit, Field]]) -> Iterator[Claim]:
    filters = asked.filters
    for unit, role in bodies:
        yield role, Filters(units=(unit,), role=role)
    if filters.leader:
        yield Field.RESPONSIBLE_LEADER, Filters(leader=filters.leader)
    if filters.times:
        yield Field.DEADLINE, Filters(times=filters.times, only=filters.only, ends=filters.ends)
    if filters.amount is not None:
        yield Field.BUDGET, Filters(amount=filters.amount)
    if filters.share:
        yield Field.TARGET, Filters(share=filters.share, bound=filters.bound)


def _row_meant(task: Task, bodies: list[Unit]) -> Hit | None:
    """The row that says what a question is about, whomever it names: the first found, if it is sure enough."""
    asked = task.question
    parts = tuple(part for part in asked.parts if not _names_any(part, bodies))
    if not parts:
        return None
    about = replace(asked, parts=parts, topic=" ".join(_words(part) for part in parts))
    hits = sure_enough(task.search.find(about, asked.plans, ["row"]))
    return hits[0] if hits and hits[0].coverage >= _SAYS_TOPIC else None


def _names_any(part: Part, bodies: list[Unit]) -> bool:
    """Whether a part of the topic is the name of one of some bodies, or a piece of it."""
    typed = {token.plain for token in part.typed}
    return bool(typed) and any(typed <= {token.plain for token in tokens(unit.text)} for unit in bodies)


def _words(part: Part) -> str:
    return " ".join(token.plain for token in (part.typed or part.phrases[0]))
