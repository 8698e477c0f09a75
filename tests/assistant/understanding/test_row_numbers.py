"""The number of a row that a question names, and numbers behind the same words that name none."""

from __future__ import annotations

import pytest

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
