"""In what a question counts ("bao nhiêu phần trăm", "mấy ngày", "bao lâu"), and whether a text says an amount of it.

A paragraph that says "80%" does not tell how many days something takes. The units stand in `lexicon/measures.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import TypeAdapter

from assistant.lexicon.questions import asks_by
from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.spelling import any_spelled, lowered

_NUMBER = r"(?:\d[\d.,]*|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s)"
_FIGURE = re.compile(r"\d[\d.,]*")
_HOW_MANY = r"(?:bao\s(?:nhiêu|nhieu)|mấy|may|how\smany)"


@dataclass(frozen=True, slots=True)
class _Texts:
    asks: tuple[str, ...]
    units: tuple[str, ...]
    says: tuple[str, ...]
    of_others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """In what something is counted."""

    name: str
    asks: re.Pattern[str]
    says: re.Pattern[str]


@cache
def _measures() -> Sequence[Measure]:
    texts = read_lexicon("measures", TypeAdapter(Mapping[str, _Texts]))
    return [_measure(name, one) for name, one in texts.items()]


def _measure(name: str, texts: _Texts) -> Measure:
    asks = [rf"(?<!\w){any_spelled(texts.asks)}(?!\w)"] if texts.asks else []
    if texts.units:
        units = any_spelled(texts.units)
        asks.append(rf"\b{_HOW_MANY}\s{units}\b")
        english = [text for text in texts.units if text.isascii()]  # "Tam Thang" is no month
        if english:
            asks.append(rf"\bhow\smany\s(?:[\w-]+\s){{1,3}}?{any_spelled(english)}\b")
    said = "|".join(re.escape(lowered(text)) for text in texts.says)
    says = rf"{_NUMBER}\s?(?:(?:triệu|nghìn|ngàn|tỷ)\s)?(?:{said})(?!\w)"
    if texts.of_others:
        says += rf"(?!\s(?:{'|'.join(re.escape(lowered(text)) for text in texts.of_others)})\b)"
    return Measure(name, re.compile("|".join(asks)), re.compile(says))


@lru_cache(maxsize=256)
def measures_of(text: str) -> tuple[Measure, ...]:
    """In what a question counts, () where it does not say; `text` has the accents that are likely meant."""
    plain = lowered(text)
    return tuple(measure for measure in _measures() if asks_by(measure.asks, plain))


def says_measure(measures: Sequence[Measure], text: str) -> bool:
    """Whether a text says an amount of each measure: "trong 05 ngày làm việc" of days."""
    plain = lowered(text)
    return all(measure.says.search(plain) for measure in measures)


def counts_in(measures: Sequence[Measure], cells: Sequence[str]) -> bool:
    """Whether a row whose figures stand without a unit is counted in each measure: one of its cells is just the unit,
    "Phút", another a figure."""
    if not any(_FIGURE.fullmatch(cell.strip()) for cell in cells):
        return False
    return all(
        any(measure.says.fullmatch(f"1 {lowered(cell.strip())}") for cell in cells if cell) for measure in measures
    )
