"""Which words the cells of each column use, open with and close with, learnt from the last division.

The words of a column are a mixture of those it has shown and, for new ones, of the table's as a whole (Witten-Bell
smoothing): a word speaks for the column where it is commoner than in the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.flattened.strips import Strip
from ingest.vietnamese import words

Ids = NDArray[np.int_]
Scores = NDArray[np.float64]

_WORD_WEIGHT = 0.35
_MOST_A_WORD = 1.0
_HABIT_WEIGHT = 0.6
_MOST_A_HABIT = 2.5


class Vocabulary:
    """Numbers for words and for openings and closings, in the order in which they are met."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, text: str) -> int:
        """The number of a word or phrase."""
        return self._ids.setdefault(text, len(self._ids))

    def ids(self, text: str) -> tuple[int, ...]:
        """The numbers of the words of a text, in order."""
        if text not in self._known:
            self._known[text] = tuple(self.id(word) for word in words(text))
        return self._known[text]

    def phrase(self, said: Sequence[int]) -> int:
        """The number of a run of words."""
        return self.id("|".join(map(str, said)))


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a strip: `words` all of them, `owner` the fragment of each; what a cell would open or close with
    that began or ended with each fragment."""

    words: Ids
    owner: Ids
    openings: Ids
    closings: Ids


def said_in(strip: Strip, vocabulary: Vocabulary) -> Said:
    """The words of a strip."""
    each = [vocabulary.ids(fragment.text) for fragment in strip.fragments]
    owner = [at for at, ids in enumerate(each) for _ in ids]
    flat = [word for ids in each for word in ids]
    starts = np.concatenate(([0], np.cumsum([len(ids) for ids in each])))
    openings = [vocabulary.phrase(flat[at : at + 2]) for at in starts[:-1]]
    closings = [vocabulary.phrase(flat[max(0, at - 2) : at]) for at in starts[1:]]
    return Said(np.array(flat, dtype=int), np.array(owner, dtype=int), np.array(openings), np.array(closings))


class Wording:
    """The words of every column, one line of counts a column."""

    def __init__(self, vocabulary: Vocabulary, cells: Sequence[Sequence[str]]) -> None:
        """`cells` holds the texts of each column."""
        self._vocabulary = vocabulary
        told = [[vocabulary.ids(text) for text in column if text] for column in cells]
        firsts = [[vocabulary.phrase(ids[:2]) for ids in column] for column in told]
        lasts = [[vocabulary.phrase(ids[-2:]) for ids in column] for column in told]
        self._size = len(vocabulary)
        self._words = np.array([self._count([word for ids in column for word in ids]) for column in told])
        self._openings = np.array([self._count(column) for column in firsts])
        self._closings = np.array([self._count(column) for column in lasts])

    def _count(self, ids: Sequence[int]) -> NDArray[np.int_]:
        return np.bincount(np.array(ids, dtype=int), minlength=self._size)

    def scores(self, said: Said, size: int, own: Sequence[str]) -> tuple[Scores, Scores, Scores]:
        """For each column and fragment of a strip: how its words, its opening and its closing fit.

        `own` are the texts that the row's cells had in the last round, which must not speak for themselves.
        """
        ids = [self._vocabulary.ids(text) for text in own]
        words_score = np.zeros((len(own), size))
        if len(said.words):
            each = self._word_scores(said.words, ids)
            for column, scores in enumerate(each):
                words_score[column] = np.bincount(said.owner, scores, size)
        firsts = np.array([self._vocabulary.phrase(said_[:2]) if said_ else -1 for said_ in ids])
        lasts = np.array([self._vocabulary.phrase(said_[-2:]) if said_ else -1 for said_ in ids])
        return (
            words_score,
            self._habit(self._openings, said.openings, firsts),
            self._habit(self._closings, said.closings, lasts),
        )

    def _looked_up(self, counts: NDArray[np.int_], ids: Ids) -> NDArray[np.int_]:
        """The counts of some numbers; those given out since the counting have none."""
        known = np.minimum(ids, self._size - 1)
        return np.where(ids < self._size, counts[:, known], 0)

    def _habit(self, counts: NDArray[np.int_], ids: Ids, own: Ids) -> Scores:
        found: Ids = self._looked_up(counts, ids) - (own[:, None] == ids[None, :])
        habits: Scores = _HABIT_WEIGHT * np.minimum(_MOST_A_HABIT, np.log2(1.0 + np.maximum(found, 0)))
        return habits

    def _word_scores(self, ids: Ids, own: Sequence[tuple[int, ...]]) -> Scores:
        counts = self._looked_up(self._words, ids).astype(float)
        totals = self._words.sum(axis=1).astype(float)
        types = (self._words > 0).sum(axis=1).astype(float)
        for column, used in enumerate(own):
            if used:
                mine = np.bincount(np.array(used), minlength=max(int(ids.max()) + 1, self._size))[ids]
                counts[column] = np.maximum(counts[column] - mine, 0.0)
        common = counts.sum(axis=0) + 0.5
        background = common / (totals.sum() + 1.0)
        chances = (counts + (types + 1.0)[:, None] * background) / (totals + types + 1.0)[:, None]
        ratios = np.log(chances / background)
        scores: Scores = np.clip(_WORD_WEIGHT * ratios, -_MOST_A_WORD, _MOST_A_WORD)
        return scores
