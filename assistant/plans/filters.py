"""What narrows the rows of a table question: bodies and their role, leaders, times, blanks, amounts, groups."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.spelling import lowered
from assistant.phrasing.shares import Bound, says_share, with_share
from assistant.plans.cells import dong_of_unit
from assistant.plans.columns import Wanted, cell, of_year, spender_of
from assistant.plans.filled import with_filled, with_funds
from assistant.plans.shelf import PlanView, Shelf
from ingest.columns import meaning
from ingest.deadlines import Deadline, Due, answers, parse_deadline
from ingest.lexicon.documents import kind_of_number
from ingest.model import Field, Header, Row
from ingest.money import AskedAmount, cell_amount, header_unit
from ingest.periods import Interval
from ingest.periods import Kind as Span
from ingest.times import FoundTime, Relation, find_times
from ingest.units import Unit, same_unit
from ingest.vietnamese import fold

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BODY_FIELDS = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a row must all meet; empty ones hold for every row."""

    units: tuple[Unit, ...] = ()
    role: Field | None = None
    """The column in which the units must stand; None for the lead or, failing that, among those who coordinate."""
    leader: str = ""
    times: tuple[FoundTime, ...] = ()
    blank: tuple[Field, ...] = ()
    filled: tuple[Field, ...] = ()
    """Columns that must say something."""
    amount: AskedAmount | None = None
    group: str = ""
    """The number of a group, or of several: "V, VI"."""
    stt: str = ""
    """The printed number of a row."""
    share: str = ""
    """A percentage, "100", that the target must say."""
    bound: Bound = Bound.EXACT
    """How the target's percentage must compare with it."""
    alone: bool = False
    """Whether nothing else may stand beside the units."""
    only: bool = False
    """Whether nothing of a row's time may lie outside the times."""
    ends: bool = False
    """Whether what ends in a year is asked for, whenever it began: "kết thúc năm 2026"."""
    underway: bool = False
    """Whether all that goes on in the times is asked for, wherever it begins or ends: "năm 2027 còn đang làm"."""
    dated: bool = False
    """Whether a day, a month or a quarter must be set, and not "thường xuyên" or a whole year."""
    unfunded: bool = False
    """Whether no money must have been allocated."""
    funded: bool = False
    """Whether money must have been allocated."""
    throughout: bool = False
    """Whether every year, quarter or month of the schedule must have its mark."""
    excluded: bool = False
    """Whether the units must not stand in their role."""
    any_role: bool = False
    """Whether the units may stand in either column, though some rows have them in the lead."""
    bodies: tuple[int, int] = (0, 0)
    """The fewest and the most bodies that must share the role, 0 for no bound."""

    def __bool__(self) -> bool:
        return bool(
            self.units
            or self.leader
            or self.times
            or self.blank
            or self.filled
            or self.funded
            or self.amount
            or self.group
            or self.share
            or self.stt
            or self.throughout
            or self.unfunded
            or self.dated
            or any(self.bodies)
        )

    def over(self, previous: Filters, keep_topic: bool) -> Filters:
        """These filters, with those of the question before for what these leave out, where its topic is kept."""
        if not keep_topic:
            return self
        return replace(
            self,
            units=self.units or previous.units,
            role=self.role or previous.role,
            leader=self.leader or previous.leader,
            times=self.times or previous.times,
            blank=self.blank or previous.blank,
            filled=self.filled or previous.filled,
            amount=self.amount or previous.amount,
            group=self.group or previous.group,
            share=self.share or previous.share,
            bound=self.bound if self.share else previous.bound,
            alone=self.alone or (previous.alone and not self.units),
            only=self.only or (previous.only and not self.times),
            ends=self.ends or (previous.ends and not self.times),
            underway=self.underway or (previous.underway and bool(previous.times)),
            unfunded=self.unfunded or previous.unfunded,
            funded=self.funded or previous.funded,
            dated=self.dated or previous.dated,
            throughout=self.throughout or previous.throughout,
            excluded=self.excluded or (previous.excluded and not self.units),
            any_role=self.any_role or (previous.any_role and not self.units),
            bodies=self.bodies if any(self.bodies) else previous.bodies,
        )


def deadline_of(row: Row, plan: PlanView, years: tuple[int, ...] = ()) -> Deadline:
    """The deadline of a row: its cell, and the marks of its yearly schedule. `years` are those of its table, where
    that is for fewer than the plan."""
    return deadline_in(row.text(Field.DEADLINE), tuple(row.schedule.items()), plan.header, years)


