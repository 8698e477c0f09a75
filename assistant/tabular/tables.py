"""Answers that come from whole tables: lists, counts, sums, the largest and smallest, and comparisons of plans.

A table question is a query: rows of the plans asked about, narrowed by filters and by the topic, then counted, added
up or listed. Nothing is left to search alone, so a list is complete and every row of it is cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.spelling import lowered
from assistant.phrasing.patterns import asks_of_each, asks_which_rows, says_how_borne
from assistant.phrasing.wishes import adds_up, asks_each, chooses_one
from assistant.plans.cells import unit_of_amounts, value_of
from assistant.plans.columns import has
from assistant.plans.due import with_day
from assistant.plans.filters import amount_of
from assistant.replies import shorten
from assistant.tabular.choosing import rows_asked
from assistant.tabular.extremes import answer_extreme, money_column
from assistant.tabular.measured import is_number
from assistant.tabular.pairs import sum_of_two
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import coverage, indexed
from assistant.understanding.mentions import same_label
from assistant.understanding.question import Question
from ingest.columns import meaning
from ingest.model import HEADER, Appendix, Field, Row
from ingest.money import find_amounts, format_dong, format_number, header_unit
from ingest.stages import staged
from ingest.vietnamese import fold

_SAID_ELSEWHERE = 0.6
"""How sure a passage must be for a question whose conditions no row meets to be answered by it."""
_IN_TITLE = 0.85
"""The share of a part of the topic that a title must say to be what is meant."""
_OF_GROUPS = {"chia", "phan", "gom", "nhom", "viec", "divided", "split", "into", "organised", "organized", "there"}
"""Words beside which groups are asked for, and that say nothing of them."""
_PROJECTS = "du an"
"""What is added up of projects is what they cost: "how much do the projects … require in total"."""
_SHOWN = 12
_TWO = 2
_FEW = 6
_FULL, _BRIEF = 420, 180
"""Characters told of each row of a list: where it has few rows, and where it has more."""
_WHO = {Field.LEAD_UNIT, Field.RESPONSIBLE_LEADER}
_LISTS = (Kind.MAX, Kind.MIN, Kind.SUM, Kind.COUNT, Kind.LIST)


@staged("tables")
def answer_table(task: Task) -> Outcome | None:
    """The answer to a table question; None where the question is none, or names nothing to narrow the rows by."""
    asked = task.question
    kind = table_kind(asked)
    narrowed = (
        (asked.wants_group and asked.parts)
        or asked.filters.times
        or asked.filters.leader
        or asked.filters.blank
        or asked.filters.filled
        or asked.filters.group
    )
    of_leader = bool(asked.filters.leader) and not asked.parts and set(asked.fields) <= _WHO
    if kind is None and (
        of_leader or (narrowed and not asked.fields and not asked.header and (not asked.parts or asked.wants_group))
    ):
        kind = Kind.LIST
    if asked.asks(Kind.COMPARE) or _ranks_in_each(asked):
        return None
    if parts := _count_parts(task):
        return parts
    if kind is None:
        return None
    if kind is Kind.LIST and not asked.filters and not (asked.parts or asked.plans or asked.noun):
        return None
    rows = rows_asked(task)
    if kind is Kind.SUM and len(rows) < _TWO and (two := sum_of_two(task)):
        return two
    return _ANSWERS[kind](task, rows)


def _ranks_in_each(asked: Question) -> bool:
    """Whether the largest or smallest of each of several plans is asked for: "của A và của B, bên nào lớn hơn"."""
    return len(asked.plans) > 1 and asked.asks_rank and (chooses_one(asked.text) or asks_each(asked.text))


def table_kind(asked: Question) -> Kind | None:
    """What is asked of whole rows: the first of the kinds that its words ask for, the surest first."""
    money = asked.about_money or ((adds_up(asked.likely) or asked.noun == _PROJECTS) and not asked.asks(Kind.COUNT))
    return next((kind for kind in _LISTS if asked.asks(kind) and (kind is not Kind.SUM or money)), None)


def answer_kind(task: Task, kind: Kind, rows: Sequence[Row]) -> Outcome | None:
    """The answer of a kind from some rows; None where they give none."""
    return _ANSWERS[kind](task, rows)


def _scope(task: Task) -> str:
    names = [task.shelf.names[plan] for plan in task.question.plans]
    return f" ({', '.join(names)})" if names else ""


def _what(task: Task, count: int = 0) -> str:
    """What so many rows are called."""
    noun = task.question.noun or "nhiem vu"
    several = task.words.nouns.get(fold(noun)) or task.words.say("rows_of", noun=noun)
    return task.words.noun_of_one.get(fold(noun), several) if count == 1 else several


def _how_many(task: Task, count: int, scope: str) -> str:
    """The line over some rows that says how many they are."""
    return task.words.say("total_one" if count == 1 else "total", count=count, what=_what(task, count), scope=scope)


def _list(task: Task, rows: Sequence[Row]) -> Outcome | None:
    if not rows:
        return None
    if _asks_cost_of_each(task.question) and not any(map(_tells_money, rows)):
        return Outcome(task.words.say("none_priced", what=_what(task), scope=_scope(task)), False, Kind.LIST, 0.5)
    head = _how_many(task, len(rows), _scope(task))
    total = _total(task, _priced(task, rows)) if _asks_cost(task.question) else ""
    return Outcome("\n".join(filter(None, [head, *lines_of(task, rows), total])), True, Kind.LIST, 1.0)


def _asks_cost(asked: Question) -> bool:
    """Whether a question for rows asks, or sets as a condition, what they cost."""
    return asked.filters.amount is not None or Field.BUDGET in asked.fields or asked.about_money


def _asks_cost_of_each(asked: Question) -> bool:
    """Whether a question asks what each of some rows costs, and nothing else of them."""
    alone = not asked.filters and set(asked.fields) <= {Field.BUDGET}
    if not alone or not asked.about_money or asks_which_rows(asked.likely):
        return False
    return asks_of_each(asked.likely) or asked.fields == (Field.BUDGET,)


def _tells_money(row: Row) -> bool:
    """Whether any cell of a row says what something costs, or stands in a column of money and is no blank."""
    if any(row.text(wanted).strip() for wanted in (Field.BUDGET, Field.ALLOCATED_BUDGET)) or row.amounts_in:
        return True
    return any(
        text.strip() and (meaning(title) is Field.BUDGET or header_unit(title) > 1 or list(find_amounts(text)))
        for title, text in row.columns.items()
    )


def by_plan(task: Task, rows: Sequence[Row]) -> Outcome:
    """Rows of several plans, told plan by plan with how many each has."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.anchor.plan] = counts.get(row.anchor.plan, 0) + 1
    scope = ", ".join(f"{task.shelf.names[plan]}: {count}" for plan, count in counts.items())
    head = _how_many(task, len(rows), f" ({scope})")
    return Outcome("\n".join([head, *lines_of(task, rows)]), True, Kind.LIST, 1.0)


