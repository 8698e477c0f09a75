"""What a question says by the day it is asked on: "tháng này", "next quarter", "3 tháng tới", "quá hạn", "sắp đến hạn".

It is written out as dates before the question is read, so that whatever reads dates reads these, and the answer tells
what was meant by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.spelling import any_with_slots, lowered
from assistant.lexicon.terms import expand_shorthand
from assistant.phrasing.patterns import row_nouns
from ingest.periods import VIETNAM
from ingest.vietnamese import fold, nfc, words

SOON_DAYS = 30
"""Days within which what is due is due soon; the answer says so."""
_ROMAN = ("I", "II", "III", "IV")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_AHEAD = re.compile(
    r"\b(?:trong )?(?:vòng |vong )?(\d{1,3}) (ngày|ngay|tuần|tuan|tháng|thang) (?:tới|toi|nữa|nua|sắp tới|sap toi)\b"
    r"|\b(?:in |within )?(?:the )?next (\d{1,3}) (days|weeks|months)\b"
)
_IN_BEFORE = re.compile(r"\b(?:in|by|before|after|until|till|during|within|for|from|since|of)\s+$")
_JUNE = "thang sau"
"""Typed without accents it is June."""

Unit = Literal["day", "week", "month", "quarter"]


@dataclass(frozen=True, slots=True)
class _Span:
    said: tuple[str, ...]
    unit: Unit
    ahead: int


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")
    dated: tuple[str, ...]
    counted: tuple[str, ...]
    otherwise: tuple[str, ...]
    between_late: tuple[str, ...]
    late: tuple[str, ...]
    soon: tuple[str, ...]
    spans: tuple[_Span, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A question with its dates written out."""

    text: str
    said: str = ""
    """What it said by the day it is asked on; "" where it said nothing so."""
    meant: str = ""
    """The dates that stand for it now."""
    late: bool = False
    """Whether it asks for what should be over."""


def today_in_vietnam() -> date:
    """The day that it is in Vietnam, which has no summer time."""
    return datetime.now(VIETNAM).date()


def with_dates(text: str, today: date, names: Iterable[str], goes_on: bool = False) -> Dated:
    """A question with what it says by `today` written out; as it is where it says nothing so of rows or deadlines.

    `names` are those of the plans; `goes_on` says that it follows from an earlier question.
    """
    for written in dict.fromkeys((nfc(text), expand_shorthand(nfc(text)))):
        plain = lowered(written)
        if len(plain) != len(written):
            continue  # a letter whose small form is two: places would not agree
        if found := _of_rows_at("late", plain, names):
            return _instead(written, found, _late(found[0], today), late=True)
        if found := _of_rows_at("soon", plain, names):
            return _instead(written, found, _soon(found[0], today))
        if said := _said(plain, today):
            found, meant, unit = said
            if row_nouns(plain) or _any("dated").search(plain) or (goes_on and unit != "day"):
                return _instead(written, found, meant)
    return Dated(text)


def _said(plain: str, today: date) -> tuple[re.Match[str], str, Unit | None] | None:
    """What a question says by today, the dates that are meant, and the unit that it counts in."""
    if found := _AHEAD.search(plain):
        return found, _from_now(found, today), None
    for span, pattern in _spans():
        for found in pattern.finditer(plain):
            if _is_span(plain, found):
                return found, _within(plain, found, span) + _period(span, today, _is_english(found[0])), span.unit
    return None


def _within(plain: str, found: re.Match[str], span: _Span) -> str:
    """The preposition that English wants before a month or a quarter: "due next month"."""
    wanted = span.unit in ("month", "quarter") and _is_english(found[0])
    return "in " if wanted and not _IN_BEFORE.search(plain[: found.start()]) else ""


def _instead(text: str, found: re.Match[str], meant: str, late: bool = False) -> Dated:
    as_typed = fold(meant) if text.isascii() and not meant.isascii() else meant
    written = f"{text[: found.start()]}{as_typed}{text[found.end() :]}"
    return Dated(" ".join(written.split()), text[found.start() : found.end()].strip(), meant.strip(), late)


