"""Names found in a text by their words: of provinces, of issuing bodies.

A name is found in capitals or not, with either placement of the tone mark (Hoà Bình, Hòa Bình), and also where the text
has no accents at all (SO Y TE); but other accents make another word: "số" is not "Sở".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from ingest.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, with its accents (whatever letter bears them) and where it stands in the text."""

    folded: str
    accents: tuple[str, ...]
    start: int
    end: int


Accents = tuple[tuple[str, ...], ...]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names(Generic[T]):
    """Names to be looked for: by their folded words, each with the accents of its words and what it names."""

    by_words: Mapping[tuple[str, ...], Sequence[tuple[Accents, T]]]
    lengths: Mapping[str, Sequence[int]]
    """By a name's first word, how many words such names have, the most first."""


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A name found in a text: what it names and the characters that it takes up."""

    item: T
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, folded, with their places."""
    return _words_kept(text) if len(text) <= _SHORT else _words(text)


_SHORT = 512  # characters of a question or a cell, which one look at it reads many times


def _words(text: str) -> tuple[Word, ...]:
    return tuple([Word(*_word(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)])


_words_kept = lru_cache(maxsize=256)(_words)


@lru_cache(maxsize=65536)
def _word(printed: str) -> tuple[str, tuple[str, ...]]:
    """A printed word folded, and its accents."""
    decomposed = unicodedata.normalize("NFD", printed.lower())
    return fold(printed), tuple(sorted(char for char in decomposed if unicodedata.combining(char) or char == "đ"))


def find_names(text: str, names: Names[T]) -> Iterator[Named[T]]:
    """Every name that stands in the text, from left to right, the longest at each place, none over another."""
    found = words_of(text)
    index = 0
    while index < len(found):
        for length in names.lengths.get(found[index].folded, ()):
            printed = found[index : index + length]
            alike = names.by_words.get(tuple([word.folded for word in printed]), ())
            item = next((item for accents, item in alike if _accents_agree(printed, accents)), None)
            if item is not None:
                yield Named(item, printed[0].start, printed[-1].end)
                index += length
                break
        else:
            index += 1


def _accents_agree(printed: Sequence[Word], accents: Accents) -> bool:
    unaccented = len(printed) > 1 and not any(word.accents for word in printed)
    return unaccented or tuple(word.accents for word in printed) == accents


def name_key(name: str) -> tuple[str, ...]:
    """The folded words of a name, by which it is looked for: "TP. HN" -> ("tp", "hn")."""
    return tuple(word.folded for word in words_of(name))


def names_by_words(named: Iterable[tuple[str, T]]) -> Names[T]:
    """Names to be looked for, from each name with what it names."""
    names: dict[tuple[str, ...], list[tuple[Accents, T]]] = {}
    for name, item in named:
        names.setdefault(name_key(name), []).append((tuple(word.accents for word in words_of(name)), item))
    lengths: dict[str, set[int]] = {}
    for key in names:
        lengths.setdefault(key[0], set()).add(len(key))
    return Names(names, {first: sorted(found, reverse=True) for first, found in lengths.items()})


def any_of(names: Iterable[str]) -> str:
    """The regular expression of any of the names, the longest first; to be used without case."""
    ordered = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered) + ")"