def no_rows(task: Task) -> Outcome | None:
    """That no row meets the conditions of a question that asks for rows, and sets conditions."""
    asked = task.question
    if not asked.filters or asked.asks(Kind.COMPARE) or not any(asked.asks(kind) for kind in _LISTS):
        return None
    if task.hits and task.hits[0].score >= _SAID_ELSEWHERE:
        return None  # what looked like a condition may be what the question is about
    if borne := _borne(task):
        return borne
    text = task.words.say("none_found", what=_what(task), scope=_scope(task))
    if wanted := list(dict.fromkeys(_looked_for(asked))):
        text = task.words.say("none_meets", what=_what(task), scope=_scope(task), wanted="; ".join(wanted))
    if len(asked.plans) == 1:
        text = f"{text} {task.words.say('whole_table', what=_what(task), plan=task.shelf.names[asked.plans[0]])}"
    return Outcome(text, False, Kind.LIST, 0.3)


def _looked_for(asked: Question) -> Iterator[str]:
    """The conditions of a question and its topic, as it says them."""
    filters = asked.filters
    spans = [(time.start, time.end) for time in filters.times]
    spans += [(filters.amount.start, filters.amount.end)] if filters.amount else []
    yield from (unit.text for unit in filters.units)
    yield from filter(None, [filters.leader, *(asked.text[start:end].strip() for start, end in spans)])
    if asked.topic:
        yield f"“{asked.topic}”"


def _borne(task: Task) -> Outcome | None:
    """The rows of a body, where all else a question says is how the body bears them, in a word that no row has:
    "Văn phòng tiến hành những việc nào"."""
    asked = task.question
    if not asked.filters.units or not asked.topic or not says_how_borne(asked.likely, asked.topic):
        return None
    return answer_table(replace(task, question=replace(asked, parts=(), topic="")))


