"""The provinces of `provinces.toml`, and those that a text or a question names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pydantic import TypeAdapter

from ingest.lexicon.names import Named, Names, find_names, names_by_words, words_of
from ingest.lexicon.reading import read_lexicon
from ingest.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city; `merged_into` names the present unit of one that no longer exists."""

    name: str
    kind: Literal["tỉnh", "thành phố"]
    aliases: tuple[str, ...] = ()
    merged_into: str = ""

    @property
    def full_name(self) -> str:
        """The name with its kind: "tỉnh Hòa Bình", "Thành phố Hồ Chí Minh"."""
        return f"{self.kind.capitalize() if self.kind == 'thành phố' else self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class _File:
    """The whole of provinces.toml; what each list is for stands there."""

    unit_words: tuple[str, ...]
    before_place: tuple[str, ...]
    also_words: tuple[str, ...]
    asking_behind: tuple[str, ...]
    province: tuple[Province, ...]


@cache
def _file() -> _File:
    return read_lexicon("provinces", TypeAdapter(_File))


@cache
def _words(name: Literal["before_place", "also_words", "asking_behind"]) -> frozenset[str]:
    """The folded phrases of a list."""
    return frozenset(map(fold, getattr(_file(), name)))


@cache
def _unit_words() -> frozenset[tuple[str, ...]]:
    """The kinds of units that stand before a name, in folded words."""
    return frozenset(tuple(word.folded for word in words_of(text)) for text in _file().unit_words)


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces and centrally run cities, present and former. Raises pydantic's ValidationError on bad data."""
    return _file().province


def find_provinces(text: str) -> Iterator[Named[Province]]:
    """The provinces that a text names, with or without accents.

    A name counts when its words are capitalised or when it follows "tỉnh" or "thành phố": "hòa bình" is also peace.
    """
    for named in find_names(text, _province_names()):
        before = tuple(word.folded for word in words_of(text[: named.start])[-2:])
        capitalised = all(text[word.start + named.start].isupper() for word in words_of(text[named.start : named.end]))
        if capitalised or before in _unit_words() or before[-1:] in _unit_words():
            yield named


_YEAR = re.compile(r"20\d\d")

_SHORTEST_JOINED = 5


def find_asked_provinces(text: str) -> Iterator[Named[Province]]:
    """The provinces that a question names, typed as people type: in small letters, without accents."""
    for found in find_names(text, _province_names()):
        named = _begun_by_last_word(text, found) or found
        typed = text[named.start : named.end]
        placed = _is_placed(text, named.start)
        if only_asks_behind(text, named.start, named.end):
            continue
        if fold(typed) not in _words("also_words") or not typed.islower() or placed:
            yield named
    said = words_of(text)
    for at, (previous, word) in enumerate(pairwise(said), start=1):
        single = _province_names().by_words.get((word.folded,), ())
        capital = text[word.start].isupper() and text.isascii() and not text.isupper()  # "the Hue plan"
        dated = at + 1 < len(said) and _YEAR.fullmatch(said[at + 1].folded)  # "hue 2026"
        if single and not word.accents and (previous.folded in _words("before_place") or capital or dated):
            yield Named(single[0][1], word.start, word.end)
    for word in said:
        if (joined := _joined_names().get(word.folded)) is not None:
            yield Named(joined, word.start, word.end)


def _is_placed(text: str, start: int) -> bool:
    """Whether a word before a name says that it is one of a place: "ở Huế", "Sở Y tế Huế"."""
    before = words_of(text[:start])[-1:]
    return bool(before) and before[0].folded in _words("before_place")


def only_asks_behind(text: str, start: int, end: int) -> bool:
    """Whether what looks like a province's name ends in the "là" of a question: see `asks_behind`."""
    return not _is_placed(text, start) and asks_behind(text[start:end], text[end:])


def asks_behind(typed: str, behind: str) -> bool:
    """Whether the last syllable of what is typed without accents asks who or what, at the end of a question: "la" in
    "trung tam y te huong son la ai"."""
    return typed.isascii() and typed.lower().endswith(" la") and fold(behind).strip(" ?.") in _words("asking_behind")


@cache
def _joined_names() -> Mapping[str, Province]:
    """The provinces whose names have several words, by those words written as one: "Hanoi"."""
    several = ((words, alike[0][1]) for words, alike in _province_names().by_words.items() if len(words) > 1)
    return {joined: province for words, province in several if len(joined := "".join(words)) >= _SHORTEST_JOINED}


def _begun_by_last_word(text: str, named: Named[Province]) -> Named[Province] | None:
    """The province whose name begins with the last word of another's: "bà Lắm Đồng Nai", typed "ba lam dong nai", says
    no Lâm Đồng, which would leave "nai" over."""
    begin = named.start + words_of(text[named.start : named.end])[-1].start
    other = next(iter(find_names(text[begin:], _province_names())), None)
    if other is None or other.start > 0 or begin + other.end <= named.end:
        return None
    return Named(other.item, begin, begin + other.end)


@cache
def _province_names() -> Names[Province]:
    return names_by_words((name, unit) for unit in provinces() for name in (unit.name, *unit.aliases))
