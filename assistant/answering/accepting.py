"""Which of the passages found are sure enough to answer with, and say what the question takes for granted or counts in.

How sure the first one is tells `ranking`. A certainty of words and places does not know that a paragraph about the very
thing names no price, or is of another year; that is told here, by the kind of what is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.given_things import speaking_of_thing
from assistant.answering.must_say import leaves_short_form, leaves_thing
from assistant.answering.premises import leaves_most, of_its_years
from assistant.phrasing.measures import Measure, counts_in, measures_of, says_measure
from assistant.phrasing.wishes import asks_day, tells_of_money
from assistant.plans.fitting import fits, tells_time
from assistant.search.retriever import Hit
from assistant.telling.outcome import Task
from assistant.understanding.asked_kinds import BEARERS
from assistant.understanding.question import Question
from ingest.model import Field

ACCEPTED = 0.38
"""How sure it must be that the first passage found says what was asked; see eval/README.md."""
SURE = 0.85
"""The share of the topic from which a row is surely meant, however well prose says it too."""
SAYS_IT, _HARDLY = 0.95, 0.03
"""One that says the whole topic needs hardly be sure: others that say it too make it look less so."""
_SAYS_MOST = 0.8
"""The share of the topic from which a paragraph that says an amount is meant behind one that says none."""
_NEARLY_FIRST = 0.85
"""The share of the first one's score from which one that says the whole topic is taken before it."""
_SAYS_SOMETHING, _LITTLE = 0.25, 0.15
"""The share of the topic that it must say, and that a surer one must: what is near may be about something else."""
_SURER = 0.45
_SURE_OF_LITTLE = 0.45
"""How sure a passage must be that says nothing of the part that is most of the topic."""
_DATED = 0.25
"""How sure a paragraph must be that says a day where one is asked for."""
_NEVER_UNSAID = {"money", "percent", "minutes", "hours", "days", "months", "degrees"}
"""Measures whose amounts are never told without them."""
_IN_FIGURES = {"money", "percent"}
_MONEY = {Field.BUDGET, Field.ALLOCATED_BUDGET}


def sure_enough(hits: Sequence[Hit]) -> list[Hit]:
    """The passages found, where the first of them is sure enough to answer; else none."""
    if not hits:
        return []
    first = hits[0]
    if first.coverage >= SAYS_IT:
        return list(hits) if first.score >= _HARDLY else []
    least = _LITTLE if first.score >= _SURER and len(hits) > 1 else _SAYS_SOMETHING  # one alone is ahead of none
    if first.score >= ACCEPTED and first.coverage >= least:
        return list(hits)
    enough = max(_HARDLY, _NEARLY_FIRST * first.score)
    saying = next((hit for hit in hits if hit.coverage >= SAYS_IT and hit.score >= enough), None)
    return [saying, *(hit for hit in hits if hit is not saying)] if saying else []


def accepted_rows(task: Task) -> list[Hit]:
    """The passages to look for a field in; none where the first of them is of another year than the question, or of
    another thing."""
    accepted = sure_enough(speaking_of_thing(task.question, sure_enough(task.hits), task.shelf))
    if accepted and leaves_short_form(task.question, task.hits, task.shelf):
        return []
    if accepted and leaves_thing(task.question, accepted[0], task.shelf):
        least = max(_SAYS_MOST, accepted[0].coverage)  # what says less is near to it by its other words
        accepted = [
            hit for hit in accepted if hit.coverage >= least and not leaves_thing(task.question, hit, task.shelf)
        ]
    if not accepted:
        return []
    return accepted if of_its_years(task.question, accepted[0], task.shelf) else []


def accepted_passages(task: Task) -> list[Hit]:
    """The passages to quote: those that say an amount where one is asked for, and more than the small change of it."""
    asked = task.question
    accepted = _amounts(asked, accepted_rows(task)) or _dated(asked, task.hits)
    if accepted and accepted[0].score < _SURE_OF_LITTLE and leaves_most(asked, accepted[0], task.shelf):
        return []
    return accepted


def _dated(asked: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The paragraph found first, where a day is asked for and it says one, which few paragraphs do."""
    if set(asked.fields) != {Field.DEADLINE} or not asks_day(f"{asked.context} {asked.likely}") or not hits:
        return []
    first = hits[0]
    says_day = first.row is None and first.score >= _DATED and fits(asked.fields, first.passage.text, "")
    return [first] if says_day else []


def _amounts(asked: Question, hits: list[Hit]) -> list[Hit]:
    """The passages that say an amount in what the question counts in, where it does, as sure as any must be."""
    if BEARERS & set(asked.fields):  # "ai cùng Sở Tài chính xác định cần bao nhiêu tiền"
        return hits
    measures = [one for one in measures_of(asked.likely) if one.name in _NEVER_UNSAID]
    if measures:
        telling = [hit for hit in hits if _says(measures, hit)]
        return sure_enough(telling) or _behind_unmeasured(hits, telling)
    if set(asked.fields) == {Field.DEADLINE}:
        return sure_enough([hit for hit in hits if tells_time(hit.passage.text)])
    if asked.fields and set(asked.fields) <= _MONEY:
        return sure_enough([hit for hit in hits if tells_of_money(hit.passage.search_text)])
    return hits


def _says(measures: Sequence[Measure], hit: Hit) -> bool:
    """Whether a passage says an amount of each measure, or is a row whose table has their unit in a column."""
    if says_measure(measures, hit.passage.text):
        return True
    return hit.row is not None and counts_in(measures, tuple(hit.row.columns.values()))


def _behind_unmeasured(hits: Sequence[Hit], telling: list[Hit]) -> list[Hit]:
    """The paragraph that says an amount and most of the topic, where the one found first says none of any and so makes
    all that stand behind it look unsure."""
    if not telling or hits[0] is telling[0]:
        return []
    first = telling[0]
    return [first] if first.row is None and first.coverage >= _SAYS_MOST else []


def asks_amount(asked: Question) -> bool:
    """Whether a question asks of a row how much money or how many percent, which no words tell."""
    return {Field.BUDGET, Field.TARGET} >= set(asked.fields) and any(
        one.name in _IN_FIGURES for one in measures_of(asked.likely)
    )
