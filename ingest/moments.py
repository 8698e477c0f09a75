"""The months, quarters, days and years that stand in a text, Vietnamese (with or without accents) or English.

Works on folded text (`ingest.folding`). The patterns are tried from the most telling to the least; what one has taken
is overwritten, so that "Tháng 6/2025" is never also the year 2025. Numbers of documents ("76/KH-UBND ngày 20/3/2025")
are times of something else and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.folding import Folded, blank
from ingest.periods import Kind, Moment, day, months, quarter, year_of

_YEAR = r"(?:19|20)\d\d"
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_M = r"(?:1[0-2]|0?[1-9])"
_Q = r"(?:iv|i{1,3}|0?[1-4])(?![\w])"
_AFTER_YEAR = r"(?!\d|\s*/\s*\d|[.,]\d)"
_WITH_YEAR = rf"(?:\s*[/.,-]?\s*(?:(?:cua\s+)?nam\s+|of\s+)?(?P<year>{_YEAR}){_AFTER_YEAR})?"
_ITEM_END = r"(?=\s*(?:$|[/,;.)&?!:\-\0]|(?:va|den|toi|nam|hang|hoac|and|to|of|cua|se|phai|thi|la|co)\b))"
_ONCE_EVERY = r"(?!\s*(?:lan|times?)\b)"

_NUMBER_WORDS = {
    "mười hai": 12, "mười một": 11, "mười": 10, "chín": 9, "tám": 8, "bảy": 7, "bẩy": 7, "sáu": 6, "năm": 5, "tư": 4,
    "bốn": 4, "ba": 3, "hai": 2, "một": 1, "giêng": 1, "chạp": 12, "muoi hai": 12, "muoi mot": 11, "muoi": 10,
    "chin": 9, "tam": 8, "bay": 7, "tu": 4, "mot": 1, "gieng": 1,
}  # fmt: skip
"""Months in words; "sau" and "nam" without accents are rather "after" and "year"."""
_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ENGLISH_MONTH = "|".join([*_ENGLISH, r"sept\.?", *(rf"{name[:3]}\.?" for name in _ENGLISH if name != "may")])
_ENGLISH_BEFORE = re.compile(
    r"\b(?:in|by|before|after|until|till|from|since|of|to|end|early|mid|late|and|due)[\s-]*$|\w\s*[-,]\s*$"
)
_ORDINALS = {
    "first": 1,
    "last": 4,
    "final": 4,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PARTS = {
    "dau": 0, "early": 0, "beginning": 0, "start": 0,
    "giua": 1, "mid": 1, "middle": 1,
    "cuoi": 2, "late": 2, "end": 2,
}  # fmt: skip

_DATED = rf"\s*,?\s*ngay\s+{_D}\s*(?:[/.-]\s*{_M}\s*[/.-]\s*|thang\s+{_M}\s+(?:nam\s+)?){_YEAR}"
_SYMBOL = (
    r"(?:\d+|(?<!\w))/(?:\d{4}/[a-z]\w*(?:-\w+)*|[a-z&]{2,6}\s?-\s?[a-z]{2,}\w*)"
    r"|\d+/[a-z&]{2,6}\s(?:ubnd|hdnd|syt|byt|ttg|cp|bcd)\b|\d+-[a-z]{2,6}/[a-z]\w*"
)
_PARTS_ACCENTED = {"đầu", "giữa", "cuối"}
_NAMED = (
    r"\b(?:nghi quyet|quyet dinh|nghi dinh|thong tu|chi thi|ke hoach|cong van|luat|thong bao|ket luan)"
    r"\s+(?:so\s+)?\d+\b"
)
_OUTLOOK = rf"\b(?:dinh huong|tam nhin)(?:\s+(?:den|toi|nam))*\s+{_YEAR}"
_DOCUMENT = re.compile(rf"(?<!\d)(?:{_SYMBOL})(?:{_DATED}|\s+nam\s+{_YEAR})?|{_NAMED}{_DATED}|{_OUTLOOK}")


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment and the characters of the folded text that it takes up."""

    start: int
    end: int
    moment: Moment


