"""Accents put back where a question was typed without: the likeliest words of the indexed plans and of questions.

An embedding model reads "don thuoc dien tu" as no language at all. Each syllable may be any accented word of the plans
or of questions that folds to it; the likeliest among its neighbours is taken: the forward-backward algorithm over a
bigram model of what the plans say and of how the open questions are said (`lexicon/said.toml`), smoothed as Witten and
Bell (1991) do: behind a word that many kinds of words follow, others are likelier.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.lexicon.phrases import said_pairs, said_words
from assistant.lexicon.said import BEGINNING, asked_pairs, asked_words
from assistant.text.matching import canonical
from ingest.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[?.,;:!()\[\]\"“”…]+")

Followers = Mapping[str, Mapping[str, int]]

_MOST_FORMS = 8
_READ_KEPT = 64
_RARE = 0.0005
"""The share of all words that a rare one is at most."""
_ASKED = 3
"""How often each pair of words in a question counts as said, beside what the plans say."""
_LEAST_FREE, _FREE_A_KIND = 5.0, 2.0
"""In how many places behind a word any other may stand, and in how many more for each kind of word seen there."""
_UNSEEN = 0.1
"""How often a word counts that was never said."""
_SURE = 0.9
"""How likely accents are from which a word counts as typed with them."""
_MOSTLY_BARE = 0.25
"""A text of which at most this share of words bears accents was typed without them."""


class Accents:
    """The accented words of some texts, and which follow which."""

    def __init__(
        self,
        forms: Mapping[str, int],
        followers: Callable[[Collection[str]], Followers],
        names: Mapping[str, int] | None = None,
    ) -> None:
        """`forms` says how often each word stands in them, the most frequent first; `followers` looks up which words
        stand behind some words, and how often. What people say when they ask is added to both. `names` count as
        said so often, whatever the texts say: of provinces, "bà Lắm"."""
        forms = dict((Counter(forms) + Counter(said_words())).most_common())
        self._single = forms
        self._total = sum(forms.values())
        self._followers = followers
        known: defaultdict[str, list[str]] = defaultdict(list)
        for word in forms:
            if len(held := known[fold(word)]) < _MOST_FORMS:
                held.append(word)
        self._forms = known
        named = {tuple(_WORD.findall(nfc(name).casefold())): times for name, times in (names or {}).items()}
        self._named: Counter[tuple[str, str]] = Counter()
        for words, times in named.items():
            self._named.update(dict.fromkeys(pairwise(words), times))
        self._of_names: defaultdict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(word for words in named for word in words):
            self._of_names[fold(word)].append(word)
        self._read = lru_cache(_READ_KEPT)(self._read_anew)

    def knows(self, word: str) -> bool:
        """Whether a word stands in the texts, as typed or, typed without accents, with any; the place of a tone mark
        may differ."""
        forms = self._forms.get(fold(word), ())
        return bool(forms) and (fold(word) == word or word in self._single or canonical(word) in map(canonical, forms))

    def forms_of(self, word: str) -> Sequence[str]:
        """The words of the texts that a typed one may be: those with its accents, any where it has none."""
        forms = self._forms.get(fold(word), ())
        return forms if fold(word) == word else [form for form in forms if canonical(form) == canonical(word)]

    def is_rare(self, word: str) -> bool:
        """Whether the words that a typed one may be make up next to nothing of the texts."""
        return sum(self._single.get(form, 0) for form in self.forms_of(word)) <= _RARE * self._total

    @property
    def plain_words(self) -> Collection[str]:
        """The folded words of the texts."""
        return self._forms.keys()

    def shares(self, before: Sequence[str], words: Sequence[str], after: Sequence[str]) -> Mapping[str, float]:
        """By word, in how much of its places one of some neighbours has it beside it, 0 to 1: the most of them all."""
        behind = self._followers([*before, *words])
        found = dict.fromkeys(words, 0.0)
        for word in words:
            for one in before:
                found[word] = max(found[word], _times(behind, one, word) / max(1, self._single.get(one, 0)))
            for one in after:
                found[word] = max(found[word], _times(behind, word, one) / max(1, self._single.get(one, 0)))
        return found

    def restore(self, text: str) -> str:
        """The text with accents on its words where it was typed without; as it is where it has them."""
        return " ".join(word for word, _ in self._read(text)) or text

    def restore_sure(self, text: str, names: Sequence[tuple[int, int]] = ()) -> str:
        """The same with accents only on the words that hardly could be others; the rest of the text as it is typed, and
        the names at some places that it may well name."""
        read = self._read(text)
        found = list(_WORD.finditer(text))
        if len(read) != len(found):
            return text
        pieces, end = [], 0
        for match, (word, sure) in zip(found, read, strict=True):
            typed = match.group()
            if any(start <= match.start() < stop for start, stop in names) and self._may_name(word):
                continue
            if sure >= _SURE and len(word) == len(typed) and (typed.islower() or typed.istitle()):
                pieces += [text[end : match.start()], word.capitalize() if typed.istitle() else word]
                end = match.end()
        return "".join([*pieces, text[end:]])

    def _may_name(self, word: str) -> bool:
        return word in self._of_names.get(fold(word), ())

    def _read_anew(self, text: str) -> list[tuple[str, float]]:
        """Each word of a text typed without accents as it is likely meant, and how likely; [] for another text."""
        clauses = [_WORD.findall(clause) for clause in _CLAUSE.split(nfc(text).casefold())]
        said = [word for words in clauses for word in words]
        accented = sum(fold(word) != word for word in said)
        if not said or accented > _MOSTLY_BARE * len(said):
            return []
        shares = [one for words in clauses if words for one in self._shares_of(words)]
        return [max(one.items(), key=lambda share: share[1]) for one in shares]

    def _shares_of(self, said: Sequence[str]) -> list[Mapping[str, float]]:
        """By each word that a typed one may be, how likely it is among its neighbours: forward and backward."""
        choices = [self._choices(word) for word in said]
        behind = self._followers([form for forms in choices[:-1] for form in forms])
        share = {form: self._share(form) for forms in choices for form in forms}
        steps: list[Mapping[tuple[str, str], float]] = []
        forward: list[Mapping[str, float]] = []
        last: Mapping[str, float] = {BEGINNING: 1.0}
        for forms in choices:
            step: dict[tuple[str, str], float] = {}
            for before in last:
                free, times = _free_places(behind, before), self._times_said(before)
                for form in forms:
                    step[before, form] = (self._pairs(behind, before, form) + free * share[form]) / (times + free)
            steps.append(step)
            last = _normal({form: sum(last[before] * steps[-1][before, form] for before in last) for form in forms})
            forward.append(last)
        after: Mapping[str, float] = dict.fromkeys(choices[-1], 1.0)
        found = [forward[-1]]
        for at in range(len(said) - 2, -1, -1):
            after = _normal(
                {form: sum(steps[at + 1][form, other] * after[other] for other in after) for form in choices[at]}
            )
            found.append(_normal({form: forward[at][form] * after[form] for form in choices[at]}))
        return found[::-1]

    def _pairs(self, behind: Followers, before: str, word: str) -> float:
        asked, named = asked_pairs().behind(before, word), self._named[before, word]
        return _times(behind, before, word) + _ASKED * asked + named

    def _choices(self, word: str) -> Sequence[str]:
        """The words that a typed one may be."""
        if fold(word) != word:
            return [word]
        named = self._of_names.get(word, ())
        return list(dict.fromkeys((*self._forms.get(word, ()), *asked_words().get(word, ()), *named))) or [word]

    def _times_said(self, word: str) -> float:
        return self._single.get(word, 0) + _ASKED * asked_pairs().times(word)

    def _share(self, word: str) -> float:
        return (self._times_said(word) + _UNSEEN) / (self._total + _UNSEEN)


def _free_places(behind: Followers, before: str) -> float:
    """In how many places behind a word any other may stand: the more, the more kinds of words stand there."""
    kinds = behind.get(before, {}).keys() | asked_pairs().followers.get(before, {}).keys()
    return _LEAST_FREE + _FREE_A_KIND * len(kinds)


def _normal(weights: Mapping[str, float]) -> Mapping[str, float]:
    """Weights that add up to 1."""
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()}


def _times(behind: Followers, before: str, word: str) -> int:
    return behind.get(before, {}).get(word, 0) + said_pairs().get((before, word), 0)
