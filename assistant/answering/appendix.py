"""What an appendix is: its title, its groups, and its rows, where a question names one and asks nothing else of it."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.answering.overview import appendix_named
from assistant.tabular.tables import lines_of
from assistant.telling.outcome import Outcome, Task
from assistant.understanding.mentions import same_label


def answer_appendix(task: Task) -> Outcome | None:
    """An appendix of one plan with all its rows: "Phụ lục 2 của Cà Mau là bảng gì", "everything in Appendix 2"; None
    where a question asks something of its rows."""
    asked = task.question
    rows_listed = asked.kinds == (Kind.LIST,) and not (asked.of_tasks or asked.noun)
    if not asked.appendix or len(asked.plans) != 1 or asked.fields or asked.header:
        return None
    if asked.kinds and not rows_listed:
        return None
    if asked.parts or asked.filters or asked.focus:
        return None
    plan = task.shelf.plans[asked.plans[0]]
    chosen = [one for one in plan.appendices if same_label(asked.appendix, one.label or "1")]
    told = [appendix_named(task, plan, one) for one in chosen]
    rows = [row for one in chosen for row in one.rows]
    return Outcome("\n".join([*told, *lines_of(task, rows)]), True, Kind.OVERVIEW, 1.0) if rows else None
