"""The names, numbers, dates, bodies and document codes that a text says, in a form in which they can be compared.

What has been read as one thing is overwritten before the next is looked for: the 5 of "15/5/2026" is no number, the
2025 of "57/KH-SYT ngày 1/2/2025" no year of a deadline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from assistant.lexicon.writing import writing_lexicon
from ingest.money import Comparison, find_amounts
from ingest.periods import Period
from ingest.times import Relation, find_times
from ingest.units import Unit, find_units
from ingest.vietnamese import fold, nfc, words

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+\.(?:com|net|org|io|vn|info|xyz)\b\S*", re.IGNORECASE
)
_CODE = re.compile(
    r"(?<![\w/])(?:\d{1,5}(?:/\d{4})?\s?[/-]\s?|/)[A-ZĐ][A-ZĐa-zđ&]{0,7}\d?(?:\s?[-–/&]\s?[A-ZĐ][A-ZĐa-zđ&]{0,9}\d{0,3})+"
    r"|(?<![\w/])\d{1,5}/[A-ZĐ]{2,10}\b"
)
_DATE = re.compile(r"(?<![\d/])(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?(?![\d/])")
_NUMBER = re.compile(
    r"(?<![\w.,])\d+(?:[.,]\d+)*(?P<share>\s?(?:%|phần trăm|percent\b|per cent\b))?"
    r"(?:\s+(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion)\b)?"
)
_SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3, "triệu": 10**6, "million": 10**6, "tỷ": 10**9, "tỉ": 10**9,
    "billion": 10**9,
}  # fmt: skip
_APART = re.compile(r"[“”\"();:\n]|\*\*")
_CAPITALS = re.compile(r"\b[A-ZĐÀ-ỸƠƯ][\w&-]*(?:\s+[A-ZĐÀ-ỸƠƯ][\w&-]*)*")
_OPENS = re.compile(r"(?:^|[.!?:;“\"(\n•*-])\s*$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with every value that its print may mean ("1.500": 1500 or 1.5), and whether it is a percentage."""

    values: frozenset[Decimal]
    is_share: bool
    text: str

    def same(self, other: Number) -> bool:
        """Whether both can mean one number."""
        return self.is_share == other.is_share and bool(self.values & other.values)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in dong as it is compared: "trên 10 tỷ", or a range."""

    comparison: Comparison
    dong: int
    upper: int | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A period with the way a text stands to it; `period` is None for what is done regularly."""

    period: Period | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says that can be checked."""

    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Squeezed and folded."""
    sums: tuple[Sum, ...] = ()
    times: tuple[Time, ...] = ()
    dates: tuple[tuple[int, ...], ...] = ()
    """Printed dates that are no deadline, as numbers."""
    numbers: tuple[Number, ...] = ()
    counts: tuple[tuple[int, str], ...] = ()
    """Numbers in words before what can be counted, folded: (2, "ke hoach")."""
    units: tuple[Unit, ...] = ()
    names: tuple[str, ...] = ()
    """Runs of capitalised words, folded."""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def facts_of(text: str) -> Facts:
    """The facts of a text, Vietnamese or English."""
    said = nfc(text)
    left, addresses = _taken(said, _ADDRESS)
    left, codes = _taken(left, _CODE)
    sums = []
    for amount in find_amounts(left):
        sums.append(Sum(amount.comparison, amount.dong, amount.upper))
        left = _without(left, amount.start, amount.end)
    times = []
    for found in find_times(left):
        times += [Time(period, found.relation) for period in found.periods or (None,)]
        left = _without(left, *found.span)
    left, dates = _taken(left, _DATE)
    numbers = tuple(number_of(match) for match in _NUMBER.finditer(left))
    return Facts(
        tuple(addresses),
        tuple(squeezed(code) for code in codes),
        tuple(sums),
        tuple(times),
        tuple(tuple(int(part) for part in re.findall(r"\d+", one)) for one in dates),
        numbers,
        tuple(_counts(said)),
        units_in(said),
        tuple(_names(left)),
    )


def units_in(text: str) -> tuple[Unit, ...]:
    """The bodies that a text names; no name runs over a quotation mark, a bracket or a semicolon."""
    return tuple(found.unit for piece in _APART.split(text) for found in find_units(piece))


def without_units(text: str, is_known: Callable[[Unit], bool]) -> str:
    """A text with the names of known bodies cut out."""
    pieces = []
    for piece in re.split(f"({_APART.pattern})", text):
        for found in reversed(find_units(piece)):
            if is_known(found.unit):
                piece = f"{piece[: found.start]} · {piece[found.end :]}"
        pieces.append(piece)
    return "".join(pieces)


def squeezed(text: str) -> str:
    """A text folded, without blanks."""
    return re.sub(r"\s+", "", fold(text))


def number_of(match: re.Match[str]) -> Number:
    """A printed number with all its readings."""
    printed = re.match(r"[\d.,]+", match.group())
    assert printed is not None
    digits = printed[0].rstrip(".,")
    scale = _SCALES.get((match["scale"] or "").lower(), 1)
    readings = {re.sub(r"[.,]", "", digits)} if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", digits) else set()
    if digits.count(".") + digits.count(",") <= 1:
        readings.add(digits.replace(",", "."))
    elif not readings:
        head, _, tail = digits.replace(",", ".").rpartition(".")
        readings.add(f"{head.replace('.', '')}.{tail}")
    return Number(frozenset(Decimal(one) * scale for one in readings), bool(match["share"]), match.group())


def _taken(text: str, pattern: re.Pattern[str]) -> tuple[str, list[str]]:
    found = [match.group().rstrip(".,;)") for match in pattern.finditer(text)]
    return pattern.sub(lambda match: "\0" * len(match.group()), text), found


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _counts(text: str) -> Iterator[tuple[int, str]]:
    """Numbers in words, only before what can be counted: "năm" alone is a year, "ba" a father."""
    lexicon = writing_lexicon()
    for language, numbers in lexicon.numbers.items():
        nouns = "|".join(sorted(map(re.escape, lexicon.counted[language]), key=len, reverse=True))
        for found in re.finditer(rf"\b({'|'.join(numbers)})\s+({nouns})\b", text.lower()):
            yield numbers[found[1]], fold(found[2])


def _names(text: str) -> Iterator[str]:
    """Runs of capitalised words; a single one that only opens a sentence, a list or a quotation is no name."""
    for match in _CAPITALS.finditer(text):
        said = match.group()
        if _OPENS.search(text[: match.start()]) and not said[1:2].isupper():
            _, _, said = said.partition(" ")
        if said and (plain := " ".join(words(said))):
            yield plain
