"""Answers about the one that a reader chose of what the answer before told: "cái thứ hai", "dòng 2 hạn khi nào"."""

from __future__ import annotations

import re

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.spelling import lowered
from assistant.search.retriever import Hit
from assistant.telling.lookup import state_rows, state_unfilled, told_of
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_passages
from assistant.text.matching import Topic, indexed
from ingest.model import Field, Passage, Row

_AMOUNT = re.compile(r"\b\d{1,3}(?:[.,]\d{3}){2,}\b|\b\d+(?:[.,]\d+)? (?:tỷ|tỉ|triệu)\b", re.IGNORECASE)
"""An amount of money in a note, where the word for đồng may be missing."""


def answer_chosen(task: Task) -> Outcome | None:
    """The field asked for of the row that was chosen, or what was chosen told whole; None where nothing was."""
    asked, words = task.question, task.words
    if not asked.chosen:
        return None
    if asked.chosen > len(asked.options):
        return Outcome(words.say("only_so_many", count=len(asked.options)), False, Kind.CLARIFY)
    anchor = asked.options[asked.chosen - 1]
    row = task.shelf.rows.at([anchor]).get(anchor)
    if row is not None and asked.fields:
        return _field_of(task, row)
    passage = _passage_at(task, anchor)
    if passage is None:
        return None
    hit = Hit(passage, row, 1.0, 1.0, 1.0)
    return Outcome(state_passages([hit], asked, task.shelf, task.book, words), True, Kind.PASSAGE, 1.0)


def _field_of(task: Task, row: Row) -> Outcome:
    """The fields asked for of a row, or that it leaves them blank, or that its table has no such column."""
    asked, shelf, words = task.question, task.shelf, task.words
    told = told_of([row], asked.fields, asked.language, asked.years)
    if not told:
        return told_instead(task, row) or Outcome(no_column(task, row), False, Kind.LOOKUP, 1.0)
    if not told[0].says_first:
        return Outcome(state_unfilled(told[0], shelf, task.book, words, asked.fields), False, Kind.LOOKUP, 1.0)
    return Outcome(state_rows(told, shelf, task.book, words, asked.fields), True, Kind.LOOKUP, 1.0)


def no_column(task: Task, row: Row) -> str:
    """That the table of a row has no column for what is asked."""
    return task.words.say(
        "no_column",
        plan=task.shelf.names[row.anchor.plan],
        content=row.text(Field.CONTENT),
        field=task.words.name(task.question.fields[0]),
        mark=task.book.row(row),
    )


def told_instead(task: Task, row: Row) -> Outcome | None:
    """What a row says instead of the column that its table lacks: its note, where that says the amount of money,
    "Phê duyệt … với số tiền 44.327.000.000"; the person in charge, where "ai" asks who leads it; None for any other."""
    wanted = tuple(task.question.fields)
    if wanted == (Field.ALLOCATED_BUDGET,) and _AMOUNT.search(row.text(Field.NOTE)):
        return _told_of_field(task, row, Field.NOTE)
    if wanted == (Field.LEAD_UNIT,) and row.text(Field.RESPONSIBLE_LEADER) and _asks_person(task.question.likely):
        return _told_of_field(task, row, Field.RESPONSIBLE_LEADER)
    return None


def _told_of_field(task: Task, row: Row, wanted: Field) -> Outcome:
    told = told_of([row], (wanted,), task.question.language)
    return Outcome(state_rows(told, task.shelf, task.book, task.words, (wanted,)), True, Kind.LOOKUP, 1.0)


def _asks_person(text: str) -> bool:
    """Whether a question asks for a person, as "ai" does, and "đơn vị nào" does not."""
    return bool(condition_patterns()["asks_person"].search(lowered(text)))


def _passage_at(task: Task, anchor: str) -> Passage | None:
    """The passage at an anchor; of a section's paragraphs the one that says most of what was asked before."""
    inside = [one for one in task.shelf.passages_of(anchor.partition("/")[0]) if str(one.anchor) == anchor]
    topic = Topic(task.question.parts, task.shelf.words)
    return max(inside, key=lambda one: topic.coverage(indexed(one.text)), default=None)