def deadline_in(cell: str, marks: tuple[tuple[str, str], ...], header: Header, years: tuple[int, ...] = ()) -> Deadline:
    """The deadline that a cell and the marks of a yearly schedule say in a plan with some header."""
    kind = kind_of_number(header.number)
    return _read_deadline(cell, years or header.years, header.date, marks, kind.name if kind else "")


@lru_cache(maxsize=16384)  # the rows of a table have few deadlines between them
def _read_deadline(
    text: str, years: tuple[int, ...], issued: str, marks: tuple[tuple[str, str], ...], kind: str
) -> Deadline:
    return parse_deadline(text, years, issued, dict(marks), kind)


def budget_of(row: Row, years: Collection[int] = ()) -> int | None:
    """The budget of a row in đồng, None where its cell names no amount.

    Where the table has a column of budgets for one of `years`, its cell counts.
    """
    if dated := of_year(row, Field.BUDGET, years):
        title, text = dated
        amount = cell_amount(text, max(dong_of_unit(row, title), header_unit(_named_unit(row))))
        return amount.dong if amount else None
    header = next((title for title, cell in row.columns.items() if cell and cell == row.text(Field.BUDGET)), "")
    amount = cell_amount(row.text(Field.BUDGET), dong_of_unit(row, header))
    return amount.dong if amount else None


def amount_of(row: Row, wanted: Wanted, years: Collection[int] = ()) -> int | None:
    """The amount in đồng that a cell of a column of money says, None where it says none; of the budget see
    `budget_of`."""
    if wanted is Field.BUDGET:
        return budget_of(row, years)
    text = cell(row, wanted)
    header = next((title for title, other in row.columns.items() if title == wanted or (text and other == text)), "")
    amount = cell_amount(text, max(dong_of_unit(row, header), header_unit(_named_unit(row))))
    return amount.dong if amount else None


def _named_unit(row: Row) -> str:
    """The header of the row's table that names the unit of its budgets, "" where none does."""
    return next((title for title in row.columns if meaning(title) is Field.BUDGET and header_unit(title) > 1), "")


def plans_meeting(filters: Filters, shelf: Shelf, among: Collection[str]) -> Collection[str]:
    """Those of some plans whose rows can meet the conditions, all where they name neither a body nor a leader.

    So that the rows of thousands of plans are not read for a body that a few of them name.
    """
    naming = [shelf.plans_naming(unit) for unit in filters.units]
    if filters.leader:
        naming.append(shelf.plans_led_by(filters.leader))
    if not naming:
        return among
    meeting = frozenset.intersection(*naming)
    return [plan for plan in among if plan in meeting]


def apply(filters: Filters, rows: Sequence[Row], shelf: Shelf) -> list[Row]:
    """The rows that meet all conditions, in their order."""
    kept = [row for row in rows if _meets(filters, row)]
    if filters.unfunded:
        kept = _unfunded(kept)
    if filters.filled:
        kept = with_filled(filters.filled, kept)
    if filters.funded:
        kept = with_funds(kept)
    if filters.dated:
        kept = [row for row in kept if _is_dated(deadline_of(row, shelf.plans[row.anchor.plan]))]
    if filters.throughout:
        kept = [row for row in kept if _goes_on(row, shelf)]
    if filters.units:
        kept = _with_units(filters, kept, shelf)
    if any(filters.bodies):
        kept = _with_bodies(filters, kept, shelf)
    if filters.share and filters.times and (due := _with_share_then(filters, kept)):
        return due
    if filters.share:
        kept = with_share(filters.share, filters.bound, kept)
    if filters.times:
        kept = _in_time(filters, kept, shelf)
    return kept


def _is_dated(deadline: Deadline) -> bool:
    """Whether a deadline names a day, a month or a quarter."""
    kinds = {one.kind for one in deadline.intervals} | {one.kind for one in deadline.open_periods}
    return not deadline.regular and bool(kinds - {Span.YEAR})


def _with_share_then(filters: Filters, rows: Sequence[Row]) -> list[Row]:
    """The rows whose schedule says the percentage for one of the years asked about."""
    years = {str(one.start.year) for time in filters.times for one in time.periods if isinstance(one, Interval)}
    return [row for row in rows if any(says_share(filters.share, row.schedule.get(year, ""), row) for year in years)]


