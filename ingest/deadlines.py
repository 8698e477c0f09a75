"""The deadline of a task: what its cell says as days of the calendar, and whether it answers a question about time.

Times are found by `ingest.times`; here they are set in the plan's years. Decisions, the same everywhere:

- A month, quarter or day without a year is of the plan's year: the year of the plan's date where the plan covers it,
  else its first year.
- "Trước 15/4/2026" ends on 14 April (kind BEFORE), "chậm nhất 15/4/2026" and "đến 15/4/2026" on the 15th (kind BY);
  both may begin with the plan's first year. "Từ tháng 7", "2025 và các năm tiếp theo" run to the end of the plan's
  years and set no end (kind FROM).
- "Cuối năm" is the last quarter, "đầu năm" the first, "giữa năm" June and July; of a quarter the last, first, middle
  month; of a month the days from 21, to 10, from 11 to 20.
- A mark under a year means some time of that year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

from ingest.folding import blank, fold_with_places
from ingest.moments import without_documents
from ingest.periods import Interval, Kind, OpenPeriod, Period, day_after, day_before, end_of_year
from ingest.times import FoundTime, Relation, find_times

NO_MARKS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Relative:
    """A deadline counted from an event: its words, and the last day where the event's day is known."""

    text: str
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a deadline cell, or the marks of a yearly schedule, say."""

    text: str
    """The cell as printed, or "2025: X; 2026: Quý 3" for a schedule."""
    intervals: tuple[Interval, ...] = ()
    regular: bool = False
    """Done all the time or again and again: thường xuyên, định kỳ, hằng tháng."""
    conditional: bool = False
    """Hangs on what someone else does: "Khi có hướng dẫn", "theo thời gian Bộ Y tế đã đăng ký"."""
    relative: Relative | None = None
    blank: bool = False
    open_periods: tuple[OpenPeriod, ...] = field(default=())
    """Times that could not be set in a year because the plan's years are unknown."""

    @property
    def start(self) -> date | None:
        """The first day of the earliest interval."""
        return min((one.start for one in self.intervals), default=None)

    @property
    def end(self) -> date | None:
        """The last day of the latest interval that sets an end; what is sorted and compared by."""
        return max((one.end for one in self.intervals if one.kind is not Kind.FROM), default=None)


class Due(IntEnum):
    """How well a deadline answers "due in this period"; the higher the better, NONE is false."""

    NONE = 0
    OVERLAPS = 1
    """It runs in the period and ends after it, or has no set end."""
    ENDS_THERE = 2
    """Its last day is in the period but it began before: Quý II for June, Năm 2026 for December."""
    EXACT = 3
    """It is wholly in the period (Tháng 6 for June or for 2026), or names a last day in it (Trước 30/6 for June)."""


_CONDITIONAL = re.compile(
    r"\b(?:khi\b|ngay sau|tuy (?:theo|thuoc|vao)|phu thuoc|neu\b|dot xuat|theo (?:thoi gian|thoi diem|huong dan|chi dao"
    r"|ke hoach|kh\b|tien do|yeu cau|lo trinh|phan cong|quy dinh|van ban|thong bao|de nghi|nhu cau|chuong trinh"
    r"|quyet dinh)|when\b|upon|once\b|depending|subject to|as (?:required|needed|soon as|planned)|according to)"
)
_RELATIVE = re.compile(
    r"(?:\btrong (?:vong|thoi han) |\bsau |\bwithin )?\b(?P<count>\d{1,3})\s*(?:\([^()]*\)\s*)?"
    r"(?P<unit>ngay|tuan|thang|nam|days?|weeks?|months?|years?)(?P<working>\s+(?:lam viec|lam))?\s*,?\s*"
    r"(?:(?:ke|tinh) tu|tu|sau|of|from|after)\s+(?:(?:ngay|khi|thoi diem|the|date of)\s+)*"
    r"(?P<event>[^;.]*)"
)
_THIS_PLAN = {"ke hoach", "the plan", "this plan"}
_PLAN_ISSUED = re.compile(
    r"(?:duoc )?(?:ban hanh|ky|phe duyet|issued?|issuance|signing)(?: (?:ban hanh|va ban hanh|of))?"
    r"(?: (?P<what>[a-z ]+?)(?: nay)?)?\s*$"
    r"|(?P<named>[a-z ]+?)(?: nay)? (?:duoc |is )?(?:ban hanh|ky|phe duyet|co hieu luc|issued|signed)\s*$"
)


