"""A row that a question names by the whole of its content.

The words of such a name ask for nothing themselves: "tỷ lệ nhân viên hài lòng với công việc năm 2030 là bao nhiêu"
asks for no list of works, "ai lo công bố dữ liệu mở của ngành" for no hours in which something is open. Where the
question, read whole, is not answered from that row, it is read again with a word that means nothing for the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Kind
from assistant.answering.row_fields import answer_focus
from assistant.telling.citing import CitationBook
from assistant.telling.lookup import told_of
from assistant.telling.outcome import Outcome, Task
from assistant.understanding.question import Question
from ingest.model import Field, Row
from ingest.vietnamese import fold

_FEWEST, _SHORTEST = 3, 14
"""Words and letters of a name that stands in a question by no accident; one in quotation marks may be shorter."""
_QUOTED = 2
_LOOKED_AT = 12
"""Passages found by the words of a question among which its row is looked for."""
_NAME = "Zzz"
"""The word that means nothing."""
_WORD = re.compile(r"\w+")
_OPENS, _CLOSES = tuple("“\"«‘'("), tuple("”\"»’')")
_TABLES = {Kind.LIST, Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN, Kind.HEADER}

Reading = Callable[[str, Sequence[str]], Question]
"""A text read as a question about some plans."""


@dataclass(frozen=True, slots=True)
class Named:
    """The rows of one name, and where it stands in a question, with the quotation marks around it."""

    rows: tuple[Row, ...]
    start: int
    end: int


def answer_named(task: Task, told: Outcome, book: CitationBook, read: Reading) -> Outcome | None:
    """What the row that a question names says of the field asked for, cited in `book`; None where it names none, where
    it says more than the name, or where `told`, as which the task was answered, tells of that row."""
    asked = task.question
    carried = fold(asked.text) != fold(asked.typed)  # it goes on with what was asked before
    if carried or asked.context or asked.focus or asked.halves or asked.chosen or len(asked.plans) > 1:
        return None
    named = _named_in(task, told)
    if named is None:
        return None
    anchors = {str(row.anchor) for row in named.rows}
    if told.answerable and told.kind not in _TABLES and any(one.anchor in anchors for one in task.book.citations()):
        return None
    again = _without_name(task, named, read)
    if again is None or not any(_may_say(row, again, task) for row in named.rows):
        return None
    return answer_focus(replace(task, question=again, book=book))


def _may_say(row: Row, asked: Question, task: Task) -> bool:
    """Whether the table of a row has a column for what is asked, and for the years that are named where it tells by
    years."""
    if not told_of([row], asked.fields, asked.language, asked.years):
        return False
    of_plan = {str(year) for year in task.shelf.plans[row.anchor.plan].header.years}
    printed = " ".join((*row.schedule, *row.columns, *row.columns.values()))
    named = {str(year) for year in asked.years}
    return all(year in printed or (year in of_plan and not row.schedule) for year in named)


def _named_in(task: Task, told: Outcome) -> Named | None:
    """The rows whose whole content stands in a question, the longest; None for none."""
    asked = task.question
    text, plain = asked.raw, fold(asked.raw)
    if len(plain) != len(text):
        return None
    rows = _rows_found(task, text, told)
    places = [(place, row) for row in rows if (place := _place_of(row.text(Field.CONTENT), plain, text))]
    if not places:
        return None
    (start, end), _ = max(places, key=lambda one: one[0][1] - one[0][0])
    return Named(tuple(row for place, row in places if place == (start, end)), start, end)


def _rows_found(task: Task, text: str, told: Outcome) -> Sequence[Row]:
    """The rows that share most words with a question; where it was answered, those found for that answer will do."""
    if told.answerable and told.kind not in _TABLES and task.has_searched:
        return [hit.row for hit in task.hits if hit.row is not None]
    found = task.search.by_words(text, task.question.plans, _LOOKED_AT)
    return tuple(task.shelf.rows.at([str(one.anchor) for one in found]).values())


def _place_of(content: str, plain: str, text: str) -> tuple[int, int] | None:
    """Where a row's content stands in a text, with the quotation marks around it; None where it does not."""
    said = _WORD.findall(fold(content))
    if len(said) < _QUOTED:
        return None
    between = r"\W+"  # said are words, which need no escape
    found = re.search(rf"\b{between.join(said)}\b", plain)
    if found is None:
        return None
    start, end = found.span()
    quoted = text[start - 1 : start] in _OPENS and text[end : end + 1] in _CLOSES
    if quoted:
        return start - 1, end + 1
    return (start, end) if len(said) >= _FEWEST and end - start >= _SHORTEST else None


def _without_name(task: Task, named: Named, read: Reading) -> Question | None:
    """The question about the rows of a name alone; None where it asks for no field of theirs, or says more."""
    asked, text = task.question, task.question.raw
    again = read(f"{text[: named.start]}{_NAME}{text[named.end :]}", asked.plans)
    fields = again.fields or ((Field.TARGET,) if again.asks_number else ())
    kinds = set(again.kinds) - {Kind.LIST}  # "kết quả của việc … là gì" lists nothing
    if not fields or kinds or again.header or again.topic != _NAME:
        return None
    anchors = tuple(str(row.anchor) for row in named.rows)
    return replace(again, fields=fields, parts=(), focus=anchors, language=asked.language)
