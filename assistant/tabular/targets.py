"""The targets of a year, where a question asks for nothing else: "mục tiêu năm 2030 của Đồng Nai"."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Kind
from assistant.replies import shorten
from assistant.tabular.tables import answer_table
from assistant.telling.outcome import Outcome, Task
from assistant.understanding.question import Question
from ingest.model import Appendix, Field

_FEW = 6


def answer_targets_of_year(task: Task) -> Outcome | None:
    """The rows with a target for the year asked about, or that the column of that year is blank; None where a question
    asks for something else, where the prose has a part on that year, or no table says anything of it."""
    asked = task.question
    if not _asks(asked) or _is_headed_by_year(task):
        return None
    rows = replace(asked, kinds=(Kind.LIST,), fields=(Field.TARGET,), heading=(), parts=(), topic="", noun="muc tieu")
    told = answer_table(replace(task, question=rows))
    return told if told is not None and told.answerable else _blank(task)


def _asks(asked: Question) -> bool:
    """Whether a question asks for targets by a year that is not just the plan's own, and for nothing beside."""
    if asked.fields != (Field.TARGET,) or not asked.field_alone or asked.kinds or len(asked.plans) != 1:
        return False
    others = replace(asked.filters, times=())
    return (
        len(asked.years) == 1 and not others and not asked.appendix and bool(asked.filters.times or not asked.heading)
    )


def _is_headed_by_year(task: Task) -> bool:
    """Whether a heading of the plan names the year: "Mục tiêu đến năm 2030"."""
    asked = task.question
    plan, year = asked.plans[0], str(asked.years[0])
    return any(path and year in task.shelf.title_over(plan, path) for path in task.shelf.section_texts(plan))


def _blank(task: Task) -> Outcome | None:
    """That the few rows of a table leave its column of the year blank; None where no table has one."""
    asked, plan = task.question, task.question.plans[0]
    table = next((one for one in task.shelf.plans[plan].appendices if _column(one, asked.years[0])), None)
    if table is None or len(table.rows) > _FEW:
        return None
    lines = [
        task.words.say(
            "blank",
            plan=task.shelf.names[plan],
            content=shorten(row.text(Field.CONTENT)),
            field=f"“{_column(table, asked.years[0])}”",
            mark=task.book.row(row),
        )
        for row in table.rows
    ]
    return Outcome("\n".join(lines), False, Kind.LIST, 1.0)


def _column(table: Appendix, year: int) -> str:
    """The header of a table's column for a year, "" where it has none."""
    return next((column.printed for column in table.columns if column.year == str(year)), "")
