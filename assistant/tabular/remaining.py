"""What rows still lack of their budgets: "dự án … còn thiếu bao nhiêu tiền", "how much is still to be allocated"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.plans.filters import amount_of
from assistant.replies import shorten
from assistant.tabular.choosing import rows_asked
from assistant.telling.outcome import Outcome, Task
from ingest.model import Field, Row
from ingest.money import format_dong

_SHOWN = 12
_TWO = 2


@dataclass(frozen=True, slots=True)
class _Lack:
    """A row with its budget and what has been allocated of it, in đồng."""

    row: Row
    budget: int
    allocated: int

    @property
    def rest(self) -> int:
        """What is left to be allocated."""
        return self.budget - self.allocated


def answer_remaining(task: Task) -> Outcome | None:
    """What is left to be allocated of the rows that a question names, row by row and together, all cited; None where a
    question asks something else, or no such row says both what it costs and what has been allocated."""
    asked = task.question
    if not condition_patterns()["remaining_money"].search(lowered(asked.likely)):
        return None
    known = words_of("remaining_money") | words_of("beside_remaining")
    parts = tuple(
        part for part in asked.parts if not all(token.plain in known for token in part.typed or part.phrases[0])
    )
    filters = replace(asked.filters, blank=(), unfunded=False, filled=())
    if not (parts or filters or asked.plans):
        return None
    plain = replace(asked, kinds=(Kind.LIST,), fields=(), header=(), parts=parts, filters=filters, noun="")
    lacking = list(_lacking(replace(task, question=plain)))
    lacking = [one for one in lacking if one.rest > 0] or lacking
    if not lacking:
        return None
    total = sum(one.rest for one in lacking)
    lines = [_line(task, one) for one in lacking[:_SHOWN]]
    if len(lacking) >= _TWO:
        marks = "".join(task.book.row(one.row) for one in lacking[_SHOWN:])
        value = format_dong(total, asked.language)
        lines.append(f"{task.words.say('lacking_all', count=len(lacking), value=value)} {marks}".strip())
    return Outcome("\n".join(lines), True, Kind.SUM, 1.0)


def _lacking(task: Task) -> Iterator[_Lack]:
    for row in rows_asked(task):
        budget, allocated = amount_of(row, Field.BUDGET), amount_of(row, Field.ALLOCATED_BUDGET)
        if budget is not None and allocated is not None:
            yield _Lack(row, budget, allocated)


def _line(task: Task, one: _Lack) -> str:
    language = task.question.language
    return (
        task.words.say(
            "lacking",
            plan=task.shelf.names[one.row.anchor.plan],
            content=shorten(one.row.text(Field.CONTENT)),
            value=format_dong(one.rest, language),
            budget=format_dong(one.budget, language),
            allocated=format_dong(one.allocated, language),
        )
        + f" {task.book.row(one.row)}"
    )
