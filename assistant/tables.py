"""Answers that come from whole tables: lists, counts, sums, the largest and smallest, and comparisons of plans.

A table question is a query: rows of the plans asked about, narrowed by filters and by the topic, then counted, added
up or listed. Nothing is left to search alone, so a list is complete and every row of it is cited.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from assistant.alternatives import two_things
from assistant.answer import Kind
from assistant.cells import unit_of_amounts, value_of
from assistant.columns import Wanted, cell, has, of_year
from assistant.conditions import adds_up, counted_parts, counts_tasks, names_indicators, names_tasks
from assistant.due import with_day
from assistant.extremes import answer_extreme, money_column
from assistant.filters import Filters, amount_of, apply, budget_of, names_body, plans_meeting
from assistant.in_time import rows_in_time
from assistant.library import Shelf
from assistant.matching import Part, Topic, coverage, indexed, joined, says, tokens
from assistant.mentions import same_label
from assistant.outcome import Outcome, Task
from assistant.question import Question
from assistant.replies import shorten
from ingest.columns import meaning
from ingest.model import HEADER, Field, Row
from ingest.money import format_dong, format_number, header_unit
from ingest.stages import staged
from ingest.vietnamese import fold

_ABOUT = 0.6
"""The share of the topic that a row of a list must say."""
_NOTHING = 0.05
_IN_TITLE = 0.85
"""The share of the topic that the title of a table must say to be what is meant."""
_IN_CELL = 0.9
_SAID_IN_CELLS = (Field.NOTE, Field.AREA, Field.APPROVAL, Field.DELIVERABLE)
"""Fields whose text rows can be chosen by."""
_NOT_CHOSEN_BY = {Field.CONTENT, Field.SOLUTION, Field.LEAD_UNIT, Field.COORDINATING_UNITS, Field.DEADLINE}
_VALUES = {Field.BUDGET, Field.NOTE, Field.AREA, Field.APPROVAL}
_LEAST_VALUE = 3  # words of a cell that a question says
_SHORT_CELL = 12  # words
_SAID_ELSEWHERE = 0.6
"""How sure a passage must be for a question whose conditions no row meets to be answered by it."""
_MANY_PLANS = 64
"""Plans of which the rows are read only where they can meet the conditions."""
_SHOWN = 12
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
        or asked.filters.group
    )
    of_leader = bool(asked.filters.leader) and not asked.parts and set(asked.fields) <= _WHO
    if kind is None and (
        of_leader or (narrowed and not asked.fields and not asked.header and (not asked.parts or asked.wants_group))
    ):
        kind = Kind.LIST
    if asked.asks(Kind.COMPARE):
        return None
    if parts := _count_parts(task):
        return parts
    if kind is None:
        return None
    if kind is Kind.LIST and not asked.filters and not (asked.parts or asked.plans or asked.noun):
        return None
    return _ANSWERS[kind](task, rows_asked(task))


def table_kind(asked: Question) -> Kind | None:
    """What is asked of whole rows: the first of the kinds that its words ask for, the surest first."""
    money = asked.about_money or (adds_up(asked.text) and not asked.asks(Kind.COUNT))
    return next((kind for kind in _LISTS if asked.asks(kind) and (kind is not Kind.SUM or money)), None)


def answer_kind(task: Task, kind: Kind, rows: Sequence[Row]) -> Outcome | None:
    """The answer of a kind from some rows; None where they give none."""
    return _ANSWERS[kind](task, rows)


def rows_in_scope(task: Task) -> list[Row]:
    """The rows of the plans, and of the appendix, that a question names."""
    asked, shelf = task.question, task.shelf
    among: Collection[str] = asked.plans or shelf.plans
    if len(among) > _MANY_PLANS and not (among := plans_meeting(asked.filters, shelf, among)):
        return []
    return [
        row
        for row in shelf.rows_of(among)
        if not asked.appendix or same_label(asked.appendix, row.anchor.appendix or "1")
    ]


def rows_asked(task: Task) -> list[Row]:
    """The rows that a table question is about."""
    asked, shelf = task.question, task.shelf
    for in_time in rows_in_time(asked, shelf):
        if not in_time or (met := apply(asked.filters, _surely_meant(task, in_time), shelf)):
            return _of_topic(task, met if in_time else [])
    rows = rows_in_scope(task)
    rows = _of_noun(rows, asked.noun, shelf) if asked.noun else _of_tasks(task, rows)
    if dated := _with_budgets_of(task, rows):
        blank = tuple(wanted for wanted in asked.filters.blank if wanted is not Field.BUDGET)
        empty = blank != asked.filters.blank
        rows = [row for row in dated if not empty or budget_of(row, asked.years) is None]
        rows = apply(replace(asked.filters, times=(), blank=blank), rows, shelf)
    else:
        filters, rows = _acting(task, rows)
        rows = apply(filters, rows, shelf)
    return _of_topic(task, rows)


def _surely_meant(task: Task, rows: Sequence[Row]) -> list[Row]:
    """Of the rows that meet a condition those of the appendix and of the noun asked about, whatever other rows say."""
    asked, noun, of_tasks = task.question, task.question.noun, counts_tasks(task.question.text)
    return [
        row
        for row in rows
        if (not asked.appendix or same_label(asked.appendix, row.anchor.appendix or "1"))
        and (noun in fold(_content_header(row)) if noun else not (of_tasks and _lists_indicators(row, task.shelf)))
    ]


def _of_topic(task: Task, rows: list[Row]) -> list[Row]:
    """Of the rows that meet the conditions those that say what else the question is about."""
    if group := _of_group(task, rows):
        return group
    if told := _of_cells(task, rows) or _of_values(task, rows):
        return told
    parts, rows = _without_titles(task, rows)
    return _about(task, parts, rows) if parts else rows


def _acting(task: Task, rows: Sequence[Row]) -> tuple[Filters, list[Row]]:
    """The conditions without the bodies that no row names as acting, and the rows that say those bodies elsewhere:
    "dự án được UBND tỉnh phê duyệt". As they are where a question says in which role it means them."""
    filters = task.question.filters
    idle = [unit for unit in filters.units if not filters.role and not names_body(unit, rows, task.shelf)]
    saying = list(rows)
    for unit in idle:
        phrase = tokens(unit.text)
        saying = [row for row in saying if says(phrase, indexed(" ".join(row.columns.values())))]
    if not idle or not saying:
        return filters, list(rows)
    return replace(filters, units=tuple(unit for unit in filters.units if unit not in idle)), saying


def _with_budgets_of(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows whose table has a column of budgets for the year asked about, where money is asked about; else none."""
    asked = task.question
    about_money = asked.about_money or Field.BUDGET in (*asked.fields, *asked.filters.blank)
    if not about_money or not asked.years:
        return []
    return [row for row in rows if of_year(row, Field.BUDGET, asked.years) is not None]


