"""The number of a row that a question names, how many bodies must share one, and numbers that say neither."""

from __future__ import annotations

import pytest

from ingest.model import Field
from tests.assistant.sample import read


@pytest.mark.parametrize(
    ("text", "group", "stt"),
    [
        ("Nhiệm vụ 5 phụ lục 1 của Cà Mau là gì?", "", "5"),
        ("Nhiệm vụ số 5 phụ lục 1", "", "5"),
        ("nhiem vu 14 nhom IV phu luc II", "IV", "14"),
        ("dự án 4 kinh phí bao nhiêu", "", "4"),
        ("việc 13 Cà Mau ai chủ trì", "", "13"),
        ("mục 5 phụ lục 1", "", "5"),
        ("task 5 in appendix 1", "", "5"),
        ("who leads activity 7?", "", "7"),
        ("nhiệm vụ thứ năm trong phụ lục 1", "", "5"),
        ("the second task of group IV", "IV", "2"),
        ("mục IV.4", "IV", "4"),
    ],
)
def test_a_row_is_named_by_its_number(text: str, group: str, stt: str) -> None:
    filters = read(text).filters
    assert (filters.group, filters.stt) == (group, stt)


@pytest.mark.parametrize(
    "text",
    [
        "liệt kê nhiệm vụ 6 tháng đầu năm",
        "nhiệm vụ 5 năm tới",
        "việc 3 đơn vị cùng làm",
        "chỉ tiêu 95% là của ai",
        "project 06 in Ca Mau",
        "hoạt động 24/7 là gì",
        "mục 5 nói gì",
        "nhiệm vụ thứ hai là gì",
        "dự án 1,5 tỷ là gì",
    ],
)
def test_a_number_that_counts_or_names_something_else_is_no_row(text: str) -> None:
    assert read(text).filters.stt == ""


@pytest.mark.parametrize(
    ("text", "bodies", "role"),
    [
        ("Việc nào của Bến Tre do từ 2 đơn vị chủ trì trở lên?", (2, 0), Field.LEAD_UNIT),
        ("việc nào có nhiều hơn một đơn vị chủ trì", (2, 0), Field.LEAD_UNIT),
        ("Việc nào có hai đơn vị cùng phối hợp?", (2, 2), Field.COORDINATING_UNITS),
        ("viec nao chi mot don vi chu tri", (1, 1), Field.LEAD_UNIT),
        ("which tasks have more than one lead unit?", (2, 0), Field.LEAD_UNIT),
        ("tasks shared by several departments", (2, 0), None),
    ],
)
def test_how_many_bodies_share_a_row_is_a_condition(text: str, bodies: tuple[int, int], role: Field | None) -> None:
    question = read(text)
    assert question.filters.bodies == bodies
    assert question.filters.role is role
    assert question.fields == ()


@pytest.mark.parametrize(
    "text",
    [
        "việc nào của một đơn vị trực thuộc",
        "việc nào có nhiều đơn vị phối hợp nhất",
        "hai đơn vị nào chủ trì nhiệm vụ 5",
    ],
)
def test_other_numbers_of_bodies_set_none(text: str) -> None:
    assert read(text).filters.bodies == (0, 0)
