"""What rows still lack of their budgets."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Kind

_HOSPITAL = "an-giang-2025/pl-III/II/2"
_SYSTEM = "an-giang-2025/pl-III/I/1"


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("bệnh viện Sản Nhi còn thiếu bao nhiêu tiền nữa", []),
        ("còn phải bố trí bao nhiêu cho dự án bệnh viện Sản Nhi An Giang", []),
        ("so von con lai phai bo tri cua du an benh vien san nhi", []),
        ("How much is still missing for the Sản Nhi hospital project?", []),
        ("còn thiếu bao nhiêu", ["bệnh viện Sản Nhi được bao nhiêu tiền"]),
    ],
)
def test_the_rest_of_a_budget_is_worked_out(assistant: Assistant, question: str, history: list[str]) -> None:
    answer = assistant.ask(question, history=history)
    assert answer.kind is Kind.SUM
    assert "6.300.000.000" in answer.answer.replace(",", ".")
    assert [one.anchor for one in answer.citations] == [_HOSPITAL]


@pytest.mark.parametrize("question", ["An Giang còn thiếu bao nhiêu tiền", "dự án nào của An Giang còn thiếu vốn"])
def test_all_that_a_plan_lacks_is_added_up(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "11.300.000.000" in answer.answer
    assert {one.anchor for one in answer.citations} == {_HOSPITAL, _SYSTEM}


@pytest.mark.parametrize("question", ["Đồng Nai còn thiếu bao nhiêu tiền", "Cà Mau còn thiếu bao nhiêu bác sĩ"])
def test_where_no_row_says_both_nothing_is_worked_out(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answerable
