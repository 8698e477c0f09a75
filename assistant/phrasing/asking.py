"""Questions that ask for a body by its noun: "phòng nào … phối hợp", "which office … leads"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import any_spelled, lowered, spelled
from assistant.phrasing.expected import expected_of
from assistant.text.matching import Token
from ingest.model import Field
from ingest.vietnamese import fold


@dataclass(frozen=True, slots=True)
class AskedBody:
    """The characters [start, end) that ask for a body, and in which role."""

    start: int
    end: int
    role: Field


def _lexicon() -> Mapping[str, tuple[str, ...]]:
    return lists_of("asking")


_ADVERB_LENGTHS = (4, 3, 2, 1)  # words
_BETWEEN = 3  # words behind a body, and its adverbs, in which its verb is looked for
_NOT_TASK = r"(?<!\bnhiệm )(?<!\bnhiem )"
"""The second syllable of "nhiệm vụ" is no department."""


def _any_of(name: str) -> str:
    return any_spelled(_lexicon()[name])


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    any_of = _any_of
    no_kind = "".join(
        rf"(?<!\b{text} )" for kind in condition_texts("kinds_of") for text in dict.fromkeys((kind, fold(kind)))
    )

    asked = re.compile(
        rf"\b(?:{any_spelled(('những', 'các'))} )?{_NOT_TASK}{no_kind}{any_of('bodies')}"
        rf"(?: {any_spelled(('và', 'hay', 'hoặc'))} {any_of('bodies')})? {spelled('nào')}\b"
        rf"|\b{any_of('makers')} \w+ {spelled('nào')}\b"
        rf"|\b{spelled('tên')} (?:{any_spelled(('của', 'các', 'những', 'một'))} ){{0,2}}{any_of('bodies')}\b"
        rf"|\b(?:which|what) {any_of('bodies_english')}\b(?! {any_of('things_english')}\b)"
        rf"|\bto whom\b(?=.*\b{any_of('handing')}\b)"
        rf"|\b(?:name|list|tell me) (?:all )?(?:the )?{any_of('bodies_english')} (?:that|which|who)\b"
    )
    return asked, re.compile(rf"\b{any_of('coordinating')}\b"), re.compile(rf"\b{any_of('leading')}\b")


def asked_person(text: str) -> AskedBody | None:
    """The person that a question asks for as the one who oversees, None where it asks for none."""
    plain = lowered(text)
    asked, overseeing = _person_patterns()
    found = asked.search(plain)
    if found is None or not overseeing.search(plain):
        return None
    return AskedBody(found.start(), found.end(), Field.RESPONSIBLE_LEADER)


@cache
def _person_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    asked = (
        rf"\b(?<!đơn )(?<!don ){_any_of('persons')} {spelled('nào')}\b"
        rf"|\b{spelled('tên')} (?:{any_spelled(('của', 'các', 'những', 'một'))} ){{0,2}}{_any_of('persons')}\b"
        rf"|\b{_any_of('leaders')}(?: \w+){{1,5}} {spelled('nào')} {_any_of('leaders_do')}\b"
        rf"|\b(?:which|what) {_any_of('persons_english')}\b"
    )
    return re.compile(asked), re.compile(rf"\b{_any_of('overseeing')}\b")


def acts_behind(said: Sequence[Token], at: int) -> bool:
    """Whether the words from a place on are a verb of one who leads or coordinates: "… chủ trì những việc nào"."""
    _, coordinating, leading = _patterns()
    following = _following(said, at)
    return any(pattern.search(following) for pattern in (coordinating, leading))


def acts_before(said: Sequence[Token], at: int) -> bool:
    """Whether the words before a place say what the body there does: "sự phối hợp của …", "the support of …"."""
    if not at or said[at - 1].plain not in _lexicon()["whose"]:
        return False
    before = " ".join(token.plain for token in said[max(0, at - 1 - _BETWEEN) : at - 1])
    _, coordinating, leading = _patterns()
    return any(found.end() == len(before) for pattern in (coordinating, leading) for found in pattern.finditer(before))


def heads_behind(said: Sequence[Token], at: int) -> bool:
    """Whether the very words at a place say that the body before them leads: "… chủ trì", "… leads"."""
    return bool(_heading().match(_following(said, at)))


def joins_behind(said: Sequence[Token], at: int) -> bool:
    """Whether the very words at a place say that the body before them only takes part: "… phối hợp", "… supports"."""
    _, coordinating, _ = _patterns()
    return bool(coordinating.match(_following(said, at)))


def role_behind(said: Sequence[Token], at: int) -> Field | None:
    """The column in which the words behind a body's name put it, "… (có) chủ trì", "… a partner"; None where they say
    nothing of that."""
    _, coordinating, leading = _patterns()
    following = _following(said, at)
    roles = ((coordinating, Field.COORDINATING_UNITS), (leading, Field.LEAD_UNIT), (_heading(), Field.LEAD_UNIT))
    found = [(met.start(), role) for pattern, role in roles if (met := pattern.search(following))]
    return min(found, key=lambda one: one[0])[1] if found else None


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(rf"{_any_of('heading')}\b")


def _following(said: Sequence[Token], at: int) -> str:
    """The words from a place on in which a verb is looked for, without adverbs."""
    behind = [token.plain for token in said[at : at + _BETWEEN + 3]]
    while len(behind) > 1 and (length := next((n for n in _ADVERB_LENGTHS if " ".join(behind[:n]) in _adverbs()), 0)):
        behind = behind[length:]
    return " ".join(behind[:_BETWEEN])


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(fold(text) for text in _lexicon()["adverbs"])


def asked_partner(text: str) -> tuple[AskedBody, int] | None:
    """Who joins in what is asked about, "ai nấu chung", with where the word for that begins; None for others."""
    found = _partners().search(lowered(text))
    if found is None:
        return None
    return AskedBody(*found.span("who"), Field.COORDINATING_UNITS), found.start("joins")


@cache
def _partners() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<who>ai)(?: \w+){{0,2}} (?P<joins>{_any_of('joining')})\W*$")


def asked_body(text: str) -> AskedBody | None:
    """The body that a question asks for, None where it asks for none."""
    plain = lowered(text)
    asked, coordinating, leading = _patterns()
    found = asked.search(plain)
    if found is None:
        return None
    joins, heads = coordinating.search(plain), _heading().search(plain, found.end())
    if joins and not (heads and heads.start() < joins.start()):  # "chủ trì hỗ trợ …": the support is what is led
        return AskedBody(found.start(), found.end(), Field.COORDINATING_UNITS)
    if leading.search(plain) or not expected_of(text):  # whoever does a thing leads it, whatever the verb
        return AskedBody(found.start(), found.end(), Field.LEAD_UNIT)
    return None
