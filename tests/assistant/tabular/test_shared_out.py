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
