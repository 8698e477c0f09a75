"""What a question leaves aside: "ngoài Cà Mau còn tỉnh nào …", "apart from the Office, what does … lead".

A plan left aside is none of those asked about, and the others are. A body left aside says only that others are meant,
which are named behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.spelling import lowered
from assistant.shelf import Shelf
from assistant.wishes import asks_plans
from ingest.lexicon.issuing import find_asked_provinces
from ingest.units import find_units

_LONGEST = 60
"""Characters between what leaves a body aside and the end of that clause."""


def without_excepted(text: str, shelf: Shelf, plans: Sequence[str]) -> tuple[str, Sequence[str]]:
    """A question without what it leaves aside, and the plans that it is asked of."""
    said = lowered(text)
    if asks_plans(said) and len(said) == len(text):
        for named in find_asked_provinces(text):
            before = _before_name().search(said[: named.start])
            aside = shelf.plans_by_province.get(named.item.name, ())
            others = [plan for plan in plans or shelf.plans if plan not in aside]
            if before and aside and others:
                behind = _behind_name().match(said, named.end)
                rest = text[: before.start()] + " " + text[behind.end() if behind else named.end :]
                return rest.strip(" ,"), others
    return _without_body(text, said), plans


def _without_body(text: str, said: str) -> str:
    """A question without the body that it leaves aside before it names the one that it asks about."""
    found = _clause().match(said) if len(said) == len(text) else None
    if found is None or not list(find_units(text[found.start(1) : found.end(1)])):
        return text
    rest = text[found.end() :]
    return rest if list(find_units(rest)) else text


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(
        rf"\b{condition_patterns()['apart_from'].pattern}\s(?:{condition_patterns()['of_plan'].pattern}\s)*$"
    )


@cache
def _behind_name() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{condition_patterns()['set_aside'].pattern})?\s*,?")


@cache
def _clause() -> re.Pattern[str]:
    ends = condition_patterns()["set_aside"].pattern
    return re.compile(
        rf"\W*{condition_patterns()['apart_from'].pattern}\s([^,.;?]{{2,{_LONGEST}}}?)\s*(?:,|\s{ends}\b\s*,?)"
    )
