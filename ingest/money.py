"""Amounts of money in cells and questions, in dong.

Vietnamese print groups thousands with dots and sets decimals off with a comma (99.950 triệu, 1,5 tỷ); spreadsheets
often group with commas (14,900,000,000). So: a sign that comes twice groups; of two different signs the last is the
decimal one; before a Vietnamese unit (nghìn, triệu, tỷ) a lone comma is decimal and a dot with three digits groups,
before an English one it is the other way round; in a number without a unit either sign with three digits groups.
Numbers of documents, dates, percentages and counts of other things ("2 triệu lượt khám") are not money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest

from ingest.folding import Folded, fold_with_places
from ingest.moments import find_moments, without_documents


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in dong, the words that print it, and what it is for each of ("đơn vị"), "" where it is the whole."""

    dong: int
    text: str
    per: str = ""


class Comparison(StrEnum):
    """How a question compares."""

    EQUAL = "equal"
    ABOUT = "about"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """A comparison with an amount in a question, text[start:end]; `upper` is the higher end of BETWEEN."""

    start: int
    end: int
    comparison: Comparison
    dong: int
    upper: int | None = None

    def holds(self, dong: int) -> bool:
        """Whether a sum is what was asked for; ABOUT allows a tenth either way."""
        match self.comparison:
            case Comparison.ABOVE:
                return dong > self.dong
            case Comparison.AT_LEAST:
                return dong >= self.dong
            case Comparison.BELOW:
                return dong < self.dong
            case Comparison.AT_MOST:
                return dong <= self.dong
            case Comparison.BETWEEN:
                return self.dong <= dong <= (self.upper if self.upper is not None else self.dong)
            case Comparison.ABOUT:
                return abs(dong - self.dong) * 10 <= self.dong
        return dong == self.dong


@dataclass(frozen=True, slots=True)
class AmountPlace:
    """An amount and the characters that print it: text[start:end]."""

    start: int
    end: int
    amount: Amount


_THOUSAND, _MILLION, _BILLION = 10**3, 10**6, 10**9
_UNITS = {
    "nghin ty": 10**12, "ngan ty": 10**12, "nghin": _THOUSAND, "ngan": _THOUSAND, "k": _THOUSAND, "trieu": _MILLION,
    "tr": _MILLION, "ty": _BILLION, "ti": _BILLION, "thousand": _THOUSAND, "million": _MILLION, "mil": _MILLION,
    "billion": _BILLION, "bn": _BILLION, "trillion": 10**12,
}  # fmt: skip
_ENGLISH_UNITS = frozenset({"thousand", "million", "mil", "billion", "bn", "trillion"})
_MOST = 10**15
"""A million tỷ, a third of the state's yearly budget: a full sum under a header in millions was printed in dong."""

_NUMBER = r"(?<![\w.,/])\d+(?:[.,]\d+)*(?!\d)"
_UNIT = rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![a-z])(?!\s+(?:le|so|trong|suat|chung)\b)"
_CURRENCY = r"(?P<currency>dong|vnd|d)(?![a-z])(?!\s+(?:chi|bo|thoi|y|nai|thap)\b)"
_AMOUNT = re.compile(
    rf"(?:\bvnd\s*)?(?P<number>{_NUMBER})(?:\s*{_UNIT}"
    rf"(?:\s+(?P<rest>\d{{1,3}})\s*(?P<rest_unit>trieu|tr|nghin|ngan)(?![a-z])|\s*(?P<half>ruoi)\b)?)?"
    rf"(?:\s*{_CURRENCY})?"
)
_OF_MONEY = _CURRENCY.replace("?P<currency>", "?:")
_CAPTION = re.compile(
    r"\b(?:dvt|don vi(?: tinh| tien)?|unit)\b[^\w]*"
    rf"(?P<printed>{_UNIT}(?:\s*{_OF_MONEY})?|1[.,]?000\s*{_OF_MONEY})"
)
_COUNTED = re.compile(
    r"\s*(?:%|(?:luot|nguoi|dan|ho so|ho|the|mau|mui|lieu|ban ghi|du lieu|tai khoan|tre|phu nu|benh nhan|ca(?!\s+nam)"
    r"|bo|may|lan|don vi|co so|trang|people|persons|records|visits|patients|doses|cases|accounts)\b)"
)
_WORD_LIST = r"[a-z]+(?:\s[a-z]+){0,3}?"
_PER_AFTER = re.compile(
    rf"\s*(?:/\s*|(?:cho\s+)?(?:moi|tung)\s+|per\s+|(?:for\s+)?each\s+)(?P<per>{_WORD_LIST}(?:\s*/\s*{_WORD_LIST})*)"
    r"(?=\s*(?:$|[^a-z\s/]|(?:tu|cho|va|de|from|and|by)\b))"
)
_PER_BEFORE = re.compile(
    rf"\b(?:moi|each)\s+(?P<per>{_WORD_LIST})"
    r"(?:\s+(?:la|khoang|duoc|can|ho tro|du kien|bo tri|hon|toi da|is|gets))*\W*$"
)
_RANGE = re.compile(r"\s*(?:-|(?:den|toi|to|and|va)\b)\s*")
_AFTERWARDS = re.compile(
    r"\s*(?:(?P<up>tro len|or more|and (?:above|over|more)|or above)|(?:tro (?:xuong|lai)|(?:or|and) (?:less|below)))\b"
)


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\s*$")


