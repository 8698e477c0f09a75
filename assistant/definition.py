"""What a short form stands for, where a plan defines it, with the paragraph or row that does."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.outcome import Outcome, Task
from ingest.model import Passage
from ingest.vietnamese import words


def answer_definition(task: Task) -> Outcome | None:
    """The full forms that the plans give to a short form in the question; None where none is asked or defined."""
    asked, shelf = task.question, task.shelf
    if not asked.asks(Kind.DEFINITION):
        return None
    said = {token.plain for token in asked.said}
    lines = []
    for plan_id, plan in shelf.plans.items():
        if asked.plans and plan_id not in asked.plans:
            continue
        for short, full in plan.abbreviations.items():
            if set(words(short)) <= said and (place := _where(task, plan_id, short)):
                lines.append(f"{shelf.names[plan.id]}: **{short}** = {full} {task.book.passage(place)}")
    if not lines:
        return None
    return Outcome("\n".join(lines), True, Kind.DEFINITION, 1.0)


def _where(task: Task, plan_id: str, short: str) -> Passage | None:
    """The first passage of a plan that prints the short form in brackets."""
    return next(
        (
            passage
            for passage in task.shelf.passages.values()
            if passage.anchor.plan == plan_id and f"({short}" in passage.text
        ),
        None,
    )