def _of_rows_at(name: Literal["late", "soon"], plain: str, names: Iterable[str]) -> re.Match[str] | None:
    """Where a question says of rows that they are over, or will be: nothing else stands between, as in "việc xử lý hồ
    sơ quá hạn", "thuốc sắp hết hạn"."""
    found = list(_any(name).finditer(plain))
    known = {word for text in _file().between_late for word in words(text)} if found else set()
    places = [" ".join(word for word in words(name) if not word.isdigit()) for name in names] if found else []
    rows = row_nouns(plain) if found else []
    for one in found:
        between = [plain[end : one.start()] for _, end in rows if end <= one.start()]
        between += [plain[one.end() : start] for start, _ in rows if one.end() <= start]
        between += [] if rows else [plain[: one.start()]]
        if any(set(_without(places, text)) <= known for text in between):
            return one
    return None


def _without(names: Iterable[str], text: str) -> list[str]:
    """The words of a text without the names in it: those of "Hồ Chí Minh" together, not "hồ" of "hồ sơ"."""
    said = f" {' '.join(words(text))} "
    for name in names:
        said = said.replace(f" {name} ", " ")
    return said.split()


def _late(said: str, today: date) -> str:
    day = today.strftime("%d/%m/%Y")
    return f" due before {day} " if _is_english(said) else f" đến hạn trước ngày {day} "


def _soon(said: str, today: date) -> str:
    english = _is_english(said)
    return f" {'due' if english else 'đến hạn'} {_between(today, today + timedelta(days=SOON_DAYS), english)} "


def _is_span(plain: str, found: re.Match[str]) -> bool:
    if found[0] == _JUNE:
        return False
    before, behind = words(plain[: found.start()])[-1:], plain[found.end() :]
    if set(before) & {word for text in _file().counted for word in words(text)}:
        return False
    return re.match(rf" {any_with_slots(_file().otherwise)}\b", behind) is None


def _from_now(found: re.Match[str], today: date) -> str:
    english = found[3] is not None
    number, unit = int(found[3] or found[1]), fold(found[4] or found[2])
    days = number * {"ngay": 1, "days": 1, "tuan": 7, "weeks": 7}.get(unit, 0)
    until = today + timedelta(days=days) if days else _months_on(today, number)
    return _between(today, until, english)


def _months_on(today: date, number: int) -> date:
    """The same day so many months on, or the last of that month."""
    years, month = divmod(today.month - 1 + number, 12)
    after = date(today.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(today.year + years, month + 1, 1) + timedelta(days=today.day - 1), after - timedelta(days=1))


def _between(first: date, last: date, english: bool) -> str:
    begins, ends = first.strftime("%d/%m/%Y"), last.strftime("%d/%m/%Y")
    return f"from {begins} to {ends}" if english else f"từ ngày {begins} đến ngày {ends}"


def _period(span: _Span, today: date, english: bool) -> str:
    """The dates of a span, as they are written."""
    if span.unit == "day":
        day = (today + timedelta(days=span.ahead)).strftime("%d/%m/%Y")
        return day if english else f"ngày {day}"
    if span.unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=span.ahead)
        return _between(monday, monday + timedelta(days=6), english)
    if span.unit == "month":
        years, month = divmod(today.month - 1 + span.ahead, 12)
        year = today.year + years
        return f"{_MONTHS[month]} {year}" if english else f"tháng {month + 1}/{year}"
    years, quarter = divmod((today.month - 1) // 3 + span.ahead, 4)
    year = today.year + years
    return f"Q{quarter + 1}/{year}" if english else f"quý {_ROMAN[quarter]}/{year}"


def _is_english(said: str) -> bool:
    return bool(re.search(r"\b(?:this|next|last|current|today|tomorrow|due|deadline|overdue|schedule|coming)\b", said))


@cache
def _file() -> _File:
    return read_lexicon("today", TypeAdapter(_File))


@cache
def _any(name: Literal["dated", "late", "soon"]) -> re.Pattern[str]:
    return re.compile(rf"\b{any_with_slots(getattr(_file(), name))}\b")


@cache
def _spans() -> tuple[tuple[_Span, re.Pattern[str]], ...]:
    return tuple((span, re.compile(rf"\b{any_with_slots(span.said)}\b")) for span in _file().spans)
