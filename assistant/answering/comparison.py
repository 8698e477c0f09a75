"""Comparisons: the same thing said by each of several plans, two things of one plan, or how many rows each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.answering.overview import answer_overview
from assistant.lexicon.conditions import words_of
from assistant.phrasing.patterns import row_nouns
from assistant.phrasing.wishes import asks_each, asks_table, chooses_one
from assistant.plans.columns import Wanted
from assistant.plans.filters import apply
from assistant.search.retriever import Hit
from assistant.tabular.alternatives import two_things
from assistant.tabular.choosing import rows_asked, rows_in_scope
from assistant.tabular.pairs import answer_pair, both_together
from assistant.tabular.tables import answer_kind, table_kind
from assistant.telling.lookup import state_rows, told_of
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import row_words
from assistant.telling.sides import state_side, worth_comparing
from assistant.understanding.bearers import leaders_named
from assistant.understanding.conditions import groups_named
from assistant.understanding.mentions import appendices_named, every_appendix_named, same_label
from assistant.understanding.question import Question
from ingest.model import HEADER, Row
from ingest.vietnamese import fold

_SURELY_BOTH = 0.8
"""How sure each of two things must be that a question names without comparing them."""
_SAID_BY_ONE = 0.85
"""The share of the topic from which one passage is what is asked, whatever two it could be parted into."""
_MOST_PLANS = 8
_SEVERAL = 2


def answer_comparison(task: Task) -> Outcome | None:
    """What each plan says on the matter, one after the other; None where no comparison is asked."""
    asked, shelf = task.question, task.shelf
    plans = asked.plans or tuple(shelf.plans)
    chooses = chooses_one(asked.text)
    several = len(asked.plans) > 1 and (chooses or (bool(asked.fields) and bool(asked.parts)))
    compares = asked.asks(Kind.COMPARE) or several
    in_each = len(asked.plans) > 1 and asked.asks_rank and asks_each(asked.text)
    if (compares or chooses or in_each) and (told := _tables(task)):
        return told

    @cache
    def hits_of_each() -> dict[str, list[Hit]]:
        return task.search.find_in_each(asked, plans[:_MOST_PLANS])

    if (compares or chooses or asks_each(asked.text)) and (two := _two_of_one(task)):
        return two
    if (compares or chooses) and (two := answer_pair(task, hits_of_each)):
        return two
    if asked.fields and len(asked.plans) == 1 and not _is_one(task):
        return _two_of_one(task, _SURELY_BOTH) or answer_pair(task, hits_of_each, _SURELY_BOTH)
    if not compares or len(plans) > _MOST_PLANS or len(plans) < 2:
        return None
    if _compares_plans(asked):
        return answer_overview(replace(task, question=replace(asked, kinds=(Kind.OVERVIEW,), plans=plans, parts=())))
    if not asked.parts:
        return _sizes(task, plans)
    lines, best = [], 0.0
    for plan in plans:
        hits = [hit for hit in hits_of_each()[plan] if worth_comparing(hit)]
        best = max([best, *(hit.score for hit in hits)])
        lines.append(state_side(task, plan, hits))
    if best == 0.0:
        return None
    return Outcome("\n".join(f"- {line}" for line in lines), True, Kind.COMPARE, best)


def _compares_plans(asked: Question) -> bool:
    """Whether a question compares plans as such: "kế hoạch A và B khác nhau ở điểm nào", and no rows or figures."""
    if row_nouns(asked.text) or asked.fields or asked.filters or asked.appendix or asked.asks_number:
        return False
    return words_of("comparing_plans").issuperset(asked.words) and not chooses_one(asked.text)


def _is_one(task: Task) -> bool:
    """Whether one passage says what a question is about."""
    return not task.hits or max(hit.coverage for hit in task.hits) >= _SAID_BY_ONE


def _tables(task: Task) -> Outcome | None:
    """The count, the sum or the extreme of each plan, or how many rows each of several bodies has; None where no such
    figure is asked for."""
    asked = task.question
    if not asks_table(asked.kinds) or (kind := table_kind(asked)) is None:
        return None
    units, labels = asked.filters.units, appendices_named(asked.text)
    groups = groups_named(asked.text)
    leaders = leaders_named(asked.text, task.shelf) if asked.filters.leader else []
    if len(asked.plans) == 1 and len(labels) > 1 and kind is not Kind.LIST:
        each = [replace(asked, appendix=label, kinds=(kind,), parts=()) for label in labels]
    elif len(asked.plans) > 1 and (asked.filters or kind is not Kind.LIST):
        if not asked.filters and not asked.parts and kind is Kind.COUNT:
            return _sizes(task, asked.plans)
        own = _appendix_of_each(asked)
        each = [
            replace(asked, plans=(plan,), kinds=(kind,), appendix=own.get(plan, asked.appendix)) for plan in asked.plans
        ]
    elif len(asked.plans) == 1 and len(groups) > 1 and kind is not Kind.LIST:
        each = [
            replace(asked, filters=replace(asked.filters, group=group), kinds=(kind,), parts=()) for group in groups
        ]
    elif len(leaders) > 1 and kind is Kind.COUNT:
        each = [
            replace(asked, filters=replace(asked.filters, leader=name), kinds=(kind,), parts=()) for name in leaders
        ]
    elif len(units) > 1 and kind is Kind.COUNT:
        each = [replace(asked, filters=replace(asked.filters, units=(unit,)), kinds=(kind,)) for unit in units]
    else:
        return None
    lines = []
    for one in each:
        side = replace(task, question=one)
        told = answer_kind(side, kind, rows_asked(side))
        name = task.shelf.names[one.plans[0]] if one.plans else ""
        none = task.words.say("none_found", what=task.words.say("task"), scope=f" ({name})" if name else "")
        who = _scope_of(task, one)
        lines.append(f"- {who}{told.text if told else none}")
    return Outcome("\n".join(lines), True, Kind.COMPARE, 1.0)


def _appendix_of_each(asked: Question) -> dict[str, str]:
    """The appendix of each plan, where a question names as many of them as plans: "Phụ lục II của A, Phụ lục 1 của
    B"; both are taken in the order in which they are named. Empty where it does not."""
    labels = every_appendix_named(asked.text)
    if len(labels) != len(asked.plans) or len(labels) < _SEVERAL:
        return {}
    plain = fold(asked.text)
    ordered = sorted(asked.mentions, key=lambda mention: plain.find(fold(mention.text)))
    plans = [plan for mention in ordered for plan in mention.plans if plan in asked.plans]
    return dict(zip(plans, labels, strict=True)) if len(plans) == len(labels) else {}


