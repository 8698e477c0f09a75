"""When the work of a plan ends, in the order of time: "các mốc thời gian của kế hoạch", "timeline", "key dates"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.phrasing.wishes import ranked_by_deadline
from assistant.plans.filters import deadline_of
from assistant.tabular.choosing import rows_asked
from assistant.tabular.tables import answer_kind, lines_of
from assistant.telling.outcome import Outcome, Task
from assistant.understanding.question import Question
from ingest.model import Field, Row

_MOST_PLANS = 8


def answer_milestones(task: Task) -> Outcome | None:
    """The rows of the plans asked about whose deadlines set an end, the first to end first, plan by plan, and how many
    go on without one; None where a question asks for no such list, or says what the rows are to be about."""
    asked = task.question
    plans = asked.plans or tuple(task.shelf.plans)
    if len(plans) > _MOST_PLANS:
        return None
    if ends := _asks_end(asked):
        asked = replace(asked, kinds=(ends,), fields=(), parts=(), topic="", by_deadline=True)
        ranking = replace(task, question=asked)
        return answer_kind(ranking, ends, rows_asked(ranking))
    if not _asks(asked):
        return None
    asked = replace(asked, kinds=(Kind.LIST,), fields=(Field.DEADLINE, Field.LEAD_UNIT), parts=(), topic="", header=())
    lines = [line for plan in plans for line in _of_plan(replace(task, question=replace(asked, plans=(plan,))))]
    return Outcome("\n".join(lines), True, Kind.LIST, 1.0) if lines else None


def _of_plan(task: Task) -> list[str]:
    """The lines of one plan; none where no row of it sets an end."""
    rows = rows_asked(task)
    ends = [(end, row) for row in rows if (end := _end(task, row)) is not None]
    if not ends:
        return []
    ordered: Sequence[Row] = [row for _, row in sorted(ends, key=lambda pair: pair[0])]
    plan = task.shelf.names[task.question.plans[0]]
    rest = len(rows) - len(ordered)
    endless = task.words.say("endless", count=rest) if rest else ""
    head = task.words.say("milestones", plan=plan, count=len(ordered), endless=endless)
    return [head, *lines_of(task, ordered)]


def _end(task: Task, row: Row) -> date | None:
    """The last day by which a row must be done; None where it goes on, or names no time."""
    deadline = deadline_of(row, task.shelf.plans[row.anchor.plan])
    return None if deadline.regular else deadline.end


def _asks_end(asked: Question) -> Kind | None:
    """MIN or MAX where a question asks for the first or the last deadline of a plan, and names nothing that has it:
    "hạn muộn nhất của Đồng Tháp", "the last deadline in the plan"."""
    fields, kinds = set(asked.fields) - {Field.DEADLINE}, set(asked.kinds) - {Kind.MAX, Kind.MIN}
    others = bool(fields or kinds or asked.header or asked.context or not asked.plans)
    known = words_of("earliest") | words_of("latest") | words_of("deadline_nouns")
    if (
        others
        or not known.issuperset(asked.words)
        or not condition_patterns()["deadline_nouns"].search(lowered(asked.text))
    ):
        return None
    return ranked_by_deadline(asked.likely)


def _asks(asked: Question) -> bool:
    """Whether a question asks for the times of a plan, and for nothing else of it."""
    if not condition_patterns()["milestones"].search(lowered(asked.likely)):
        return False
    if asked.asks_rank or {Kind.COUNT, Kind.SUM, Kind.COMPARE} & set(asked.kinds):
        return False
    known = words_of("milestones") | words_of("beside_milestones") | words_of("of_any_plan")
    return known.issuperset(asked.words)
