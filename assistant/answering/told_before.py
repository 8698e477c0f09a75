"""What a row told before says of a turn that nothing else answers: "Bạc Liêu trước đây đã phê duyệt bao nhiêu?".

Such a turn names something that stands in a note or a result of the row just told, and that no search finds by itself.
It is told only where the row says all that the turn names, and fills the field that it asks for.
"""

from __future__ import annotations

from assistant.answer import Kind
from assistant.phrasing.measures import measures_of, says_measure
from assistant.telling.lookup import told_of
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import row_words
from assistant.text.matching import Topic, indexed
from assistant.understanding.topic import SLIGHT, is_syllable
from ingest.model import Row

_MOSTLY = 0.5
"""The share of each thing that a turn names that a row must say."""


def answer_told_before(task: Task) -> Outcome | None:
    """The row told before that says what the turn names, whole; None where there is no such row."""
    asked = task.question
    found = task.shelf.rows.at(asked.before) if asked.before and asked.parts else {}
    row = next((row for row in found.values() if _says(task, row)), None)
    if row is None:
        return None
    text = f"{row_words(row, task.words, asked.language)} {task.book.row(row)}"
    return Outcome(
        task.words.say("passage_line", plan=task.shelf.names[row.anchor.plan], statement=text), True, Kind.PASSAGE, 1.0
    )


def _says(task: Task, row: Row) -> bool:
    asked = task.question
    cells = "\n".join(row.fields.values())
    named = [part for part in asked.parts if part.weight > SLIGHT and not is_syllable(part)] or list(asked.parts)
    if any(Topic([part], task.shelf.words).coverage(indexed(cells)) < _MOSTLY for part in named):
        return False
    told = told_of([row], asked.fields, asked.language, asked.years) if asked.fields else []
    if asked.fields and not (told and told[0].filled):
        return False
    return says_measure(measures_of(asked.likely), cells)
