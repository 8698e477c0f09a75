"""The number of a row that a question names: "STT 13", "nhiệm vụ 5 phụ lục 1", "the second task of group IV"."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon.choices import LAST, find_choice
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import any_with_slots
from assistant.understanding.claims import Claims
from ingest.vietnamese import fold

_NUMBERED = re.compile(
    r"\b(?:stt|so thu tu|(?:nhiem vu|viec|cong viec|du an|chi tieu|muc tieu|muc|hang|dong) so|row|task no|item)"
    r"\.? ?0*(\d{1,3})\b"
)
_GROUP_AND_NUMBER = re.compile(r"\b(?:stt|muc|nhiem vu|row|task|item|so)\.? ([ivx]{1,5})\.0*(\d{1,3})\b")

_NUMBER_IN_TABLE = re.compile(
    r"\b(?:muc|dong|hang|viec|nhiem vu|cong viec|du an|chi tieu|muc tieu|hoat dong|thu|so|item|line|entry|number|task|"
    r"target|indicator|activity|y|no)(?: thu)?\.? ?0*([1-9]\d{0,2})\b"
    r"(?! ?(?:[%/.,-] ?\d|%|ty|ti|trieu|nghin|dong|nam|thang|quy|ngay|tuan|phan tram|billion|million|year|month|day))"
)
"""The number of a row where its table is named beside: "phụ lục 1, mục 19", "line 8 of appendix 2"."""


def claim_row_number(claims: Claims, plain: str) -> tuple[str, str]:
    """The group and the number of a row that a question names: "STT 13" -> ("", "13"), "mục IV.4" -> ("IV", "4").

    A bare number behind what rows are called is one where the words behind it count nothing by it: "nhiệm vụ 5 của Cà
    Mau", but not "nhiệm vụ 5 năm", "việc 3 đơn vị cùng làm".
    """
    if found := _GROUP_AND_NUMBER.search(plain):
        claims.claim(*claims.words_at(found.start(), found.end()))
        return found[1].upper(), found[2]
    found = _NUMBERED.search(plain)
    if found is None:
        found = next((one for one in _bare().finditer(claims.likely) if _stands_alone(claims, one)), None)
    if found is None:
        return "", ""
    claims.claim(*claims.words_at(found.start(), found.end()))
    return "", found[1]


def claim_place_in_table(claims: Claims, in_group: bool, in_table: bool) -> str:
    """The number of a row by its place, where its group or its appendix is named: "nhiệm vụ thứ 5 trong phụ lục 1",
    "phụ lục 1, mục 5" -> "5"."""
    if not (in_group or in_table):
        return ""
    choice = find_choice(claims.said)
    if choice is not None and choice.place != LAST and claims.free(choice.start, choice.end):
        claims.claim(choice.start, choice.end)
        return str(choice.place)
    for found in _NUMBER_IN_TABLE.finditer(fold(claims.text)) if in_table else ():
        if claims.free(*(at := claims.words_at(found.start(), found.end()))):
            claims.claim(*at)
            return found[1]
    return ""


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