def parse_deadline(
    text: str,
    plan_years: Sequence[int] = (),
    plan_date: str = "",
    schedule: Mapping[str, str] = NO_MARKS,
    plan_kind: str = "",
) -> Deadline:
    """A deadline cell, a yearly schedule or both, read.

    `plan_years` are the years that the plan covers, `plan_date` its date in ISO form as far as known ("2025-09-19",
    "2026-03", ""), `plan_kind` what kind of document it is where that is no "Kế hoạch", `schedule` the marks of its
    yearly columns ({"2025": "X", "2026": "Quý 3"}). Text that names no time leaves `intervals` empty; nothing is
    raised.
    """
    years = _years(plan_years, plan_date)
    printed = " ".join(text.split())
    if not re.search(r"\w", printed):
        marked = _schedule(schedule, years, plan_date)
        shown = "; ".join(f"{key}: {mark}" for key, mark in schedule.items())
        return Deadline(shown, tuple(_unique(marked)), _any_regular(schedule), blank=not schedule)
    folded = fold_with_places(printed)
    relative, readable = _relative(printed, plan_date, plan_kind)
    found = find_times(readable)
    closed = [one for time in found for one in _close(time, years, plan_date)]
    counted = [_until(relative.end, years, Kind.BY)] if relative and relative.end else []
    return Deadline(
        text=printed,
        intervals=tuple(_unique([*closed, *counted, *_schedule(schedule, years, plan_date)])),
        regular=any(one.relation is Relation.REGULAR or one.yearly for one in found) or _any_regular(schedule),
        conditional=bool(_CONDITIONAL.search(without_documents(folded.text))) and not (relative and relative.end),
        relative=relative,
        open_periods=() if years else tuple(p for time in found for p in time.periods if isinstance(p, OpenPeriod)),
    )


def due_within(deadline: Deadline, period: Period) -> Due:
    """Whether a deadline falls due in a period, by its best interval; an open period is that of any year.

    A task that is only regular or conditional has no last day and is due in no period.
    """
    found = (_due(one, closed) for one in deadline.intervals for closed in _in_years_of(one, period))
    open_found = (Due.EXACT for one in deadline.open_periods if isinstance(period, OpenPeriod) and one == period)
    return max((*found, *open_found), default=Due.NONE)


def ends_before(deadline: Deadline, period: Period) -> bool:
    """Whether its last day comes before the period; an open period is taken in the year of that last day."""
    end = deadline.end
    return end is not None and end < _in_year_of(end, period).start


def ends_by(deadline: Deadline, period: Period) -> bool:
    """Whether its last day comes before the period's end or on it."""
    end = deadline.end
    return end is not None and end <= _in_year_of(end, period).end


def ends_after(deadline: Deadline, period: Period) -> bool:
    """Whether its last day comes after the period."""
    end = deadline.end
    return end is not None and end > _in_year_of(end, period).end


def answers(deadline: Deadline, time: FoundTime) -> Due:
    """How well a deadline answers the time of a question, whatever its relation; of several periods the best.

    For relations other than IN there is only NONE and EXACT: the end is on the asked side or it is not.
    """
    if time.relation is Relation.REGULAR:
        return Due.EXACT if deadline.regular else Due.NONE
    if time.relation is Relation.IN:
        return max((due_within(deadline, one) for one in time.periods), default=Due.NONE)
    holds = {Relation.BEFORE: ends_before, Relation.BY: ends_by, Relation.AFTER: ends_after, Relation.FROM: _ends_from}
    return Due.EXACT if any(holds[time.relation](deadline, one) for one in time.periods) else Due.NONE


def _ends_from(deadline: Deadline, period: Period) -> bool:
    end = deadline.end
    return end is not None and end >= _in_year_of(end, period).start


def _due(deadline: Interval, asked: Interval) -> Due:
    if not deadline.touches(asked):
        return Due.NONE
    if deadline.kind is Kind.FROM or deadline.end > asked.end:
        return Due.OVERLAPS
    names_last_day = deadline.kind in (Kind.DAY, Kind.BEFORE, Kind.BY)
    return Due.EXACT if names_last_day or deadline.start >= asked.start else Due.ENDS_THERE


def _in_years_of(deadline: Interval, period: Period) -> Iterator[Interval]:
    if isinstance(period, Interval):
        yield period
        return
    for year in range(deadline.start.year, deadline.end.year + 2):
        yield period.in_year(year)


def _in_year_of(end: date, period: Period) -> Interval:
    return period.in_year(end.year) if isinstance(period, OpenPeriod) else period


