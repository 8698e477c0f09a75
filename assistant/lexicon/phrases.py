"""What people say when they ask: the accented phrases of the lexicon, as words and as pairs of neighbours.

The plans hardly say "bao nhiêu" or "ai lo", so accents cannot be put back on such words from the plans alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import TypeAdapter

from assistant.lexicon.english import headwords
from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.said import SAID
from assistant.lexicon.slots import pieces
from ingest.vietnamese import fold, nfc

K = TypeVar("K")

_FILES = ("questions", "patterns", "conditions", "asking", "followups", "columns", "measures")
_EXPECTED = "expected"
"""What is asked for that plans seldom say, whose phrases that ask are read alone: what passages say is the plans'."""
_ASKED = ("bodies", "persons")
"""The nouns of asking.toml behind which "nào" asks: "sở nào" beside "số nào"."""
_COMMENT = re.compile(r"^#.*$|\s#\s.*$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_TIMES = 10
"""How often each phrase counts as said, beside what the plans say."""


@cache
def said_words() -> Mapping[str, int]:
    """How often each word of the phrases counts as said."""
    return _times(word for said in _phrases() for word in _words_of(said))


@cache
def said_plain() -> frozenset[str]:
    """The words of the phrases, folded."""
    return frozenset(map(fold, said_words()))


@cache
def said_pairs() -> Mapping[tuple[str, str], int]:
    """How often the second of two words counts as said behind the first."""
    phrases = dict.fromkeys((*_phrases(), *_rarer_phrases()))
    return _times(pair for said in phrases for pair in _pairs_of(said))


@cache
def lexicon_words() -> frozenset[str]:
    """Every word of the lexicon's files, in small letters and folded: of both languages, short forms and names too."""
    folders = files(__package__), files("ingest.lexicon")
    texts = [
        file.read_text("utf-8")
        for folder in folders
        for file in folder.iterdir()
        if file.name.endswith(".toml") and file.name != SAID
    ]
    said = {word for text in texts for word in _WORD.findall(nfc(_COMMENT.sub("", text)).casefold())}
    return frozenset(said | {fold(word) for word in said})


@cache
def english_words() -> tuple[str, ...]:
    """The English words of the lexicon: those of questions and the headwords of the glossary."""
    texts = (*(text for text in _texts(_read("questions")) if text.isascii()), *headwords())
    return tuple(dict.fromkeys(word for text in texts for word in _WORD.findall(text.casefold())))


def _times(found: Iterable[K]) -> Mapping[K, int]:
    """How often each of what was found counts as said."""
    return {one: _TIMES * times for one, times in Counter(found).items()}


_Said = tuple[tuple[tuple[str, ...], ...], ...]
"""A text of the lexicon, piece by piece: what each may say, in words; no words where a slot may be left out."""


def _words_of(said: _Said) -> Iterable[str]:
    """The words of a text; those of one with slots once each, however many phrases it stands for, in the order of the
    phrases that say them first. The phrases themselves are never written out: a few slots stand for thousands."""
    if _is_plain(said):
        return [word for (words,) in said for word in words]
    later = 1
    placed: list[tuple[int, int, tuple[str, ...]]] = []
    for at, options in reversed(list(enumerate(said))):
        placed += ((later * place, at, words) for place, words in enumerate(options))
        later *= len(options)
    return dict.fromkeys(word for _, _, words in sorted(placed) for word in words)


def _pairs_of(said: _Said) -> Iterable[tuple[str, str]]:
    """The neighbours of a text; those of one with slots once each."""
    if _is_plain(said):
        return pairwise(word for (words,) in said for word in words)
    pairs: dict[tuple[str, str], None] = {}
    before: tuple[str, ...] = ()  # the words that may stand last so far
    for options in said:
        spoken = [words for words in options if words]
        pairs.update(dict.fromkeys((word, words[0]) for words in spoken for word in before))
        pairs.update(dict.fromkeys(pair for words in spoken for pair in pairwise(words)))
        before = (*dict.fromkeys(words[-1] for words in spoken), *(before if len(spoken) < len(options) else ()))
    return pairs


def _is_plain(said: _Said) -> bool:
    """Whether a text stands for one phrase."""
    return all(len(options) == 1 for options in said)


@cache
def _phrases() -> tuple[_Said, ...]:
    """The words of each phrase that has accents."""
    return _accented(text for name in _FILES for text in _texts(_read(name)))


@cache
def _rarer_phrases() -> tuple[_Said, ...]:
    """The same of what is asked now and then, whose words are not said more for it."""
    nouns = (noun for name in _ASKED for noun in _texts(_read("asking")[name]))
    rare = (text for kind in _read(_EXPECTED).values() for text in _texts(kind["asks"]))
    return _accented((*rare, *(f"{noun} nào" for noun in nouns)))


def _accented(texts: Iterable[str]) -> tuple[_Said, ...]:
    """The words of those of some texts that have accents, each text once."""
    found = (_said(text) for text in dict.fromkeys(texts))
    return tuple(
        one for one in found if any(fold(word) != word for options in one for words in options for word in words)
    )


def _said(text: str) -> _Said:
    return tuple(
        tuple(dict.fromkeys(tuple(_WORD.findall(words)) for words in options))
        for options in pieces(nfc(text).casefold())
    )


def _read(name: str) -> dict[str, Any]:
    """The table of a lexicon file."""
    return read_lexicon(name, TypeAdapter(dict[str, Any]))


def _texts(value: object) -> Iterator[str]:
    """Every text in a table of a lexicon file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
