"""English words and the Vietnamese ones by which plans print them.

The concepts of terms.toml are the terms of the field; english.toml holds the general words beside them, so that a
question in English finds what the plans say in Vietnamese. Inflected forms are found by their stem (Porter's second
algorithm, as in snowballstemmer), where the word itself is no headword.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import snowballstemmer
from pydantic import TypeAdapter

from assistant.matching import Token, tokens

Phrases = tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class _Glossary:
    exact: Mapping[tuple[str, ...], Phrases]
    stemmed: Mapping[tuple[str, ...], Phrases]
    longest: int


def vietnamese_of(said: Sequence[Token], start: int) -> tuple[int, Phrases]:
    """The length of the longest headword that begins at a word, and its Vietnamese phrases; (0, ()) where none does."""
    glossary = _glossary()
    for length in range(min(glossary.longest, len(said) - start), 0, -1):
        words = tuple(token.plain for token in said[start : start + length])
        phrases = glossary.exact.get(words) or glossary.stemmed.get(_stems(words))
        if phrases:
            return length, phrases
    return 0, ()


@cache
def _glossary() -> _Glossary:
    """The glossary, read once. Raises pydantic's ValidationError on bad data."""
    data = tomllib.loads(files(__package__).joinpath("english.toml").read_text("utf-8"))
    entries = TypeAdapter(Mapping[str, tuple[str, ...]]).validate_python(data["words"])
    exact: dict[tuple[str, ...], Phrases] = {}
    stemmed: dict[tuple[str, ...], Phrases] = {}
    for head, names in entries.items():
        words = tuple(token.plain for token in tokens(head))
        phrases = tuple(tokens(name) for name in names)
        exact[words] = phrases
        stemmed.setdefault(_stems(words), phrases)
    return _Glossary(exact, stemmed, max(map(len, exact)))


@cache
def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    with _STEMMING:
        return tuple(_stemmer().stemWords(list(words)))


_STEMMING = threading.Lock()
"""A stemmer keeps the word that it is at, so that two threads would spoil each other's."""


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
