"""Persons and ministries that a question names and of whom no passage found says anything.

What a plan says of other people with one of the same names ("Ông Trần Văn A phụ trách việc gì?"), or of a word that is
spelled as a name, is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.search.retriever import Hit
from assistant.text.matching import Token, indexed, says, tokens
from assistant.understanding.question import Question
from ingest.lexicon.provinces import find_asked_provinces
from ingest.units import Unit, find_units, same_unit

_NAME = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+){1,4}")
_MINISTRY = "bo "
_LONG_NAME = 4  # words
"""How the keys of ministries begin."""
_FULL = 3
"""The words of a full name: family, middle and given name; the first two of them many people share."""


def named_person(asked: Question) -> str:
    """The name of at least two words, each with a capital letter, behind "ông", "bà", "Mr" or a title; "" for none.

    A question without small letters, or without capitals, does not tell names from other words.
    """
    places = [(named.start, named.end) for named in find_asked_provinces(asked.text)]
    for found in _titled().finditer(lowered(asked.text)):
        if any(start < found.end() <= end for start, end in places):  # "Ho Chi Minh City" names no "chị Minh"
            continue
        name = _NAME.match(asked.text, found.end())
        words = name.group().split() if name else []
        length = next((at for at, word in enumerate(words) if not word[0].isupper() or word.isupper()), len(words))
        if length > 1:
            return " ".join(words[:length])
    return ""


def is_told_of(name: str, hits: Sequence[Hit]) -> bool:
    """Whether one of some passages says a name, or two neighbouring words of it beside the family name."""
    said = tokens(name)
    pairs = list(pairwise(said))[1 if len(said) >= _FULL else 0 :]
    texts = [indexed(hit.passage.search_text) for hit in hits]
    return any(says(tuple(map(_bare, pair)), text) for pair in pairs for text in texts)


def ministries(asked: Question) -> Iterator[Unit]:
    """The ministries that a question names; "Bộ" and a word that is no ministry's name are none."""
    named = (unit for unit in asked.bodies if unit.key.startswith(_MINISTRY))
    return (unit for unit in named if unit.name or len(unit.key.split()) >= _LONG_NAME)


def names_unit(unit: Unit, hits: Sequence[Hit]) -> bool:
    """Whether one of some passages names a body, whole or by a short form."""
    name = tuple(map(_bare, tokens(unit.name or unit.text)))
    texts = [hit.passage.search_text for hit in hits]
    return any(says(name, indexed(text)) for text in texts) or any(
        same_unit(unit, found.unit) for text in texts for found in find_units(text)
    )


def _bare(word: Token) -> Token:
    """A word of a name as it may be typed, with or without its accents."""
    return Token(word.plain)


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"\b{any_spelled(condition_texts('person_titles'))}\.?\s+")
