"""What a question leaves aside: "ngoài Cà Mau còn tỉnh nào …", "apart from the Office, what does … lead".

A plan left aside is none of those asked about, and the others are. A body left aside says only that others are meant,
which are named behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, condition_texts
from assistant.lexicon.spelling import lowered
from assistant.phrasing.wishes import asks_plans
from assistant.plans.shelf import Shelf
from assistant.text.matching import tokens
from assistant.understanding.question import Question
from assistant.understanding.topic import SLIGHT
from ingest.lexicon.provinces import find_asked_provinces
from ingest.model import Field
from ingest.units import Unit, find_units

_SHORT = 8
"""Words of a turn that only goes on to other plans."""
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
    """A question without the body that it leaves aside before or behind the one that it asks about."""
    contrast = _contrast().search(said) if len(said) == len(text) else None
    if contrast and list(find_units(text[: contrast.start()])) and list(find_units(contrast[0])):
        return f"{text[: contrast.start()].rstrip(' ,')}{text[contrast.end() :]}"
    rest, aside = _aside(text, said)
    return rest if aside and list(find_units(rest)) else text


def _aside(text: str, said: str) -> tuple[str, tuple[Unit, ...]]:
    """A question behind the clause that leaves bodies aside, and those; the question and none where it has no such."""
    found = _clause().match(said) if len(said) == len(text) else None
    units = tuple(one.unit for one in find_units(text[found.start(1) : found.end(1)])) if found else ()
    return (text[found.end() :], units) if found and units else (text, ())


def asking_others(text: str) -> tuple[str, tuple[Unit, ...]] | None:
    """A question that asks who else bears the tasks, "ngoài Văn phòng còn ai chủ trì", behind the bodies that it leaves
    aside, and those; None for others."""
    rest, units = _aside(text, lowered(text))
    return (rest, units) if units and not list(find_units(rest)) else None


def others_tasks(asked: Question, aside: tuple[Unit, ...]) -> Question | None:
    """The question for the tasks of a plan that are borne by none of some bodies; None where it asks who bears what."""
    bearing = {Field.LEAD_UNIT, Field.COORDINATING_UNITS}
    about = [part for part in asked.parts if part.weight > SLIGHT]
    if not (asked.plans and asked.fields and set(asked.fields) <= bearing) or about:
        return None
    role = asked.fields[0] if isinstance(asked.fields[0], Field) else None
    filters = replace(asked.filters, units=aside, role=role, excluded=True)
    return replace(asked, kinds=(Kind.LIST,), filters=filters, fields=(), parts=(), topic="", field_alone=False)


def to_other_plans(turn: str, previous: Question | None, shelf: Shelf, among: Collection[str]) -> Question | None:
    """The question before, asked of the plans that it was not asked of: "còn tỉnh nào nữa", "any other provinces?".

    None where a turn asks for anything else.
    """
    said = lowered(turn)
    asks = condition_patterns()["other_plans"].search(said) is not None and len(tokens(turn)) <= _SHORT
    if previous is None or not asks or not previous.plans or not previous.parts or list(find_asked_provinces(turn)):
        return None
    others = tuple(plan for plan in among if plan not in previous.plans)
    if not others:
        return None
    which = condition_texts("which_plans_of" if previous.language == "vi" else "which_plans_in")[0]
    asked = replace(previous, text=f"{which} {previous.text}", plans=others, mentions=(), focus=(), before=())
    return replace(asked, options=(), chosen=0, halves=(), otherwise=None)


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(
        rf"\b{condition_patterns()['apart_from'].pattern}\s(?:{condition_patterns()['of_plan'].pattern}\s)*$"
    )


@cache
def _contrast() -> re.Pattern[str]:
    return re.compile(rf"{condition_patterns()['contrast'].pattern}[^,.;?]{{2,{_LONGEST}}}")


@cache
def _behind_name() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{condition_patterns()['set_aside'].pattern})?\s*,?")


@cache
def _clause() -> re.Pattern[str]:
    ends = condition_patterns()["set_aside"].pattern
    return re.compile(
        rf"\W*{condition_patterns()['apart_from'].pattern}\s([^,.;?]{{2,{_LONGEST}}}?)\s*(?:,|\s{ends}\b\s*,?)"
    )