def _unfunded(rows: Sequence[Row]) -> list[Row]:
    """The rows to which no money has been allocated: those that say so, else those that leave it open."""
    known = [row for row in rows if row.has(Field.ALLOCATED_BUDGET)]
    none = [row for row in known if row.text(Field.ALLOCATED_BUDGET).strip(" .,đồng") == "0"]
    return none or [row for row in known if not row.text(Field.ALLOCATED_BUDGET).strip()]


def _goes_on(row: Row, shelf: Shelf) -> bool:
    """Whether every column of a row's schedule has a mark; without a schedule, whether it is done regularly."""
    plan = shelf.plans[row.anchor.plan]
    tables = (one for one in plan.appendices if any(other.anchor == row.anchor for other in one.rows))
    columns = next((sum(column.field is Field.SCHEDULE for column in one.columns) for one in tables), 0)
    if columns:
        return len(row.schedule) == columns
    says_so = condition_patterns()["throughout"].search(lowered(row.text(Field.DEADLINE)))  # "Cả năm"
    return bool(says_so) or deadline_of(row, plan).regular


def _meets(filters: Filters, row: Row) -> bool:
    if filters.leader and fold(filters.leader) not in fold(row.text(Field.RESPONSIBLE_LEADER)):
        return False
    if filters.group and _number_of(row.group) not in map(_number_of, filters.group.split(", ")):
        return False
    if filters.stt and row.stt != filters.stt:
        return False
    if any(row.text(wanted) or not row.has(wanted) for wanted in filters.blank):
        return False
    if filters.amount is not None:
        budget = budget_of(row)
        return budget is not None and filters.amount.holds(budget)
    return True


_ROMAN = {
    name: str(place)
    for place, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}


def _number_of(group: str) -> str:
    """The number of a group, whether it is printed "3", "03" or "III"."""
    plain = fold(group).strip(" .").lstrip("0")
    return _ROMAN.get(plain, plain)


def _with_units(filters: Filters, rows: Sequence[Row], shelf: Shelf) -> list[Row]:
    """The rows in which each unit stands in its role."""
    fields: tuple[Field, ...] = (filters.role,) if filters.role else _BODY_FIELDS[:1]
    if filters.any_role or not any(row.has(fields[0]) for row in rows):  # the tables may not have the role's column
        fields = _BODY_FIELDS
    if filters.excluded:
        return [row for row in rows if not any(_names(row, unit, fields, shelf) for unit in filters.units)]
    spends = filters.role is None
    kept = [row for row in rows if all(_names(row, unit, fields, shelf, spends) for unit in filters.units)]
    if len(filters.units) > 1 and not kept:  # "A và B chủ trì": what either does, where nothing is done by both
        kept = [row for row in rows if any(_names(row, unit, fields, shelf) for unit in filters.units)]
    if filters.alone:
        return [row for row in kept if _named_in(row, fields, shelf) == len(filters.units)]
    if kept or filters.role:
        return kept
    return [row for row in rows if all(_names(row, unit, _BODY_FIELDS, shelf) for unit in filters.units)]


def _with_bodies(filters: Filters, rows: Sequence[Row], shelf: Shelf) -> list[Row]:
    """The rows whose role is shared by so many bodies."""
    (fewest, most), role = filters.bodies, filters.role or Field.LEAD_UNIT
    numbers = ((row, _named_in(row, (role,), shelf)) for row in rows)
    return [row for row, number in numbers if fewest <= number and (not most or number <= most)]


def names_body(unit: Unit, rows: Iterable[Row], shelf: Shelf) -> bool:
    """Whether any of some rows names a body as leading or coordinating."""
    return any(_names(row, unit, _BODY_FIELDS, shelf) for row in rows)


def _names(row: Row, unit: Unit, fields: Sequence[Field], shelf: Shelf, spends: bool = False) -> bool:
    """Whether a row names a body in one of some fields; with `spends`, as the one that spends its money, too."""
    plan = shelf.plans[row.anchor.plan]
    here = f" {fold(plan.header.province)}"
    texts = [row.text(wanted) for wanted in fields]
    if len(fields) == 1 and spends and not row.has(Field.LEAD_UNIT):
        texts.append(spender_of(row))
    named = [other for text in texts for other in shelf.units_of(row.anchor.plan, text)]
    meant = (unit, *shelf.units_of(row.anchor.plan, unit.text))  # the plan may have a short form of its own for it
    return any(
        same_unit(one, other)
        or one.key.removesuffix(here) == other.key.removesuffix(here)
        or other.key.startswith(f"{one.key.removesuffix(here)}{here} ")  # another body stands behind it without a sign
        for one in meant
        for other in named
    )


