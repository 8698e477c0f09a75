"""When the work of a plan ends, in the order of time."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.plans.filters import deadline_of

_DONG_THAP = "dong-thap-2026"


@pytest.mark.parametrize(
    "question",
    [
        "các mốc thời gian quan trọng trong kế hoạch Đồng Tháp",
        "cac moc thoi gian cua ke hoach dong thap",
        "lịch trình thực hiện kế hoạch Đồng Tháp",
        "what are the key dates in Dong Thap's plan?",
        "timeline of the Dong Thap plan",
    ],
)
def test_rows_with_an_end_are_told_in_the_order_of_time(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    plan = assistant.shelf().plans[_DONG_THAP]
    rows = [row for table in plan.appendices for row in table.rows]
    ends = {str(row.anchor): deadline_of(row, plan) for row in rows}
    ended = {anchor: one.end for anchor, one in ends.items() if one.end is not None and not one.regular}
    told = [one.anchor for one in answer.citations]
    assert answer.kind is Kind.LIST
    assert set(told) == set(ended)
    assert [ended[anchor] for anchor in told] == sorted(ended.values())
    assert f"**{len(ended)}**" in answer.answer
    assert str(len(rows) - len(ended)) in answer.answer


@pytest.mark.parametrize(
    ("question", "kind", "row"),
    [
        ("What is the last deadline in the Dong Thap plan?", Kind.MAX, "dong-thap-2026/pl/IV/9"),
        ("hạn muộn nhất trong kế hoạch Đồng Tháp", Kind.MAX, "dong-thap-2026/pl/IV/9"),
        ("deadline sớm nhất của Đồng Tháp là gì", Kind.MIN, "dong-thap-2026/pl/II/4"),
    ],
)
def test_the_first_or_last_deadline_of_a_plan_needs_no_noun_of_rows(
    assistant: Assistant, question: str, kind: Kind, row: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, [one.anchor for one in answer.citations]) == (kind, [row])


@pytest.mark.parametrize(
    "question",
    ["mốc thời gian nâng cấp đường truyền internet ở Đồng Tháp", "milestones for the internet lines in Dong Thap"],
)
def test_the_time_of_one_thing_is_its_deadline(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.LOOKUP
    assert [one.anchor for one in answer.citations][:1] == ["dong-thap-2026/pl/II/5"]


def test_another_plan_is_asked_in_the_next_turn(assistant: Assistant) -> None:
    answer = assistant.ask("còn Ninh Thuận", history=["các mốc thời gian của Đồng Tháp"])
    assert answer.answer.startswith("Ninh Thuận 2025: **6**")


@pytest.mark.parametrize(
    "question", ["mốc chỉ tiêu của Đồng Tháp về điện toán đám mây", "lịch trực của bệnh viện Đồng Tháp"]
)
def test_what_only_sounds_so_is_no_list_of_times(assistant: Assistant, question: str) -> None:
    assert "theo thứ tự thời gian" not in assistant.ask(question).answer
