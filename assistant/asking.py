"""Questions that ask for a body by its noun: "phòng nào … phối hợp", "which office … leads"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("asking.toml").read_text("utf-8"))

    def any_of(name: str) -> str:
        return "|".join(sorted((fold(text) for text in data[name]), key=len, reverse=True))

    asked = re.compile(
        rf"\b(?:(?:nhung|cac) )?(?:{any_of('bodies')})(?: (?:va|hay|hoac) (?:{any_of('bodies')}))? nao\b"
        rf"|\bwhich (?:{any_of('bodies_english')})\b|\bwhat (?:{any_of('bodies_english')})\b"
    )
    return asked, re.compile(rf"\b(?:{any_of('coordinating')})\b"), re.compile(rf"\b(?:{any_of('leading')})\b")


def acts_behind(said: Sequence[Token], at: int) -> bool:
    """Whether the words from a place on are a verb of one who leads or coordinates: "… chủ trì những việc nào"."""
    _, coordinating, leading = _patterns()
    following = " ".join(token.plain for token in said[at : at + 3])
    return any(pattern.match(following) for pattern in (coordinating, leading))


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
