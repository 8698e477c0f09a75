"""The rows due in a time, of so many plans that the rows of all cannot be read for one question.

The deadlines of all rows are few texts, again and again. They are read by themselves, once a shelf, and judged; then
only those rows are read whose deadline answers the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from assistant.plans.filters import asks_year_of, deadline_in, spans_several_years, years_of_tables
from assistant.plans.shelf import Shelf
from assistant.understanding.question import Question
from ingest.deadlines import Due, answers
from ingest.model import Field, Row
from ingest.store.directory import DeadlineCell
from ingest.times import FoundTime, Relation

VERY_MANY = 512
"""Plans whose rows are no longer kept all, once they have been read."""

_Chosen = Mapping[str, Collection[DeadlineCell]]


def rows_in_time(asked: Question, shelf: Shelf) -> Iterator[list[Row]]:
    """The rows of very many plans, in print order, that meet the times asked best; then with those that meet them less
    well, all that can be meant at last. No rows, once, where no row meets them at all.

    Nothing where there are fewer plans, no times, or conditions that are not decided row by row.
    """
    among: Collection[str] = asked.plans or shelf.plans
    if len(among) <= VERY_MANY or not asked.filters.times or not _is_decided_by_rows(asked):
        return
    judged = _judged(asked.filters.times, shelf, among)
    if not judged:
        yield []
    before = 0
    for least in (Due.EXACT, Due.ENDS_THERE, Due.OVERLAPS):
        chosen = {plan: [cell for cell, due in cells.items() if due >= least] for plan, cells in judged.items()}
        count = sum(map(len, chosen.values()))
        if count > before:
            yield _rows_with(chosen, shelf)
        before = count


def _is_decided_by_rows(asked: Question) -> bool:
    """Whether each row by itself says if it meets the conditions, and its deadline's cell if it does in time."""
    filters = asked.filters
    if (
        filters.units
        or filters.share
        or filters.unfunded
        or filters.ends
        or filters.underway
        or spans_several_years(filters.times)
    ):
        return False
    if asked.years and (asked.about_money or Field.BUDGET in (*asked.fields, *filters.blank)):
        return False  # where tables have a column for the year, it stands for the time
    return not any(time.relation is Relation.REGULAR for time in filters.times)


def _judged(times: Sequence[FoundTime], shelf: Shelf, among: Collection[str]) -> dict[str, dict[DeadlineCell, Due]]:
    """How well the deadlines of the plans' rows answer, those that do at all."""
    found: defaultdict[str, dict[DeadlineCell, Due]] = defaultdict(dict)
    table_years = years_of_tables(among, shelf)
    for plan in among:
        header = shelf.plans[plan].header
        for cell in shelf.deadlines.get(plan, ()):
            own = table_years.get((plan, cell.appendix), ())
            deadline = deadline_in(cell.text, cell.marks, header, own)
            due = Due.EXACT if asks_year_of(own, times) else min(answers(deadline, time) for time in times)
            if due:
                found[plan][cell] = due
    return found


def _rows_with(chosen: _Chosen, shelf: Shelf) -> list[Row]:
    plans = [plan for plan, cells in chosen.items() if cells]
    cells = {cell for of_plan in chosen.values() for cell in of_plan}
    read = shelf.catalogue.directory.rows_due(plans, cells)
    return [row for plan in plans for row in read[plan] if DeadlineCell.of(row) in chosen[plan]]
