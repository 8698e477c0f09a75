"""How many rows each body, leader or group has."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant import Assistant
from assistant.answer import Kind
from ingest.model import Field


@pytest.mark.parametrize(
    "question",
    [
        "Mỗi phòng của Cà Mau chủ trì bao nhiêu nhiệm vụ?",
        "moi phong chu tri may viec o ca mau",
        "Thống kê số nhiệm vụ theo đơn vị chủ trì của Cà Mau",
        "How many tasks does each unit lead in Cà Mau?",
    ],
)
def test_the_rows_that_each_body_leads_are_counted_most_first(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    plan = assistant.shelf().plans["ca-mau-2026"]
    rows = [row for table in plan.appendices for row in table.rows]
    leads = Counter(unit.key for row in rows for unit in assistant.shelf().units_of(plan.id, row.text(Field.LEAD_UNIT)))
    assert answer.kind is Kind.COUNT
    head, *lines = answer.answer.splitlines()
    assert f"**{len(rows)}**" in head
    told = [int(line.split("**")[3]) for line in lines if line.startswith("- **")]
    assert told == sorted(leads.values(), reverse=True)
    assert {one.anchor for one in answer.citations} == {str(row.anchor) for row in rows if row.text(Field.LEAD_UNIT)}


@pytest.mark.parametrize(
    "question", ["How many tasks are there per leader in Đồng Nai?", "mỗi lãnh đạo Đồng Nai mấy việc"]
)
def test_leaders_written_in_two_ways_are_one(assistant: Assistant, question: str) -> None:
    lines = assistant.ask(question).answer.splitlines()[1:]
    assert sum("Lắm" in line for line in lines) == 1


def test_groups_are_told_with_their_rows(assistant: Assistant) -> None:
    answer = assistant.ask("Đồng Nai mỗi nhóm có bao nhiêu nhiệm vụ?")
    assert "**IV. " in answer.answer
    assert "**14** nhiệm vụ" in answer.answer


def test_who_supports_is_counted_by_that_column(assistant: Assistant) -> None:
    leads = assistant.ask("Mỗi đơn vị của Cà Mau chủ trì bao nhiêu nhiệm vụ?").answer
    supports = assistant.ask("Mỗi đơn vị của Cà Mau phối hợp bao nhiêu nhiệm vụ?").answer
    assert leads.splitlines()[0] == supports.splitlines()[0]
    assert leads != supports


@pytest.mark.parametrize(
    "question",
    [
        "Văn phòng Sở của Cà Mau chủ trì bao nhiêu nhiệm vụ?",
        "Kế hoạch Cà Mau có bao nhiêu nhiệm vụ?",
        "Mỗi phòng của Cà Mau phối hợp với Văn phòng Sở bao nhiêu nhiệm vụ?",
        "Phòng nào của Cà Mau chủ trì nhiều nhiệm vụ nhất?",
        "Mỗi đơn vị của Cà Mau phải có bao nhiêu máy tính?",
    ],
)
def test_other_counts_are_not_shared_out(assistant: Assistant, question: str) -> None:
    assert "\n- **" not in assistant.ask(question).answer


@pytest.mark.parametrize(
    ("question", "field", "what"),
    [
        ("Đồng Nai có bao nhiêu lãnh đạo phụ trách?", Field.RESPONSIBLE_LEADER, "4"),
        ("danh sach lanh dao phu trach dong nai", Field.RESPONSIBLE_LEADER, "4"),
        ("which leaders oversee tasks in Đồng Nai?", Field.RESPONSIBLE_LEADER, "4"),
        ("ai phụ trách các nhiệm vụ ở Đồng Nai?", Field.RESPONSIBLE_LEADER, "4"),
        ("Có bao nhiêu đơn vị chủ trì trong kế hoạch Đồng Tháp?", Field.LEAD_UNIT, "4"),
        ("Những đơn vị nào chủ trì nhiệm vụ ở Đồng Tháp?", Field.LEAD_UNIT, "4"),
        ("list the lead units of the Đồng Tháp plan", Field.LEAD_UNIT, "4"),
        ("How many units lead tasks in the Dong Thap plan?", Field.LEAD_UNIT, "4"),
        ("bao nhieu don vi chu tri viec o dong thap", Field.LEAD_UNIT, "4"),
        ("liệt kê các đơn vị phối hợp trong kế hoạch Đồng Tháp", Field.COORDINATING_UNITS, "6"),
    ],
)
def test_who_shares_the_rows_of_a_plan_is_told_and_counted(
    assistant: Assistant, question: str, field: Field, what: str
) -> None:
    answer = assistant.ask(question)
    plan = "dong-nai-2025" if field is Field.RESPONSIBLE_LEADER else "dong-thap-2026"
    rows = [row for table in assistant.shelf().plans[plan].appendices for row in table.rows]
    head, *lines = answer.answer.splitlines()
    assert f"**{what}**" in head
    assert sum(line.startswith("- **") for line in lines) == int(what)
    assert {one.anchor for one in answer.citations} == {str(row.anchor) for row in rows if row.text(field)}


def test_sharers_are_told_of_what_is_due_at_a_time_or_stands_in_a_group(assistant: Assistant) -> None:
    june = assistant.ask("Những đơn vị nào chủ trì việc trong tháng 6 ở Đồng Tháp?")
    assert {one.anchor for one in june.citations} == {"dong-thap-2026/pl/II/5", "dong-thap-2026/pl/IV/11"}
    group = assistant.ask("Những ai phụ trách nhóm III ở Đồng Nai?")
    assert {one.group for one in group.citations} == {"III"}
    assert "Ông" in group.answer or "Bà" in group.answer


@pytest.mark.parametrize(
    "question",
    [
        "Những đơn vị nào phối hợp triển khai bệnh án điện tử ở Cà Mau?",
        "Bao nhiêu đơn vị phối hợp làm bệnh án điện tử ở Cà Mau?",
        "Các đơn vị chủ trì ở Cà Mau có trách nhiệm gì?",
        "Những lãnh đạo nào của Cà Mau phụ trách việc?",
    ],
)
def test_those_of_a_topic_or_of_no_column_are_told_otherwise(assistant: Assistant, question: str) -> None:
    assert "\n- **" not in assistant.ask(question).answer
