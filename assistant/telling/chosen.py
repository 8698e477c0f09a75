"""Answers about the one that a reader chose of what the answer before told: "cái thứ hai", "dòng 2 hạn khi nào"."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.search.retriever import Hit
from assistant.telling.lookup import state_rows, state_unfilled, told_of
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_passages
from assistant.text.matching import Topic, indexed
from ingest.model import Field, Passage, Row


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
        return Outcome(no_column(task, row), False, Kind.LOOKUP, 1.0)
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


def _passage_at(task: Task, anchor: str) -> Passage | None:
    """The passage at an anchor; of a section's paragraphs the one that says most of what was asked before."""
    inside = [one for one in task.shelf.passages_of(anchor.partition("/")[0]) if str(one.anchor) == anchor]
    topic = Topic(task.question.parts, task.shelf.words)
    return max(inside, key=lambda one: topic.coverage(indexed(one.text)), default=None)
