"""How many bodies must share a row: "việc nào có hai đơn vị cùng chủ trì", "tasks with only one lead unit"."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon.choices import number_said
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import any_with_slots, lowered
from assistant.phrasing.patterns import row_nouns
from assistant.phrasing.wishes import ranks_body_numbers
from assistant.understanding.claims import Claims

_ASKS = re.compile(r"\b(?:how|bao) $")


def claim_body_number(claims: Claims) -> tuple[int, int]:
    """The fewest and the most bodies that a row must have in its role, 0 for no bound; (0, 0) where none is said.

    Where rows are asked for. One body is a condition only where nothing else may stand beside it: "chỉ một đơn vị".
    """
    text = lowered(claims.likely)
    if not row_nouns(text) or ranks_body_numbers(text):
        return 0, 0
    for found in _said().finditer(text):
        number = _number(found["number"])
        at_least = bool(found["least"] or found["more"] or found["on"]) or number == 0
        fewest = max(number, 1 if number else 2) + bool(found["more"])
        if fewest == 1 and not (found["only"] or found["alone"]):
            continue
        if not claims.free(*claims.words_at(*found.span("number"))) or _ASKS.search(text[: found.start("number")]):
            continue  # "Hai Phong" is no two offices, and "how many units" asks for their number
        claims.claim(*claims.words_at(found.start(), found.end()))
        return fewest, 0 if at_least else fewest
    return 0, 0


def _number(word: str) -> int:
    """The number that a word says, 0 for "nhiều"."""
    if word.isdecimal():
        return int(word)
    return 0 if word in condition_texts("several") else number_said(word)


@cache
def _said() -> re.Pattern[str]:
    def one(name: str) -> str:
        return any_with_slots(condition_texts(name))

    number = rf"\d{{1,2}}|{one('several')}|{one('small_numbers')}"
    before = rf"(?:(?P<only>{one('bodies_only')}) |(?P<least>{one('at_least')}) |(?P<more>{one('more_than')}) )?"
    between = rf"(?:{one('kinds_of_bodies')} )?"
    behind = rf"(?: (?:(?P<alone>{one('bodies_alone')})|(?P<on>{one('and_more')})))?"
    return re.compile(rf"\b{before}(?P<number>{number}) {between}{one('body_nouns')}\b{behind}(?! nào\b| nao\b)")
