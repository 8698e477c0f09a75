"""The rows that a table question is about: those in its scope that meet its conditions and say its topic.

A topic chooses rows by what they are about, by the title of their table or group, or by a cell whose words it says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_texts, words_of
from assistant.phrasing.patterns import names_spending
from assistant.phrasing.wishes import names_indicators, names_tasks
from assistant.plans.columns import Wanted, cell, instead_of, of_year
from assistant.plans.filters import Filters, apply, budget_of, names_body, plans_meeting
from assistant.plans.library import Shelf
from assistant.tabular.alternatives import either_of, two_things
from assistant.tabular.in_time import rows_in_time
from assistant.telling.outcome import Task
from assistant.text.matching import Part, Token, Topic, coverage, indexed, joined, says, tokens
from assistant.understanding.mentions import same_label
from assistant.understanding.question import Question
from assistant.understanding.topic import is_syllable
from ingest.columns import meaning
from ingest.model import Field, Row
from ingest.units import Unit, find_units, same_unit
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
_LEAST_SOURCE = 2  # words of one that says where money comes from, where that is asked about
_SHORT_CELL = 12  # words
_IS, _ASKED = "la", {"gi", "nao", "sao"}
_LONGEST_VALUE = 4  # words
_DOCUMENT = re.compile(r"(?<!\S)\d+(?:/\d{4})?[-/][a-z][a-z0-9&/-]*")
"""The number of a document in a folded text: "07-qd/bcd", "223/qd-ubnd", "102/2025/nd-cp"."""
_BARE_DOCUMENT = re.compile(
    r"\b(?:quyet dinh|nghi quyet|ke hoach|cong van|chi thi|nghi dinh|thong tu|thong bao|chuong trinh|qd|nq|kh|decision)"
    r" (?:so )?(\d{2,5})(?![\d/.-]| nam)\b"
)
"""The same said by its figures alone: "quyết định 2188"."""
_ALSO_CALLED = {"chi tieu": "muc tieu", "muc tieu": "chi tieu"}
"""What tables may call what a question calls otherwise."""
_MANY_PLANS = 64
"""Plans of which the rows are read only where they can meet the conditions."""


def rows_in_scope(task: Task) -> list[Row]:
    """The rows of the plans, and of the appendix, that a question names.

    Beside other plans one whose only appendix has no label is asked for as it is: "Đồng Tháp và Đồng Nai (Phụ lục II)".
    """
    asked, shelf = task.question, task.shelf
    among: Collection[str] = asked.plans or shelf.plans
    if len(among) > _MANY_PLANS and not (among := plans_meeting(asked.filters, shelf, among)):
        return []
    rows = list(shelf.rows_of(among))
    if asked.about_money:
        rows = _with_printed_amounts(rows)
    if not asked.appendix:
        return rows
    several = len(asked.plans) > 1
    whole = {plan for plan in among if several and [label for label, _ in shelf.appendix_titles(plan)] == [""]}
    return [row for row in rows if row.anchor.plan in whole or same_label(asked.appendix, row.anchor.table)]


def _with_printed_amounts(rows: Sequence[Row]) -> list[Row]:
    """The rows without the tasks told in the prose of plans that have a table of amounts: what they cost is said of a
    few of them only, in sentences, and may stand in the table as well."""
    printed = {row.anchor.plan for row in rows if row.anchor.section is None and row.has(Field.BUDGET)}
    return [row for row in rows if row.anchor.section is None or row.anchor.plan not in printed]


def rows_asked(task: Task) -> list[Row]:
    """The rows that a table question is about."""
    asked, shelf = task.question, task.shelf
    for in_time in rows_in_time(asked, shelf):
        if not in_time or (met := apply(asked.filters, _surely_meant(task, in_time), shelf)):
            return _of_topic(task, met if in_time else [])
    rows = rows_in_scope(task)
    rows = _named(task, rows)
    if dated := _with_budgets_of(task, rows):
        blank = tuple(wanted for wanted in asked.filters.blank if wanted is not Field.BUDGET)
        empty = blank != asked.filters.blank
        rows = [row for row in dated if not empty or budget_of(row, asked.years) is None]
        rows = apply(replace(asked.filters, times=(), blank=blank), rows, shelf)
    else:
        filters, among = _acting(task, rows)
        rows = apply(filters, among, shelf)
        if not rows and _takes_part(asked):
            rows = apply(replace(filters, role=None), among, shelf)
    return _of_topic(task, rows)


def _takes_part(asked: Question) -> bool:
    """Whether a question asks in what a body takes part, where no row names it as one that only coordinates."""
    said = " ".join(token.plain for token in asked.said)
    return asked.filters.role is Field.COORDINATING_UNITS and any(
        fold(text) in said for text in condition_texts("taking_part")
    )


def _surely_meant(task: Task, rows: Sequence[Row]) -> list[Row]:
    """Of the rows that meet a condition those of the appendix and of the noun asked about, whatever other rows say."""
    asked, noun, of_tasks = task.question, fold(task.question.noun), task.question.of_tasks
    return [
        row
        for row in rows
        if (not asked.appendix or same_label(asked.appendix, row.anchor.table))
        and (noun in fold(_content_header(row)) if noun else not (of_tasks and lists_indicators(row, task.shelf)))
    ]


def _of_topic(task: Task, rows: list[Row]) -> list[Row]:
    """Of the rows that meet the conditions those that say what else the question is about."""
    if group := _of_group(task, rows):
        return group
    if naming := _of_document(task, rows):
        return naming
    if told := _of_cells(task, rows) or _of_values(task, rows):
        return told
    parts, rows = _without_titles(task, rows)
    return _about(task, parts, rows) if parts else rows


def _acting(task: Task, rows: Sequence[Row]) -> tuple[Filters, list[Row]]:
    """The conditions without the bodies that no row names as acting, and the rows that say those bodies elsewhere:
    "dự án được UBND tỉnh phê duyệt". As they are where a question says in which role it means them."""
    filters = task.question.filters
    named = {fold(row.group_title) for row in rows if row.group_title}
    groups = {fold(unit.name) for unit in filters.units if not filters.role} & named
    if groups:  # "các trung tâm y tế khu vực": the heading over the rows of each of them
        rows = [row for row in rows if fold(row.group_title) in groups]
        filters = replace(filters, units=tuple(unit for unit in filters.units if fold(unit.name) not in groups))
    filters, rows = _listed_as(filters, rows, task.shelf) or (filters, rows)
    idle = [unit for unit in filters.units if not filters.role and not names_body(unit, rows, task.shelf)]
    saying = list(rows)
    for unit in idle:
        phrase = tokens(unit.text)
        saying = [row for row in saying if _names(row, unit, phrase)]
    if not idle or not saying:
        return filters, list(rows)
    return replace(filters, units=tuple(unit for unit in filters.units if unit not in idle)), saying


def _listed_as(filters: Filters, rows: Sequence[Row], shelf: Shelf) -> tuple[Filters, list[Row]] | None:
    """The rows of the tables whose header calls what they are about by the general noun of a body that a question
    names, "các trung tâm y tế khu vực" over a row for each, and the conditions without it; None where no header does,
    or where rows name the body in its role."""
    for unit in filters.units:
        noun = _plain(unit.name)
        listed = [row for row in rows if _plain(_content_header(row)) == noun]
        if listed and not (filters.role and names_body(unit, rows, shelf)):
            left = tuple(other for other in filters.units if _plain(other.name) not in noun)
            return replace(filters, units=left, role=filters.role if left else None), listed
    return None


def _plain(text: str) -> str:
    return " ".join(token.plain for token in tokens(text))


def _names(row: Row, unit: Unit, phrase: Sequence[Token]) -> bool:
    """Whether a row says a body anywhere, as it was typed or by another of its names."""
    text = " ".join(row.columns.values())
    return says(phrase, indexed(text)) or any(same_unit(unit, found.unit) for found in find_units(text))


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
    if sides := either_of(replace(asked, parts=tuple(parts))):
        either = [row.anchor for side in sides for row in _saying(task, side, rows)]
        if either:
            return [row for row in rows if row.anchor in either]
    return _saying(task, parts, rows)


def _saying(task: Task, parts: Sequence[Part], rows: Sequence[Row]) -> list[Row]:
    asked = task.question
    topic = Topic(parts, task.shelf.words)
    said = [(row, _says(topic, row)) for row in rows]
    best = max((share for _, share in said), default=0.0)
    two = two_things(replace(asked, parts=tuple(parts)), rows, task.shelf) if best < _IN_TITLE else None
    if two and two.share >= max(_ABOUT, best):
        return [row for row in rows if row in two.rows[0] or row in two.rows[1]]
    kept = [row for row, share in said if share >= max(_ABOUT, 0.75 * best)]
    known = any(task.shelf.words.known(token.plain) for part in parts for token in part.phrases[0])
    unsaid = (best < _NOTHING or not known) and not any(_is_concept(part) for part in parts)
    unsaid = unsaid and not _goes_on_naming(asked, parts, task.shelf)
    if not kept and unsaid and (asked.filters or (asked.plans and asked.asks_rank)):
        return list(rows)  # what is left of the question is no topic
    return kept


def _goes_on_naming(asked: Question, parts: Sequence[Part], shelf: Shelf) -> bool:
    """Whether words that no plan has stand right behind a kind of body, or one word on: they name which one is meant,
    "benh vien cho ray"."""
    said = [token.plain for token in asked.said]
    for unit in asked.filters.units:
        named = [token.plain for token in tokens(unit.text)]
        ends = [
            at + len(named) for at in range(len(said)) if unit.group and named and said[at : at + len(named)] == named
        ]
        for part in parts:
            strange = bool(part.typed) and not any(shelf.words.known(token.plain) for token in part.typed)
            if strange and any(part.at == end or (part.at == end + 1 and said[end] not in _ASKED) for end in ends):
                return True
    return False


def _is_concept(part: Part) -> bool:
    """Whether a part of the topic is a concept of the field, and no word that is only left over."""
    return len(part.phrases) > 1 and part.weight >= 1.0


def _of_document(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows with a cell that names the document whose number a question says, "07-QĐ/BCĐ", whatever else the cell
    names, and of those the ones that say what else is asked; none where it says no number or no cell does."""
    said = fold(task.question.text)
    numbers = [re.escape(_squeezed(found)) for found in _DOCUMENT.findall(said)]
    numbers = numbers or [rf"(?<!\d){found}/" for found in _BARE_DOCUMENT.findall(said)]
    if not numbers:
        return []
    named = [re.compile(number) for number in numbers]
    naming = {text for row in rows for text in _other_cells(row) if all(one.search(_squeezed(text)) for one in named)}
    kept = [row for row in rows if naming & set(_other_cells(row))]
    words = task.shelf.words
    texts = [indexed(text) for text in naming]
    about = [part for part in task.question.parts if not is_syllable(part)]  # "dẫn", "nêu" are rather verbs
    left = [part for part in about if all(coverage([part], text, words) < _IN_TITLE for text in texts)]
    return (left and _about(task, left, kept)) or kept


