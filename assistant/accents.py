"""Accents put back where a question was typed without: the likeliest words of the indexed plans, in their order.

An embedding model reads "don thuoc dien tu" as no language at all. Each syllable may be any accented word of the plans
that folds to it; the sequence whose neighbouring pairs are most frequent there is taken (Viterbi over bigrams).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from ingest.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_MOST_FORMS = 8
_MOSTLY_BARE = 0.25
"""A text of which at most this share of words bears accents was typed without them."""


class Accents:
    """The accented words of some texts, and which follow which."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            said = _WORD.findall(nfc(text).casefold())
            self._single.update(said)
            self._pairs.update(pairwise(said))
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for word, _ in self._single.most_common():
            forms[fold(word)].append(word)
        self._forms = {plain: tuple(known[:_MOST_FORMS]) for plain, known in forms.items()}

    def restore(self, text: str) -> str:
        """The text with accents on its words where it was typed without; as it is where it has them."""
        said = _WORD.findall(nfc(text).casefold())
        accented = sum(fold(word) != word for word in said)
        if not said or accented > _MOSTLY_BARE * len(said):
            return text
        return " ".join(self._likeliest(said))

    def _likeliest(self, said: list[str]) -> list[str]:
        choices = [self._forms.get(word, (word,)) if fold(word) == word else (word,) for word in said]
        best: dict[str, tuple[float, list[str]]] = {form: (self._alone(form), [form]) for form in choices[0]}
        for forms in choices[1:]:
            best = {
                form: max(
                    (
                        (score + self._alone(form) + self._together(path[-1], form), [*path, form])
                        for score, path in best.values()
                    ),
                    key=lambda option: option[0],
                )
                for form in forms
            }
        return max(best.values(), key=lambda option: option[0])[1]

    def _alone(self, word: str) -> float:
        return 0.3 * math.log(1 + self._single[word])

    def _together(self, before: str, word: str) -> float:
        return 1.5 * math.log(1 + self._pairs[before, word])
