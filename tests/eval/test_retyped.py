"""Questions typed again change in the one way that is meant, and in no other."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from rapidfuzz.distance import OSA

from eval.opened import SETS
from eval.questions import Question, read_questions
from eval.retyped import WAYS, is_accented, one_letter_wrong, plan_before, plan_in_the_middle, politely, retyped
from ingest.model import Header
from ingest.vietnamese import fold

HEADER = Header("Chuyển đổi số", issuer="Sở Y tế tỉnh Cà Mau", province="Cà Mau", years=(2026,))
CHANCE = random.Random(1)


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    _, files = SETS[0]
    return [one for one in read_questions(files[:1]) if is_accented(one.question)]


def test_a_slip_is_one_letter_and_never_the_first(questions: list[Question]) -> None:
    for one in questions:
        slipped = one_letter_wrong(one.question, CHANCE)
        assert OSA.distance(slipped, one.question) <= 1
        pairs = zip(slipped.split(" "), one.question.split(" "), strict=True)
        assert all(new[:1] == old[:1] for new, old in pairs)


def test_short_words_and_short_forms_are_left_alone() -> None:
    assert one_letter_wrong("TTHC là gì", CHANCE) == "TTHC là gì"


def test_every_way_is_asked_of_what_it_changes(questions: list[Question]) -> None:
    ways = dict(retyped(questions, {"ca-mau-2026": HEADER}, random.Random(1)))
    assert ways.keys() > WAYS.keys()
    assert all(fold(one.question) == one.question for one in ways["no accents"])
    originals = {one.id: one for one in questions}
    for again in ways.values():
        assert again
        assert all(one.question != originals[one.id].question for one in again)
        assert all(
            replace(one, question="", history=()) == replace(originals[one.id], question="", history=())
            for one in again
        )


def _without_text(one: Question) -> Question:
    return replace(one, question="", history=())


def test_a_polite_question_holds_the_question() -> None:
    assert politely("Ai chủ trì?", CHANCE) == "Dạ cho em hỏi ai chủ trì ạ?"


@pytest.mark.parametrize(
    ("text", "middle", "before"),
    [
        (
            "Ai chủ trì chữ ký số ở Cà Mau?",
            "Ai chủ trì chữ ký số ở kế hoạch 2026 của Cà Mau?",
            "Trong kế hoạch năm 2026 của Sở Y tế tỉnh Cà Mau, ai chủ trì chữ ký số?",
        ),
        ("Sở Y tế Cà Mau làm gì?", "Sở Y tế Cà Mau làm gì?", "Sở Y tế Cà Mau làm gì?"),  # a body's name
        ("Ai chủ trì?", "Ai chủ trì?", "Ai chủ trì?"),
    ],
)
def test_a_plan_is_named_otherwise_where_it_is_named_by_its_province(text: str, middle: str, before: str) -> None:
    assert plan_in_the_middle(text, HEADER) == middle
    assert plan_before(text, HEADER) == before
    assert plan_before(text, replace(HEADER, years=())) == text
