"""Whether a passage tells how many there are of what a question counts: "bao nhiêu bác sĩ", "how many boats".

A passage about the very thing need not say its number. It does where a number stands beside the word for the thing, or
where a row is about the thing and its result or its target is a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import TypeAdapter

from assistant.answer import Kind
from assistant.lexicon.questions import agrees
from assistant.lexicon.reading import read_lexicon
from assistant.phrasing.wishes import asks_number
from assistant.plans.fitting import without_dates
from assistant.plans.shelf import Shelf
from assistant.search.retriever import Hit
from assistant.text.matching import Part, Topic, indexed, tokens
from assistant.understanding.question import Question
from ingest.columns import counts_things
from ingest.model import Field, Row
from ingest.vietnamese import fold

_WORD = re.compile(r"\S+")
_FIGURE = re.compile(r"[^\w%]*\d[\d.,/]*[^\w%]*")
"""A number in brackets or before a comma, and no percentage: "100% các bệnh viện" says of none how many there are."""
_SHARE = re.compile(r"[^\w%]*\d[\d.,/]*\s?%\W*")
"""A share: "60% dữ liệu" is how much of the data something is to be done with, where the question says with what."""
_SHARED_WITH = 0.5
"""The share of the rest of the topic that a passage must say to tell of what share of a thing is asked."""
_SAYS_ALL = 0.9
"""The share of the whole topic that a passage must say for any share in it to be what is asked for."""
_BEFORE, _AFTER = 4, 7
_SAYS = 0.6
"""The share of the thing's name that must stand beside a number."""
_SURE, _SAYS_OF_SURE = 0.6, 0.4
"""How sure a row must be for less of the thing's name to do."""
_RESULTS = (Field.DELIVERABLE, Field.TARGET)


@cache
def _lexicon() -> Mapping[str, frozenset[tuple[str, ...]]]:
    texts = read_lexicon("counting", TypeAdapter(Mapping[str, tuple[str, ...]]))
    return {name: frozenset(tuple(fold(text).split()) for text in phrases) for name, phrases in texts.items()}


def _how_many(english: bool) -> list[tuple[str, ...]]:
    """What asks for a number in a language: "may" is "mấy", but no number in "how much may hotels charge"."""
    return [phrase for phrase in _lexicon()["how_many"] if (phrase[0] == "how") is english]


def counted(asked: Question) -> Part | None:
    """The thing whose number a question asks for; None where it asks for none, or for a field or for rows."""
    if asked.fields or asked.header or not set(asked.kinds) <= {Kind.LIST} or not asks_number(asked.likely):
        return None
    words = [token.plain for token in asked.said]
    ends = [
        at + len(phrase)
        for at in range(len(words))
        for phrase in _how_many(asked.english)
        if tuple(words[at : at + len(phrase)]) == phrase and (not at or (words[at - 1],) not in _lexicon()["ordinals"])
    ]
    if not ends or re.search(r"(?:nhiêu|nhieu|mấy|bn|many)\s*%", asked.text.casefold()):
        return None
    behind = sorted((part for part in asked.parts if part.at >= ends[0]), key=lambda part: part.at)
    between = {(word,) for word in words[ends[0] : behind[0].at]} if behind else set()
    if not behind or not between <= (frozenset() if asked.english else _lexicon()["classifiers"]):
        return None
    thing = behind[0]
    if (
        not asked.english
        and len(behind) == 1
        and tuple(token.plain for token in thing.typed) in _lexicon()["classifiers"]
    ):
        return None  # "in bao nhiêu quyển?": what is counted was said before
    if not asked.english and words[ends[0] : ends[0] + 1] in (["mot"], ["1"]):
        return None  # "bao nhiêu một người": so much for each, and no number of them
    if asked.english:  # its head comes last: "how many floating-market boats"
        for part in behind[1:]:
            if part.at > thing.at + max(1, len(thing.typed)):
                break
            thing = part
    return None if thing.foreign else thing


def without_amounts(asked: Question) -> Question | None:
    """How a question for the column of amounts is read where no row has it: "bao nhiêu cái máy tính bảng" counts what
    a result may tell as well, "460 máy tính bảng". None where it asks for another column, or counts nothing."""
    if not asked.fields or not all(not isinstance(wanted, Field) and _is_amount(wanted) for wanted in asked.fields):
        return None
    meant = asked.without_columns
    return meant if meant is not None and counted(meant) is not None else None


def tells_count(hit: Hit, thing: Part, parts: Sequence[Part], shelf: Shelf) -> bool:
    """Whether a passage tells how many there are of a thing, one of the parts of a topic, or of what share of it."""
    topic = Topic([thing], shelf.words)
    words = _WORD.findall(without_dates(hit.passage.text))
    shared = _tells_of_rest(hit, thing, parts, shelf)
    if shared and hit.coverage >= _SAYS_ALL and any(map(_SHARE.fullmatch, words)):
        return True
    for at, word in enumerate(words):
        if shared and _SHARE.fullmatch(word) and topic.coverage(indexed(" ".join(words[at : at + _AFTER]))) >= _SAYS:
            return True
        if not _FIGURE.fullmatch(word):
            continue
        beside = " ".join(words[max(0, at - _BEFORE) : at + _AFTER])
        if topic.coverage(indexed(beside)) >= _SAYS or _is_headed(thing, words[at + 1 : at + 2]):
            return True
    if hit.row is None:
        return False
    if shared and any(topic.coverage(indexed(title)) >= _SAYS for title in _of_numbers(hit.row)):
        return True
    least = _SAYS_OF_SURE if hit.score >= _SURE else _SAYS  # what a sure row counts may go by another word: "máy"
    if topic.coverage(indexed(hit.row.text(Field.CONTENT))) < least:
        return False
    if any(_is_amount(title) or _is_counted_by(title, thing) for title in _of_numbers(hit.row)):
        return True
    return any(_FIGURE.fullmatch(word) for wanted in _RESULTS for word in _WORD.findall(hit.row.text(wanted)))


def _is_counted_by(title: str, thing: Part) -> bool:
    """Whether a column counts a thing by the word that the thing begins with: "Số mẫu" for "mẫu bánh trung thu"."""
    head = thing.typed[0].plain if thing.typed else ""
    return [token.plain for token in tokens(title)][1:] == [head]


def _of_numbers(row: Row) -> list[str]:
    """The headers of the columns in which a row has a number of things: "Số lượng", "Số người"."""
    found = ((title.split("(")[0].strip(), cell) for title, cell in row.columns.items())
    return [title for title, cell in found if _FIGURE.fullmatch(cell) and (counts_things(title) or _is_amount(title))]


def _is_amount(title: str) -> bool:
    return tuple(fold(title).split()) in _lexicon()["amounts"]


def _tells_of_rest(hit: Hit, thing: Part, parts: Sequence[Part], shelf: Shelf) -> bool:
    """Whether a topic says more than the thing that is counted, and a passage tells of that."""
    rest = Topic([part for part in parts if part is not thing], shelf.words)
    return rest.coverage(indexed(hit.passage.text)) >= _SHARED_WITH


def _is_headed(thing: Part, behind: Sequence[str]) -> bool:
    """Whether the word behind a number is the head of a thing that is no known term: "60 giường", "giường thu dung"."""
    head = thing.phrases[0][0]
    said = tokens(behind[0]) if behind else ()
    return len(thing.phrases) == 1 and bool(said) and agrees(said[0], head)
