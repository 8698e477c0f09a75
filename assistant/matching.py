"""How much of what a question is about a passage says.

A topic is a run of words, some of which form known concepts. Each part weighs as much as it is rare in the indexed
plans; a concept counts as said where any of its variants stands, whatever the language it was asked in. Coverage is
the share of the topic's weight that a passage says. Words typed with accents must agree in them; words typed without,
and words one letter off, match what they could be.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from ingest.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_UNRELATED, _SAME = 0.5, 0.95
"""Nearness in meaning under which foreign words are not said at all, and from which they are wholly."""
_IN_PART = 0.6
_IN_PIECES = 2  # of a concept's names the usual one and the one typed may be said in pieces, the others only whole
_NEARLY = 0.7
"""The worth of a phrase that means nearly the same."""
_UNKNOWN = 3.0
"""The weight of a word that no passage has: it may be a paraphrase, or a topic that the plans lack."""
_SHORTEST_TYPO = 4  # letters of the shortest word in which one may be wrong


@lru_cache(maxsize=65536)
def canonical(word: str) -> str:
    """An accented word with its tone mark at the end, so that "hoà" and "hòa" are one: "hoaf"."""
    base, tone = "", ""
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        else:
            base += char
    return unicodedata.normalize("NFC", base) + tone


@dataclass(frozen=True, slots=True)
class Token:
    """A word as typed: folded, and in canonical accents, which are "" where it was typed without any."""

    plain: str
    accented: str = ""


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order."""
    found = []
    for word in _WORD.findall(nfc(text).casefold()):
        plain = fold(word)
        found.append(Token(plain, canonical(word) if plain != word else ""))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a topic: a phrase, or a concept under any of its names, the usual one first."""

    phrases: tuple[tuple[Token, ...], ...]
    related: tuple[tuple[Token, ...], ...] = ()
    """Phrases that mean nearly the same."""
    weight: float = 1.0
    """How much it says of the topic beside others."""
    typed: tuple[Token, ...] = ()
    """The words in which it was typed."""
    foreign: bool = False
    """Words of another language than the plans', which only their meaning can match."""


class Words:
    """The words of the indexed passages: how rare each is, and which known word a mistyped one may be."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        accents: defaultdict[str, Counter[str]] = defaultdict(Counter)
        size = 0
        for text in texts:
            said = tokens(text)
            size += 1
            counts.update({token.plain for token in said})
            for token in said:
                accents[token.plain][token.accented or token.plain] += 1
        self._counts: Mapping[str, int] = counts
        self._size = max(size, 1)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in counts:
            self._by_length[len(word)].append(word)
        self._accents = accents
        self._spellings: dict[str, tuple[str, ...]] = {}

    def weight(self, plain: str) -> float:
        """The weight of a word, as BM25 weighs it: the rarer the heavier; that of an unknown word is middling."""
        count = self._counts.get(plain, 0)
        if count == 0:
            return _UNKNOWN
        return max(0.15, math.log((self._size - count + 0.5) / (count + 0.5)))

    def known(self, plain: str) -> bool:
        """Whether a folded word stands in any passage."""
        return plain in self._counts

    def spellings(self, plain: str) -> tuple[str, ...]:
        """The known words one letter off an unknown one, the most frequent first."""
        if plain in self._counts or len(plain) < _SHORTEST_TYPO or plain.isdigit():
            return ()
        if plain not in self._spellings:
            self._spellings[plain] = self._near(plain)
        return self._spellings[plain]

    def _near(self, plain: str) -> tuple[str, ...]:
        near = [
            word
            for length in (len(plain) - 1, len(plain), len(plain) + 1)
            for word in self._by_length.get(length, ())
            if OSA.distance(plain, word, score_cutoff=1) <= 1
        ]
        return tuple(sorted(near, key=lambda word: -self._counts[word])[:4])


@dataclass(frozen=True, slots=True)
class Indexed:
    """A text prepared for matching."""

    plain: tuple[str, ...]
    accented: tuple[str, ...]
    """Canonical accents, or the plain word where it has none."""
    places: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=8192)
def indexed(text: str) -> Indexed:
    """A text prepared for matching; the last few thousand are kept."""
    said = tokens(text)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(said):
        places[token.plain].append(at)
    return Indexed(
        tuple(token.plain for token in said),
        tuple(token.accented or token.plain for token in said),
        {word: tuple(ats) for word, ats in places.items()},
    )


def _agrees(token: Token, text: Indexed, at: int) -> bool:
    return text.plain[at] == token.plain and (not token.accented or text.accented[at] in (token.accented, token.plain))


def says(phrase: Sequence[Token], text: Indexed) -> bool:
    """Whether a text has the words of a phrase one behind the other."""
    for start in text.places.get(phrase[0].plain, ()):
        if start + len(phrase) <= len(text.plain) and all(
            _agrees(token, text, start + offset) for offset, token in enumerate(phrase)
        ):
            return True
    return False


def _says_word(token: Token, text: Indexed, words: Words) -> float:
    if any(_agrees(token, text, at) for at in text.places.get(token.plain, ())):
        return 1.0
    if (
        not token.accented
        and not words.known(token.plain)
        and any(spelling in text.places for spelling in words.spellings(token.plain))
    ):
        return 0.8
    return 0.0


def _weights(phrase: tuple[Token, ...], words: Words) -> tuple[tuple[float, ...], float]:
    """The weight of each word of a phrase, and of the whole: words that stand together mean more."""
    single = tuple(words.weight(token.plain) for token in phrase)
    return single, sum(single) + 0.6 * sum(min(pair) for pair in pairwise(single))


def _said_in_pieces(phrase: tuple[Token, ...], text: Indexed, words: Words) -> float:
    """The share of a phrase's weight that a text says in pieces."""
    single, whole = _weights(phrase, words)
    found = [_says_word(token, text, words) for token in phrase]
    said = sum(weight * share for weight, share in zip(single, found, strict=True))
    for at in range(len(phrase) - 1):
        if found[at] and found[at + 1] and says(phrase[at : at + 2], text):
            said += 0.6 * min(single[at], single[at + 1])
    return said / max(whole, 1e-9)


def _said_share(part: Part, text: Indexed, words: Words, nearness: float) -> float:
    """How much a text says of one part of a topic, 0 to 1."""
    if any(says(phrase, text) for phrase in part.phrases):
        return 1.0
    best = max(_said_in_pieces(phrase, text, words) for phrase in part.phrases[:_IN_PIECES])
    if part.foreign:
        best = max(best, min(1.0, max(0.0, (nearness - _UNRELATED) / (_SAME - _UNRELATED))))
    if len(part.phrases) > 1:
        best *= _IN_PART  # a concept said in part is another concept
    if best < _NEARLY and any(says(phrase, text) for phrase in part.related):
        best = _NEARLY
    return best


def wording(parts: Sequence[Part], text: Indexed) -> float:
    """The share of a topic's parts that a text says in the very words typed."""
    typed = [part.typed for part in parts if part.typed]
    return sum(says(phrase, text) for phrase in typed) / len(typed) if typed else 0.0


def coverage(parts: Sequence[Part], text: Indexed, words: Words, nearness: float = 0.0) -> float:
    """The share of a topic's weight that a text says, 0 to 1; 0 for a topic without parts.

    Words of another language count as said as far as the text is near to the question in meaning (0 to 1).
    """
    total = said = 0.0
    for part in parts:
        weight = part.weight * _weights(part.phrases[0], words)[1]
        total += weight
        said += weight * _said_share(part, text, words, nearness)
    return said / total if total else 0.0
