"""Rows that are no tasks, asked for by what their table calls them: "những vắc xin nào", "which hospitals".

A table's rows are whatever the header of its contents says: vaccines, hospitals, samples, wards. A question that lists
or counts those is one about rows, as is one about tasks; it is read once more with that noun as the noun of rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.answer import Kind
from assistant.lexicon.english import vietnamese_of
from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.phrasing.asking import acts_behind, heads_behind, joins_behind
from assistant.phrasing.wishes import asks_table, names_indicators, names_tasks
from assistant.plans.shelf import Shelf
from assistant.text.matching import tokens
from assistant.understanding.pieces_of_work import understand_pieces
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from ingest.columns import names_bodies
from ingest.model import Field
from ingest.vietnamese import fold

_FEW_PLANS = 3
_LONGEST = 4  # words of a noun
_ROWS = {"vi": "nhiệm vụ", "en": "tasks"}
_KINDS = {Kind.LIST, Kind.COUNT, Kind.EXISTENCE}
_WHO = {Field.LEAD_UNIT, Field.COORDINATING_UNITS}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a question calls the rows of a table."""

    start: int
    end: int
    """Where its noun stands in the question, as characters."""
    noun: str
    """The noun of the header, as it stands within a sentence."""


def understand_rows(text: str, shelf: Shelf, only: Collection[str] = ()) -> Question:
    """A question, understood as `understand` does, one about the things that a table lists as one about its rows."""
    if of_work := understand_pieces(text, shelf, only):
        return of_work
    asked = understand(text, shelf, only)
    named = 1 <= len(asked.plans) <= _FEW_PLANS and not asked.unknown
    if not named or not set(asked.kinds) <= _KINDS or not set(asked.fields) <= _WHO:
        return asked
    thing = _thing_in(text, asked.english, tuple(dict.fromkeys(_nouns_of(asked.plans, shelf))))
    if thing is None or _acts(text, thing):
        return asked
    rows = _ROWS["en"] if asked.english else _ROWS["vi"]
    rows = fold(rows) if fold(text) == text.casefold() else rows
    of_rows = understand(f"{text[: thing.start]}{rows}{text[thing.end :]}", shelf, only)
    if not asks_table(of_rows.kinds) or of_rows.fields:
        return asked
    return replace(of_rows, noun=thing.noun, otherwise=asked)


def _acts(text: str, thing: Thing) -> bool:
    """Whether the things that a question names do what it asks about: "các bệnh viện phối hợp những việc gì"."""
    said, behind = tokens(text), len(tokens(text[: thing.end]))
    return joins_behind(said, behind) or heads_behind(said, behind) or acts_behind(said, behind + 1)


def _nouns_of(plans: Sequence[str], shelf: Shelf) -> Iterator[str]:
    """What the tables of some plans call their rows, where those are neither tasks nor indicators."""
    for plan in plans:
        for table in shelf.plans[plan].appendices:
            for column in table.columns:
                if column.field is Field.CONTENT:
                    yield from nouns_of_header(column.printed)


@lru_cache(maxsize=1024)
def nouns_of_header(header: str) -> tuple[str, ...]:
    """The nouns of what rows are, by the header of their contents: "Loại vắc xin" -> "vắc xin"; none where they are
    tasks, indicators, or just contents."""
    if names_tasks(header) or names_indicators(header):
        return ()
    pieces = [piece.strip() for piece in re.split(r"[/,;()]", header)]
    nouns = [_begun_small(_without_leading(piece)) for piece in pieces]
    heads = [found.group() for noun in nouns if names_bodies(noun) and (found := _bodies().match(lowered(noun)))]
    told = (noun for noun in (*nouns, *heads) if noun and len(noun.split()) <= _LONGEST and fold(noun) not in _plain())
    return tuple(dict.fromkeys(told))


def _without_leading(piece: str) -> str:
    leading = _leading().match(lowered(piece))
    return piece[leading.end() :] if leading else piece


def _begun_small(noun: str) -> str:
    """A noun as it stands within a sentence: "cơ sở KCB"."""
    return noun[:1].casefold() + noun[1:]


def _thing_in(text: str, english: bool, nouns: Sequence[str]) -> Thing | None:
    """The noun, one of some, by which a question lists or counts rows; None where it says none of them so."""
    plain = lowered(text)
    if not nouns or len(plain) != len(text):
        return None
    if english:
        return _thing_in_english(text, nouns)
    for noun in nouns:
        if found := _asking(noun).search(plain):
            return Thing(found.start("noun"), found.end("noun"), noun)
    return None


@lru_cache(maxsize=1024)
def _asking(noun: str) -> re.Pattern[str]:
    counted, listed, kinds = (any_spelled(_lexicon()[name]) for name in ("counting", "listing", "kinds"))
    asked_before = rf"(?P<before>(?:{counted}|{listed})\s(?:{kinds}\s){{0,2}})?"
    asked_behind = rf"(?=(?:\s\w+){{0,4}}?\s{any_spelled(('nào', 'gì'))}\b)"
    return re.compile(rf"\b{asked_before}(?P<noun>{any_spelled((noun,))})\b(?(before)|{asked_behind})")


def _thing_in_english(text: str, nouns: Sequence[str]) -> Thing | None:
    said = tokens(text)
    spans = [found.span() for found in re.finditer(r"[^\W_]+", text)]
    if len(spans) != len(said):
        return None
    plain = {fold(noun): noun for noun in nouns}
    for at, token in enumerate(said):
        if token.plain not in _lexicon()["asking_english"]:
            continue
        for start in range(at + 1, min(at + 4, len(said))):
            length, phrases = vietnamese_of(said, start)
            names = {" ".join(word.plain for word in phrase) for phrase in phrases}
            if noun := next((name for name in names if name in plain), ""):
                return Thing(spans[start][0], spans[start + length - 1][1], plain[noun])
    return None


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_spelled(_lexicon()['leading'])}\s)*")


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(rf"{any_spelled(_lexicon()['bodies'])}\b")


@cache
def _plain() -> frozenset[str]:
    return frozenset(map(fold, _lexicon()["plain"]))


def _lexicon() -> Mapping[str, tuple[str, ...]]:
    return lists_of("things")
