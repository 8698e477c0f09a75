"""The rows due in a time, of so many plans that the rows of all cannot be read for one question.

The deadlines of all rows are few texts, again and again. They are read by themselves, once a shelf, and judged; then
only those rows are read whose deadline answers the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from assistant.filters import Filters, deadline_in, spans_several_years
from assistant.shelf import Shelf
from ingest.deadlines import Due, answers
from ingest.model import Row
from ingest.store.directory import DeadlineCell
from ingest.times import Relation

VERY_MANY = 512
"""Plans whose rows are no longer kept all, once they have been read."""

_Chosen = Mapping[str, Collection[DeadlineCell]]


def rows_in_time(filters: Filters, shelf: Shelf, among: Collection[str]) -> Iterator[list[Row]]:
    """The rows of very many plans, in print order, that meet the times asked best; then with those that meet them less
    well, all that can be meant at last. No rows, once, where no row meets them at all.

    Nothing where there are fewer plans, no times, or conditions that a deadline's cell alone cannot decide.
    """
    if len(among) <= VERY_MANY or not filters.times or filters.units or spans_several_years(filters.times):
        return
    if any(time.relation is Relation.REGULAR for time in filters.times):
        return
    judged = _judged(filters, shelf, among)
    if not judged:
        yield []
    before = 0
    for least in (Due.EXACT, Due.ENDS_THERE, Due.OVERLAPS):
        chosen = {plan: [cell for cell, due in cells.items() if due >= least] for plan, cells in judged.items()}
        count = sum(map(len, chosen.values()))
        if count > before:
            yield _rows_with(chosen, shelf)
        before = count


def _judged(filters: Filters, shelf: Shelf, among: Collection[str]) -> dict[str, dict[DeadlineCell, Due]]:
    """How well the deadlines of the plans' rows answer, those that do at all."""
    found: defaultdict[str, dict[DeadlineCell, Due]] = defaultdict(dict)
    for plan in among:
        header = shelf.plans[plan].header
        for cell in shelf.deadlines.get(plan, ()):
            deadline = deadline_in(cell.text, cell.marks, header)
            if due := min(answers(deadline, time) for time in filters.times):
                found[plan][cell] = due
    return found


def _rows_with(chosen: _Chosen, shelf: Shelf) -> list[Row]:
    plans = [plan for plan, cells in chosen.items() if cells]
    cells = {cell for of_plan in chosen.values() for cell in of_plan}
    read = shelf.catalogue.directory.rows_due(plans, cells)
    return [row for plan in plans for row in read[plan] if DeadlineCell.of(row) in chosen[plan]]
