"""Comparisons: the same thing said by each of several plans, and which of them does not say it."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.lookup import choose_rows, said_of, state_rows
from assistant.mentions import same_label
from assistant.outcome import Outcome, Task
from assistant.prose import state_passages
from assistant.retriever import Hit
from ingest.model import HEADER, Field

_ACCEPTED = 0.5
_MOST_PLANS = 8


def answer_comparison(task: Task) -> Outcome | None:
    """What each plan says on the matter, one after the other; None where no comparison is asked."""
    asked, shelf = task.question, task.shelf
    plans = asked.plans or tuple(shelf.plans)
    several_named = len(asked.plans) > 1 and bool(asked.fields) and bool(asked.parts)
    if not (asked.asks(Kind.COMPARE) or several_named) or len(plans) > _MOST_PLANS or len(plans) < 2:
        return None
    if not asked.parts:
        return _counts(task, plans)
    lines, best = [], 0.0
    for plan in plans:
        hits = [hit for hit in task.search.find(asked, [plan]) if hit.score >= _ACCEPTED]
        best = max([best, *(hit.score for hit in hits)])
        lines.append(_line(task, plan, hits))
    if best == 0.0:
        return None
    return Outcome("\n".join(f"- {line}" for line in lines), True, Kind.COMPARE, best)


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
