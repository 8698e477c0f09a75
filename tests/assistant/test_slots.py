"""Phrases of the lexicon with slots."""

from __future__ import annotations

import pytest

from assistant.lexicon.questions import question_lexicon
from assistant.lexicon.slots import expanded


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("nói gì", ("nói gì",)),
        ("{nói|bàn} gì", ("nói gì", "bàn gì")),
        ("{nói|bàn} {|về} gì", ("nói gì", "nói về gì", "bàn gì", "bàn về gì")),
        ("gì {|vậy}", ("gì", "gì vậy")),
    ],
)
def test_each_word_of_each_slot_is_tried(text: str, phrases: tuple[str, ...]) -> None:
    assert expanded([text]) == phrases


def test_a_phrase_that_two_texts_stand_for_is_given_once() -> None:
    assert expanded(["nói {gì|nào}", "nói gì"]) == ("nói gì", "nói nào")


def test_no_phrase_of_the_lexicon_of_questions_has_a_slot_left() -> None:
    said = [token.plain for cues in question_lexicon().cues.values() for cue in cues for token in cue.phrase]
    assert not [word for word in said if set("{|}") & set(word)]
