"""Accents put back where a question was typed without: the likeliest words of the indexed plans and of questions.

An embedding model reads "don thuoc dien tu" as no language at all. Each syllable may be any accented word of the plans
that folds to it; the sequence whose neighbouring pairs are most frequent there is taken (Viterbi over bigrams).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from assistant.lexicon.phrases import said_pairs, said_words
from assistant.matching import canonical
from ingest.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W_]+")

Followers = Mapping[str, Mapping[str, int]]

_MOST_FORMS = 8
_RARE = 0.0005
"""The share of all words that a rare one is at most."""
_MOSTLY_BARE = 0.25
"""A text of which at most this share of words bears accents was typed without them."""


class Accents:
    """The accented words of some texts, and which follow which."""

    def __init__(self, forms: Mapping[str, int], followers: Callable[[Collection[str]], Followers]) -> None:
        """`forms` says how often each word stands in them, the most frequent first; `followers` looks up which words
        stand behind some words, and how often. What people say when they ask is added to both."""
        forms = dict((Counter(forms) + Counter(said_words())).most_common())
        self._single = forms
        self._total = sum(forms.values())
        self._followers = followers
        known: defaultdict[str, list[str]] = defaultdict(list)
        for word in forms:
            if len(held := known[fold(word)]) < _MOST_FORMS:
                held.append(word)
        self._forms = known

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
        said = _WORD.findall(nfc(text).casefold())
        accented = sum(fold(word) != word for word in said)
        if not said or accented > _MOSTLY_BARE * len(said):
            return text
        return " ".join(self._likeliest(said))

    def _likeliest(self, said: list[str]) -> list[str]:
        choices = [self._forms.get(word, [word]) if fold(word) == word else [word] for word in said]
        behind = self._followers([form for forms in choices[:-1] for form in forms])
        best: dict[str, tuple[float, list[str]]] = {form: (self._alone(form), [form]) for form in choices[0]}
        for forms in choices[1:]:
            best = {
                form: max(
                    (
                        (score + self._alone(form) + _together(behind, path[-1], form), [*path, form])
                        for score, path in best.values()
                    ),
                    key=lambda option: option[0],
                )
                for form in forms
            }
        return max(best.values(), key=lambda option: option[0])[1]

    def _alone(self, word: str) -> float:
        return 0.3 * math.log(1 + self._single.get(word, 0))


def _together(behind: Followers, before: str, word: str) -> float:
    return 1.5 * math.log(1 + _times(behind, before, word))


def _times(behind: Followers, before: str, word: str) -> int:
    return behind.get(before, {}).get(word, 0) + said_pairs().get((before, word), 0)
