"""Working time in Vietnam: when a message may go out of itself, and what month and quarter it is."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from ingest.periods import VIETNAM, Interval, Kind

_HOURS = range(8, 17)


def local(moment: datetime) -> datetime:
    """An aware time as clocks in Vietnam show it."""
    return moment.astimezone(VIETNAM)


def is_working_time(moment: datetime) -> bool:
    """Whether it is between 8 and 17 o'clock of a working day in Vietnam."""
    here = local(moment)
    return is_working_day(here.date()) and here.hour in _HOURS


def is_working_day(day: date) -> bool:
    """Whether offices are open: Monday to Friday without public holidays."""
    yearly, once = _holidays()
    return day.weekday() < 5 and day.strftime("%m-%d") not in yearly and day.isoformat() not in once


def first_working_day(year: int, month: int) -> date:
    """The first working day of a month."""
    day = date(year, month, 1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The day itself where it is a working day, else the last one before."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def month_of(day: date) -> Interval:
    """The calendar month of a day."""
    return Interval(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), Kind.MONTH)


def quarter_number(day: date) -> int:
    """The quarter of a day, 1 to 4."""
    return (day.month - 1) // 3 + 1


@cache
def _holidays() -> tuple[frozenset[str], frozenset[str]]:
    read = tomllib.loads(files("bots.telegram").joinpath("holidays.toml").read_text("utf-8"))
    return frozenset(read["every_year"]), frozenset(read["once"])
