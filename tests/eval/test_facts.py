"""Facts are found without case, accents and punctuation, and numbers only as whole numbers."""

from __future__ import annotations

import pytest

from eval.facts import missing_facts, statement, tokens


def stands(fact: str, answer: str) -> bool:
    return missing_facts(answer, [[fact]]) == ()


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("Văn phòng", "VĂN PHÒNG chủ trì."),
        ("van phong", "Do **Văn phòng** chủ trì."),
        ("Đơn thuốc điện tử", "don thuoc dien tu"),
        ("223/QĐ-UBND", "Quyết định số 223/QĐ- UBND"),
        ("95%", "đạt 95 % trở lên"),
        ("6", "Có 6."),
        ("6", "đến tháng 6/2026"),
        ("30/6/2026", "ngày 30.6.2026"),
        ("3.500.000", "3500000 đồng"),
        ("3500000", "3,500,000 đồng"),
        ("6,5", "6.5 tỷ"),
        ("hòa", "ho\u0300a"),
        ("đồng", "1 tỷ đồng"),
    ],
)
def test_a_fact_stands_in_an_answer_that_writes_it_otherwise(fact: str, answer: str) -> None:
    assert stands(fact, answer)


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("6", "Có 16 nhiệm vụ"),
        ("6", "Có 60 nhiệm vụ"),
        ("500", "3.500.000 đồng"),
        ("6", "6,5 tỷ"),
        ("5", "6,5 tỷ"),
        ("65", "6,5 tỷ"),
        ("15", "1 và 5"),
        ("6", "theo 6a"),
        ("an", "ban giám đốc"),
        ("Văn phòng Sở", "Văn phòng và Sở Y tế"),
        ("Văn phòng", ""),
    ],
)
def test_a_fact_does_not_stand_in_what_only_looks_like_it(fact: str, answer: str) -> None:
    assert not stands(fact, answer)


def test_one_spelling_is_enough_but_every_fact_is_needed() -> None:
    assert missing_facts("VP, tháng 6", [["Văn phòng", "VP"], ["tháng 6", "6/2026"], ["3 tỷ"]]) == (2,)


@pytest.mark.parametrize("answer", ["Văn phòng [1].", "Văn phòng [1, 13]", "Văn phòng [1][2]", "Văn phòng [1-3]"])
def test_numbers_of_citation_marks_are_no_facts(answer: str) -> None:
    assert not stands("1", answer)


def test_lines_that_list_sources_are_no_facts() -> None:
    answer = "Văn phòng chủ trì. [1]\n\n[1] Sở Y tế 2026, Phụ lục 1, STT 13\n- [2] Phụ lục 2, STT 14"
    assert "chủ trì" in statement(answer)
    assert not stands("13", answer)
    assert not stands("14", answer)


def test_a_year_in_brackets_within_a_sentence_leaves_the_sentence() -> None:
    assert stands("Văn phòng", "Theo [1] thì Văn phòng chủ trì")


def test_punctuation_alone_has_no_tokens() -> None:
    assert tokens("% – …") == ()
