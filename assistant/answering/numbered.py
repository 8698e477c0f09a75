"""Answers about a row that a question names by its printed number: "STT 13 phụ lục 1", "mục IV.4", "row 5"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Kind
from assistant.plans.filters import apply
from assistant.search.retriever import Hit
from assistant.telling.lookup import said_of, state_rows, state_unfilled, that_tell
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_passages
from assistant.understanding.mentions import same_label
from ingest.model import Row

_MOST_ROWS = 6


def answer_numbered(task: Task) -> Outcome | None:
    """The field asked for of the rows with the number, or the rows told whole; None where no number is named."""
    asked, shelf = task.question, task.shelf
    if not asked.filters.stt:
        return None
    rows = [
        row
        for row in shelf.rows_of(asked.plans)
        if not asked.appendix or same_label(asked.appendix, row.anchor.appendix or "")
    ]
    hits = _hits(task, apply(asked.filters, rows, shelf)[:_MOST_ROWS])
    if not hits:
        return None
    if not asked.fields:
        return Outcome(state_passages(hits, asked, shelf, task.book, task.words), True, Kind.LOOKUP, 1.0)
    said = said_of(hits, asked.fields, asked.language, asked.years)
    filled = that_tell(said)
    if filled:
        return Outcome(state_rows(filled, shelf, task.book, task.words, asked.fields), True, Kind.LOOKUP, 1.0)
    if not said:
        return None
    text = " ".join(state_unfilled(one, shelf, task.book, task.words, asked.fields) for one in said)
    return Outcome(text, False, Kind.LOOKUP, 1.0)


def _hits(task: Task, rows: Sequence[Row]) -> list[Hit]:
    passages = task.shelf.passages_at([str(row.anchor) for row in rows])
    return [Hit(passage, row, 1.0, 1.0, 1.0) for passage, row in zip(passages, rows, strict=True)]
