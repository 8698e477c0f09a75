"""Comparisons: the same thing said by each of several plans, and which of them does not say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.conditions import counts_tasks, halves_of, says_more
from assistant.lookup import choose_rows, said_of, state_rows
from assistant.mentions import same_label
from assistant.outcome import Outcome, Task
from assistant.prose import state_passages
from assistant.question import Question, understand
from assistant.retriever import Hit
from ingest.model import HEADER, Field

_ACCEPTED = 0.3
_SAYS_SOMETHING = 0.25
"""The share of the topic that what is compared must say."""
_SAYS_IT_ALL = 0.95
_SURE_SIDE = 0.45
"""What each of two things must score to be compared by itself."""
_SHARED = 0.6
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

    if (asked.asks(Kind.COMPARE) or several_named or says_more(asked.text)) and (
        two := _two_things(task, hits_of_each)
    ):
        return two
    if not (asked.asks(Kind.COMPARE) or several_named) or len(plans) > _MOST_PLANS or len(plans) < 2:
        return None
    if not asked.parts:
        return _counts(task, plans)
    lines, best = [], 0.0
    for plan in plans:
        hits = [hit for hit in hits_of_each()[plan] if _counts_as_said(hit)]
        best = max([best, *(hit.score for hit in hits)])
        lines.append(_line(task, plan, hits))
    if best == 0.0:
        return None
    return Outcome("\n".join(f"- {line}" for line in lines), True, Kind.COMPARE, best)


def _counts_as_said(hit: Hit) -> bool:
    """Whether a passage is sure enough to be compared, or says the whole matter."""
    return hit.coverage >= _SAYS_IT_ALL or (hit.score >= _ACCEPTED and hit.coverage >= _SAYS_SOMETHING)


def _two_things(task: Task, hits_of_each: Callable[[], Mapping[str, Sequence[Hit]]]) -> Outcome | None:
    """What is asked of two different things, each of its own plan or both of one: "X của A và Y của B", "X hay Y …
    hơn"; None where the question does not part into two that each find their passage."""
    asked = task.question
    halves = tuple(halves_of(asked.text))
    if not halves or (len(asked.plans) > 1 and _share_a_topic(hits_of_each())):
        return None
    best: tuple[float, list[tuple[Question, list[Hit]]]] | None = None
    for texts in halves:
        sides = [_side(task, text) for text in texts]
        plans = [side.plans for side in sides]
        if len(asked.plans) > 1 and (not all(plans) or set(plans[0]) & set(plans[1])):
            continue
        found = _found(task, sides)
        if len(found) < len(sides):
            continue
        tops = [hits[0] for _, hits in found]
        if tops[0].passage.id == tops[1].passage.id:
            continue
        worst = min(hit.score for hit in tops)
        if worst >= _SURE_SIDE and (best is None or worst > best[0]):
            best = worst, found
    if best is None:
        return None
    lines = [_line(replace(task, question=side), hits[0].plan, hits) for side, hits in best[1]]
    return Outcome("\n".join(f"- {line}" for line in lines), True, Kind.COMPARE, best[0])


def _share_a_topic(found: Mapping[str, Sequence[Hit]]) -> bool:
    """Whether each plan asked about says the whole topic well: then one thing is compared."""
    return all(hits and hits[0].score >= _SHARED for hits in found.values())


def _side(task: Task, text: str) -> Question:
    """One half of a question, with the fields and the plan that only the whole says."""
    asked = task.question
    half = understand(text, task.shelf)
    plans = half.plans or (asked.plans if len(asked.plans) == 1 else ())
    return replace(half, fields=asked.fields, years=asked.years, language=asked.language, plans=plans)


def _found(task: Task, sides: Sequence[Question]) -> list[tuple[Question, list[Hit]]]:
    """What each half finds, up to the first that finds nothing."""
    found: list[tuple[Question, list[Hit]]] = []
    if not all(side.parts for side in sides):
        return found
    for side in sides:
        task.search.expect(side, side.plans)
    for side in sides:
        hits = [
            hit
            for hit in task.search.find(side, side.plans)
            if hit.score >= _ACCEPTED and hit.coverage >= _SAYS_SOMETHING
        ]
        if not hits:
            break
        found.append((side, hits))
    return found


def _line(task: Task, plan: str, hits: list[Hit]) -> str:
    """What one plan says: the field asked for of its best row, and prose that says as much; else that it does not."""
    asked, shelf, book, words = task.question, task.shelf, task.book, task.words
    said = [one for one in choose_rows(said_of(hits, asked.fields, asked.language, asked.years), 1) if one.filled][:2]
    prose = [hit for hit in hits if hit.row is None]
    told = []
    if said:
        told.append(state_rows(said, shelf, book, words, asked.fields).replace("\n- ", " "))
    wants_prose = not said or Field.TARGET in asked.fields or (prose and prose[0].score > said[0].hit.score)
    if wants_prose and (prose or not said) and hits:
        told.append(state_passages(prose[:1] or hits[:1], asked, shelf, book, words))
    if told:
        return " ".join(told)
    return words.say("not_in_plan", plans=shelf.names[plan], topic=asked.topic)


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
