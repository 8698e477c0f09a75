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
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise

from rapidfuzz import process
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
_BY_OTHER_NAME = 0.96
"""The worth of another name of a concept than the one typed, where the plans may say that one too."""
_MISTYPED = 0.8
"""The worth of a word that is one letter off."""
_UNLIKELY = 0.5
"""The worth of a word with other accents than those that one typed without is likely to have."""
_TOGETHER = 0.6
"""What two neighbours add of the lesser one's weight where they stand together."""
_UNKNOWN = 3.0
"""The weight of a word that no passage has: it may be a paraphrase, or a topic that the plans lack."""
_SHORTEST_TYPO = 4  # letters of the shortest word in which one may be wrong


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
    likely: str = ""
    """What its canonical accents are likely to be, for a word typed without."""


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order."""
    return tuple(map(_token, _WORD.findall(nfc(text).casefold())))


@lru_cache(maxsize=65536)
def _token(word: str) -> Token:
    plain = fold(word)
    if plain.isdecimal():
        return Token(plain.lstrip("0") or "0")  # "07 năm" is "7 năm"
    return Token(plain, canonical(word) if plain != word else "")


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
    at: int = field(default=-1, compare=False)
    """Where its first word stands in the question, -1 where that is not known."""
    everyday: bool = False
    """Words that plans write in others, its related ones."""


class Words:
    """The words of the indexed passages: how rare each is, and which known word a mistyped one may be."""

    def __init__(self, counts: Mapping[str, int], size: int) -> None:
        """`counts` says in how many of the `size` passages each folded word stands."""
        self._counts = counts
        self._size = max(size, 1)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in counts:
            self._by_length[len(word)].append(word)
        self._spellings: dict[str, tuple[str, ...]] = {}

    @staticmethod
    def of(texts: Iterable[str]) -> Words:
        """The words of some passages."""
        said = [{token.plain for token in tokens(text)} for text in texts]
        return Words(Counter(word for passage in said for word in passage), len(said))

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
        known = [word for length in range(len(plain) - 1, len(plain) + 2) for word in self._by_length.get(length, ())]
        near = [word for word, _, _ in process.extract(plain, known, scorer=OSA.distance, score_cutoff=1, limit=None)]
        return tuple(sorted(near, key=lambda word: -self._counts[word])[:4])


@dataclass(frozen=True, slots=True)
class Indexed:
    """A text prepared for matching."""

    plain: tuple[str, ...]
    accented: tuple[str, ...]
    """Canonical accents, or the plain word where it has none."""
    words: frozenset[str]
    """The plain words, each once."""
    forms: frozenset[str]
    """The words with their accents, each once."""
    bare: bool
    """Whether the text, of which it may hold only some words, has no accents."""


def _prepared(plain: Sequence[str], accented: Sequence[str]) -> Indexed:
    return Indexed(tuple(plain), tuple(accented), frozenset(plain), frozenset(accented), plain == accented)


@lru_cache(maxsize=16384)
def indexed(text: str) -> Indexed:
    """A text prepared for matching; those of the last questions are kept."""
    return split(text)


def joined(texts: Iterable[str]) -> Indexed:
    """Some texts one behind the other, prepared for matching: cells, many of which stand in one row after another."""
    parts = [indexed(text) for text in texts]
    plain = chain.from_iterable([part.plain for part in parts])
    accented = chain.from_iterable([part.accented for part in parts])
    return Indexed(
        tuple(plain),
        tuple(accented),
        frozenset().union(*[part.words for part in parts]),
        frozenset().union(*[part.forms for part in parts]),
        all(part.bare for part in parts),
    )


def split(text: str) -> Indexed:
    """A text prepared for matching, for whoever keeps it."""
    said = [_token(word) for word in _WORD.findall(nfc(text).casefold())]
    return _prepared([token.plain for token in said], [token.accented or token.plain for token in said])


def reduced(text: Indexed, words: Set[str]) -> Indexed:
    """A text with every run of words that are not among `words` as one word that nothing matches.

    It says as much of a topic that has no other words, and many texts have one reduced form.
    """
    plain: list[str] = []
    accented: list[str] = []
    for word, accents in zip(text.plain, text.accented, strict=True):
        if word in words:
            plain.append(word)
            accented.append(accents)
        elif not plain or plain[-1]:
            plain.append("")
            accented.append("")
    return Indexed(tuple(plain), tuple(accented), text.words & words, frozenset(accented), text.bare)


def says(phrase: Sequence[Token], text: Indexed) -> bool:
    """Whether a text has the words of a phrase one behind the other."""
    first, plain, accented = phrase[0].plain, text.plain, text.accented
    if first not in text.words or phrase[-1].plain not in text.words:
        return False
    alone = len(phrase) == 1 and not text.bare  # one word of an accented text is no other: "cho" is not "chợ"
    last = len(plain) - len(phrase)
    start = plain.index(first)
    while start <= last:
        for at, token in enumerate(phrase, start):
            if plain[at] != token.plain:
                break
            accents = token.accented or token.likely
            if accents and accented[at] != accents and (alone or accented[at] != token.plain):
                break
        else:
            return True
        try:
            start = plain.index(first, start + 1)
        except ValueError:
            return False
    return False


def coverage(parts: Sequence[Part], text: Indexed, words: Words, nearness: float = 0.0) -> float:
    """The share of a topic's weight that a text says; see `Topic.coverage`, which is faster for many texts."""
    return Topic(parts, words).coverage(text, nearness)


