"""Columns under headers of their own that many plans have: where an indicator stands, prices, a budget by year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.plans.columns import of_year, parts_budget
from assistant.understanding.reading import understand
from ingest.model import Anchor, Appendix, Column, Field, Plan, Row
from tests.assistant.sample import BEN_TRE, ben_tre, shelf_of

NOW, PRICE, YEARLY = "Hiện trạng đến 30/9/2026", "Đơn giá (đồng)", "Chi thường xuyên"


def priced() -> Plan:
    """The plan of Bến Tre with a table of such columns."""
    columns = (
        Column("Hạng mục", Field.CONTENT),
        Column(NOW),
        Column(PRICE),
        Column(YEARLY, parent="Kinh phí năm 2027"),
    )
    cells = {"content": "Máy nhận diện khuôn mặt", NOW: "3", PRICE: "45.000.000", columns[3].printed: "13.000"}
    row = Row(Anchor(BEN_TRE, appendix="9", stt="1"), cells, columns={column.printed: "" for column in columns})
    return replace(ben_tre(), appendices=(*ben_tre().appendices, Appendix("9", "Dự toán", columns, (row,))))


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Hiện nay đạt bao nhiêu máy nhận diện khuôn mặt ở Bến Tre?", NOW),
        ("ben tre: hien trang may nhan dien khuon mat", NOW),
        ("Đơn giá máy nhận diện khuôn mặt của Bến Tre?", PRICE),
        ("đơn giá bao nhiêu 1 cái", PRICE),
        ("Tổng chi thường xuyên cho máy nhận diện khuôn mặt của Bến Tre?", "Kinh phí năm 2027 Chi thường xuyên"),
    ],
)
def test_a_column_is_asked_for_as_people_call_it(text: str, header: str) -> None:
    assert header in understand(text, shelf_of(priced())).fields


def test_hours_before_an_amount_ask_for_no_state_of_affairs() -> None:
    assert NOW not in understand("Bến Tre xử lý ổ dịch trong 48 giờ đạt bao nhiêu?", shelf_of(priced())).fields


@pytest.mark.parametrize(("last", "told"), [("8,0", ("Chia ra Năm 2026", "8,0")), ("9,5", None)])
def test_years_that_make_up_a_budget_are_parts_of_it(last: str, told: tuple[str, str] | None) -> None:
    years = {"2026": "8,0", "2027": "22,0", "2028": last}
    printed = {f"Chia ra Năm {year}": text for year, text in years.items()}
    row = Row(Anchor(BEN_TRE, stt="1"), {"budget": "38,0"}, columns=printed, schedule=years)
    assert parts_budget(row) == (told is not None)
    assert of_year(row, Field.BUDGET, [2026]) == told
