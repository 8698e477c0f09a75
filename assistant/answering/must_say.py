"""Whether a passage leaves unsaid a thing that a question is about: a disease, a remedy, a kind of people, a vehicle.

A row about another disease may share all the other words of a question and be sure to be what is nearest: "cấp thuốc
sốt rét cho trạm y tế" and the row that gives such stations other drugs. It answers nothing for all that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.plans.shelf import Shelf
from assistant.search.retriever import Hit
from assistant.text.matching import Indexed, Part, Token, Topic, indexed, says, tokens
from assistant.understanding.question import Question
from ingest.model import Field
from ingest.vietnamese import fold

_SAID = 0.65
"""What one of its names, or a phrase near to it, is worth, and no pieces of them are: "xe" and "cấp cứu"."""

_SAYS_MUCH = 0.5
"""The share of the topic from which a passage may say a short form in another one that stands for the same."""
_SHORT = re.compile(r"(?<![\w-])[A-ZĐ]{2,6}(?![\w-])")


_ABOUT = (Field.CONTENT, Field.SOLUTION, Field.DELIVERABLE, Field.TARGET, Field.NOTE)
"""The cells that say what a row is about, and for whom."""

_Names = tuple[tuple[Token, ...], ...]


def leaves_thing(asked: Question, hit: Hit, shelf: Shelf) -> bool:
    """Whether a passage, with what stands around it, says nothing of a thing that a question names."""
    said = indexed(hit.passage.search_text)
    if _says_another_kind(asked, hit, said):
        return True
    return any(Topic([thing], shelf.words).coverage(said) < _SAID for thing in _things_of(asked))


def leaves_short_form(asked: Question, hits: Sequence[Hit], shelf: Shelf) -> bool:
    """Whether none of the passages found says a short form that a question names, typed in capitals as nothing else of
    it is: "phần mềm HIS" is no other software."""
    if asked.raw.isupper():
        return False
    capitals = {fold(short) for short in _SHORT.findall(asked.raw)}
    alone = (part for part in asked.parts if len(part.typed) == 1 and part.typed[0].plain in capitals)
    little = max((hit.coverage for hit in hits), default=0.0) < _SAYS_MUCH  # "NCD" may stand there as "BKLN"
    shorts = [part for part in alone if little or len(part.phrases) == 1]
    said = [indexed(hit.passage.search_text) for hit in hits] if shorts else []
    return any(all(Topic([part], shelf.words).coverage(one) < _SAID for one in said) for part in shorts)


def _says_another_kind(asked: Question, hit: Hit, said: Indexed) -> bool:
    """Whether a passage speaks of one kind, "nam thanh niên", and a question of another, "nữ thanh niên", alone. The
    bodies of a row say nothing of whom it is about: "Phòng Dân số, Xã hội và Trẻ em"."""
    asked_for = [asked.said, *(phrase for part in asked.parts for phrase in (part.phrases[0], part.typed))]
    own = indexed(" ".join(map(hit.row.text, _ABOUT)) if hit.row else hit.passage.text)
    for kinds in _contrasts():
        meant = [names for names in kinds if any(_names(phrase, name) for name in names for phrase in asked_for)]
        if not meant or any(says(name, said) for names in meant for name in names):
            continue
        if any(says(name, own) for names in kinds if names not in meant for name in names):
            return True
    return False


def _things_of(asked: Question) -> list[Part]:
    """The things that a topic names, each under all its names: in one of its parts, or in words of which only some are
    left for it ("phòng chống dịch" and "tả")."""
    words = {token.plain for token in asked.said}
    words |= {token.plain for part in asked.parts for token in (*part.phrases[0], *part.typed)}
    among = [thing for thing in _things() if any(words.issuperset(one.plain for one in name) for name in thing[0])]
    return [
        Part(tuple(dict.fromkeys((*said, *(part.phrases if len(part.phrases) > 1 else ())))), related=part.related)
        for part in asked.parts
        for names, said in among
        if any(
            _names(part.phrases[0], name) or _names(part.typed, name) or _runs_over(asked.said, part, name)
            for name in names
        )
    ]


def _runs_over(said: Sequence[Token], part: Part, name: Sequence[Token]) -> bool:
    """Whether a question has a name of several words of which some are loose ones of a part of its topic."""
    start, end = part.at, part.at + len(part.typed)
    if start < 0 or len(part.phrases) > 1 or len(name) == 1 or tuple(said[start:end]) != part.typed:
        return False
    return _names(said[max(0, start + 1 - len(name)) : end - 1 + len(name)], name)


def _names(phrase: Sequence[Token], name: Sequence[Token]) -> bool:
    """Whether the words of a name stand in a phrase, with their accents where it was typed with any; one word alone
    ("sởi") needs them."""
    size = len(name)
    return any(
        all(map(_agrees if size > 1 else _is, phrase[at : at + size], name)) for at in range(len(phrase) - size + 1)
    )


def _agrees(typed: Token, word: Token) -> bool:
    return typed.plain == word.plain and typed.accented in ("", word.accented)


def _is(typed: Token, word: Token) -> bool:
    return typed.plain == word.plain and (typed.accented or typed.likely) == word.accented


@cache
def _contrasts() -> tuple[tuple[_Names, ...], ...]:
    """Sets of kinds of which one is not the other, each kind under its names."""
    data = read_lexicon("must_say", TypeAdapter(dict[str, Any]))
    sets = TypeAdapter(tuple[tuple[tuple[str, ...], ...], ...]).validate_python(data["contrasts"])
    return tuple(tuple(tuple(map(tokens, names)) for names in kinds) for kinds in sets)


@cache
def _things() -> tuple[tuple[_Names, _Names], ...]:
    """The things: the names by which they are asked for, and those that say them."""
    data = read_lexicon("must_say", TypeAdapter(dict[str, Any]))
    things = TypeAdapter(tuple[tuple[str, ...], ...]).validate_python(data["things"])
    also = TypeAdapter(Mapping[str, tuple[str, ...]]).validate_python(data["also"])
    return tuple((tuple(map(tokens, names)), tuple(map(tokens, (*names, *also.get(names[0], ()))))) for names in things)
