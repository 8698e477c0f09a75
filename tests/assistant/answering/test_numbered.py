"""Rows asked for by their printed numbers, as citations name them."""

from __future__ import annotations

import pytest

from assistant import Assistant


@pytest.mark.parametrize(
    ("question", "fact", "anchor"),
    [
        ("STT 13 phụ lục 1 Cà Mau do ai chủ trì?", "Phòng Nghiệp vụ", "ca-mau-2026/pl-1/13"),
        ("Mục IV.4 của Ninh Thuận ai chủ trì?", "Các cơ sở khám chữa bệnh", "ninh-thuan-2025/pl-1/IV/4"),
        ("nhiem vu so 5 cua dong thap han khi nao", "Tháng 6", "dong-thap-2026/pl/II/5"),
        ("row 12 appendix II Ca Mau budget?", "90.000.000", "ca-mau-2026/pl-2/12"),
        ("STT 5 phụ lục 2 Cà Mau", "99.950.000.000", "ca-mau-2026/pl-2/5"),
        ("Phụ lục 1 Cà Mau, mục 19 nói gì?", "thí điểm", "ca-mau-2026/pl-1/19"),
        ("việc thứ 19 trong phụ lục đầu tiên của Cà Mau là gì", "thí điểm", "ca-mau-2026/pl-1/19"),
        ("What's line 8 in Ca Mau's second appendix?", "15.000.000.000", "ca-mau-2026/pl-2/8"),
    ],
)
def test_a_row_is_found_by_its_number(assistant: Assistant, question: str, fact: str, anchor: str) -> None:
    answer = assistant.ask(question)

    assert answer.answerable
    assert fact in answer.answer
    assert [citation.anchor for citation in answer.citations] == [anchor]


@pytest.mark.parametrize("turn", ["Mục 20 thì sao?", "con 20", "and item 20?"])
def test_a_turn_with_another_number_is_about_that_row(assistant: Assistant, turn: str) -> None:
    answer = assistant.ask(turn, history=["Phụ lục 1 Cà Mau, mục 19 nói gì?"])

    assert [citation.anchor for citation in answer.citations] == ["ca-mau-2026/pl-1/20"]


def test_an_amount_beside_an_appendix_is_no_number_of_a_row(assistant: Assistant) -> None:
    answer = assistant.ask("Dự án 3 tỷ thuộc phụ lục 2 Cà Mau là dự án nào?")

    assert [citation.anchor for citation in answer.citations] == ["ca-mau-2026/pl-2/6"]


def test_a_number_that_no_row_has_is_not_made_up(assistant: Assistant) -> None:
    answer = assistant.ask("STT 99 phụ lục 1 Cà Mau do ai chủ trì?")

    assert not answer.answerable
    assert answer.citations == ()


def test_a_blank_cell_of_a_numbered_row_is_reported(assistant: Assistant) -> None:
    answer = assistant.ask("Mục tiêu của STT 13 phụ lục 1 Cà Mau là gì?")

    assert not answer.answerable
    assert [citation.anchor for citation in answer.citations] == ["ca-mau-2026/pl-1/13"]
