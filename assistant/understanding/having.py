""" "có" before a department, in a question typed without accents: "viec nao co so tai chinh phoi hop".

"co so" is "cơ sở" more often than "có sở", and accents are put back so. Where a department's name goes on behind it, or
where rows are asked for and the body behind takes part in them, "có sở" is meant.
"""

from __future__ import annotations

from assistant.phrasing.asking import heads_behind, joins_behind
from assistant.phrasing.patterns import asks_those_rows
from assistant.text.matching import tokens
from ingest.units import find_units
from ingest.vietnamese import fold

_HAS = "co "
_DEPARTMENT, _FACILITIES = "so ", "co so y te"


def with_having(text: str) -> str:
    """A question with accents on "có sở" where it is meant; any other text as it is, also one typed with accents."""
    plain = text.casefold()
    if fold(text) != plain or f"{_HAS}{_DEPARTMENT}" not in plain:
        return text
    for found in find_units(text):
        start, end = found.span
        if fold(found.unit.name).startswith(_DEPARTMENT) and plain[:start].endswith(_HAS):
            return _accented(text, start - len(_HAS))
        if found.unit.key == _FACILITIES and _takes_part(text, start, end):
            return _accented(text, start)
    return text


def _takes_part(text: str, start: int, end: int) -> bool:
    """Whether what stands there takes part in the rows that are asked for before it."""
    at = len(tokens(text[:end]))
    return asks_those_rows(text[:start]) and (joins_behind(tokens(text), at) or heads_behind(tokens(text), at))


def _accented(text: str, at: int) -> str:
    return f"{text[:at]}có sở{text[at + len('co so') :]}"