def _named_in(row: Row, fields: Sequence[Field], shelf: Shelf) -> int:
    """How many bodies a row names in some fields."""
    plan = row.anchor.plan
    return len({unit.key for wanted in fields for unit in shelf.units_of(plan, row.text(wanted))})


def _in_time(filters: Filters, rows: Sequence[Row], shelf: Shelf) -> list[Row]:
    """The rows due in the time asked: those that say just it, else those that end there.

    With `only`, those all of whose times are in it.
    """
    times, only = filters.times, filters.only
    regular = [time for time in times if time.relation is Relation.REGULAR]
    for cycle in {time.cycle for time in regular if time.cycle}:
        if said := _of_cycle(rows, cycle):
            return said
    judged = []
    table_years = years_of_tables({row.anchor.plan for row in rows}, shelf)
    for row in rows:
        own = table_years.get((row.anchor.plan, row.anchor.appendix or ""), ())
        deadline = deadline_of(row, shelf.plans[row.anchor.plan], own)
        if asks_year_of(own, times) and (not deadline.intervals or not only):
            judged.append((row, Due.EXACT))
            continue
        if only and not _wholly_in(deadline, times):
            continue
        if regular and deadline.regular:
            judged.append((row, Due.EXACT))
        else:
            fit = min((answers(deadline, time) for time in times if time not in regular), default=Due.NONE)
            judged.append((row, fit))
    if spans_several_years(times) and (same := [row for row in rows if _says_span(row, _spans(times), shelf)]):
        return same
    steps = (Due.EXACT, Due.ENDS_THERE, Due.OVERLAPS)
    for least in steps[2 if filters.underway else 1 if filters.ends else 0 :]:
        if kept := [row for row, fit in judged if fit >= least]:
            return kept
    return []


def asks_year_of(own: tuple[int, ...], times: Sequence[FoundTime]) -> bool:
    """Whether one of some times is the whole year of a table, `own`."""
    years = [Interval(date(year, 1, 1), date(year, 12, 31), Span.YEAR) for year in own]
    return any(time.periods == (year,) and time.relation is Relation.IN for year in years for time in times)


def years_of_tables(plans: Iterable[str], shelf: Shelf) -> dict[tuple[str, str], tuple[int, ...]]:
    """The one year that a table's title names, by plan and label, for plans of several years."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for plan in plans:
        if len(shelf.plans[plan].header.years) > 1:
            for label, title in shelf.appendix_titles(plan):
                years = {int(year) for year in _YEAR.findall(title)}
                found[plan, label] = tuple(years) if len(years) == 1 else ()
    return found


def _of_cycle(rows: Sequence[Row], cycle: str) -> list[Row]:
    """The rows that are due in a cycle, "hằng tháng", else those that say it in another cell."""
    due = [row for row in rows if _says_cycle(row.text(Field.DEADLINE), cycle)]
    return due or [row for row in rows if any(_says_cycle(cell, cycle) for cell in row.columns.values())]


@lru_cache(maxsize=16384)
def _says_cycle(text: str, cycle: str) -> bool:
    return any(time.cycle == cycle for time in find_times(text)) if text else False


def _spans(times: Sequence[FoundTime]) -> set[tuple[date, date]]:
    return {(one.start, one.end) for time in times for one in time.periods if isinstance(one, Interval)}


def spans_several_years(times: Sequence[FoundTime]) -> bool:
    """Whether one of some times goes over the end of a year: "2025-2026"."""
    return any(start.year != end.year for start, end in _spans(times))


def _says_span(row: Row, spans: Collection[tuple[date, date]], shelf: Shelf) -> bool:
    """Whether a row's times, taken together, begin and end with what is asked: "2025-2026", each year of a schedule."""
    deadline = deadline_of(row, shelf.plans[row.anchor.plan])
    return deadline.start is not None and (deadline.start, deadline.end) in spans


def _wholly_in(deadline: Deadline, times: Sequence[FoundTime]) -> bool:
    alone = [replace(deadline, intervals=(one,), open_periods=()) for one in deadline.intervals]
    return all(any(answers(one, time) is Due.EXACT for time in times) for one in alone)
