"""Times that a text names and how it stands to them: "đến hạn tháng 6", "trước tháng 7/2026", "by Q3 2025".

Moments (`ingest.moments`) that only a comma, "và" or a dash parts belong together: joined by "-" or "đến" they are one
stretch, else a list; a year printed once counts for all of them ("Quý I, II/2026"). The words before and after say the
relation. A month without a year stays open: it may be that month of any year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.folding import Folded, blank, fold_with_places
from ingest.moments import FoundMoment, find_moments, without_documents
from ingest.periods import Interval, Kind, Moment, OpenPeriod, Period


class Relation(StrEnum):
    """How a text stands to the time that it names."""

    IN = "in"
    BEFORE = "before"
    """Before its first day."""
    BY = "by"
    """On its last day at the latest."""
    AFTER = "after"
    """After its last day."""
    FROM = "from"
    """From its first day on."""
    REGULAR = "regular"
    """No time: what is done all the time or again and again."""


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time in a text: the characters of the text that say it, with its relation, and what they mean."""

    start: int
    end: int
    relation: Relation
    periods: tuple[Period, ...] = ()
    """What is named, in print order; empty where the relation is REGULAR."""
    yearly: bool = False
    """Whether it comes again every year: "trước 10/12 hằng năm"."""
    cycle: str = ""
    """How often what is regular comes: "day", "week", "month", "quarter", "year"; "" where that is not said."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands: text[start:end]."""
        return self.start, self.end

    def in_year(self, year: int) -> FoundTime:
        """The same with its open periods set in a year."""
        closed = tuple(one.in_year(year) if isinstance(one, OpenPeriod) else one for one in self.periods)
        return replace(self, periods=closed)


_REGULAR = re.compile(
    r"\b(?:(?<!\bchi )thuong xuyen|thuong nien|thuong ky|lien tuc|dinh ky|quanh nam|suot nam)\b"
    r"|\b(?:hang|moi|tung)\s+(?:ngay|tuan|thang|quy|nam)\b"
    r"(?:\s*(?:,|va|hoac|/)?\s*(?:ngay|tuan|thang|quy|nam)\b(?!\s*\d))*"
    r"|\b(?:ngay|tuan|thang|quy|nam)\s+nao\s+cung\b"
    r"|\bthang\s+cuoi\s+(?:cua\s+)?(?:moi\s+)?quy\b(?!\s*(?:\d|i{1,3}\b|iv\b))"
    r"|\btheo\s+(?:tuan|thang|quy|nam)\b(?!\s*(?:\d|i{1,3}\b|iv\b|hoc\b))"
    r"|\b(?:on\s+an?\s+)?(?:ongoing|regular(?:ly)?|continuous(?:ly)?|routine(?:ly)?|periodic(?:ally)?|daily|weekly"
    r"|monthly|quarterly|annual(?:ly)?|yearly|(?:every|each)\s+(?:single\s+)?(?:day|week|month|quarter|year)"
    r"|(day|week|month|quarter|year)\s+(?:after|in\W{1,3}(?:and\s+)?|by)\s*(?:\1\s+out|\1)|all\s+year(?:\s+round)?)"
    r"(?:\s+basis)?\b"
)
_CYCLES = (
    ("day", r"\b(?:ngay|daily|day)\b"),
    ("week", r"\b(?:tuan|weekly|week)\b"),
    ("month", r"\b(?:thang|monthly|month)\b(?! cuoi)"),
    ("quarter", r"\b(?:quy|quarterly|quarter)\b"),
    ("year", r"\b(?:nam|annual(?:ly)?|yearly|year|thuong nien)\b"),
)
_RANGE = re.compile(
    r"\s*(?:-|(?:(?:cho\s+)?(?:den|toi)(?:\s+(?:het|cuoi|truoc))?|to|through|until|till)\b)\s*(?:the\s+)?(?:end\s+of\s+)?"
)
_LIST = re.compile(r"\s*(?:[,;&+/]|,?\s*(?:va|voi|cung(?:\s+voi)?|lan|hay|hoac|and|or)\b)\s*")
_LIST_IN = re.compile(rf"{_LIST.pattern}(?:trong|vao|in|during)\s*")
"""The same with the preposition said again, "in March and in June", which makes a list of what is in both."""
_THE = r"(?:(?:ngay|thoi diem|moc|cac|ca|trong|vao|the|month of|year)\s+)*$"
_BY = (
    r"cham nhat|muon nhat|khong qua|khong muon hon|han chot|han cuoi|den|toi|het|by|until|till|up to"
    r"|no later than|not later than|(?:by |before )?(?:the )?end of"
)
_AFTER_BY = r"la|den|vao|het|truoc|cuoi|the end of|end of|latest"
_NO_WORD_BEFORE = "".join(rf"(?<!\b{word} )" for word in ("dien", "dau", "vat", "cong", "phan"))  # "điện tử 2025"
_FROM = rf"{_NO_WORD_BEFORE}tu|ke tu|tinh tu|bat dau(?: tu)?|khoi dong|since|from|starting(?: in| from)?|as of"
_BEFORE_WORDS = (
    (Relation.BEFORE, re.compile(rf"\b(?:truoc|som hon|before|prior to|earlier than|ahead of)\s+{_THE}")),
    (Relation.BY, re.compile(rf"\b(?:{_BY})(?:\s+(?:{_AFTER_BY}))*\s*:?\s+{_THE}")),
    (
        Relation.AFTER,
        re.compile(
            rf"\b(?:sau|muon hon|qua khoi|after|later than|following|past|beyond)\s+(?:khi\s+)?(?:het\s+)?{_THE}"
        ),
    ),
    (Relation.FROM, re.compile(rf"\b(?:{_FROM})\s+{_THE}")),
)
_ON = re.compile(rf"\b(?:trong|vao|in|during|on|within|throughout)\s+{_THE}")
_BACK = re.compile(r"\s*(?:tro\s+ve\s+truoc|tro\s+lai)\b")
_ONWARDS = re.compile(
    r"\s*(?:tro\s+(?:di|ve\s+sau)|(?:va|,)\s+(?:cac|nhung)\s+(?:nam|thang|quy)\s+(?:tiep\s+theo|sau|ke\s+tiep)|onwards?"
    r"|and\s+(?:later|after))\b"
)
_YEARLY = re.compile(r"\s*\(?\s*(?:hang|moi|cua moi|every|each)\s+(?:nam|year)\b")
_YEARLY_BEFORE = re.compile(r"\b(?:hang|moi|every|each)\s+(?:nam|year)\W*$")


