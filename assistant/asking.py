"""Questions that ask for a body by its noun: "phòng nào … phối hợp", "which office … leads"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from assistant.matching import Token
from ingest.model import Field
from ingest.vietnamese import fold


@dataclass(frozen=True, slots=True)
class AskedBody:
    """The characters [start, end) that ask for a body, and in which role."""

    start: int
    end: int
    role: Field


@cache
def _lexicon() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("asking.toml").read_text("utf-8"))
    return TypeAdapter(Mapping[str, tuple[str, ...]]).validate_python(data)


def _any_of(name: str) -> str:
    return "|".join(sorted((fold(text) for text in _lexicon()[name]), key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    any_of = _any_of

    asked = re.compile(
        rf"\b(?:(?:nhung|cac) )?(?<!\bnhiem )(?:{any_of('bodies')})(?: (?:va|hay|hoac) (?:{any_of('bodies')}))? nao\b"
        rf"|\bwhich (?:{any_of('bodies_english')})\b|\bwhat (?:{any_of('bodies_english')})\b"
    )
    return asked, re.compile(rf"\b(?:{any_of('coordinating')})\b"), re.compile(rf"\b(?:{any_of('leading')})\b")


def asked_person(text: str) -> AskedBody | None:
    """The person that a question asks for as the one who oversees, None where it asks for none."""
    plain = fold(text)
    asked, overseeing = _person_patterns()
    found = asked.search(plain)
    if found is None or not overseeing.search(plain):
        return None
    return AskedBody(found.start(), found.end(), Field.RESPONSIBLE_LEADER)


@cache
def _person_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    asked = (
        rf"\b(?<!don )(?:{_any_of('persons')}) nao\b|\blanh dao(?: \w+){{1,5}} nao phu trach\b"
        rf"|\b(?:which|what) (?:{_any_of('persons_english')})\b"
    )
    return re.compile(asked), re.compile(rf"\b(?:{_any_of('overseeing')})\b")


def acts_behind(said: Sequence[Token], at: int) -> bool:
    """Whether the words from a place on are a verb of one who leads or coordinates: "… chủ trì những việc nào"."""
    _, coordinating, leading = _patterns()
    following = " ".join(token.plain for token in said[at : at + 3])
    return any(pattern.search(following) for pattern in (coordinating, leading))


def asked_body(text: str) -> AskedBody | None:
    """The body that a question asks for, None where it asks for none."""
    plain = fold(text)
    asked, coordinating, leading = _patterns()
    found = asked.search(plain)
    if found is None:
        return None
    if coordinating.search(plain):
        return AskedBody(found.start(), found.end(), Field.COORDINATING_UNITS)
    return AskedBody(found.start(), found.end(), Field.LEAD_UNIT) if leading.search(plain) else None
