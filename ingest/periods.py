"""Stretches of time as plans print them: with a year (`Interval`) or without one (`OpenPeriod`)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import StrEnum

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam's time, the same all year."""


class Kind(StrEnum):
    """How a stretch of time was said."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    PART = "part"
    """A part of a year, quarter or month: "6 tháng đầu năm", "cuối quý II"."""
    YEAR = "year"
    SPAN = "span"
    """From one time to another: "2025-2027", "Tháng 10 - 12/2026"."""
    BEFORE = "before"
    """"Trước 15/4/2026": ends on the day before."""
    BY = "by"
    """"Chậm nhất 15/12/2025", "đến hết quý II": ends on the last day of what is named."""
    FROM = "from"
    """"Từ tháng 7/2025", "2025 và các năm tiếp theo": has a beginning; its end is the plan's, not a deadline."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of days, both ends included; `start` is never after `end`."""

    start: date
    end: date
    kind: Kind

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"interval ends on {self.end}, before it starts on {self.start}")

    def touches(self, other: Interval) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True, order=True)
class OpenPeriod:
    """A stretch of any year: "tháng 6", "quý II", "20/6". `first` and `last` are (month, day), both included."""

    first: tuple[int, int]
    last: tuple[int, int]
    kind: Kind

    def in_year(self, year: int) -> Interval:
        """The stretch that ends in `year`; one that runs over New Year began in the year before."""
        began = year - 1 if self.first > self.last else year
        return Interval(_day(began, self.first), _day(year, self.last), self.kind)


Period = Interval | OpenPeriod


def _day(year: int, month_day: tuple[int, int]) -> date:
    month, day = month_day
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Moment:
    """A month, quarter, day or year as printed, its year still unknown where `year` is None."""

    first: tuple[int, int]
    last: tuple[int, int]
    kind: Kind
    year: int | None = None

    def period(self) -> Period:
        """The moment as a stretch of its year, or of any year."""
        opened = OpenPeriod(self.first, self.last, self.kind)
        return opened if self.year is None else opened.in_year(self.year)

    def through(self, other: Moment) -> Period | None:
        """From the first day of this to the last of the other; None where that is no stretch (2027-2025)."""
        if self.year is None or other.year is None:
            return OpenPeriod(self.first, other.last, Kind.SPAN)
        start, end = _day(self.year, self.first), _day(other.year, other.last)
        return Interval(start, end, Kind.SPAN) if start <= end else None


def months(first: int, last: int, kind: Kind, year: int | None = None) -> Moment:
    """The whole months from `first` to `last`."""
    return Moment((first, 1), (last, 31), kind, year)


def day(month: int, number: int, year: int | None = None) -> Moment | None:
    """One day; None where the calendar has no such day (31/6)."""
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(year or 2024, month)[1]:
        return None
    return Moment((month, number), (month, number), Kind.DAY, year)


def quarter(number: int, year: int | None = None) -> Moment:
    """One of the four quarters."""
    return months(3 * number - 2, 3 * number, Kind.QUARTER, year)


def year_of(number: int) -> Moment:
    """A whole year."""
    return months(1, 12, Kind.YEAR, number)


def day_after(when: date) -> date:
    """The next day."""
    return when + timedelta(days=1)


def day_before(when: date) -> date:
    """The day before."""
    return when - timedelta(days=1)


def end_of_year(year: int) -> date:
    """31 December."""
    return date(year, 12, 31)
