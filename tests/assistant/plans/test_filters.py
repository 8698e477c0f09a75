"""The rows that meet conditions: each condition alone, and all of them together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.cells import amount_text
from assistant.plans.filters import Filters, apply, budget_of
from assistant.plans.library import Shelf
from ingest.model import Anchor, Field, Row
from ingest.money import AskedAmount, Comparison, find_amounts
from ingest.times import find_times
from ingest.unit_names import unit_of
from ingest.units import find_units
from tests.assistant.sample import BEN_TRE, LAO_CAI, made_up_shelf, row_of

OFFICE, INSPECTORATE = unit_of("Văn phòng Sở"), unit_of("Thanh tra Sở")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return made_up_shelf()


def kept(filters: Filters, shelf: Shelf) -> list[str]:
    """The places of the rows that meet conditions: "1/I/2" within Bến Tre's plan, with the plan's name elsewhere."""
    found = apply(filters, list(shelf.rows.values()), shelf)
    return [str(row.anchor).removeprefix(f"{BEN_TRE}/pl-").replace(f"{LAO_CAI}/pl", "LC") for row in found]


def timed(text: str) -> Filters:
    return Filters(times=find_times(text))


def test_no_condition_keeps_every_row_in_its_order(shelf: Shelf) -> None:
    assert apply(Filters(), list(shelf.rows.values()), shelf) == list(shelf.rows.values())
    assert not Filters()


def test_a_unit_leads_before_it_coordinates(shelf: Shelf) -> None:
    assert kept(Filters(units=(OFFICE,)), shelf) == ["1/I/1", "1/I/3", "2/1"]


def test_a_unit_that_leads_nothing_is_looked_for_among_those_who_coordinate(shelf: Shelf) -> None:
    assert kept(Filters(units=(unit_of("Phòng Kế hoạch - Tài chính"),)), shelf) == ["1/I/1"]


def test_a_role_is_kept_to(shelf: Shelf) -> None:
    assert kept(Filters(units=(OFFICE,), role=Field.COORDINATING_UNITS), shelf) == ["1/I/2", "1/II/1"]
    assert kept(Filters(units=(INSPECTORATE,), role=Field.LEAD_UNIT), shelf) == ["1/II/2"]
    assert kept(Filters(units=(unit_of("Phòng Tổ chức cán bộ"),), role=Field.COORDINATING_UNITS), shelf) == []


def test_rows_with_all_of_several_units_go_before_those_with_one(shelf: Shelf) -> None:
    assert kept(Filters(units=(OFFICE, INSPECTORATE), role=Field.COORDINATING_UNITS), shelf) == ["1/I/2"]
    either = ["1/I/1", "1/I/3", "1/II/2", "2/1"]
    assert kept(Filters(units=(OFFICE, INSPECTORATE), role=Field.LEAD_UNIT), shelf) == either
    assert kept(Filters(units=(OFFICE, INSPECTORATE), role=Field.LEAD_UNIT, alone=True), shelf) == []


@pytest.mark.parametrize(
    "name", ["Văn phòng", "VP", "van phong so", "VĂN PHÒNG SỞ Y TẾ", "Văn phòng Sở Y tế tỉnh Bến Tre"]
)
def test_a_unit_is_known_by_each_of_its_names(shelf: Shelf, name: str) -> None:
    assert kept(Filters(units=(unit_of(name),), role=Field.LEAD_UNIT), shelf) == ["1/I/1", "1/I/3", "2/1"]


def test_a_short_form_that_the_plan_defines_is_its_long_form(shelf: Shelf) -> None:
    row = row_of(BEN_TRE, "1", "I", "9", {Field.LEAD_UNIT: "Phòng KH-TC"})
    assert apply(Filters(units=(unit_of("Phòng Kế hoạch - Tài chính"),)), [row], shelf) == [row]


@pytest.mark.parametrize("name", ["Trần Thị Hoa", "tran thi hoa", "TRẦN THỊ HOA"])
def test_a_leader_is_found_by_name(shelf: Shelf, name: str) -> None:
    assert kept(Filters(leader=name), shelf) == ["1/I/1", "1/II/1", "1/II/2"]


def test_a_table_without_leaders_has_no_row_of_a_leader(shelf: Shelf) -> None:
    assert kept(Filters(leader="Trần Văn Không"), shelf) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("trong tháng 6/2027", ["1/I/1"]),
        ("tháng 6", ["1/I/1"]),
        ("trong quý III/2027", ["1/I/2"]),
        ("trong năm 2027", ["1/I/1", "1/I/2", "1/I/3"]),
        ("trong năm 2029", ["LC/1", "LC/2"]),
        ("quý 3 năm 2028", ["LC/1"]),
        ("trước tháng 5/2027", ["1/I/3"]),
        ("sau năm 2027", ["1/II/2", "LC/1", "LC/2"]),
        ("thường xuyên", ["1/II/1"]),
        ("trong năm 1999", []),
    ],
)
def test_rows_are_due_in_the_time_asked(shelf: Shelf, text: str, places: list[str]) -> None:
    assert kept(timed(text), shelf) == places


def test_a_row_that_says_just_the_time_goes_before_one_that_only_runs_in_it(shelf: Shelf) -> None:
    just, longer = (
        row_of(BEN_TRE, "1", "I", stt, {Field.DEADLINE: cell})
        for stt, cell in (("8", "Tháng 6/2027"), ("9", "2026-2029"))
    )
    assert apply(timed("tháng 6/2027"), [longer, just], shelf) == [just]
    assert apply(timed("tháng 6/2027"), [longer], shelf) == [longer]


def test_regular_tasks_may_be_asked_for_along_with_a_time(shelf: Shelf) -> None:
    assert kept(timed("thường xuyên hoặc trong tháng 6/2027"), shelf) == ["1/I/1", "1/II/1"]


@pytest.mark.parametrize(
    ("field", "places"),
    [
        (Field.DELIVERABLE, ["1/I/2"]),
        (Field.TARGET, ["1/I/3", "1/II/1", "LC/2"]),
        (Field.BUDGET, ["2/4"]),
        (Field.RESPONSIBLE_LEADER, []),
    ],
)
def test_a_field_is_blank_only_where_the_table_has_a_column_for_it(
    shelf: Shelf, field: Field, places: list[str]
) -> None:
    assert kept(Filters(blank=(field,)), shelf) == places


@pytest.mark.parametrize(
    ("field", "places"),
    [
        (Field.BUDGET, ["2/1", "2/2", "2/3"]),
        (Field.NOTE, ["2/2", "2/4"]),
        (Field.APPROVAL, ["2/1"]),
        (Field.DEADLINE, ["1/I/1", "1/I/2", "1/I/3", "1/II/1", "1/II/2", "LC/1", "LC/2"]),
        (Field.DELIVERABLE, ["1/I/1", "1/I/3", "1/II/1", "1/II/2"]),
    ],
)
def test_a_field_is_filled_where_its_cell_or_the_schedule_says_something(
    shelf: Shelf, field: Field, places: list[str]
) -> None:
    assert kept(Filters(filled=(field,)), shelf) == places


def test_nothing_allocated_is_no_funding(shelf: Shelf) -> None:
    assert kept(Filters(funded=True), shelf) == ["2/3"]
    without = [row for row in shelf.rows.values() if not row.has(Field.ALLOCATED_BUDGET)]
    assert apply(Filters(funded=True), without, shelf) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("trên 3 tỷ", ["2/1", "2/2"]),
        ("dưới 1 tỷ", ["2/3"]),
        ("từ 3,5 tỷ trở lên", ["2/1", "2/2"]),
        ("không quá 3,5 tỷ", ["2/1", "2/3"]),
        ("từ 1 tỷ đến 5 tỷ", ["2/1"]),
        ("trên 100 tỷ", []),
        ("more than 3 billion dong", ["2/1", "2/2"]),
    ],
)
def test_rows_with_an_amount_are_compared_with_the_one_asked(shelf: Shelf, text: str, places: list[str]) -> None:
    (amount,) = find_amounts(text)
    assert kept(Filters(amount=amount), shelf) == places


def test_a_blank_budget_is_neither_large_nor_small(shelf: Shelf) -> None:
    assert budget_of(shelf.rows[f"{BEN_TRE}/pl-2/4"]) is None
    for comparison in (Comparison.ABOVE, Comparison.BELOW):
        assert "2/4" not in kept(Filters(amount=AskedAmount(0, 0, comparison, 1)), shelf)


def test_a_budget_is_in_the_unit_of_its_header() -> None:
    cells = {"budget": "1.500", "content": "Mua máy"}
    row = Row(Anchor(BEN_TRE, appendix="2", stt="9"), cells, columns={"Kinh phí (triệu đồng)": "1.500"})
    assert budget_of(row) == 1_500_000_000


@pytest.mark.parametrize(("group", "places"), [("II", ["1/II/1", "1/II/2"]), ("ii", ["1/II/1", "1/II/2"]), ("X", [])])
def test_a_group_is_found_by_its_number(shelf: Shelf, group: str, places: list[str]) -> None:
    assert kept(Filters(group=group), shelf) == places


@pytest.mark.parametrize(
    ("share", "places"), [("100", ["1/I/1"]), ("80", ["1/I/2"]), ("0", []), ("10", []), ("50", ["LC/1"])]
)
def test_a_percentage_is_that_of_the_target_and_no_part_of_another(shelf: Shelf, share: str, places: list[str]) -> None:
    assert kept(Filters(share=share), shelf) == places


def test_conditions_must_all_be_met(shelf: Shelf) -> None:
    both = Filters(units=(OFFICE,), leader="Trần Thị Hoa", times=find_times("tháng 6/2027"))
    assert kept(both, shelf) == ["1/I/1"]
    assert kept(Filters(leader="Trần Thị Hoa", share="80"), shelf) == []


some_filters = st.builds(
    Filters,
    units=st.sampled_from([(), (OFFICE,), (INSPECTORATE,)]),
    role=st.sampled_from([None, Field.LEAD_UNIT, Field.COORDINATING_UNITS]),
    leader=st.sampled_from(["", "Trần Thị Hoa", "Lê Văn Nam"]),
    blank=st.sampled_from([(), (Field.TARGET,), (Field.BUDGET,)]),
    group=st.sampled_from(["", "I", "II"]),
    share=st.sampled_from(["", "100", "80"]),
    times=st.sampled_from([(), find_times("năm 2027"), find_times("thường xuyên")]),
)


@given(some_filters)
def test_what_is_kept_is_some_of_the_rows_in_their_order_and_stays_kept(filters: Filters) -> None:
    shelf = made_up_shelf()
    rows = list(shelf.rows.values())
    found = apply(filters, rows, shelf)
    assert found == [row for row in rows if row in found]
    assert apply(filters, found, shelf) == found


@given(some_filters, some_filters)
def test_filters_taken_over_fill_only_what_the_new_ones_leave_out(new: Filters, old: Filters) -> None:
    merged = new.over(old, keep_topic=True)
    assert merged.group == (new.group or old.group)
    assert merged.units == (new.units or old.units)
    assert merged.times == (new.times or old.times)
    assert new.over(old, keep_topic=False) == new


def test_a_budget_is_in_the_unit_that_the_line_over_its_table_gives() -> None:
    cells = {"budget": "1.500", "content": "Mua máy"}
    row = Row(Anchor(BEN_TRE, appendix="2", stt="9"), cells, columns={"Kinh phí": "1.500"}, amounts_in="triệu đồng")
    assert budget_of(row) == 1_500_000_000
    assert amount_text(row, Field.BUDGET) == "1.500 triệu đồng"
    assert amount_text(replace(row, fields={"budget": "2 tỷ đồng"}), Field.BUDGET) == "2 tỷ đồng"


def test_what_comes_monthly_is_told_from_what_comes_yearly(shelf: Shelf) -> None:
    monthly, yearly, output = (
        row_of(BEN_TRE, "1", "I", stt, {Field.DEADLINE: cell, Field.DELIVERABLE: told})
        for stt, cell, told in (
            ("8", "Hằng tháng", ""),
            ("9", "Hằng năm", ""),
            ("10", "Thường xuyên", "Báo cáo hằng quý"),
        )
    )
    rows = [monthly, yearly, output]
    assert apply(timed("hằng tháng"), rows, shelf) == [monthly]
    assert apply(timed("every year"), rows, shelf) == [yearly]
    assert apply(timed("hằng quý"), rows, shelf) == [output]
    assert apply(timed("thường xuyên"), rows, shelf) == rows


def test_a_body_behind_which_another_stands_without_a_sign_is_found(shelf: Shelf) -> None:
    (hospital,) = (found.unit for found in find_units("Bệnh viện đa khoa"))
    row = row_of(BEN_TRE, "1", "I", "8", {Field.LEAD_UNIT: "Bệnh viện ĐK Bến Tre cơ sở y tế"})
    assert apply(Filters(units=(hospital,)), [row], shelf) == [row]


def test_what_of_a_budget_falls_to_a_year_stands_in_the_column_of_that_year() -> None:
    total = "Tổng kinh phí (triệu đồng)"
    row = Row(
        Anchor(BEN_TRE, appendix="3", stt="1"),
        {"content": "Kho dữ liệu", "budget": "38.000", "Năm 2026": "22.500"},
        columns={"Tên dự án": "Kho dữ liệu", total: "38.000", "Năm 2026": "22.500"},
    )
    assert (budget_of(row), budget_of(row, (2026,)), budget_of(row, (2027,))) == (
        38_000_000_000,
        22_500_000_000,
        38_000_000_000,
    )