def _squeezed(text: str) -> str:
    """A text without spaces and accents: a number broken over lines is one."""
    return re.sub(r"\s+", "", fold(text))


def _of_cells(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows whose cell of a column that the question names says the topic: "trong ghi chú", "trình Chính phủ".

    Where it names no column, and what no row is about is the whole text of some cells, those: "dùng vốn đầu tư công".
    """
    asked = task.question
    columns = [wanted for wanted in asked.fields if wanted in _SAID_IN_CELLS or not isinstance(wanted, Field)]
    parts = asked.parts or (_value_said(asked) if columns else ())
    if not parts:
        return []
    topic = Topic(parts, task.shelf.words)
    if columns:
        return [row for row in rows if any(topic.coverage(indexed(cell(row, name))) >= _IN_CELL for name in columns)]
    if any(topic.coverage(indexed(row.text(Field.CONTENT))) >= _ABOUT for row in rows):
        return []
    return [row for row in rows if any(_is_whole(topic, text) for text in _other_cells(row))]


def _value_said(asked: Question) -> tuple[Part, ...]:
    """What a question says that a column's cell is, in words that are elsewhere no topic: "kết quả là kế hoạch"."""
    at = max((place for place, token in enumerate(asked.said) if token.plain == _IS), default=-1)
    said = tuple(asked.said[at + 1 :]) if at >= 0 else ()
    return (Part((said,), typed=said),) if 0 < len(said) <= _LONGEST_VALUE and said[-1].plain not in _ASKED else ()


def _of_values(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows with a cell whose words the question says in their order: "không dùng tiền ngân sách" of "Không sử dụng
    ngân sách"; where that is said of all of them, none is chosen by it."""
    said = [token.plain for token in task.question.said]
    about_source = bool(words_of("said_of_sources") & set(said))
    values = {
        (text, _LEAST_SOURCE if about_source and instead_of(name) is Field.BUDGET else _LEAST_VALUE)
        for row in rows
        for name, text in row.fields.items()
        if name in _VALUES or not _is_canonical(name)
    }
    meant = {text for text, least in values if least <= len(tokens(text)) <= _SHORT_CELL and _in_order(text, said)}
    headed = [row for row in rows if any(_is_headed(name, text, said) for name, text in row.fields.items())]
    if not meant and headed and len(headed) < len(rows):
        return headed
    chosen = [row for row in rows if meant & set(row.fields.values())]
    return chosen if len(chosen) < len(rows) else []


def _is_headed(header: str, text: str, said: Sequence[str]) -> bool:
    """Whether a question says a short cell of a column that means no field behind what its header begins with: "hạng
    III" under "Hạng", "phần mềm Minh Lộ" under "Phần mềm đang dùng", "mức 3" of "Mức 3" under "Mức hiện tại"."""
    value, titled = [token.plain for token in tokens(text)], [token.plain for token in tokens(header)]
    if _is_canonical(header) or not 0 < len(value) <= _LONGEST_VALUE or all(word.isdigit() for word in value):
        return False
    runs = [[*titled[:count], *value] for count in range(1, len(titled) + 1)]
    if len(value) > 1 and value[0] == titled[0]:
        runs.append(value)
    return any(list(said[at : at + len(run)]) == run for run in runs for at in range(len(said) - len(run) + 1))


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
    of_rows = {row.anchor.plan for row in rows}
    plans = asked.plans or (tuple(of_rows) if asked.filters and len(of_rows) == 1 else ())
    if not plans or not rows:
        return parts, list(rows)
    for plan_id in plans:
        title = indexed(shelf.plans[plan_id].header.title)
        parts = [part for part in parts if coverage([part], title, shelf.words) < _IN_TITLE]
    if not parts:
        return parts, list(rows)
    titles = {(plan_id, label): indexed(title) for plan_id in plans for label, title in shelf.table_titles(plan_id)}
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
    printed = [title for title in titles if _is_said(title, asked)]
    if printed and not (asked.wants_group and asked.parts):
        return _narrowed(task, printed, [row for row in rows if row.group_title in printed])
    if not asked.parts or not asked.wants_group:
        return []
    topic = Topic(asked.parts, task.shelf.words)
    shares = {title: topic.coverage(indexed(title)) for title in titles}
    best = max(shares.values(), default=0.0)
    return [row for row in rows if best >= _ABOUT and shares.get(row.group_title, 0.0) >= 0.95 * best]


def _is_said(title: str, asked: Question) -> bool:
    """Whether a question says a title of two words or more as it is printed, or asks for what it is about alone: "bao
    nhiêu chỉ tiêu dữ liệu" under "Nhóm chỉ tiêu dữ liệu"."""
    said = tokens(title)
    if len(said) > 1 and says(said, indexed(asked.text)):
        return True
    while said and said[0].plain in words_of("before_group"):
        said = said[1:]
    topic = tokens(asked.topic)
    return len(topic) > 1 and [token.plain for token in topic] == [token.plain for token in said]


def _narrowed(task: Task, titles: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """Of the rows of some groups those that say what else a question is about; all where none does."""
    words, parts = task.shelf.words, task.question.parts
    plans = [task.shelf.plans[plan].header.title for plan in {row.anchor.plan for row in rows}]
    said = [indexed(title) for title in (*titles, *plans)]
    left = [part for part in parts if all(coverage([part], title, words) < _IN_TITLE for title in said)]
    return (left and _about(task, left, rows)) or list(rows)


def _named(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows of the tables that list what a question asks for; those of each plan by themselves where it names an
    amount, or asks for the money of several plans, for one plan calls "hoạt động" what another calls "dự án"."""
    asked = task.question
    if not asked.noun:
        return _of_spending(task, rows) or _of_tasks(task, rows)
    if asked.filters.amount is None and not (asked.about_money and len(asked.plans) > 1):
        return _of_noun(rows, fold(asked.noun), task.shelf)
    plans = dict.fromkeys(row.anchor.plan for row in rows)
    of_each = ([row for row in rows if row.anchor.plan == plan] for plan in plans)
    return [row for own in of_each for row in _of_noun(own, fold(asked.noun), task.shelf)]


def _of_spending(task: Task, rows: Sequence[Row]) -> list[Row]:
    """The rows with money of their own, where "khoản chi", "khoản tiền" are asked for of a body; [] where none has."""
    asked = task.question
    if not (asked.filters.units and asked.asks(Kind.LIST) and names_spending(asked.likely)):
        return []
    return [row for row in rows if budget_of(row) is not None]


def _of_noun(rows: Sequence[Row], noun: str, shelf: Shelf) -> list[Row]:
    """The rows of the tables that list what a question counts, "dự án" or "chỉ tiêu"; all where no table says so."""
    if not noun:
        return list(rows)
    for name in (noun, _ALSO_CALLED.get(noun, noun)):
        if by_header := [row for row in rows if name in fold(_content_header(row))]:
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
    if not task.question.of_tasks or not task.question.filters:
        return list(rows)  # of a whole plan each table is counted by itself
    tasks = [row for row in rows if not lists_indicators(row, task.shelf)]
    return tasks or list(rows)


def lists_indicators(row: Row, shelf: Shelf) -> bool:
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
