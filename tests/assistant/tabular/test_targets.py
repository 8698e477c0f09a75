"""The targets of a year."""

from __future__ import annotations

import pytest

from assistant import Assistant

_INDICATOR = "dong-nai-2025/pl-I/1"


@pytest.mark.parametrize(
    "question",
    ["mục tiêu năm 2030 của Đồng Nai?", "chỉ tiêu đến năm 2030 của Đồng Nai", "What are Dong Nai's targets for 2030?"],
)
def test_rows_with_a_target_for_the_year_are_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "95%" in answer.answer
    assert [one.anchor for one in answer.citations] == [_INDICATOR]


def test_a_year_whose_column_is_blank_is_said_to_be_blank(assistant: Assistant) -> None:
    answer = assistant.ask("mục tiêu 2045 của Đồng Nai là gì")
    assert not answer.answerable
    assert "để trống “Mục tiêu Năm 2045”" in answer.answer
    assert [one.anchor for one in answer.citations] == [_INDICATOR]


def test_the_goals_of_a_plan_are_its_prose(assistant: Assistant) -> None:
    answer = assistant.ask("mục tiêu của kế hoạch An Giang")
    assert [one.anchor for one in answer.citations][:1] == ["an-giang-2025/II.1"]
