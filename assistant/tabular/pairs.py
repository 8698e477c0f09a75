"""Answers about two different things that one question names: "camera và cơ sở dữ liệu", "A hay B trước?"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.phrasing.wishes import halves_of, without_choice
from assistant.plans.filters import budget_of
from assistant.replies import shorten
from assistant.search.retriever import Hit
from assistant.telling.outcome import Outcome, Task
from assistant.telling.sides import state_side, worth_comparing
from assistant.understanding.mentions import same_label
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from ingest.model import Field, Row
from ingest.money import format_dong

SURE_SIDE = 0.45
"""What each of two things must score to be compared by itself."""
_SHARED = 0.6
_SAID_BY_ROW = 0.6
"""The share of its half that a row must say to be one of two things added up."""


def answer_pair(
    task: Task, hits_of_each: Callable[[], Mapping[str, Sequence[Hit]]], least: float = SURE_SIDE
) -> Outcome | None:
    """What is asked of two different things, each of its own plan or both of one: "X của A và Y của B", "X hay Y …
    hơn"; None where the question does not part into two that each find their passage.

    `least` is how sure each of them must be, and what share of its half it must say where no comparison is asked.
    """
    asked = task.question
    halves = [[_side(task, without_choice(text)) for text in texts] for texts in halves_of(asked.text)]
    if len(asked.plans) > 1:
        halves = [sides for sides in halves if _have_own_plans(sides)]
        if halves and _share_a_topic(hits_of_each()):
            return None
    best = _surest(_found(task, sides, least) for sides in halves)
    if not best:
        return None
    lines = [f"- {state_side(replace(task, question=side), hits[0].plan, hits)}" for side, hits in best]
    together = both_together(task, [hits[0].row for _, hits in best])
    return Outcome("\n".join([*lines, *together]), True, Kind.COMPARE, _least_sure(best))


_Side = tuple[Question, list[Hit]]
"""One of two things with what was found for it, the best first."""


def _surest(pairs: Iterable[list[_Side]]) -> list[_Side]:
    """Of the ways to part a question in two things that are not one, that whose lesser is the surest; [] for none."""
    whole = [pair for pair in pairs if len(pair) > 1 and pair[0][1][0].passage.id != pair[1][1][0].passage.id]
    return max(whole, key=_least_sure, default=[])


def _least_sure(pair: Sequence[_Side]) -> float:
    return min(hits[0].score for _, hits in pair)


def _have_own_plans(sides: Sequence[Question]) -> bool:
    """Whether each of two halves names plans, and not the same."""
    first, second = (set(side.plans) for side in sides)
    return bool(first) and bool(second) and first.isdisjoint(second)


def _share_a_topic(found: Mapping[str, Sequence[Hit]]) -> bool:
    """Whether each plan asked about says the whole topic well: then one thing is compared."""
    return all(hits and hits[0].score >= _SHARED for hits in found.values())


def _side(task: Task, text: str) -> Question:
    """One half of a question, with the fields and the plan that only the whole says."""
    asked = task.question
    half = understand(text, task.shelf)
    plans = half.plans or (asked.plans if len(asked.plans) == 1 else ())
    return replace(
        half,
        fields=half.fields or asked.fields,
        years=asked.years,
        language=asked.language,
        plans=plans,
        appendix=half.appendix or asked.appendix,
    )


def _is_sure(hit: Hit, least: float) -> bool:
    return hit.score >= least and (least <= SURE_SIDE or hit.coverage >= least)


def _found(task: Task, sides: Sequence[Question], least: float) -> list[tuple[Question, list[Hit]]]:
    """What each half finds, up to the first that finds nothing that is sure enough."""
    found: list[tuple[Question, list[Hit]]] = []
    if not all(side.parts for side in sides):
        return found
    if least > SURE_SIDE and not all(task.search.may_find(side, side.plans, least) for side in sides):
        return found  # most questions with an "and" in them ask for one thing: they are not embedded once more for each
    for side in sides:
        hits = _of_appendix(side, [hit for hit in task.search.find(side, side.plans) if worth_comparing(hit)])
        if not hits or not _is_sure(hits[0], least):
            break
        found.append((side, hits))
    return found


def _of_appendix(side: Question, hits: list[Hit]) -> list[Hit]:
    """The rows of the appendix that a question names; all that was found where it names none, or none is of it."""
    rows = [hit for hit in hits if hit.row and same_label(side.appendix, hit.passage.anchor.table)]
    return rows or hits


def sum_of_two(task: Task) -> Outcome | None:
    """What two things cost together that a question names beside each other, each of them one row with a budget:
    "hệ thống A cùng với hạ tầng B cần tổng cộng bao nhiêu tiền"; None where it names no two."""
    asked = task.question
    if len(asked.plans) != 1:
        return None
    sides = ([_side(task, text) for text in texts] for texts in halves_of(asked.text))
    best = _surest([(side, [hit]) for side in pair if (hit := _priced(task, side))] for pair in sides)
    if not best:
        return None
    found = [hits[0] for _, hits in best]
    budgets = [(hit.row, budget_of(hit.row, asked.years)) for hit in found if hit.row is not None]
    lines = [
        f"- {shorten(row.text(Field.CONTENT))} ({row.text(Field.BUDGET)}) {task.book.row(row)}" for row, _ in budgets
    ]
    total = format_dong(sum(budget for _, budget in budgets if budget is not None), asked.language)
    return Outcome("\n".join([task.words.say("both_together", value=total), *lines]), True, Kind.SUM, _least_sure(best))


def _priced(task: Task, side: Question) -> Hit | None:
    """The row with a budget that half of a question surely names."""
    if not side.parts:
        return None
    hits = task.search.find(side, task.question.plans)
    priced = [hit for hit in hits if hit.row is not None and budget_of(hit.row, side.years) is not None]
    first = priced[0] if priced else None
    return first if first is not None and (first.coverage >= _SAID_BY_ROW or first.score >= SURE_SIDE) else None


def both_together(task: Task, rows: Sequence[Row | None]) -> Iterator[str]:
    """What both cost together, where money of two rows is asked for."""
    if Field.BUDGET not in task.question.fields:
        return
    amounts = [budget_of(row, task.question.years) if row else None for row in rows]
    priced = [amount for amount in amounts if amount is not None]
    if len(priced) == len(rows):
        yield task.words.say("both_together", value=format_dong(sum(priced), task.question.language))
