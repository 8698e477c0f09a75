"""A year beside a plan's name that is not its own, bodies and short forms that stand alone, turns that narrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Kind
from assistant.understanding.reading import understand
from ingest.times import find_times
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre, shelf_of


def _scheduled(assistant: Assistant, year: str) -> set[str]:
    rows = (row for table in assistant.shelf().plans["dong-nai-2025"].appendices for row in table.rows)
    return {str(row.anchor) for row in rows if row.schedule.get(year)}


@pytest.mark.parametrize(
    "question", ["Đồng Nai năm 2027 có việc gì", "năm 2027 Đồng Nai có những việc gì", "Đồng Nai: việc năm 2027"]
)
def test_a_year_that_is_not_the_plans_own_chooses_rows(assistant: Assistant, question: str) -> None:
    assert set(anchors(assistant.ask(question))) == _scheduled(assistant, "2027")


def test_the_plans_own_year_chooses_none(assistant: Assistant) -> None:
    rows = [row for table in assistant.shelf().plans["dong-thap-2026"].appendices for row in table.rows]
    assert len(anchors(assistant.ask("Đồng Tháp năm 2026 có những việc gì"))) == len(rows)


@pytest.mark.parametrize(("text", "years"), [("năm 2027 Đồng Nai", 1), ("in 2027 Dong Thap", 1), ("2027 đồng", 0)])
def test_a_province_behind_a_year_is_no_currency(text: str, years: int) -> None:
    assert len(find_times(text)) == years


@pytest.mark.parametrize(
    "question",
    [
        "Department Office tasks in Dong Nai",
        "Văn phòng Sở Đồng Nai: nhiệm vụ",
        "Which tasks does the Office of the health department lead in Dong Nai?",
    ],
)
def test_a_body_beside_the_noun_of_rows_asks_for_its_rows(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.LIST
    assert len(anchors(answer)) == 23


def test_a_short_form_that_nothing_says_is_no_other_thing(assistant: Assistant) -> None:
    assert not assistant.ask("phần mềm LIS ở Cà Mau").answerable
    assert assistant.ask("hệ thống PACS ở An Giang").answerable


@pytest.mark.parametrize(
    ("question", "history", "found"),
    [
        ("có việc nào hạn tháng 4 không", ["Bà Lắm phụ trách những việc gì"], ["dong-nai-2025/pl-II/I/1"]),
        ("đã cấp chưa", ["bệnh viện Sản Nhi được bao nhiêu tiền"], ["an-giang-2025/pl-III/II/2"]),
        ("có mấy phụ lục", ["tóm tắt kế hoạch Cà Mau"], ["ca-mau-2026/header"]),
    ],
)
def test_a_short_turn_narrows_what_was_told(
    assistant: Assistant, question: str, history: list[str], found: list[str]
) -> None:
    assert anchors(assistant.ask(question, history=history)) == found


def test_whether_there_is_money_asks_what_a_row_costs(assistant: Assistant) -> None:
    answer = assistant.ask("Is there any budget for the Internet lines in Dong Thap?")
    assert not answer.answerable
    assert anchors(answer) == ["dong-thap-2026/pl/II/5"]


@pytest.mark.parametrize(
    "question", ["phòng nào bận nhất ở Đồng Tháp", "which department is the busiest in Dong Thap?"]
)
def test_who_is_busiest_has_most_rows(assistant: Assistant, question: str) -> None:
    assert "**Văn phòng Sở**: **21**" in assistant.ask(question).answer


def test_the_largest_of_all_plans_says_of_which_it_is(assistant: Assistant) -> None:
    assert "(Cà Mau 2026)" in assistant.ask("dự án nào đắt nhất").answer
    assert len(anchors(assistant.ask("top 2 dự án đắt nhất của Cà Mau"))) == 2


def test_where_there_is_one_plan_all_is_asked_of_it(tmp_path: Path) -> None:
    answer = assistant_in(tmp_path, [ben_tre()]).ask("ai ký?")
    assert answer.kind is Kind.HEADER
    assert understand("kinh phí bao nhiêu", shelf_of(ben_tre())).plans == (BEN_TRE,)
    assert not understand("Hà Nội có bao nhiêu nhiệm vụ", shelf_of(ben_tre())).plans
