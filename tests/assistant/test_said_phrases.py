"""What the phrases of the lexicon say, told from their slots without writing each phrase out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon.phrases import _pairs_of, _said, _words_of, said_pairs, said_words
from assistant.lexicon.slots import expanded

_WORDS = st.sampled_from(["nói", "bàn", "về", "gì", "cái", "việc này", "kế hoạch", ""])
_SLOTS = st.lists(_WORDS, min_size=2, max_size=4, unique=True).map(lambda words: "{" + "|".join(words) + "}")
_TEXTS = st.lists(st.one_of(_WORDS.filter(bool), _SLOTS), min_size=1, max_size=5).map(" ".join)


@given(_TEXTS)
def test_the_words_and_neighbours_are_those_of_the_phrases_written_out(text: str) -> None:
    phrases = [phrase.split() for phrase in expanded([text])]
    words = [word for phrase in phrases for word in phrase]
    pairs = {pair for phrase in phrases for pair in pairwise(phrase)}
    told = list(_words_of(_said(text)))
    assert told == (words if "{" not in text else list(dict.fromkeys(words)))
    assert set(_pairs_of(_said(text))) == pairs


def test_the_words_of_questions_are_said() -> None:
    assert said_words()["nhiêu"] > 0
    assert said_pairs()["bao", "nhiêu"] > 0
    assert ("nhiêu", "bao") not in said_pairs()
