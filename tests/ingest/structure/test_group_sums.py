"""Sums of groups that stand in their titles."""

from __future__ import annotations

import pytest

from ingest.model import Anchor, Group, Row
from ingest.structure.group_sums import without_sums


@pytest.mark.parametrize(
    ("title", "without"),
    [
        ("Hạ tầng, thiết bị 1.332", "Hạ tầng, thiết bị"),
        ("Mục tiêu đến năm 2026", "Mục tiêu đến năm 2026"),
        ("Trung tâm Cấp cứu 115", "Trung tâm Cấp cứu 115"),
    ],
)
def test_only_the_sum_of_the_rows_is_taken_off(title: str, without: str) -> None:
    rows = [
        Row(Anchor("x", None, "1", "I", str(at)), {"content": "Máy", "budget": cost}, group_title=title)
        for at, cost in enumerate(("432", "900"))
    ]
    groups, told = without_sums([Group("I", title)], rows)
    assert [group.title for group in groups] == [without]
    assert {row.group_title for row in told} == {without}
