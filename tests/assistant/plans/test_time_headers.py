"""Headers that say a time alone are no columns to be asked for by name: the time in a question is a condition."""

from __future__ import annotations

import pytest

from assistant.plans.columns import column_cues, is_time
from ingest.columns import time_point
from ingest.model import Column


@pytest.mark.parametrize("header", ["Năm 2025", "Quý II/2027", "Đến năm 2030", "6 tháng đầu năm 2027", "Tháng 6/2026"])
def test_a_time_alone_asks_for_no_column(header: str) -> None:
    assert is_time(header)
    assert column_cues([Column(header)]) == ()


@pytest.mark.parametrize("header", ["Hiện trạng năm 2025", "Nhu cầu năm 2027"])
def test_a_header_that_says_more_asks_for_its_column(header: str) -> None:
    assert not is_time(header)
    assert column_cues([Column(header)])


def test_a_column_up_to_a_year_is_of_that_year() -> None:
    assert time_point("Đến năm 2030") == "2030"
    assert time_point("Đến nay") == ""
