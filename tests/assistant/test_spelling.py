"""Words by which tables are asked: typed accents must be right, missing ones are forgiven."""

from __future__ import annotations

import re

import pytest

from assistant.answer import Kind
from assistant.lexicon.spelling import any_spelled, lowered, spelled
from assistant.phrasing.patterns import says_total, table_kinds
from assistant.phrasing.wishes import asks_either, asks_number, asks_plans, says_only, without_choice


@pytest.mark.parametrize("text", ["Cộng lại", "cong lai", "CỘNG"])
def test_a_word_is_found_with_its_accents_or_without_any(text: str) -> None:
    assert re.search(rf"\b{spelled('cộng')}\b", lowered(text))


@pytest.mark.parametrize("text", ["công nghệ", "cống", "cồng"])
def test_a_word_of_other_accents_is_another_word(text: str) -> None:
    assert not re.search(rf"\b{spelled('cộng')}\b", lowered(text))


def test_the_longest_phrase_is_found_first() -> None:
    found = re.search(any_spelled(["việc", "việc nào"]), "việc nào xong")
    assert found is not None
    assert found[0] == "việc nào"


@pytest.mark.parametrize(
    "question",
    [
        "Kinh phí dự án công nghệ thông tin là bao nhiêu?",
        "Ai tổng hợp kinh phí?",
        "Mỗi tổ công nghệ số cộng đồng được bao nhiêu tiền?",
    ],
)
def test_nothing_is_added_up_for_a_word_that_only_looks_like_it(question: str) -> None:
    assert Kind.SUM not in table_kinds(question)
    assert not says_total(question)


@pytest.mark.parametrize("question", ["Tổng kinh phí là bao nhiêu?", "cong lai het bao nhieu tien"])
def test_what_adds_up_is_a_sum(question: str) -> None:
    assert Kind.SUM in table_kinds(question)


@pytest.mark.parametrize("question", ["What does the ambulance project cost?", "What is the target of this task?"])
def test_a_question_about_one_row_is_no_list(question: str) -> None:
    assert Kind.LIST not in table_kinds(question)


@pytest.mark.parametrize(
    ("text", "only"), [("chỉ do Văn phòng làm", True), ("những chỉ tiêu nào", False), ("địa chỉ", False)]
)
def test_only_is_no_part_of_a_longer_word(text: str, only: bool) -> None:
    assert says_only(text) is only


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("Làm A hay làm B trước?", True),
        ("A or B first?", True),
        ("which costs more, A or B", False),
        ("Ai làm trước?", False),
    ],
)
def test_a_choice_of_two_is_seen(text: str, either: bool) -> None:
    assert asks_either(text) is either


def test_what_only_asks_for_the_choice_is_left_out() -> None:
    assert without_choice("mua xe, cái nào tốn hơn") == "mua xe"
    assert without_choice("mua xe") == "mua xe"


def test_which_plans_and_how_much_are_told_by_their_words() -> None:
    assert asks_plans("Kế hoạch nào nhắc đến IPv6?")
    assert not asks_plans("Kế hoạch nêu gì?")
    assert asks_number("được bao nhiêu ngày")
    assert asks_number("how long")
    assert not asks_number("ai làm")
