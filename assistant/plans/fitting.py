"""Whether prose says something of the kind that is asked for: a time, an amount of money, a number, a body."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache

from assistant.phrasing.measures import Measure, measures_of, says_measure
from assistant.plans.columns import Wanted
from ingest.model import Field
from ingest.money import find_amounts
from ingest.times import find_times
from ingest.units import find_units

_NO_QUANTITY = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{1,2}/\d{4}\b"
    r"|\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b|\b(?:19|20)\d\d\b(?![.,]\d)"
    r"|\b(?:tháng|quý|ngày)\s+\d{1,2}(?:[/-]\d{1,2})*\b"
    r"|\b(?:cấp độ|mức độ|hạng|loại|phụ lục|điểm|khoản|điều|số)\s+\d+\b"
    r"|\b\d+(?:/\d+)*[/-][A-ZĐƯ][\w-]*|^\s*\d+[.)]\s",
    re.IGNORECASE | re.MULTILINE,
)
"""Numbers that count nothing: dates, years, the numbers of documents and of their parts."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s*%|(?<![\d/.])\d{2,}(?![\d/.])")


def fits(fields: Collection[Wanted], text: str, heading: str) -> bool:
    """Whether a paragraph under a heading says something of the kind of one of some fields."""
    return any(_SAYS[wanted](text, heading) for wanted in fields if isinstance(wanted, Field) and wanted in _SAYS)


def tells_time(text: str) -> bool:
    """Whether a text says when, how often or how long: a date, a cycle, "thường xuyên", "trong 05 ngày"."""
    return bool(list(find_times(text))) or says_measure(_spans(), text)


@cache
def _spans() -> tuple[Measure, ...]:
    return measures_of("bao lâu")


def says_quantity(text: str) -> bool:
    """Whether a text says a number of something, and not only dates, years and the numbers of documents."""
    return any(char.isdigit() for char in without_dates(text))


def without_dates(text: str) -> str:
    """A text without the numbers that count nothing: dates, years, the numbers of documents and of their parts."""
    return _NO_QUANTITY.sub(" ", text)


@lru_cache(maxsize=4096)
def _time(text: str, _heading: str) -> bool:
    return any(time.periods for time in find_times(text))


@lru_cache(maxsize=4096)
def _money(text: str, _heading: str) -> bool:
    return bool(list(find_amounts(text)))


@lru_cache(maxsize=4096)
def _body(text: str, heading: str) -> bool:
    return bool(list(find_units(heading)) or list(find_units(text)))


def _number(text: str, _heading: str) -> bool:
    return bool(_NUMBER.search(text))


_SAYS: Mapping[Field, Callable[[str, str], bool]] = {
    Field.DEADLINE: _time,
    Field.SCHEDULE: _time,
    Field.BUDGET: _money,
    Field.ALLOCATED_BUDGET: _money,
    Field.TARGET: _number,
    Field.LEAD_UNIT: _body,
    Field.COORDINATING_UNITS: _body,
    Field.RESPONSIBLE_LEADER: _body,
}
