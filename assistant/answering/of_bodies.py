"""Lists and counts of bodies that have a row each: which hospitals must be ready in 2026, how many of them there are.

In such a table the body is what its row is about, and what the rows say of it stands in the title of the table. So a
question for bodies is no question for who leads a task there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.answering.counted import counted
from assistant.plans.filters import apply
from assistant.plans.shelf import Shelf
from assistant.tabular.tables import answer_kind
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Part, coverage, indexed
from assistant.understanding.question import Question
from ingest.columns import names_bodies
from ingest.model import Appendix, Field

_SAYS = 0.75
"""The share of the topic that the title of a table must say, with the header of its bodies."""

_NONE = 0.3
"""How sure it is that none meets a condition."""


def answer_of_bodies(task: Task) -> Outcome | None:
    """The bodies whose rows meet the conditions of a question; None where it asks for none, or where not just one table
    of its plan has bodies as rows and says the topic in its title."""
    asked = task.question
    wanted = counted(asked) is not None or asked.fields == (Field.LEAD_UNIT,)
    if len(asked.plans) != 1 or not asked.filters.times or not asked.parts or not wanted:
        return None
    tables = [one for one in task.shelf.plans[asked.plans[0]].appendices if _is_meant(asked, one, task.shelf)]
    if len(tables) != 1:
        return None
    rows = apply(asked.filters, tables[0].rows, task.shelf)
    kind = Kind.LIST if asked.fields else Kind.COUNT
    told = replace(task, question=replace(asked, noun="don vi", fields=(Field.DEADLINE,)))
    if not rows and not set(asked.years) & set(task.shelf.plans[asked.plans[0]].header.years):
        return None  # what was so before the plan is for its prose to tell
    if not rows:
        what, scope = task.words.nouns["don vi"], f" ({task.shelf.names[asked.plans[0]]})"
        return Outcome(task.words.say("none_found", what=what, scope=scope), False, kind, _NONE)
    return answer_kind(told, kind, rows)


def _is_meant(asked: Question, table: Appendix, shelf: Shelf) -> bool:
    content = next((column for column in table.columns if column.field is Field.CONTENT), None)
    if content is None or not names_bodies(content.printed) or not any(row.text(Field.DEADLINE) for row in table.rows):
        return False
    return coverage(_without_bodies(asked), indexed(f"{table.title} {content.printed}"), shelf.words) >= _SAYS


def _without_bodies(asked: Question) -> Sequence[Part]:
    """The parts of the topic but for the one that is counted: "bao nhiêu bệnh viện"."""
    thing = counted(asked)
    rest = [part for part in asked.parts if part is not thing]
    return rest or asked.parts