Reader = Callable[["re.Match[str]"], Moment | None]


def without_documents(text: str) -> str:
    """Folded text with numbers and dates of other documents and years of outlook ("tầm nhìn 2045") overwritten."""
    return blank(text, _DOCUMENT)


def find_moments(folded: Folded, text: str) -> list[FoundMoment]:
    """The moments of a text in print order.

    `text` is the folded text with whatever shall not be read overwritten; `folded` knows how it was printed.
    """
    found: list[FoundMoment] = []

    def take(moments_found: Iterable[FoundMoment], text: str) -> str:
        for one in moments_found:
            found.append(one)
            text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
        return text

    for pattern, read in _PATTERNS:
        text = take(_read_all(folded, text, pattern, read), text)
    for head, again, item, read in _LISTS:
        text = take(_read_lists(text, head, again, item, read), text)
    text = take(_months_in_words(folded, text), text)
    for pattern, read in _LAST:
        text = take(_read_all(folded, text, pattern, read), text)
    return sorted(found, key=lambda one: one.start)


def _read_all(folded: Folded, text: str, pattern: re.Pattern[str], read: Reader) -> Iterator[FoundMoment]:
    for match in pattern.finditer(text):
        if "e" in match.groupdict() and not _is_english(folded, match):
            continue
        if "part" in match.groupdict() and not _is_part(folded.printed(*match.span("part"))):
            continue
        if (moment := read(match)) is not None:
            yield FoundMoment(match.start(), match.end(), moment)


def _is_part(printed: str) -> bool:
    """Whether a part of a year is meant: "đầu năm", and not "đánh dấu năm"."""
    return printed.isascii() or printed.lower() in _PARTS_ACCENTED


def _read_lists(
    text: str, head: re.Pattern[str], again: str, item: re.Pattern[str], read: Reader
) -> Iterator[FoundMoment]:
    """The items of lists that name their unit once: "Tháng 3, 6 và 9/2026" gives Tháng 3, 6, 9/2026."""
    joined = r"\s*(?:[,;&+/-]|(?:va|den|toi|hoac|and|to)\b)\s*"
    following = re.compile(rf"{joined}(?P<head>{again})(?={item.pattern}{_ITEM_END})")
    end = 0
    for opening in head.finditer(text):
        start, match = opening.start(), item.match(text, opening.end())
        while match and start >= end:
            end = match.end()
            if (moment := read(match)) is not None:
                yield FoundMoment(start, end, moment)
            if after := following.match(text, end):
                start = after.start("head")
            match = item.match(text, after.end()) if after else None


def _is_english(folded: Folded, match: re.Match[str]) -> bool:
    """Whether an English month is meant: no accents, and not "may", "sep" or "mar" standing alone in Vietnamese."""
    name = match["e"].rstrip(".")
    if not folded.printed(match.start("e"), match.end("e")).isascii():
        return False
    if match.span() != match.span("e") or len(name) > 4 or name in ("june", "july"):
        return True
    return bool(_ENGLISH_BEFORE.search(folded.text[: match.start()]))


def _year(match: re.Match[str]) -> int | None:
    printed = match.groupdict().get("year")
    return None if not printed else int(printed) if len(printed) == 4 else 2000 + int(printed)