def _about(task: Task, parts: Sequence[Part], rows: Sequence[Row]) -> list[Row]:
    """The rows that say the topic, those that say as much of it as the best."""
    asked = task.question
    topic = Topic(parts, task.shelf.words)
    said = [(row, _says(topic, row)) for row in rows]
    best = max((share for _, share in said), default=0.0)
    two = two_things(replace(asked, parts=tuple(parts)), rows, task.shelf) if best < _IN_TITLE else None
    if two and two.share >= max(_ABOUT, best):
        return [row for row in rows if row in two.rows[0] or row in two.rows[1]]
    kept = [row for row, share in said if share >= max(_ABOUT, 0.75 * best)]
    known = any(task.shelf.words.known(token.plain) for part in parts for token in part.phrases[0])
    unsaid = best < _NOTHING or not known
    if not kept and unsaid and (asked.filters or (asked.plans and asked.asks_rank)):
        return list(rows)  # what is left of the question is no topic
    return kept


def _of_cells(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows whose cell of a column that the question names says the topic: "trong ghi chú", "trình Chính phủ".

    Where it names no column, and what no row is about is the whole text of some cells, those: "dùng vốn đầu tư công".
    """
    asked = task.question
    if not asked.parts:
        return []
    topic = Topic(asked.parts, task.shelf.words)
    columns = [wanted for wanted in asked.fields if wanted in _SAID_IN_CELLS or not isinstance(wanted, Field)]
    if columns:
        return [row for row in rows if any(topic.coverage(indexed(cell(row, name))) >= _IN_CELL for name in columns)]
    if any(topic.coverage(indexed(row.text(Field.CONTENT))) >= _ABOUT for row in rows):
        return []
    return [row for row in rows if any(_is_whole(topic, text) for text in _other_cells(row))]


def _of_values(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows with a cell whose words the question says in their order: "không dùng tiền ngân sách" of "Không sử dụng
    ngân sách"; where that is said of all of them, none is chosen by it."""
    said = [token.plain for token in task.question.said]
    values = {text for row in rows for name, text in row.fields.items() if name in _VALUES or not _is_canonical(name)}
    meant = {text for text in values if _LEAST_VALUE <= len(tokens(text)) <= _SHORT_CELL and _in_order(text, said)}
    chosen = [row for row in rows if meant & set(row.fields.values())]
    return chosen if len(chosen) < len(rows) else []


def _is_canonical(name: str) -> bool:
    return name in Field._value2member_map_


def _in_order(text: str, said: Sequence[str]) -> bool:
    """Whether words stand in a question in their order, with at most one other word between two of them."""
    wanted = [token.plain for token in tokens(text)]
    for start in (at for at, word in enumerate(said) if word == wanted[0]):
        at = start
        for word in wanted[1:]:
            at = next((place for place in (at + 1, at + 2) if place < len(said) and said[place] == word), -1)
            if at < 0:
                break
        else:
            return True
    return False


def _other_cells(row: Row) -> Iterator[str]:
    """The cells that say neither what a row is about nor who does it nor when."""
    return (text for name, text in row.fields.items() if text and name not in _NOT_CHOSEN_BY)


def _is_whole(topic: Topic, text: str) -> bool:
    """Whether a cell says a topic and little else."""
    said = indexed(text)
    return len(said.plain) <= _SHORT_CELL and topic.coverage(said) >= _IN_CELL


def _without_titles(task: Task, rows: Sequence[Row]) -> tuple[list[Part], list[Row]]:
    """The parts of the topic that no title says, and the rows of the tables whose titles say the others.

    "Tổng kinh phí các dự án ưu tiên của Nghệ An" names a table by its title, "nhiệm vụ trong kế hoạch dịch bệnh" the
    plan; neither is said again in the rows.
    """
    asked, shelf = task.question, task.shelf
    headers = indexed(" ".join(_headers(rows, asked.fields)))
    parts = [part for part in asked.parts if coverage([part], headers, shelf.words) < _IN_TITLE]
    if not asked.plans or not rows:
        return parts, list(rows)
    for plan_id in asked.plans:
        title = indexed(shelf.plans[plan_id].header.title)
        parts = [part for part in parts if coverage([part], title, shelf.words) < _IN_TITLE]
    if not parts:
        return parts, list(rows)
    titles = {
        (plan_id, label): indexed(title) for plan_id in asked.plans for label, title in shelf.table_titles(plan_id)
    }
    topic = Topic(parts, shelf.words)
    named = {key for key, title in titles.items() if topic.coverage(title) >= _IN_TITLE}
    if named and len(named) < len(titles):
        return [], [row for row in rows if (row.anchor.plan, row.anchor.appendix or "") in named]
    return parts, list(rows)


def _headers(rows: Sequence[Row], fields: Sequence[Wanted]) -> Iterator[str]:
    """The headers, as printed, of the columns that a question asks for: "Kinh phí đề xuất"."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if (titles := tuple(row.columns)) not in seen:
            seen.add(titles)
            yield from (title for title in titles if meaning(title) in fields or title in fields)


def _says(topic: Topic, row: Row) -> float:
    own = (row.text(Field.CONTENT), row.text(Field.SOLUTION))
    around = (*own, row.group_title, *row.columns.values())
    return max(topic.coverage(joined(own)), 0.9 * topic.coverage(joined(around)))


def _of_group(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows of the groups whose title a question says word for word, or whose title the topic names where it asks
    for a group; else none."""
    asked = task.question
    titles = {row.group_title for row in rows if row.group_title}
    if not asked.wants_group and (printed := [title for title in titles if _is_said(title, asked)]):
        return _narrowed(task, printed, [row for row in rows if row.group_title in printed])
    if not asked.parts or not asked.wants_group:
        return []
    topic = Topic(asked.parts, task.shelf.words)
    shares = {title: topic.coverage(indexed(title)) for title in titles}
    best = max(shares.values(), default=0.0)
    return [row for row in rows if best >= _ABOUT and shares.get(row.group_title, 0.0) >= 0.95 * best]


def _is_said(title: str, asked: Question) -> bool:
    """Whether a question says a title of two words or more as it is printed."""
    said = tokens(title)
    return len(said) > 1 and says(said, indexed(asked.text))


def _narrowed(task: Task, titles: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """Of the rows of some groups those that say what else a question is about; all where none does."""
    words, parts = task.shelf.words, task.question.parts
    plans = [task.shelf.plans[plan].header.title for plan in {row.anchor.plan for row in rows}]
    said = [indexed(title) for title in (*titles, *plans)]
    left = [part for part in parts if all(coverage([part], title, words) < _IN_TITLE for title in said)]
    return (left and _about(task, left, rows)) or list(rows)


def _of_noun(rows: Sequence[Row], noun: str, shelf: Shelf) -> list[Row]:
    """The rows of the tables that list what a question counts, "dự án" or "chỉ tiêu"; all where no table says so."""
    if not noun:
        return list(rows)
    by_header = [row for row in rows if noun in fold(_content_header(row))]
    if by_header:
        return by_header
    titles = {
        (plan, label)
        for plan in dict.fromkeys(row.anchor.plan for row in rows)
        for label, title in shelf.appendix_titles(plan)
        if noun in fold(title)
    }
    return [row for row in rows if (row.anchor.plan, row.anchor.appendix) in titles] or list(rows)


def _of_tasks(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows of the tables that list tasks, where a question counts or lists those; indicators are none."""
    if not counts_tasks(task.question.text) or not task.question.filters:
        return list(rows)  # of a whole plan each table is counted by itself
    tasks = [row for row in rows if not _lists_indicators(row, task.shelf)]
    return tasks or list(rows)


def _lists_indicators(row: Row, shelf: Shelf) -> bool:
    """Whether a row stands in a table of indicators, by the header of what its rows are about, else by its title."""
    header = _content_header(row)
    if names_tasks(header):
        return False
    titles = (title for label, title in shelf.appendix_titles(row.anchor.plan) if label == row.anchor.appendix)
    named = (header, *titles)
    return any(names_indicators(text) and not names_tasks(text) for text in named)


def _content_header(row: Row) -> str:
    content = row.text(Field.CONTENT)
    return next((title for title, cell in row.columns.items() if cell and cell == content), "")


def _scope(task: Task) -> str:
    names = [task.shelf.names[plan] for plan in task.question.plans]
    return f" ({', '.join(names)})" if names else ""


def _what(task: Task) -> str:
    return task.words.nouns.get(task.question.noun or "nhiem vu", task.words.say("task"))


def _list(task: Task, rows: Sequence[Row]) -> Outcome | None:
    if not rows:
        return None
    head = task.words.say("total", count=len(rows), what=_what(task), scope=_scope(task))
    return Outcome("\n".join([head, *_lines(task, rows)]), True, Kind.LIST, 1.0)


def by_plan(task: Task, rows: Sequence[Row]) -> Outcome:
    """Rows of several plans, told plan by plan with how many each has."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.anchor.plan] = counts.get(row.anchor.plan, 0) + 1
    scope = ", ".join(f"{task.shelf.names[plan]}: {count}" for plan, count in counts.items())
    head = task.words.say("total", count=len(rows), what=_what(task), scope=f" ({scope})")
    return Outcome("\n".join([head, *_lines(task, rows)]), True, Kind.LIST, 1.0)


def no_rows(task: Task) -> Outcome | None:
    """That no row meets the conditions of a question that asks for rows, and sets conditions."""
    asked = task.question
    if not asked.filters or asked.asks(Kind.COMPARE) or not any(asked.asks(kind) for kind in _LISTS):
        return None
    if task.hits and task.hits[0].score >= _SAID_ELSEWHERE:
        return None  # what looked like a condition may be what the question is about
    return Outcome(task.words.say("none_found", what=_what(task), scope=_scope(task)), False, Kind.LIST, 0.3)


def _lines(task: Task, rows: Sequence[Row]) -> list[str]:
    """The first rows, one a line, and how many more there are; all of them are cited."""
    longest = _FULL if len(rows) <= _FEW else _BRIEF
    several = len({row.anchor.plan for row in rows}) > 1
    lines = []
    for row in rows[:_SHOWN]:
        plan = f"{task.shelf.names[row.anchor.plan]}: " if several else ""
        lines.append(f"- {plan}{_statement(task, row, longest)} {task.book.row(row)}")
    if rest := rows[_SHOWN:]:
        marks = "".join(task.book.row(row) for row in rest)
        lines.append(f"{task.words.say('more', count=len(rest), what=_what(task))} {marks}")
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
    said = f" ({'; '.join(values)})" if values else ""
    return f"{shorten(row.text(Field.CONTENT), longest)}{said}"


def _count(task: Task, rows: Sequence[Row]) -> Outcome | None:
    if not rows:
        return None
    head = task.words.say("total", count=len(rows), what=_what(task), scope=_scope(task))
    tables: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.anchor.plan, row.anchor.appendix or "")
        tables[key] = tables.get(key, 0) + 1
    if len(tables) > 1:
        parts = [f"{task.shelf.names[plan]} Phụ lục {label}: {count}" for (plan, label), count in tables.items()]
        head = f"{head} {'; '.join(parts)}."
    return Outcome("\n".join([head, *_lines(task, rows)]), True, Kind.COUNT, 1.0)


def _count_parts(task: Task) -> Outcome | None:
    """How many groups or appendices a plan has, where a question counts those."""
    asked, shelf = task.question, task.shelf
    counted = counted_parts(asked.text)
    if not counted or not asked.plans:
        return None
    lines = []
    for plan_id in asked.plans:
        plan = shelf.plans[plan_id]
        chosen = [one for one in plan.appendices if not asked.appendix or same_label(asked.appendix, one.label)]
        names = [f"{one.label} {one.title}".strip() for one in chosen]
        if counted == "group":
            names = [f"{group.number}. {group.title}" for one in chosen for group in one.groups]
        mark = task.book.section(plan_id, HEADER, plan.header.title)
        lines.append(
            f"{task.shelf.names[plan.id]}: **{len(names)}** {task.words.say(counted)} {mark}\n" + "; ".join(names)
        )
    return Outcome("\n".join(lines), True, Kind.COUNT, 1.0)


def _sum(task: Task, rows: Sequence[Row]) -> Outcome | None:
    wanted = money_column(task.question, rows)
    found = ((row, amount_of(row, wanted, task.question.years)) for row in rows)
    priced = [(row, amount) for row, amount in found if amount is not None]
    if not priced:
        return None
    value = _in_units(sum(amount for _, amount in priced), [row for row, _ in priced], task.question.language)
    head = task.words.say(
        "sum", field=task.words.name(wanted), scope=_scope(task), value=value, count=len(priced), what=_what(task)
    )
    if left_out := sum(has(row, wanted) for row in rows) - len(priced):
        head = f"{head} {task.words.say('unpriced', count=left_out, what=_what(task))}"
    return Outcome("\n".join([head, *_lines(task, [row for row, _ in priced])]), True, Kind.SUM, 1.0)


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
