"""The number of a row that a question names: "STT 13", "nhiệm vụ 5 phụ lục 1", "the second task of group IV"."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon.choices import LAST, find_choice
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import any_with_slots
from assistant.understanding.claims import Claims
from assistant.understanding.mentions import every_appendix_named

_NUMBERED = re.compile(
    r"\b(?:stt|so thu tu|(?:nhiem vu|viec|cong viec|du an|chi tieu|muc tieu|muc|hang|dong) so|row|task no|item)"
    r"\.? ?0*(\d{1,3})\b"
)
_GROUP_AND_NUMBER = re.compile(r"\b(?:stt|muc|nhiem vu|row|task|item|so)\.? ([ivx]{1,5})\.0*(\d{1,3})\b")

_ITEM_OF_TABLE = re.compile(
    r"\b(?:muc|y|line|no) ([1-9]\d{0,2})\b(?=[, ]+(?:(?:cua|trong|o|thuoc|of|in) )?(?:phu luc|pl|appendix|annex)\b)"
)
"""A number that would be a section's if no table were named behind it."""


def claim_row_number(claims: Claims, plain: str) -> tuple[str, str]:
    """The group and the number of a row that a question names: "STT 13" -> ("", "13"), "mục IV.4" -> ("IV", "4").

    A bare number behind what rows are called is one where the words behind it count nothing by it: "nhiệm vụ 5 của Cà
    Mau", but not "nhiệm vụ 5 năm", "việc 3 đơn vị cùng làm".
    """
    if found := _GROUP_AND_NUMBER.search(plain):
        claims.claim(*claims.words_at(found.start(), found.end()))
        return found[1].upper(), found[2]
    found = _NUMBERED.search(plain) or _ITEM_OF_TABLE.search(plain)
    if found is None:
        found = next((one for one in _bare().finditer(claims.likely) if _stands_alone(claims, one)), None)
    if found is None:
        return "", ""
    claims.claim(*claims.words_at(found.start(), found.end()))
    return "", found[1]


def claim_place_in_table(claims: Claims, in_group: bool) -> str:
    """The number of a row by its place, where the table is named: "nhiệm vụ thứ 5 trong phụ lục 1" -> "5"."""
    if not (in_group or every_appendix_named(claims.text)):
        return ""
    choice = find_choice(claims.said)
    if choice is None or choice.place == LAST or not claims.free(choice.start, choice.end):
        return ""
    claims.claim(choice.start, choice.end)
    return str(choice.place)


def _stands_alone(claims: Claims, found: re.Match[str]) -> bool:
    """Whether nothing else has a number, and behind it stands nothing, a plan's name, or how a question goes on."""
    _, word = claims.words_at(0, found.end())
    if not claims.free(word - 1, word):
        return False
    behind = claims.likely[found.end() :].lstrip(" ,:")
    return not behind.strip("?!. ") or claims.taken[word] or _goes_on().match(behind) is not None


@cache
def _bare() -> re.Pattern[str]:
    called = any_with_slots(condition_texts("row_called"))
    return re.compile(rf"\b{called} ([1-9]\d{{0,2}})\b(?![.,/%–-]\d|\s*%)", re.IGNORECASE)


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"{any_with_slots(condition_texts('behind_row_number'))}\b", re.IGNORECASE)