def lines_of(task: Task, rows: Sequence[Row]) -> list[str]:
    """The first rows, one a line, and how many more there are; all of them are cited."""
    longest = _FULL if len(rows) <= _FEW else _BRIEF
    several = len({row.anchor.plan for row in rows}) > 1
    lines = []
    for row in rows[:_SHOWN]:
        plan = f"{task.shelf.names[row.anchor.plan]}: " if several else ""
        lines.append(f"- {plan}{_statement(task, row, longest)} {task.book.row(row)}")
    if rest := rows[_SHOWN:]:
        marks = "".join(task.book.row(row) for row in rest)
        lines.append(f"{task.words.say('more', count=len(rest), what=_what(task, len(rest)))} {marks}")
    return lines


def _statement(task: Task, row: Row, longest: int) -> str:
    """A row in a list: what it is about, and the fields that the question names or that tell rows apart."""
    asked = task.question
    wanted = list(asked.fields) or [Field.LEAD_UNIT]
    if asked.filters.times and Field.DEADLINE not in wanted:
        wanted.append(Field.DEADLINE)
    adds = asked.asks(Kind.SUM) and not set(wanted) - _WHO
    if (asked.filters.amount or adds) and Field.BUDGET not in wanted:
        wanted.append(Field.BUDGET)
    told = [value_of(row, field, asked.language, asked.years) for field in wanted]
    values = [with_day(row, *value, task.shelf, task.words) for value in told if value and value[1]]
    if not values and longest == _FULL and not row.has(Field.LEAD_UNIT):
        values = [f"{title}: {text}" for title, text in row.fields.items() if title in row.columns and is_number(text)]
    said = f" ({'; '.join(values)})" if values else ""
    return f"{shorten(row.text(Field.CONTENT), longest)}{said}"


def _count(task: Task, rows: Sequence[Row]) -> Outcome | None:
    if not rows:
        return None
    head = _how_many(task, len(rows), _scope(task))
    tables: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.anchor.plan, _table_of(task, row))
        tables[key] = tables.get(key, 0) + 1
    if len(tables) > 1:
        named = {key: key[1] for key in tables}
        parts = [f"{task.shelf.names[key[0]]} {named[key]}: {count}" for key, count in tables.items()]
        head = f"{head} {'; '.join(parts)}."
    return Outcome("\n".join([head, *lines_of(task, rows)]), True, Kind.COUNT, 1.0)


def _table_of(task: Task, row: Row) -> str:
    """What the table of a row is called, or the part of the prose that tells it: "Phụ lục 1", "mục III"."""
    if row.anchor.section is not None:
        return f"{'section' if task.question.language == 'en' else 'mục'} {row.anchor.section.partition('.')[0]}"
    return " ".join(filter(None, (task.words.say("appendix"), row.anchor.appendix)))


def _count_parts(task: Task) -> Outcome | None:
    """How many groups or appendices a plan has, where a question counts those."""
    asked, shelf = task.question, task.shelf
    counted = asked.plan_parts
    if not counted or not asked.plans or (counted == "groups" and not _asks_groups(task)):
        return None
    lines = []
    for plan_id in asked.plans:
        plan = shelf.plans[plan_id]
        printed = [one for one in plan.appendices if counted != "appendix" or not one.is_prose]
        chosen = [one for one in printed if not asked.appendix or same_label(asked.appendix, one.label)]
        task_word = task.words.say("task")
        names = [f"{one.label} {one.title} ({len(one.rows)} {task_word})".strip() for one in chosen]
        if counted != "appendix":
            names = [group.name for one in chosen for group in one.groups]
        if not names and counted == "groups":
            continue
        told = "; ".join(names)
        if counted != "appendix" and len(tables := [one for one in chosen if one.groups]) > 1:
            told = "\n".join(_groups_of(one, task.words.say("appendix")) for one in tables)
        mark = task.book.section(plan_id, HEADER, plan.header.title)
        what = task.words.say(_counted_as(counted, len(names)))
        lines.append(f"{task.shelf.names[plan.id]}: **{len(names)}** {what} {mark}\n{told}")
    if not lines:
        return None
    return Outcome("\n".join(lines), True, Kind.COUNT, 1.0)


def _counted_as(counted: str, number: int) -> str:
    """The reply that names what is counted of a plan."""
    if counted != "appendix":
        return "group"
    return "appendices" if number > 1 else "appendix"


