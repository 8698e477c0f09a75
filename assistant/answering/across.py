"""Answers to which plans say or do something: "tỉnh nào giao Công an tỉnh phối hợp", "which of the plans use IoT".

Where the question sets conditions, the rows of all plans that meet them are told plan by plan. Else every plan that
says as much of the topic as the best one is told with its rows, and with its prose where that says more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.answering.overview import of_years
from assistant.phrasing.patterns import asks_rows, row_nouns
from assistant.phrasing.wishes import asks_plans, asks_silent_plans
from assistant.search.retriever import Hit
from assistant.tabular.alternatives import either_of
from assistant.tabular.choosing import rows_asked
from assistant.tabular.tables import by_plan
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_passages
from assistant.telling.sides import state_side
from assistant.text.matching import coverage
from assistant.understanding.question import Question

_MOST_PLANS = 8
"""Plans that are searched one by one; of more only those whose passages are found among all."""
_MOST_SILENT = 40
"""The same where the question is which of them do not say it."""
_SAYS_IT = 0.6
"""The share of the topic that a plan must say at least."""
_AS_MUCH = 0.8
"""The share of what the best plan says that another must say."""
_MOST_ROWS = 4
"""Rows told of each plan."""
_SURELY_MORE = 1.05
_SURE_ROW = 0.3
"""How sure a row must be to be told beside passages that say more of the topic."""
_IN_TITLE = 0.85
_OTHER_KINDS = {Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN}


def answer_across(task: Task) -> Outcome | None:
    """What each plan says that says the topic; None where a question does not ask which plans do."""
    asked = task.question
    if (
        asked.mentions
        or len(asked.plans) == 1
        or asked.header
        or _OTHER_KINDS & set(asked.kinds)
        or not asks_plans(asked.text)
    ):
        return None
    if asks_silent_plans(asked.text) and len(asked.plans or task.shelf.plans) > _MOST_SILENT:
        return None  # which of so many say nothing is not looked up
    if asked.filters:
        return _meeting(task)
    return _saying(task) if asked.parts else None


def _meeting(task: Task) -> Outcome | None:
    """The plans whose rows meet the conditions, or that are for the years asked about."""
    asked = task.question
    if asked.years and not asked.parts and not asked.filters.units and not row_nouns(asked.text):
        return of_years(task, asked.years)
    rows = rows_asked(task)
    told = by_plan(task, rows) if rows else None
    if told is None or not asks_silent_plans(asked.text):
        return told
    return replace(told, text="\n".join([_silent(task, {row.anchor.plan for row in rows}), told.text]))


def _saying(task: Task) -> Outcome | None:
    asked = _without_titles(task)
    sides = [replace(asked, parts=parts) for parts in either_of(asked)] or [asked]
    lines: dict[str, None] = {}
    best, said_by = 0.0, set[str]()
    for side in sides:
        found = _by_plan(replace(task, question=side))
        most = max((hit.coverage for hits in found.values() for hit in hits), default=0.0)
        for plan, hits in found.items():
            saying = [hit for hit in hits if hit.coverage >= max(_SAYS_IT, _AS_MUCH * most) or _is_row_asked(side, hit)]
            if saying:
                said_by.add(plan)
                lines |= dict.fromkeys(f"- {line}" for line in _side(replace(task, question=side), plan, saying))
                best = max(best, *(hit.score for hit in saying))
    if not lines:
        return None
    head = [_silent(task, said_by)] if asks_silent_plans(asked.text) else []
    return Outcome("\n".join([*head, *lines]), True, Kind.LIST, best)


def _silent(task: Task, said_by: Collection[str]) -> str:
    """Which plans do not say what others do: "tỉnh nào chưa nói đến chữ ký số"."""
    plans = task.question.plans or tuple(task.shelf.plans)
    silent = [task.shelf.names[plan] for plan in plans if plan not in said_by]
    if not silent:
        return task.words.say("none_silent", count=len(plans))
    return task.words.say("silent", plans=", ".join(silent))


def _is_row_asked(asked: Question, hit: Hit) -> bool:
    """Whether a hit is a row that surely says the topic of a question that asks for rows: one counts though the prose
    of another plan says more."""
    if hit.row is None or not asks_rows(asked.text):
        return False
    return hit.coverage >= _SAYS_IT and hit.score >= _SURE_ROW


def _without_titles(task: Task) -> Question:
    """The question without what the titles of all plans say: it tells none from the others."""
    asked, titles = task.question, list(task.shelf.indexed_titles.values())[:_MOST_PLANS]
    parts = [
        part
        for part in asked.parts
        if not all(coverage([part], title, task.shelf.words) >= _IN_TITLE for title in titles)
    ]
    return replace(asked, parts=tuple(parts)) if parts else asked


def _side(task: Task, plan: str, saying: Sequence[Hit]) -> Iterator[str]:
    """What a plan says: the field asked for, or its rows, and its prose where no row says as much."""
    asked = task.question
    if asked.fields:
        yield state_side(task, plan, saying)
        return
    rows = sorted((hit for hit in saying if hit.row is not None), key=lambda hit: -hit.coverage)[:_MOST_ROWS]
    prose = [hit for hit in saying if hit.row is None][:1]
    said_by_rows = max((hit.coverage for hit in rows), default=0.0)
    wanted = not rows or not asks_rows(asked.text)
    told = [*rows, *(hit for hit in prose if wanted or hit.coverage > _SURELY_MORE * said_by_rows)]
    for hit in told:
        yield state_passages([hit], asked, task.shelf, task.book, task.words)


def _by_plan(task: Task) -> dict[str, list[Hit]]:
    plans = list(task.question.plans or task.shelf.plans)
    most = _MOST_SILENT if asks_silent_plans(task.question.text) else _MOST_PLANS
    if len(plans) <= most:
        return task.search.find_in_each(task.question, plans)
    found: dict[str, list[Hit]] = {}
    for hit in task.hits:
        found.setdefault(hit.plan, []).append(hit)
    return found
