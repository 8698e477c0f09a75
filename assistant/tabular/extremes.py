"""The largest and the smallest: by money, by the percentage of a target, or by how many rows share a leader, a lead
unit or a group."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.answer import Kind
from assistant.lexicon.spelling import lowered
from assistant.phrasing.patterns import how_many_ranked, row_nouns
from assistant.phrasing.wishes import asks_plans, counted_parts_ranked, ranks_body_numbers, ranks_percentages
from assistant.plans.bearing import Bearer, bearers_by, group_of, held_by
from assistant.plans.cells import cell_text, value_of
from assistant.plans.columns import Wanted, cell
from assistant.plans.due import with_day
from assistant.plans.filters import amount_of, deadline_of
from assistant.replies import shorten
from assistant.telling.outcome import Outcome, Task
from assistant.understanding.conditions import role_said
from assistant.understanding.question import Question
from ingest.model import HEADER, Field, Row
from ingest.money import format_dong

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_MOST_TIES = 12
_TWO = 2
_NO_MONEY = set(Field) - {Field.BUDGET, Field.ALLOCATED_BUDGET}
_RANKS: Mapping[tuple[Wanted, ...], str] = {
    (Field.RESPONSIBLE_LEADER,): "leader",
    (Field.LEAD_UNIT,): "unit",
    (Field.COORDINATING_UNITS,): "coordinating",
}
"""What is ranked by how many tasks it has, where a question asks for it as a field: "ai phụ trách nhiều việc nhất"."""


def answer_extreme(task: Task, rows: Sequence[Row], scope: str, what: str) -> Outcome | None:
    """The rows, or the bearers of most or fewest rows, that a question with "nhất" asks for; None without values."""
    asked = task.question
    kind = Kind.MAX if asked.asks(Kind.MAX) else Kind.MIN
    if asked.by_deadline:
        return _by_deadline(task, rows, kind, scope, what)
    if ranks_body_numbers(asked.likely) and row_nouns(asked.text):
        return _most_shared(task, rows, kind, scope, what)
    if asked.ranks == "plan" and not asked.about_money and not asked.plans:
        return _most_of_plans(task, rows, kind, what)
    if _ranks_money_of_plans(asked) and (told := _most_money_of_plans(task, rows, kind, what)):
        return told
    key = _bearer(task)
    if key is not None and not asked.about_money:
        return _most_rows(task, rows, kind, key, scope, what)
    if asked.ranks == "group" and (told := _most_money(task, rows, kind, scope)):
        return told
    if asks_plans(asked.text) and not asked.about_money and not row_nouns(asked.text):
        return None  # "kế hoạch nào ngắn nhất" ranks no rows
    by_money = asked.about_money or not ranks_percentages(asked.text)
    wanted = money_column(asked, rows) if by_money else Field.TARGET
    values = _amounts(rows, wanted, asked.years) if by_money else _percentages(rows)
    if not values:
        return None
    many = how_many_ranked(asked.text)
    ranked = sorted(values, key=lambda pair: pair[1], reverse=kind is Kind.MAX)
    last = ranked[min(many, len(ranked)) - 1][1]
    chosen = [row for row, value in ranked if value == last or ranked.index((row, value)) < many][:_MOST_TIES]
    which = task.words.say("largest" if kind is Kind.MAX else "smallest")
    lines = [
        task.words.say(
            "top",
            what=what,
            field=task.words.name(wanted),
            scope=_of_plan(task, row, scope),
            which=which,
            content=shorten(row.text(Field.CONTENT)),
            value=_printed(row, wanted),
        )
        + f" {task.book.row(row)}"
        for row in chosen
    ]
    lines = [_begun(line) for line in lines]
    return Outcome("\n".join(lines), True, kind, 1.0)


def _most_shared(task: Task, rows: Sequence[Row], kind: Kind, scope: str, what: str) -> Outcome | None:
    """The rows whose role most or fewest bodies share, of those that name any."""
    role = role_said(lowered(task.question.likely)) or Field.LEAD_UNIT
    bearers = bearers_by("coordinating" if role is Field.COORDINATING_UNITS else "unit", task.shelf)
    numbers = [(row, len({one.key for one in bearers(row)})) for row in rows] if bearers else []
    numbers = [(row, number) for row, number in numbers if number]
    if not numbers:
        return None
    best = (max if kind is Kind.MAX else min)(number for _, number in numbers)
    name, which = task.words.name(role), task.words.say("largest" if kind is Kind.MAX else "smallest")
    lines = [
        _begun(
            task.words.say(
                "most_shared",
                what=what,
                field=name,
                scope=_of_plan(task, row, scope),
                which=which,
                content=shorten(row.text(Field.CONTENT)),
                count=number,
                value=row.text(role),
            )
            + f" {task.book.row(row)}"
        )
        for row, number in [pair for pair in numbers if pair[1] == best][:_MOST_TIES]
    ]
    return Outcome("\n".join(lines), True, kind, 1.0)


def _ranks_money_of_plans(asked: Question) -> bool:
    """Whether plans are ranked by all that they cost: "tỉnh nào tốn nhiều tiền nhất", not "… có dự án đắt nhất"."""
    if not asked.about_money or asked.plans or asked.by_deadline:
        return False
    return asks_plans(asked.text) and (asked.asks(Kind.SUM) or not row_nouns(asked.text))


def _most_money_of_plans(task: Task, rows: Sequence[Row], kind: Kind, what: str) -> Outcome | None:
    """What the rows of each plan cost together, the most or the least first; None where fewer than two say it."""
    wanted = money_column(task.question, rows)
    priced: defaultdict[str, list[tuple[Row, float]]] = defaultdict(list)
    for row, amount in _amounts(rows, wanted, task.question.years):
        priced[row.anchor.plan].append((row, amount))
    if len(priced) < _TWO:
        return None
    sums = {plan: int(sum(amount for _, amount in own)) for plan, own in priced.items()}
    names, lines = task.shelf.names, []
    for plan in sorted(sums, key=lambda plan: sums[plan], reverse=kind is Kind.MAX)[:_MOST_TIES]:
        value, count = format_dong(sums[plan], task.question.language), len(priced[plan])
        marks = "".join(task.book.row(row) for row, _ in priced[plan])
        scope = f" ({names[plan]})"
        said = task.words.say("sum", field=task.words.name(wanted), scope=scope, value=value, count=count, what=what)
        lines.append(f"- {said} {marks}")
    if silent := [name for plan, name in names.items() if plan in task.shelf.plans and plan not in sums]:
        lines.append(task.words.say("plans_unpriced", plans=", ".join(silent[:_MOST_TIES])))
    return Outcome("\n".join(lines), True, kind, 1.0)


def _most_money(task: Task, rows: Sequence[Row], kind: Kind, scope: str) -> Outcome | None:
    """The group whose budgets come to most or least, its rows cited; None where fewer than two groups have any."""
    sums: defaultdict[str, int] = defaultdict(int)
    held: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if (title := group_of(row)) and (amount := amount_of(row, Field.BUDGET, task.question.years)) is not None:
            sums[title] += amount
            held[title].append(row)
    if len(sums) < _TWO:
        return None
    best = (max if kind is Kind.MAX else min)(sums, key=lambda title: sums[title])
    which = task.words.say("largest" if kind is Kind.MAX else "smallest")
    text = task.words.say(
        "top",
        what=task.words.say("group"),
        field=task.words.name(Field.BUDGET),
        scope=scope,
        which=which,
        content=best,
        value=format_dong(sums[best], task.question.language),
    )
    marks = "".join(task.book.row(row) for row in held[best])
    return Outcome(_begun(f"{text} {marks}"), True, kind, 1.0)


def _by_deadline(task: Task, rows: Sequence[Row], kind: Kind, scope: str, what: str) -> Outcome | None:
    """The rows that end first or last, of those whose deadlines set an end."""
    ends = [(row, deadline_of(row, task.shelf.plans[row.anchor.plan]).end) for row in rows]
    dated = [(row, end) for row, end in ends if end is not None]
    if not dated:
        return None
    best = (max if kind is Kind.MAX else min)(end for _, end in dated)
    which = task.words.say("latest" if kind is Kind.MAX else "earliest")
    lines = []
    for row, end in dated:
        if end == best:
            told = value_of(row, Field.DEADLINE, task.question.language)
            text = task.words.say(
                "top",
                what=what,
                field=task.words.name(Field.DEADLINE),
                scope=_of_plan(task, row, scope),
                which=which,
                content=shorten(row.text(Field.CONTENT)),
                value=with_day(row, told[0], told[1], task.shelf, task.words) if told else "",
            )
            lines.append(_begun(f"{text} {task.book.row(row)}"))
    return Outcome("\n".join(lines[:_MOST_TIES]), True, kind, 1.0)


def _of_plan(task: Task, row: Row, scope: str) -> str:
    """The plan of a row in brackets, where the question is about several; else the scope as it is."""
    return scope if len(task.question.plans) == 1 else f" ({task.shelf.names[row.anchor.plan]})"


def _begun(line: str) -> str:
    """A line that begins with a capital letter."""
    return line[:1].upper() + line[1:]


def money_column(asked: Question, rows: Iterable[Row]) -> Wanted:
    """The column of money that a question names, "đã bố trí", "Xã hội hóa"; that of the budgets where it names none."""
    priced = list(rows)
    for wanted in asked.fields:
        if wanted not in _NO_MONEY and any(amount_of(row, wanted) is not None for row in priced):
            return wanted
    return Field.BUDGET


def _amounts(rows: Iterable[Row], wanted: Wanted, years: Sequence[int]) -> list[tuple[Row, float]]:
    return [(row, float(amount)) for row in rows if (amount := amount_of(row, wanted, years)) is not None]


def _printed(row: Row, wanted: Wanted) -> str:
    return cell_text(row, wanted) if isinstance(wanted, Field) else cell(row, wanted)


def _percentages(rows: Iterable[Row]) -> list[tuple[Row, float]]:
    found = [(row, _PERCENT.search(row.text(Field.TARGET))) for row in rows]
    return [(row, float(match[1].replace(",", "."))) for row, match in found if match]


def _bearer(task: Task) -> Callable[[Row], list[Bearer]] | None:
    """By what rows are counted: their leader, their lead units or their group; None where a row itself is asked for."""
    asked = task.question
    return bearers_by(asked.ranks or (_RANKS.get(asked.fields, "") if asked.of_tasks else ""), task.shelf)


def _most_of_plans(task: Task, rows: Sequence[Row], kind: Kind, what: str) -> Outcome | None:
    """The plan with most or fewest of some rows, or of appendices, and how many the others have."""
    shelf = task.shelf
    held = Counter(row.anchor.plan for row in rows)
    if counted_parts_ranked(task.question.text):
        held, what = Counter({plan: len(shelf.appendix_titles(plan)) for plan in held}), task.words.say("appendices")
    ranked = sorted(held, key=lambda plan: held[plan], reverse=kind is Kind.MAX)[:_MOST_TIES]
    lines = [
        f"{task.words.say('bearer', bearer=shelf.names[plan], count=held[plan], what=what, scope='')} "
        + task.book.section(plan, HEADER, shelf.plans[plan].header.title)
        for plan in ranked
    ]
    return Outcome("\n".join(lines), True, kind, 1.0) if lines else None


def _most_rows(
    task: Task, rows: Sequence[Row], kind: Kind, key: Callable[[Row], list[Bearer]], scope: str, what: str
) -> Outcome | None:
    held = held_by(rows, key)
    if not held:
        return None
    best = (max if kind is Kind.MAX else min)(len(found) for _, found in held)
    lines = []
    for name, found in held:
        if len(found) == best:
            marks = "".join(task.book.row(row) for row in found)
            lines.append(f"{task.words.say('bearer', bearer=name, count=best, what=what, scope=scope)} {marks}")
    return Outcome("\n".join(lines[:_MOST_TIES]), True, kind, 1.0)
