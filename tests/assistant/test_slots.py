"""Phrases of the lexicon with slots."""

from __future__ import annotations

import re

import pytest

from assistant.lexicon.questions import question_lexicon
from assistant.lexicon.slots import expanded
from assistant.lexicon.spelling import any_spelled, any_with_slots


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


@pytest.mark.parametrize(
    "texts",
    [
        ("{nói|bàn} {|về} gì",),
        ("{|đã} {sớm|sớm nhất} ra {|đời|ban hành}", "ra", "sớm nhất là"),
        ("gì {|vậy} {|ạ}", "{cái|} gì"),
    ],
)
def test_a_pattern_with_slots_finds_what_the_phrases_written_out_find(texts: tuple[str, ...]) -> None:
    phrases = expanded(texts)
    one, other = (re.compile(rf"\b{pattern}\b") for pattern in (any_with_slots(texts), any_spelled(phrases)))
    for said in (
        *phrases,
        " ".join(phrases),
        "noi gi",
        "bàn ve gì vay",
        "nói về",
        "da som nhất ra ban hanh là",
        "gìvậy",
    ):
        assert [found.span() for found in one.finditer(said)] == [found.span() for found in other.finditer(said)], said
    assert all(one.fullmatch(phrase) for phrase in phrases)