def _quarter_number(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _english_number(match: re.Match[str]) -> int:
    return next(number for number, name in enumerate(_ENGLISH, 1) if name.startswith(match["e"][:3]))


def _read_date(match: re.Match[str]) -> Moment | None:
    return day(int(match["m"]), int(match["d"]), _year(match))


def _read_english_date(match: re.Match[str]) -> Moment | None:
    return day(_english_number(match), int(match["d"]), _year(match))


def _read_english_month(match: re.Match[str]) -> Moment:
    return months(_english_number(match), _english_number(match), Kind.MONTH, _year(match))


def _read_month(match: re.Match[str]) -> Moment:
    return months(int(match["m"]), int(match["m"]), Kind.MONTH, _year(match))


def _read_quarter(match: re.Match[str]) -> Moment:
    return quarter(_quarter_number(match["q"]), _year(match))


def _read_first_or_last_months(match: re.Match[str]) -> Moment | None:
    count = {"sau": 6, "ba": 3, "chin": 9, "nua": 6, "half": 6, "h": 6}.get(match["n"]) or int(match["n"])
    if not 1 <= count <= 11:
        return None
    at_end = match["part"] in ("cuoi", "last", "second", "2nd", "2")
    return months(13 - count, 12, Kind.PART, _year(match)) if at_end else months(1, count, Kind.PART, _year(match))


def _read_part_of_year(match: re.Match[str]) -> Moment:
    """Early: the first quarter; middle: June and July; end: the last quarter."""
    first, last = ((1, 3), (6, 7), (10, 12))[_PARTS[match["part"]]]
    return months(first, last, Kind.PART, _year(match))


def _read_part_of_quarter(match: re.Match[str]) -> Moment:
    month = 3 * _quarter_number(match["q"]) - 2 + _PARTS[match["part"]]
    return months(month, month, Kind.PART, _year(match))


def _read_part_of_month(match: re.Match[str]) -> Moment:
    first, last = ((1, 10), (11, 20), (21, 31))[_PARTS[match["part"]]]
    month = int(match["m"]) if match.groupdict().get("m") else _english_number(match)
    return Moment((month, first), (month, last), Kind.PART, _year(match))


def _compiled(patterns: list[tuple[str, Reader]]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in patterns)


_NGAY = r"(?:\bngay\s+|(?<![\w/.,-]))"
_E = rf"(?P<e>{_ENGLISH_MONTH})(?!\w)"
_WITH_E_YEAR = rf"(?:\s*[,/-]?\s*(?P<year>{_YEAR}){_AFTER_YEAR})?"
_PART = r"\b(?P<part>dau|giua|cuoi)\s+(?:cua\s+)?"
_E_PART = r"\b(?:the\s+)?(?P<part>early|mid|middle|late|end|beginning|start)[\s-]+(?:(?:of\s+)?(?:the\s+)?)?"
_PATTERNS = _compiled([
    (rf"(?<!\d)(?P<year>{_YEAR})-(?P<m>1[0-2]|0[1-9])-(?P<d>3[01]|[012]\d)(?!\d)", _read_date),
    (rf"{_NGAY}(?P<d>{_D})(?P<sep>\s*/\s*|[.-])(?P<m>{_M})(?P=sep)(?P<year>{_YEAR}|[23]\d)(?![\d/])", _read_date),
    (rf"(?<!tuan )(?<!thu ){_NGAY}(?P<d>{_D})\s+thang\s+(?P<m>{_M})(?!\d|/\d{{1,2}}\b){_WITH_YEAR}{_ONCE_EVERY}",
     _read_date),
    (rf"\b(?P<d>{_D})(?:st|nd|rd|th)?\s+(?:of\s+)?{_E}{_WITH_E_YEAR}", _read_english_date),
    (rf"\b{_E}\s+(?P<d>{_D})(?:st|nd|rd|th)?(?!\d){_WITH_E_YEAR}", _read_english_date),
    (rf"{_E_PART}{_E}{_WITH_E_YEAR}", _read_part_of_month),
    (rf"\b{_E}{_WITH_E_YEAR}", _read_english_month),
    (rf"\b(?P<n>\d{{1,2}}|sau|ba|chin)\s+thang\s+(?P<part>dau|cuoi)\s+(?:cua\s+)?(?:nam\b)?{_WITH_YEAR}",
     _read_first_or_last_months),
    (rf"\b(?P<n>nua)\s+(?P<part>dau|cuoi)\s+(?:cua\s+)?nam\b(?!\s+hoc){_WITH_YEAR}", _read_first_or_last_months),
    (rf"\b(?P<part>first|last|second|1st|2nd)\s+(?P<n>half|\d{{1,2}}(?=\s+months))(?:\s+months)?"
     rf"(?:\s+of\s+the\s+year\b)?{_WITH_YEAR}",
     _read_first_or_last_months),
    (rf"\b(?P<n>h)(?P<part>[12])(?!\w){_WITH_YEAR}", _read_first_or_last_months),
    (rf"{_PART}qu[yi]\s*(?P<q>{_Q}){_WITH_YEAR}", _read_part_of_quarter),
    (rf"{_PART}thang\s*(?P<m>{_M})(?!\d){_WITH_YEAR}", _read_part_of_month),
    (rf"{_PART}nam\b(?!\s+(?:hoc|nay|toi|sau|truoc)\b){_WITH_YEAR}", _read_part_of_year),
    (rf"{_E_PART}(?P<year>{_YEAR}){_AFTER_YEAR}", _read_part_of_year),
    (r"\b(?P<part>end|middle|beginning|start)\s+of\s+the\s+year\b", _read_part_of_year),
    (r"\byear[- ](?P<part>end)\b", _read_part_of_year),
    (rf"\bquarter\s+(?P<q>{_Q}){_WITH_YEAR}", _read_quarter),
    (rf"\b(?P<q>{'|'.join(_ORDINALS)})\s+quarter\b{_WITH_YEAR}",
     lambda match: quarter(_ORDINALS[match["q"]], _year(match))),
])  # fmt: skip
_LISTS: tuple[tuple[re.Pattern[str], str, re.Pattern[str], Reader], ...] = (
    (
        re.compile(r"\b(?:cac\s+)?(?:qu[yi]\s*(?:so\s+)?|q(?=[1-4])|q\.?\s?(?=i))"),
        r"(?:qu[yi]\s*|q)?",
        re.compile(rf"(?P<q>{_Q}){_WITH_YEAR}{_ONCE_EVERY}"),
        _read_quarter,
    ),
    (
        re.compile(r"\b(?:cac\s+)?(?:thang\s*(?:so\s+)?|t\.?(?=\d))"),
        r"(?:thang\s*|t)?",
        re.compile(rf"(?P<m>{_M})(?!\d|\s*/\s*\d{{1,2}}(?!\d)){_WITH_YEAR}{_ONCE_EVERY}"),
        _read_month,
    ),
)
_LAST = _compiled([
    (rf"(?<![\d/.,-])(?P<m>{_M})\s*[/]\s*(?P<year>{_YEAR})(?![\d/])", _read_month),
    (rf"\bngay\s+(?P<d>{_D})\s*[/.-]\s*(?P<m>{_M})(?![\d/%])", _read_date),
    (rf"(?<![\w/.,-])(?!24/7)(?P<d>{_D})/(?P<m>{_M})(?![\d/%])", _read_date),
    (rf"(?:\b(?:cac\s+nam|(?<!viet )nam|giai\s+doan|nien\s+do)\s+)?"
     rf"(?<![\d/.,])(?P<year>{_YEAR})(?!\d|[.,/]\d|\s*%|(?<!\bnam \d{{4}})\s*(?:trieu|ty|dong(?! (?:nai|thap)))\b)",
     lambda match: year_of(int(match["year"]))),
    (r"\b(?:ca|trong|het)\s+nam\b(?!\s+(?:nay|toi|sau|truoc)\b)", lambda _: months(1, 12, Kind.YEAR)),
])  # fmt: skip


_IN_WORDS = re.compile(
    rf"\b(?:tháng|thang)\s+(?P<word>{'|'.join(_NUMBER_WORDS)})(?!\w)(?!(?<=năm)\s+\d){_ONCE_EVERY}"
    rf"(?:\s*,?\s*(?:năm|nam)?\s*(?P<year>{_YEAR}))?"
)


def _months_in_words(folded: Folded, text: str) -> Iterator[FoundMoment]:
    """Months in words ("tháng sáu năm 2026"), read from the print: "sau" is also "after" and "nam" also "year"."""
    if len(folded.text) != len(folded.original):
        return
    for match in _IN_WORDS.finditer(folded.original.lower()):
        if "\0" not in text[match.start() : match.end()]:
            number = _NUMBER_WORDS[match["word"]]
            yield FoundMoment(match.start(), match.end(), months(number, number, Kind.MONTH, _year(match)))