def find_times(text: str) -> tuple[FoundTime, ...]:
    """The times that a text names, from left to right, Vietnamese with or without accents or English.

    Dates of other documents ("Quyết định số 603/QĐ-UBND ngày 22/4/2025") are passed over.
    """
    folded = fold_with_places(text)
    plain = without_documents(folded.text)
    regular = [
        FoundTime(*folded.span(found.start(), found.end()), Relation.REGULAR, cycle=_cycle(found[0]))
        for found in _REGULAR.finditer(plain)
    ]
    moments_found = find_moments(folded, blank(plain, _REGULAR))
    groups = [_found_time(folded, group) for group in _groups(plain, moments_found)]
    found_times = [one for one in (*regular, *groups) if one.periods or one.relation is Relation.REGULAR]
    return tuple(sorted(found_times, key=lambda one: one.span))


def _cycle(regular: str) -> str:
    """How often: "hang thang" -> "month"; "" for none or several."""
    said = {cycle for cycle, pattern in _CYCLES if re.search(pattern, regular)}
    return said.pop() if len(said) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Moments that belong together; `ranges[i]` says whether a dash or "đến" joins moment i to the next."""

    moments: tuple[FoundMoment, ...]
    ranges: tuple[bool, ...] = ()


def _groups(plain: str, found: list[FoundMoment]) -> Iterator[_Group]:
    is_bulleted = plain.lstrip().startswith(("-", "+"))
    group: _Group | None = None
    for one in found:
        if group is None:
            group = _Group((one,))
            continue
        between = plain[group.moments[-1].end : one.start]
        is_range = bool(_RANGE.fullmatch(between)) and not (is_bulleted and between == " - ")
        if is_range or _LIST.fullmatch(between) or (_LIST_IN.fullmatch(between) and not _bounded(plain, group)):
            group = _Group((*group.moments, one), (*group.ranges, is_range))
        else:
            yield group
            group = _Group((one,))
    if group is not None:
        yield group


def _bounded(plain: str, group: _Group) -> bool:
    """Whether what stands before some moments says another relation than that something is in them."""
    before = plain[: group.moments[0].start]
    return any(pattern.search(before) for _, pattern in _BEFORE_WORDS)


def _found_time(folded: Folded, group: _Group) -> FoundTime:
    start, end = group.moments[0].start, group.moments[-1].end
    before, after = folded.text[:start], folded.text[end:]
    relation = Relation.IN
    for candidate, pattern in _BEFORE_WORDS:
        if found := pattern.search(before):
            is_stretch = any(group.ranges) and candidate is Relation.FROM
            relation, start = Relation.IN if is_stretch else candidate, found.start()
            break
    else:
        start = found.start() if (found := _ON.search(before)) else start
    for candidate, pattern in ((Relation.BY, _BACK), (Relation.FROM, _ONWARDS)):
        if found := pattern.match(after):
            relation, end = candidate, end + found.end()
    yearly = bool(_YEARLY.match(after) or _YEARLY_BEFORE.search(folded.text[:start]))
    return FoundTime(*folded.span(start, end), relation, tuple(_periods(group)), yearly)


def _periods(group: _Group) -> Iterator[Period]:
    filled = _with_years([one.moment for one in group.moments])
    index = 0
    while index < len(filled):
        joined = index < len(group.ranges) and group.ranges[index]
        stretch = _stretch(filled[index], filled[index + 1]) if joined else None
        yield stretch if stretch is not None else filled[index].period()
        index += 2 if stretch is not None else 1


def _stretch(first: Moment, last: Moment) -> Period | None:
    """From one to the other; "Tháng 10 - 2/2026" began in the year before."""
    stretch = first.through(last)
    if stretch is None and first.year == last.year and first.year is not None and first.kind is not Kind.YEAR:
        return replace(first, year=first.year - 1).through(last)
    return stretch


def _with_years(found: list[Moment]) -> list[Moment]:
    """Moments without a year take that of the next in the group that has one, else of the one before."""
    filled = list(found)
    for index in reversed(range(len(filled) - 1)):
        if filled[index].year is None:
            filled[index] = replace(filled[index], year=filled[index + 1].year)
    for index in range(1, len(filled)):
        if filled[index].year is None:
            filled[index] = replace(filled[index], year=filled[index - 1].year)
    return filled


__all__ = ["FoundTime", "Interval", "Kind", "OpenPeriod", "Period", "Relation", "find_times"]
