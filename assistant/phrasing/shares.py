"""Percentages that a question bounds, "dưới 80%", "from 70% up", and the rows whose target says one within them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.lexicon.conditions import condition_patterns
from ingest.model import Field, Row

_PERCENTAGE = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?) ?%")
_ASKED = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|(?:percent|per cent|phần trăm|phan tram)\b)")
_BARE = re.compile(r"\d+(?:[.,]\d+)?")
_NEAR = 20  # characters before a percentage, or behind it, in which what bounds it stands


class Bound(StrEnum):
    """How a percentage must compare with the one that a question says."""

    EXACT = "exact"
    BELOW = "below"
    ABOVE = "above"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


_BEFORE = (
    ("share_least", Bound.AT_LEAST),
    ("share_most", Bound.AT_MOST),
    ("share_below", Bound.BELOW),
    ("share_above", Bound.ABOVE),
)
_BEHIND = (("share_onwards", Bound.AT_LEAST), ("share_down", Bound.AT_MOST))


def find_share(said: str) -> tuple[str, Bound, int, int] | None:
    """The first percentage that a question says, how it bounds it, and where all that stands; None where it says none.

    `said` is the question in small letters, as `lowered` gives it.
    """
    found = _ASKED.search(said)
    if found is None:
        return None
    start, end, patterns = found.start(), found.end(), condition_patterns()
    behind = said[end : end + _NEAR]
    for name, bound in _BEHIND:
        if after := re.match(rf"\s*(?:{patterns[name].pattern})", behind):
            return found[1], bound, start, end + after.end()
    before = said[max(0, start - _NEAR) : start]
    for name, bound in _BEFORE:
        if named := re.search(rf"(?:{patterns[name].pattern})\s*$", before):
            return found[1], bound, start - len(before) + named.start(), end
    return found[1], Bound.EXACT, start, end


def names_share(text: str) -> bool:
    """Whether a question says a percentage."""
    return _ASKED.search(text) is not None


def with_share(share: str, bound: Bound, rows: Sequence[Row]) -> list[Row]:
    """The rows whose target says a percentage within a bound; in tables without a column of targets, what they are
    about may say it."""
    return [row for row in rows if _holds(share, bound, _target(row), row)]


def _target(row: Row) -> str:
    return row.text(Field.TARGET) if row.has(Field.TARGET) else row.text(Field.CONTENT)


def _holds(share: str, bound: Bound, text: str, row: Row) -> bool:
    if bound is Bound.EXACT:
        return says_share(share, text, row)
    limit = _number(share)
    said = [_number(found) for found in _PERCENTAGE.findall(text)]
    if not said and _BARE.fullmatch(text.strip()) and _in_percent(row):
        said = [_number(text.strip())]
    if not said:
        return False
    value = said[0]
    return {
        Bound.BELOW: value < limit,
        Bound.ABOVE: value > limit,
        Bound.AT_LEAST: value >= limit,
        Bound.AT_MOST: value <= limit,
    }[bound]


def says_share(share: str, text: str, row: Row) -> bool:
    """Whether a cell says a percentage; the sign may stand in a column of the row instead: "Đơn vị tính: %"."""
    if re.search(rf"(?<![\d.,]){re.escape(share)} ?%", text):
        return True
    return text.strip() == share and _in_percent(row)


def _in_percent(row: Row) -> bool:
    """Whether the unit of a row's number stands in a column of its own: "Đơn vị tính: %"."""
    return any(cell.strip() == "%" for cell in row.columns.values())


def _number(text: str) -> float:
    return float(text.replace(",", "."))
