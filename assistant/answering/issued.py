"""Which plan was issued first or last: "kế hoạch nào mới nhất", "which plan was signed first"."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.answering.header import state_header
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.telling.outcome import Outcome, Task

_MOST_TOLD = 8
"""Plans that are told one by one."""
_MONTH_KNOWN = len("2025-09")


def answer_issued(task: Task) -> Outcome | None:
    """The plan with the first or the last date of issue among those asked about, then those of the others, also that
    they leave it blank; None where a question asks for something else, or the dates known do not tell which."""
    asked = task.question
    latest = _asks(task, "issued_last")
    if not (latest or _asks(task, "issued_first")):
        return None
    dates = {plan: task.shelf.plans[plan].header.date for plan in asked.plans or task.shelf.plans}
    dated = [plan for plan, date in dates.items() if len(date) >= _MONTH_KNOWN]
    ordered = sorted(dated, key=lambda plan: dates[plan], reverse=latest)
    if len(ordered) <= 1 or _is_within(dates[ordered[0]], dates[ordered[1]]):
        return None
    others = [*ordered[1:], *(plan for plan in dates if plan not in dated)] if len(dates) <= _MOST_TOLD else []
    first, *rest = (state_header(task, task.shelf.plans[plan], "date") for plan in (ordered[0], *others))
    return Outcome("\n".join([first, *(f"- {line}" for line in rest)]), True, Kind.HEADER, 1.0)


def _is_within(one: str, other: str) -> bool:
    """Whether two dates may be the same day: "2026-03" and "2026-03-12"."""
    return one.startswith(other) or other.startswith(one)


def _asks(task: Task, name: str) -> bool:
    """Whether a question asks which plan came first, or last, and nothing beside."""
    asked = task.question
    if asked.filters or asked.appendix or not condition_patterns()[name].search(lowered(asked.text)):
        return False
    return words_of(name).issuperset(asked.words)