def _groups_of(appendix: Appendix, name: str) -> str:
    """The groups of one of several appendices."""
    return f"{name} {appendix.label}: " + "; ".join(group.name for group in appendix.groups)


def _asks_groups(task: Task) -> bool:
    """Whether a question asks what groups a table of some plans has, and nothing of what is in them."""
    asked, shelf = task.question, task.shelf
    if asked.filters or asked.asks_rank:
        return False
    titles = [indexed(title) for plan in asked.plans for title in (shelf.plans[plan].header.title,)]
    titles += [indexed(title) for plan in asked.plans for _, title in shelf.appendix_titles(plan)]
    parts = (part for part in asked.parts if all(coverage([part], one, shelf.words) < _IN_TITLE for one in titles))
    left = {token.plain for part in parts for token in part.typed or part.phrases[0]}
    return left <= _OF_GROUPS


def _sum(task: Task, rows: Sequence[Row]) -> Outcome | None:
    priced = _priced(task, rows)
    if not priced:
        return None
    head = f"{_average(task, priced)} {_total(task, priced, fewest=1)}".strip()
    if each := _sums_of_each(task, priced):
        head = f"{head} {each}"
    wanted = money_column(task.question, rows)
    if left_out := sum(has(row, wanted) for row in rows) - len(priced):
        head = f"{head} {task.words.say('unpriced', count=left_out, what=_what(task, left_out))}"
    return Outcome("\n".join([head, *lines_of(task, [row for row, _ in priced])]), True, Kind.SUM, 1.0)


def _priced(task: Task, rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """The rows that say what they cost, each with it in đồng."""
    wanted = money_column(task.question, rows)
    found = ((row, amount_of(row, wanted, task.question.years)) for row in rows)
    return [(row, amount) for row, amount in found if amount is not None]


def _total(task: Task, priced: Sequence[tuple[Row, int]], fewest: int = _TWO) -> str:
    """What some rows cost together; "" for fewer than so many."""
    if len(priced) < fewest:
        return ""
    value = _in_units(sum(amount for _, amount in priced), [row for row, _ in priced], task.question.language)
    name = task.words.name(money_column(task.question, [row for row, _ in priced]))
    what = _what(task, len(priced))
    return task.words.say("sum", field=name, scope=_scope(task), value=value, count=len(priced), what=what)


def _average(task: Task, priced: Sequence[tuple[Row, int]]) -> str:
    """What one of some rows costs on average, to the nearest đồng; "" where that is not asked for."""
    if not condition_patterns()["average"].search(lowered(task.question.likely)):
        return ""
    mean = (2 * sum(amount for _, amount in priced) + len(priced)) // (2 * len(priced))
    value = _in_units(mean, [row for row, _ in priced], task.question.language)
    return task.words.say("average", what=_what(task, 1), scope=_scope(task), value=value)


def _sums_of_each(task: Task, priced: Sequence[tuple[Row, int]]) -> str:
    """What the rows of each of several plans cost; "" where they are of one."""
    plans: dict[str, list[tuple[Row, int]]] = {}
    for row, amount in priced:
        plans.setdefault(row.anchor.plan, []).append((row, amount))
    if len(plans) < _TWO:
        return ""
    told = (
        f"{task.shelf.names[plan]}: "
        + _in_units(sum(amount for _, amount in own), [row for row, _ in own], task.question.language)
        for plan, own in plans.items()
    )
    return f"{'; '.join(told)}."


def _in_units(dong: int, rows: Sequence[Row], language: str) -> str:
    """A sum in đồng and, where all its amounts are printed in another unit, in that as well."""
    value = format_dong(dong, language)
    units = {unit_of_amounts(row, Field.BUDGET) for row in rows}
    unit = units.pop() if len(units) == 1 else ""
    factor = header_unit(f"({unit})") if unit else 1
    if factor == 1 or dong % factor:
        return value
    return f"{format_number(dong // factor, language)} {unit} ({value})"


def _extreme(task: Task, rows: Sequence[Row]) -> Outcome | None:
    return answer_extreme(task, rows, _scope(task), _what(task))


_ANSWERS: dict[Kind, Callable[[Task, Sequence[Row]], Outcome | None]] = {
    Kind.LIST: _list,
    Kind.COUNT: _count,
    Kind.SUM: _sum,
    Kind.MAX: _extreme,
    Kind.MIN: _extreme,
}
