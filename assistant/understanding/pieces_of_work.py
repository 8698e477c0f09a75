"""Tasks asked for by a word for any piece of work: "Phòng X chủ trì những khâu nào", "which strands does it lead".

Such a word says nothing of which tasks are meant, where a body or a leader does and nothing else is asked: the question
is read once more with the plain noun for rows in its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.phrasing.patterns import says_how_borne
from assistant.plans.shelf import Shelf
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from ingest.vietnamese import fold

_TABLE_KINDS = {Kind.LIST, Kind.COUNT}


def understand_pieces(text: str, shelf: Shelf, only: Collection[str] = ()) -> Question | None:
    """A question for what a body or a leader bears, called by a word for any piece of work, as one for its tasks; None
    where it is no such question, or where more is asked than whose work it is."""
    plain = lowered(text)
    found = next(filter(None, (piece.search(plain) for piece in _pieces())), None) if len(plain) == len(text) else None
    if found is None:
        return None
    asked = understand(f"{text[: found.start('piece')]}{_rows(found)}{text[found.end('piece') :]}", shelf, only)
    more = asked.parts and not says_how_borne(asked.likely, asked.topic)
    of_one = bool(asked.filters.units or asked.filters.leader) and not more
    return asked if of_one and asked.kinds and set(asked.kinds) <= _TABLE_KINDS else None


def _rows(found: re.Match[str]) -> str:
    """What rows are called, in the words in which a piece of work is typed."""
    if found.re is _pieces()[1]:
        return "tasks"
    rows = "việc" if found["several"] else "những việc"
    return fold(rows) if fold(found.string) == found.string else rows


@cache
def _pieces() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a Vietnamese and where an English question says such a word, as the group "piece"."""
    called = rf"\b(?:(?P<several>{_any('several')})|{_any('bearing')})\s(?P<piece>{_any('piece')})"
    vietnamese = rf"{called}\s(?:{_any('between')}\s)?(?={_any('which')}\b)"
    english = rf"\b{_any('which_english')}\s(?:{_any('between_english')}\s)?(?P<piece>{_any('piece_english')})\b"
    return re.compile(vietnamese), re.compile(english)


def _any(name: str) -> str:
    return any_spelled(_lexicon()[name])


def _lexicon() -> Mapping[str, tuple[str, ...]]:
    return lists_of("pieces_of_work")