def _years(plan_years: Sequence[int], plan_date: str) -> tuple[int, ...]:
    if plan_years:
        return tuple(sorted(plan_years))
    return (int(plan_date[:4]),) if re.match(r"\d{4}", plan_date) else ()


def _close(time: FoundTime, years: tuple[int, ...], plan_date: str) -> Iterator[Interval]:
    """The intervals that a found time means in a plan of these years; none where a year is wanted and unknown."""
    issued = int(plan_date[:4]) if re.match(r"\d{4}", plan_date) else None
    default = issued if issued in years else next(iter(years), None)
    for period in time.periods:
        if isinstance(period, Interval):
            yield _related(period, time.relation, years)
        elif years and time.yearly:
            every = range(years[0], years[-1] + 1)
            yield from (_related(period.in_year(year), time.relation, (year,)) for year in every)
        elif default is not None:
            yield _related(period.in_year(default), time.relation, years)


def _related(period: Interval, relation: Relation, years: tuple[int, ...]) -> Interval:
    if relation is Relation.BEFORE:
        return _until(day_before(period.start), years, Kind.BEFORE)
    if relation is Relation.BY:
        return _until(period.end, years, Kind.BY)
    if relation in (Relation.FROM, Relation.AFTER):
        start = day_after(period.end) if relation is Relation.AFTER else period.start
        return Interval(start, end_of_year(max((start.year, *years))), Kind.FROM)
    return period


def _until(end: date, years: tuple[int, ...], kind: Kind) -> Interval:
    first = date(min((end.year, *years)), 1, 1)
    return Interval(first, end, kind)


def _relative(printed: str, plan_date: str, plan_kind: str) -> tuple[Relative | None, str]:
    """A deadline counted from an event, and the text without it."""
    folded = fold_with_places(printed)
    found = _RELATIVE.search(folded.text)
    if found is None:
        return None, printed
    start, end = folded.span(found.start(), found.end())
    began = _event_day(printed[slice(*folded.span(*found.span("event")))], plan_date, plan_kind)
    last = _later(began, int(found["count"]), found["unit"], bool(found["working"])) if began else None
    return Relative(printed[start:end].strip(), last), f"{printed[:start]} . {printed[end:]}"


def _event_day(event: str, plan_date: str, plan_kind: str) -> date | None:
    """The day of the event: a date that it names, else the plan's own where it is the plan that is issued."""
    days = [one for time in find_times(event) for one in time.periods if isinstance(one, Interval)]
    if len(days) == 1 and days[0].kind is Kind.DAY:
        return days[0].start
    issued = _PLAN_ISSUED.match(fold_with_places(event.strip()).text)
    named = (issued["what"] or issued["named"] or "") if issued else ""
    own = {*_THIS_PLAN, fold_with_places(plan_kind).text}
    if issued and (not named or named in own) and re.fullmatch(r"\d{4}-\d\d-\d\d", plan_date):
        return date.fromisoformat(plan_date)
    return None


def _later(start: date, count: int, unit: str, working: bool) -> date:
    if unit.startswith(("thang", "month")):
        years, month = divmod(start.month - 1 + count, 12)
        opened = OpenPeriod((month + 1, start.day), (month + 1, start.day), Kind.DAY)
        return opened.in_year(start.year + years).end
    if unit.startswith(("nam", "year")):
        return _later(start, 12 * count, "thang", working=False)
    if not working:
        return start + timedelta(days=count * (7 if unit.startswith(("tuan", "week")) else 1))
    when = start
    while count:
        when = day_after(when)
        count -= when.weekday() < 5
    return when


def _schedule(schedule: Mapping[str, str], years: tuple[int, ...], plan_date: str) -> Iterator[Interval]:
    """The time of each mark; a mark that is no time ("X", "95%") means some time of its column's period."""
    for key, mark in schedule.items():
        columns = [one for time in find_times(key) for one in _close(time, years, plan_date)]
        own = [time for time in find_times(blank(mark, re.compile(r"\d+(?:[.,]\d+)?\s*%"))) if time.periods]
        for column in columns:
            closer = [one for time in own for one in _close(time, (column.start.year,), "")]
            yield from closer or [column]


def _any_regular(schedule: Mapping[str, str]) -> bool:
    return any(time.relation is Relation.REGULAR for mark in schedule.values() for time in find_times(mark))


def _unique(intervals: Sequence[Interval] | Iterator[Interval]) -> list[Interval]:
    return list(dict.fromkeys(intervals))
