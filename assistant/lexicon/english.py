"""English words and the Vietnamese ones by which plans print them.

The concepts of terms.toml are the terms of the field; english.toml holds the general words beside them, so that a
question in English finds what the plans say in Vietnamese. Inflected forms are found by their stem (Porter's second
algorithm, as in snowballstemmer), where the word itself is no headword.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer
from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.text.matching import Token, tokens

_STEMS_KEPT = 16_384
"""Word groups of questions whose stems are kept: without a bound, what everybody types would stay in memory."""

Phrases = tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a headword is in Vietnamese."""

    phrases: Phrases
    name: str
    """The usual one of the phrases, as it is written."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """The headwords that begin with a letter."""

    exact: Mapping[tuple[str, ...], _Entry]
    stemmed: Mapping[tuple[str, ...], _Entry]
    longest: int


def vietnamese_of(said: Sequence[Token], start: int) -> tuple[int, Phrases]:
    """The length of the longest headword that begins at a word, and its Vietnamese phrases; (0, ()) where none does."""
    length, entry = _entry_at(said, start)
    return (length, entry.phrases) if entry else (0, ())


def usual_name_of(said: Sequence[Token], start: int) -> tuple[int, str]:
    """The length of the longest headword that begins at a word, and its usual Vietnamese name; (0, "") for none."""
    length, entry = _entry_at(said, start)
    return (length, entry.name) if entry else (0, "")


def _entry_at(said: Sequence[Token], start: int) -> tuple[int, _Entry | None]:
    if (letter := said[start].plain[:1]) not in _entries():
        return 0, None
    glossary = _letter(letter)
    for length in range(min(glossary.longest, len(said) - start), 0, -1):
        words = tuple(token.plain for token in said[start : start + length])
        entry = glossary.exact.get(words) or _inflected(words, glossary.exact) or glossary.stemmed.get(_stems(words))
        if entry := entry or _irregular(words):
            return length, entry
    return 0, None


def _inflected(words: tuple[str, ...], exact: Mapping[tuple[str, ...], _Entry]) -> _Entry | None:
    """The headword that a word is a regular form of: "secure" for "securing", which has its stem in common with
    "security"."""
    for place in {0, len(words) - 1}:
        for base in _bases(words[place]):
            if entry := exact.get((*words[:place], base, *words[place + 1 :])):
                return entry
    return None


def _bases(word: str) -> Iterator[str]:
    """What a word may be a regular form of: "plac", "place" of "placing"."""
    for ending, instead in (("ing", ("", "e")), ("ies", ("y",)), ("ied", ("y",)), ("ed", ("", "e")), ("s", ("",))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield from (word.removesuffix(ending) + other for other in instead)


def _irregular(words: tuple[str, ...]) -> _Entry | None:
    """The verb that a word is an irregular form of: "keep" for "kept"."""
    base = irregular_forms().get(words[0])
    if base is None or base[:1] not in _entries():
        return None
    return _letter(base[:1]).exact.get((base, *words[1:]))


@cache
def irregular_forms() -> Mapping[str, str]:
    """The verbs of irregular forms: "kept" of "keep"."""
    forms = TypeAdapter(Mapping[str, tuple[str, ...]]).validate_python(_table()["irregular"])
    return {form: base for base, said in forms.items() for form in said}


def load_glossary() -> None:
    """Prepare all of the glossary now, which questions in English would else wait for."""
    for letter in _entries():
        _letter(letter)


@cache
def _letter(letter: str) -> _Letter:
    """The part of the glossary that a word can be looked up in: a stem begins as its word does.

    It is prepared when a word needs it, since all of it takes longer than ten answers.
    """
    exact: dict[tuple[str, ...], _Entry] = {}
    stemmed: dict[tuple[str, ...], _Entry] = {}
    for head, names in _entries()[letter]:
        words = tuple(token.plain for token in tokens(head))
        entry = _Entry(tuple(tokens(name) for name in names), names[0])
        exact[words] = entry
        stemmed.setdefault(_stems(words), entry)
    return _Letter(exact, stemmed, max(map(len, exact)))


@cache
def _entries() -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
    """The headwords with their Vietnamese words, by their first letters. Raises ValidationError on bad data."""
    entries = TypeAdapter(Mapping[str, tuple[str, ...]]).validate_python(_table()["words"])
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for head, names in entries.items():
        found.setdefault(tokens(head)[0].plain[:1], []).append((head, names))
    return found


def headwords() -> Iterable[str]:
    """What the glossary has an entry for, in its order."""
    return _table()["words"]


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The glossary's file, by far the largest of the lexicon."""
    return read_lexicon("english", TypeAdapter(Mapping[str, Mapping[str, Sequence[str]]]))


def stem(word: str) -> str:
    """What the forms of an English word have in common: "assign" of "assigns"."""
    return _stem(word)


def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_stem, words))


@lru_cache(_STEMS_KEPT)
def _stem(word: str) -> str:
    with _STEMMING:
        found: str = _stemmer().stemWord(word)
        return found


_STEMMING = threading.Lock()
"""A stemmer keeps the word that it is at, so that two threads would spoil each other's."""


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
