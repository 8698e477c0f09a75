"""Which plan was issued first or last: two of the sample plans say it, three leave the day blank."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Kind

BOTH = ["an-giang-2025", "dong-thap-2026"]


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch nào được ban hành mới nhất?",
        "ke hoach nao moi nhat",
        "Trong các kế hoạch, kế hoạch nào ký sau cùng?",
        "tỉnh nào ban hành kế hoạch muộn nhất",
        "Which plan was issued last?",
        "which is the most recent plan",
    ],
)
def test_the_latest_plan_is_told_first(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answerable
    assert answer.kind is Kind.HEADER
    assert "tháng 3 năm 2026" in answer.answer.splitlines()[0]
    assert [one.plan for one in answer.citations][:2] == BOTH[::-1]
    assert {one.plan for one in answer.citations} == set(assistant.shelf().plans)


@pytest.mark.parametrize(
    "question",
    ["Kế hoạch nào ban hành sớm nhất?", "ke hoach nao cu nhat", "Which plan was signed first?"],
)
def test_the_first_plan_is_told_first(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "19/9/2025" in answer.answer.splitlines()[0]
    assert [one.plan for one in answer.citations][:2] == BOTH


def test_of_two_plans_named_those_are_compared(assistant: Assistant) -> None:
    answer = assistant.ask("Giữa An Giang và Đồng Tháp, kế hoạch nào ban hành sớm nhất?")
    assert [one.plan for one in answer.citations] == BOTH


def test_plans_that_leave_the_day_blank_are_not_put_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("Giữa Cà Mau và Đồng Nai, kế hoạch nào ban hành sớm nhất?")
    assert answer.kind is not Kind.HEADER or not answer.answerable


@pytest.mark.parametrize(
    "question",
    [
        "Nhiệm vụ nào hoàn thành sớm nhất của Cà Mau?",
        "Which task is due first in Cà Mau?",
        "Tỉnh nào hoàn thành bệnh án điện tử sớm nhất?",
        "Kế hoạch mới nhất của Cà Mau do ai ký?",
    ],
)
def test_what_comes_first_in_a_plan_is_another_question(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [one.plan for one in answer.citations][:2] not in (BOTH, BOTH[::-1])
