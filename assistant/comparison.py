"""Comparisons: the same thing said by each of several plans, and which of them does not say it."""

from __future__ import annotations

from functools import cache

from assistant.answer import Kind
from assistant.conditions import asks_either, counts_tasks, says_more
from assistant.mentions import same_label
from assistant.outcome import Outcome, Task
from assistant.pairs import answer_pair
from assistant.retriever import Hit
from assistant.sides import state_side, worth_comparing
from ingest.model import HEADER

_SURELY_BOTH = 0.8
"""How sure each of two things must be that a question names without comparing them."""
_SAID_BY_ONE = 0.85
"""The share of the topic from which one passage is what is asked, whatever two it could be parted into."""
_MOST_PLANS = 8


def answer_comparison(task: Task) -> Outcome | None:
    """What each plan says on the matter, one after the other; None where no comparison is asked."""
    asked, shelf = task.question, task.shelf
    plans = asked.plans or tuple(shelf.plans)
    which = len(asked.plans) > 1 and says_more(asked.text)
    several_named = which or (len(asked.plans) > 1 and bool(asked.fields) and bool(asked.parts))
    if which and counts_tasks(asked.text) and not asked.parts:
        return _counts(task, plans)

    @cache
    def hits_of_each() -> dict[str, list[Hit]]:
        return task.search.find_in_each(asked, plans[:_MOST_PLANS])

    chooses = says_more(asked.text) or asks_either(asked.text)
    if (asked.asks(Kind.COMPARE) or several_named or chooses) and (two := answer_pair(task, hits_of_each)):
        return two
    if asked.fields and len(asked.plans) == 1 and not _is_one(task):
        return answer_pair(task, hits_of_each, _SURELY_BOTH)
    if not (asked.asks(Kind.COMPARE) or several_named) or len(plans) > _MOST_PLANS or len(plans) < 2:
        return None
    if not asked.parts:
        return _counts(task, plans)
    lines, best = [], 0.0
    for plan in plans:
        hits = [hit for hit in hits_of_each()[plan] if worth_comparing(hit)]
        best = max([best, *(hit.score for hit in hits)])
        lines.append(state_side(task, plan, hits))
    if best == 0.0:
        return None
    return Outcome("\n".join(f"- {line}" for line in lines), True, Kind.COMPARE, best)


def _is_one(task: Task) -> bool:
    """Whether one passage says what a question is about."""
    return not task.hits or max(hit.coverage for hit in task.hits) >= _SAID_BY_ONE


def _counts(task: Task, plans: tuple[str, ...]) -> Outcome:
    """How many rows each plan, or the appendix asked about, has."""
    label = task.question.appendix
    lines = []
    for plan_id in plans:
        plan = task.shelf.plans[plan_id]
        named = [one for one in plan.appendices if same_label(label, one.label)]
        chosen = named or list(plan.appendices)
        parts = [f"{task.words.say('appendix')} {one.label}: {len(one.rows)}" for one in chosen]
        total = sum(len(one.rows) for one in chosen)
        detail = f" ({'; '.join(parts)})" if len(parts) > 1 else ""
        mark = task.book.section(plan_id, HEADER, plan.header.title)
        lines.append(f"- {task.shelf.names[plan.id]}: **{total}** {task.words.say('task')}{detail} {mark}")
    return Outcome("\n".join(lines), True, Kind.COMPARE, 1.0)