class Topic:
    """The parts of a topic with the weights of their words, to be looked for in many texts."""

    def __init__(self, parts: Sequence[Part], words: Words) -> None:
        self._weighed = [_Weighed(part, words) for part in parts]
        self._typed = [part.typed for part in parts if part.typed]
        self.words = frozenset[str]().union(*(part.words for part in self._weighed))
        """The folded words, as they may be typed, of which a text must have one to say anything of the topic."""
        self.is_foreign = any(part.foreign for part in parts)
        """Whether words of it are of another language than the plans', so that nearness counts."""
        self.weight = sum(part.weight for part in self._weighed)
        """What all of it weighs beside other topics."""

    def coverage(self, text: Indexed, nearness: float = 0.0) -> float:
        """The share of the topic's weight that a text says, 0 to 1; 0 for a topic without parts.

        Words of another language count as said as far as the text is near to the question in meaning (0 to 1).
        """
        shared = self.words & text.words
        if not self.weight or not (shared or self.is_foreign):
            return 0.0
        said = 0.0
        for part in self._weighed:
            if part.foreign or not shared.isdisjoint(part.words):
                said += part.weight * part.said_share(text, shared, nearness)
        return said / self.weight

    def wording(self, text: Indexed) -> float:
        """The share of the topic's parts that a text says in the very words typed."""
        typed = self._typed
        return sum([says(phrase, text) for phrase in typed]) / len(typed) if typed else 0.0


class _Weighed:
    """One part of a topic with the weights of its words."""

    def __init__(self, part: Part, words: Words) -> None:
        self._pieces = [_Phrase(phrase, words) for phrase in part.phrases[:_IN_PIECES]]
        self._phrases = _by_first_word(part.phrases)
        self._related = _by_first_word(part.related)
        self._typed = part.typed if _is_own_name(part, words) else ()
        typed = {token.plain for token in part.typed}
        self._own = _by_first_word(name for name in part.phrases if typed <= {token.plain for token in name})
        """The name typed, and those that say all its words and more: "thanh toán không (dùng) tiền mặt"."""
        self._is_concept = len(part.phrases) > 1
        any_word = {token.plain for phrase in (*part.phrases, *part.related) for token in phrase}
        self.words = frozenset(any_word.union(*(phrase.mistyped for phrase in self._pieces)))
        """The words of which a text must have one to say anything of it, unless they are foreign."""
        self.foreign = part.foreign
        self.weight = part.weight * self._pieces[0].whole

    def said_share(self, text: Indexed, shared: Set[str], nearness: float) -> float:
        """How much a text says of the part, 0 to 1; `shared` are the words that it has in common with the topic."""
        if _says_any(self._phrases, text, shared):
            return _BY_OTHER_NAME if self._typed and not _says_any(self._own, text, shared) else 1.0
        best = max([phrase.said_in_pieces(text, shared) for phrase in self._pieces])
        if self.foreign:
            best = max(best, min(1.0, max(0.0, (nearness - _UNRELATED) / (_SAME - _UNRELATED))))
        if self._is_concept:
            best *= _IN_PART  # a concept said in part is another concept
        if best < _NEARLY and _says_any(self._related, text, shared):
            best = _NEARLY
        return best


def _is_own_name(part: Part, words: Words) -> bool:
    """Whether a concept was typed by a name of several words that the plans may have: what says it by another of its
    names then says a little less, since the names of one concept are alike rather than the same."""
    several = len(part.typed) > 1 and len(part.phrases) > 1 and part.typed in part.phrases
    return several and all(words.known(token.plain) for token in part.typed)


_Phrases = Mapping[str, Sequence[Sequence[Token]]]
"""Phrases by their first words."""


def _by_first_word(phrases: Iterable[Sequence[Token]]) -> _Phrases:
    found: dict[str, list[Sequence[Token]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0].plain, []).append(phrase)
    return found


def _says_any(phrases: _Phrases, text: Indexed, shared: Set[str]) -> bool:
    """Whether a text says one of some phrases; `shared` are the words that it can have of them."""
    for first, beginning in phrases.items():
        if first in shared:
            for phrase in beginning:
                if says(phrase, text):
                    return True
    return False


class _Phrase:
    """A phrase with the weight of each of its words, of each two neighbours, and of the whole: words that stand
    together mean more."""

    def __init__(self, phrase: Sequence[Token], words: Words) -> None:
        single = [words.weight(token.plain) for token in phrase]
        together = [0.0, *(_TOGETHER * min(pair) for pair in pairwise(single))]
        # A word typed without accents that no passage has may be one of these, mistyped.
        meant = [() if token.accented else words.spellings(token.plain) for token in phrase]
        accents = [token.accented or token.likely for token in phrase]
        self._words = list(
            zip(phrase, [token.plain for token in phrase], accents, meant, single, together, strict=True)
        )
        self.mistyped = {spelling for spellings in meant for spelling in spellings}
        self.whole = sum(single) + sum(together)
        self._any_word = frozenset({token.plain for token in phrase} | self.mistyped)

    def said_in_pieces(self, text: Indexed, shared: Set[str]) -> float:
        """The share of the phrase's weight that a text says in pieces."""
        if self._any_word.isdisjoint(shared):
            return 0.0
        said, before = 0.0, None
        for token, plain, accents, meant, single, together in self._words:
            if plain in shared:
                if not accents or accents in text.forms or plain in text.forms:
                    found = 1.0
                else:
                    found = 0.0 if token.accented else _UNLIKELY
            else:
                found = _MISTYPED if meant and not shared.isdisjoint(meant) else 0.0
            if not found:
                before = None
                continue
            said += single * found
            if before and says((before, token), text):
                said += together
            before = token
        return said / max(self.whole, 1e-9)