def _scope_of(task: Task, side: Question) -> str:
    """What tells a side of a comparison from the others in one plan: its appendix, or its body."""
    if len(task.question.plans) > 1:
        return ""
    if len(task.question.plans) == 1 and side.appendix and len(appendices_named(task.question.text)) > 1:
        return f"{task.words.say('appendix')} {side.appendix}: "
    if side.filters.group and len(groups_named(task.question.text)) > 1:
        return f"{task.words.say('group')} {side.filters.group}: "
    return f"{side.filters.units[0].text if side.filters.units else side.filters.leader}: "


def _two_of_one(task: Task, least: float = 0.0) -> Outcome | None:
    """What the rows of one plan say of two things that a question names beside each other."""
    asked = task.question
    if len(asked.plans) > 1 or not asked.parts or (not asked.plans and len(task.shelf.plans) > _MOST_PLANS):
        return None
    rows = apply(replace(asked.filters, times=(), units=()), rows_in_scope(task), task.shelf)
    if dated := [row for row in rows if asked.years and {str(year) for year in asked.years} <= row.schedule.keys()]:
        rows = dated
    filled = [one.row for one in told_of(rows, asked.fields, asked.language, asked.years) if one.filled]
    two = two_things(asked, filled or rows, task.shelf)
    if two is None or two.share < (least if asked.plans else _SURELY_BOTH):
        return None
    lines = [f"- {_told(task, side, asked.fields)}" for side in two.rows]
    total = both_together(task, [side[0] for side in two.rows])
    return Outcome("\n".join([*lines, *total]), True, Kind.COMPARE, two.share)


def _told(task: Task, rows: Sequence[Row], fields: Sequence[Wanted]) -> str:
    """The rows of one side: the field asked for of each, or the row whole."""
    asked, shelf = task.question, task.shelf
    told = told_of(rows[:2], fields, asked.language, asked.years)
    if told:
        return " ".join(state_rows([one], shelf, task.book, task.words, fields) for one in told)
    return " ".join(f"{row_words(row, task.words, asked.language)} {task.book.row(row)}" for row in rows[:2])


def _sizes(task: Task, plans: Sequence[str]) -> Outcome:
    """How many rows each plan, or the appendix asked about, has."""
    own = _appendix_of_each(task.question)
    lines = []
    for plan_id in plans:
        label = own.get(plan_id, task.question.appendix)
        plan = task.shelf.plans[plan_id]
        named = [one for one in plan.appendices if same_label(label, one.label)]
        chosen = named or list(plan.appendices)
        parts = [f"{task.words.say('appendix')} {one.label}: {len(one.rows)}" for one in chosen]
        total = sum(len(one.rows) for one in chosen)
        detail = f" ({'; '.join(parts)})" if len(parts) > 1 else ""
        mark = task.book.section(plan_id, HEADER, plan.header.title)
        lines.append(f"- {task.shelf.names[plan.id]}: **{total}** {task.words.say('task')}{detail} {mark}")
    return Outcome("\n".join(lines), True, Kind.COMPARE, 1.0)