_COMPARISONS = (
    (
        Comparison.AT_LEAST,
        _before(
            r"\b(?:it nhat|toi thieu|khong duoi|khong it hon|khong thap hon|tu|at least|from|no less than"
            r"|not less than)|>=|≥"
        ),
    ),
    (
        Comparison.AT_MOST,
        _before(
            r"\b(?:nhieu nhat|toi da|khong qua|khong hon|khong vuot(?: qua)?|den|at most|up to|no more than"
            r"|not more than)|<=|≤"
        ),
    ),
    (
        Comparison.ABOVE,
        _before(
            r"\b(?:tren|hon|lon hon|cao hon|nhieu hon|vuot(?: qua| muc)?|qua"
            r"|above|over|more than|greater than|exceed(?:ing|s)?)|>"
        ),
    ),
    (
        Comparison.BELOW,
        _before(r"\b(?:duoi|it hon|nho hon|thap hon|chua den|chua toi|below|under|less than|fewer than)|<"),
    ),
    (Comparison.BETWEEN, _before(r"\b(?:trong khoang(?: tu)?|giua|between)")),
    (Comparison.ABOUT, _before(r"\b(?:khoang|gan|xap xi|tam|about|around|approximately|nearly)")),
)


def parse_money(text: str, unit: int = 1) -> tuple[Amount, ...]:
    """The amounts of a money cell in print order; of a range ("30 - 50 triệu") both ends.

    `unit` is what a number without a unit of its own counts, by the column's header (`header_unit`). A plain number
    counts as money when it is the whole cell or is grouped and at least a million dong. Nothing is raised.
    """
    return tuple(place.amount for place in _amounts(text, unit, is_cell=True))


def cell_amount(text: str, unit: int = 1) -> Amount | None:
    """The one sum that a money cell gives for its row, None where it gives none or leaves it unclear.

    Of several the first counts where it is the sum of the others ("5 tỷ: 3 tỷ năm 2025, 2 tỷ năm 2026"). An amount
    for each of something is no sum for the row.
    """
    amounts = parse_money(text, unit)
    if not amounts or any(one.per for one in amounts):
        return None
    is_total = len(amounts) == 1 or (amounts[0].dong == sum(one.dong for one in amounts[1:]) and len(amounts) > 2)
    return amounts[0] if is_total else None


def find_amounts(text: str) -> tuple[AskedAmount, ...]:
    """The amounts that a question names and how it compares with them: "trên 10 tỷ", "from 1 to 5 billion dong"."""
    folded = fold_with_places(text)
    places = list(_amounts(text, 1, is_cell=False))
    found: list[AskedAmount] = []
    while places:
        place = places.pop(0)
        start, comparison = _comparison_before(folded, place.start)
        end, upper = place.end, None
        after = fold_with_places(text[end:])
        if places and _RANGE.fullmatch(fold_with_places(text[end : places[0].start]).text):
            other = places.pop(0)
            comparison, end, upper = Comparison.BETWEEN, other.end, other.amount.dong
        elif match := _AFTERWARDS.match(after.text):
            comparison = Comparison.AT_LEAST if match["up"] else Comparison.AT_MOST
            end += after.span(*match.span())[1]
        elif comparison is Comparison.BETWEEN:
            comparison = Comparison.EQUAL
        low, high = place.amount.dong, upper
        if high is not None and high < low:
            low, high = high, low
        found.append(AskedAmount(start, end, comparison, low, high))
    return tuple(found)


def _comparison_before(folded: Folded, start: int) -> tuple[int, Comparison]:
    """The comparison that the words before an amount say, and where they begin."""
    before = fold_with_places(folded.original[:start])
    for comparison, pattern in _COMPARISONS:
        if found := pattern.search(before.text):
            return before.span(found.start(), found.end())[0], comparison
    return start, Comparison.EQUAL


def header_unit(header: str) -> int:
    """What the numbers under a header count in dong: "Kinh phí (triệu đồng)" -> 1000000, 1 where it says nothing."""
    folded = fold_with_places(header).text
    if re.search(r"\b1[.,]?000\s*(?:dong|d|vnd)\b", folded):
        return _THOUSAND
    opens = r"(?:\(|\bdvt\b|\bdon vi(?: tinh)?\b|\btinh (?:bang|theo)\b|\bin\b)[^\w]*"
    found = re.search(rf"{opens}{_UNIT}", folded) or re.search(rf"\b{_UNIT}\s+{_CURRENCY}", folded)
    return _UNITS[found["unit"]] if found else 1


