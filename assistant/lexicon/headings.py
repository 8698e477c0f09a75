"""The headings that nearly every plan has, as questions name them and as plans print them; see `headings.toml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.reading import read_lexicon
from ingest.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")
_Words = tuple[str, ...]
Headings = tuple[tuple[_Words, ...], ...]
"""What a heading may be printed as, in folded words: lines of which each counts where a plan has none before it."""


@dataclass(frozen=True, slots=True)
class _Heading:
    __pydantic_config__ = ConfigDict(extra="forbid")
    asked: tuple[str, ...]
    printed: tuple[tuple[str, ...], ...]
    of: Literal["", "purpose", "organising", "money"] = ""
    """What the program looks for under it."""


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")
    frame: tuple[str, ...]
    heading: tuple[_Heading, ...]


@cache
def _file() -> _File:
    return read_lexicon("headings", TypeAdapter(_File))


@cache
def _frame() -> tuple[_Words, ...]:
    return tuple(sorted({heading_words(text) for text in _file().frame}, key=len, reverse=True))


@cache
def _asked() -> dict[_Words, Headings]:
    return {heading_words(asked): _printed(one) for one in _file().heading for asked in one.asked}


def _printed(heading: _Heading) -> Headings:
    return tuple(tuple(map(heading_words, line)) for line in heading.printed)


@cache
def organising_headings() -> frozenset[_Words]:
    """What the heading of the part of the prose that says who does what may be."""
    return frozenset(
        words for one in _file().heading if one.of == "organising" for line in _printed(one) for words in line
    )


@cache
def purpose_headings() -> Headings:
    """What the heading under which a plan says what it is for is printed as, the likeliest first."""
    return next(_printed(one) for one in _file().heading if one.of == "purpose")


@cache
def money_headings() -> Headings:
    """What the heading under which a plan says where its money comes from is printed as, the likeliest first."""
    return next(_printed(one) for one in _file().heading if one.of == "money")


@lru_cache(maxsize=4096)
def heading_words(text: str) -> _Words:
    """The folded words of a heading: "1. MỤC TIÊU CHUNG" -> ("1", "muc", "tieu", "chung")."""
    return tuple(_WORD.findall(fold(text)))


def named_heading(said: Sequence[str], titles: Collection[str] = ()) -> Headings:
    """What the heading that some folded words of a question name is printed as, the likeliest first; () where they name
    none, or say something beside it: "mục tiêu chung là gì", "what is the overall objective of the plan".

    What `titles` say, those of the plans asked about, only tells which plan is meant.
    """
    left = tuple(word for word in said if not word.isdigit())
    known = {word for title in titles for word in heading_words(title)}
    for start, end in _trimmed(left, known):
        if found := _asked().get(left[start:end]):
            return found
    return ()


def _trimmed(said: _Words, known: Collection[str]) -> list[tuple[int, int]]:
    """The pieces of some words that are left when what may stand around a heading is taken off, the longest first."""
    starts, ends = _reached(said, known), _reached(said[::-1], known, backwards=True)
    pieces = [(start, len(said) - end) for start in starts for end in ends if start < len(said) - end]
    return sorted(pieces, key=lambda piece: piece[0] - piece[1])


def _reached(said: _Words, known: Collection[str], backwards: bool = False) -> list[int]:
    """How many words at one end can be taken off."""
    reached = [0]
    for at in reached:
        if at < len(said) and said[at] in known and at + 1 not in reached:
            reached.append(at + 1)
        for words in _frame():
            own = words[::-1] if backwards else words
            if said[at : at + len(own)] == own and at + len(own) not in reached:
                reached.append(at + len(own))
    return reached
