"""Rows are chosen by a grade that a column's cells print, and by the figures of a document."""

from __future__ import annotations

import pytest

from assistant.tabular.choosing import _BARE_DOCUMENT, _is_headed
from ingest.vietnamese import fold


@pytest.mark.parametrize(
    ("header", "cell", "said", "chosen"),
    [
        ("Mức hiện tại", "Mức 3", "don vi nao dang o muc 3", True),
        ("Hạng", "III", "benh vien hang iii", True),
        ("Mức hiện tại", "Mức 3", "don vi nao dang o muc 2", False),
        ("Ghi chú", "Mức 3", "don vi nao dang o muc 3", False),
        ("Mức hiện tại", "3", "don vi nao dang o muc 3", False),
    ],
)
def test_a_cell_that_opens_as_its_header_is_said_by_itself(header: str, cell: str, said: str, chosen: bool) -> None:
    assert _is_headed(header, cell, said.split()) is chosen


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("được giao theo Quyết định 2188?", ["2188"]),
        ("theo QĐ số 2188", ["2188"]),
        ("theo Quyết định 2188/QĐ-UBND", []),
        ("kế hoạch 2026 năm nay", []),
        ("xong trong 30 ngày", []),
    ],
)
def test_a_document_may_be_named_by_its_figures_alone(text: str, figures: list[str]) -> None:
    assert _BARE_DOCUMENT.findall(fold(text)) == figures