def caption_unit(text: str) -> str:
    """The unit of money that a line over a table gives, as printed: "(Đơn vị tính: triệu đồng)" -> "triệu đồng"."""
    folded = fold_with_places(text)
    found = _CAPTION.search(folded.text)
    if not found:
        return ""
    start, end = folded.span(found.start("printed"), found.end("printed"))
    return text[start:end]


def format_dong(dong: int, language: str = "vi") -> str:
    """A sum as people of the language print it: "11.500.000.000 đồng" or, for "en", "11,500,000,000 dong"."""
    return f"{format_number(dong, language)} {'dong' if language == 'en' else 'đồng'}"


def format_number(number: int, language: str = "vi") -> str:
    """A whole number with its thousands grouped as people of the language do: "11.500", for "en" "11,500"."""
    grouped = f"{number:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def _amounts(text: str, unit: int, is_cell: bool) -> Iterator[AmountPlace]:
    folded = fold_with_places(text)
    plain = _without_times(folded, unit)
    matches = [
        found for found in _AMOUNT.finditer(plain) if found["currency"] or not _COUNTED.match(plain, found.end())
    ]
    for found, after in zip_longest(matches, matches[1:]):
        named = found["unit"] or ""
        if not named and after and _RANGE.fullmatch(plain[found.end() : after.start()]):
            named = after["unit"] or ""
        if named or _is_dong(folded, found) or (is_cell and _is_plain_sum(plain, found, unit)):
            start, end = folded.span(found.start(), found.end())
            printed = text[start:end].rstrip()
            factor = _UNITS[named] if named else 1 if found["currency"] else unit
            amount = Amount(_in_dong(found, named, factor), printed, _per(folded, plain, found))
            yield AmountPlace(start, start + len(printed), amount)


def _without_times(folded: Folded, unit: int) -> str:
    """The folded text without dates, years and document numbers, unless it is one number and nothing else.

    Under a header that counts in millions 2025 is a sum, else the year.
    """
    plain = without_documents(folded.text)
    if re.fullmatch(rf"\s*{_NUMBER}\s*", plain):
        is_year = unit == 1 and re.fullmatch(r"\s*(?:19|20)\d\d\s*", plain)
        return "" if is_year else plain
    for one in find_moments(folded, plain):
        plain = plain[: one.start] + "\0" * (one.end - one.start) + plain[one.end :]
    return plain


def _is_dong(folded: Folded, found: re.Match[str]) -> bool:
    """Whether a number without a unit is called dong, or is grouped and at least a million."""
    if found["currency"]:
        currency = folded.printed(*found.span("currency")).lower()
        if currency == "d" and len(found["number"]) == 1:
            return False  # "siêu âm 4D" costs no 4 đồng
        return currency in ("đồng", "dong", "đ", "d", "vnd", "vnđ")
    is_grouped = re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+", found["number"])
    return found.group().startswith("vnd") or bool(is_grouped)


def _is_plain_sum(plain: str, found: re.Match[str], unit: int) -> bool:
    """Whether a bare number is the whole cell, or under a header with a unit stands after a colon."""
    is_whole = not re.search(r"\w", plain[: found.start()] + plain[found.end() :])
    return is_whole or (unit > 1 and plain[: found.start()].rstrip().endswith(":"))


def _in_dong(found: re.Match[str], named: str, factor: int) -> int:
    number = _number(found["number"], named)
    total = number * factor
    if found["half"]:
        total += Decimal(factor) / 2
    if found["rest"]:
        total += int(found["rest"]) * _UNITS[found["rest_unit"]]
    return int(number if not named and total > _MOST else total)


def _number(printed: str, unit: str) -> Decimal:
    """A printed number by the rules of this module's head."""
    signs = [char for char in printed if char in ".,"]
    if len(set(signs)) == 2:
        decimal = signs[-1] if signs.count(signs[-1]) == 1 else ""
    elif len(signs) == 1:
        groups = len(printed.split(signs[0])[1]) == 3 and not printed.startswith("0")
        always = {"": "", **dict.fromkeys(_ENGLISH_UNITS, ".")}.get(unit, ",")
        decimal = signs[0] if signs[0] == always or not groups else ""
    else:
        decimal = ""
    for sign in {".", ","} - {decimal}:
        printed = printed.replace(sign, "")
    return Decimal(printed.replace(decimal, ".") if decimal else printed)


def _per(folded: Folded, plain: str, found: re.Match[str]) -> str:
    after = _PER_AFTER.match(plain, found.end())
    before = _PER_BEFORE.search(plain[: found.start()])
    each = after or before
    return " ".join(folded.printed(*each.span("per")).split()) if each else ""
