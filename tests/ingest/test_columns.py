"""What headers mean."""

import pytest

from ingest.columns import (
    assign,
    counts_things,
    divides_off,
    is_spanning,
    is_stt,
    may_be_stt,
    meaning,
    names_source,
    opens_row,
    time_point,
)
from ingest.model import Field


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Nội dung thực hiện", Field.CONTENT),
        ("CƠ QUAN, ĐƠN VỊ CHỦ TRÌ", Field.LEAD_UNIT),
        ("Cơ quan phối hợp thực hiện", Field.COORDINATING_UNITS),
        ("Lãnh đạo Sở phụ trách", Field.RESPONSIBLE_LEADER),
        ("Sản phẩm dự kiến hoàn thành", Field.DELIVERABLE),
        ("Mục tiêu cần đạt", Field.TARGET),
        ("Thời hạn hoàn thành", Field.DEADLINE),
        ("Đã bố trí kinh phí", Field.ALLOCATED_BUDGET),
        ("Dự toán kinh phí (đồng)", Field.BUDGET),
        ("Ghi chú (nguồn vốn)", Field.NOTE),
        ("Thuyết minh", Field.NOTE),
        ("Xong trước", Field.DEADLINE),
        ("Đơn vị tính", None),
        ("Căn cứ pháp lý", None),
        ("Văn bản giao", None),
        ("Kế hoạch 2026", Field.TARGET),
        ("KH 2027", Field.TARGET),
        ("CT năm 2027", Field.TARGET),
        ("TH 2026", None),
        ("Cán bộ đầu mối", Field.RESPONSIBLE_LEADER),
        ("Thứ trưởng phụ trách", Field.RESPONSIBLE_LEADER),
        ("Chủ tịch, Phó Chủ tịch chỉ đạo", Field.RESPONSIBLE_LEADER),
        ("Đơn vị được giao nhiệm vụ", Field.LEAD_UNIT),
        ("Đơn vị đồng thực hiện", Field.COORDINATING_UNITS),
        ("Mức cần đạt năm 2027", Field.TARGET),
        ("Quý thực hiện", Field.DEADLINE),
        ("Hiện trạng đến 30/9/2026", None),
        ("Năm hoàn thành", Field.DEADLINE),
        ("Khoản mục chi", Field.CONTENT),
        ("Nhu cầu vốn (triệu đồng)", Field.BUDGET),
        ("Mức phấn đấu 2027", Field.TARGET),
        ("Phấn đấu năm 2026", Field.TARGET),
        ("Giao năm 2026", Field.TARGET),
        ("Số liệu gốc 2026", None),
        ("Bộ phận phụ trách", Field.LEAD_UNIT),
        ("Dự kiến KP (trđ)", Field.BUDGET),
        ("Tổng chi phí", Field.BUDGET),
        ("Thời gian bắt đầu", None),
        ("Bắt đầu vận hành", Field.DEADLINE),
        ("Kết quả thực hiện đến nay", None),
        ("", None),
    ],
)
def test_a_header_means_a_field_by_its_words(title: str, field: Field | None) -> None:
    assert meaning(title) is field


@pytest.mark.parametrize(("title", "point"), [("Năm 2030", "2030"), ("2026", "2026"), ("Quý I", "Quý I"), ("Quý", "")])
def test_years_and_quarters_are_points_in_time(title: str, point: str) -> None:
    assert time_point(title) == point


def test_row_numbers_and_spanning_headers_are_known() -> None:
    assert is_stt("Số TT")
    assert not is_stt("STT-B6")
    assert is_spanning("Lộ trình thực hiện")
    assert not is_spanning("Ghi chú")


def test_a_target_names_the_rows_where_nothing_else_does() -> None:
    columns = assign([("Chỉ tiêu", ""), ("Năm 2030", "Mục tiêu"), ("Năm 2045", "Mục tiêu")])
    assert [column.field for column in columns] == [Field.CONTENT, Field.SCHEDULE, Field.SCHEDULE]
    assert [column.year for column in columns] == ["", "2030", "2045"]


def test_headers_that_differ_by_their_year_are_a_schedule() -> None:
    columns = assign([("Nhiệm vụ", ""), ("Chỉ tiêu năm 2025", ""), ("Chỉ tiêu năm 2026", "")])
    assert [column.year for column in columns] == ["", "2025", "2026"]


def test_who_carries_out_leads_only_where_nobody_else_does() -> None:
    assert assign([("Nội dung", ""), ("Đơn vị thực hiện", "")])[1].field is Field.LEAD_UNIT
    assert assign([("Nội dung", ""), ("Chủ trì", ""), ("Đơn vị thực hiện", "")])[2].field is None


def test_no_two_columns_get_one_field() -> None:
    assert [column.field for column in assign([("Ghi chú", ""), ("Nội dung", ""), ("Chú thích", "")])] == [
        Field.NOTE, Field.CONTENT, None,
    ]  # fmt: skip


def test_who_is_in_charge_beside_a_leader_in_charge_is_the_lead() -> None:
    columns = assign([("Hoạt động", ""), ("Phụ trách", "Phân công"), ("Lãnh đạo phụ trách", "Phân công")])
    assert [column.field for column in columns] == [Field.CONTENT, Field.LEAD_UNIT, Field.RESPONSIBLE_LEADER]


def test_rows_of_figures_are_about_the_bodies_they_are_given_to() -> None:
    headers = [("Đơn vị", ""), ("Xét nghiệm HIV (lượt)", ""), ("Phát hiện lao (người)", "")]
    cells = [["TTYT Tân An", "TTYT Bến Lức"], ["9.200", "7.800"], ["420", ""]]
    assert [column.field for column in assign(headers, cells)] == [Field.CONTENT, None, None]


def test_a_source_under_a_year_keeps_the_year_in_its_header() -> None:
    columns = assign([("Nội dung", ""), ("Ngân sách tỉnh", "Năm 2026"), ("Ngân sách tỉnh", "Năm 2027")])
    assert [column.printed for column in columns[1:]] == ["Năm 2026 Ngân sách tỉnh", "Năm 2027 Ngân sách tỉnh"]


@pytest.mark.parametrize(
    ("over", "kept"),
    [
        (("Ngân sách trung ương", "Ngân sách thành phố"), [None] * 4),
        (("Chỉ tiêu", "Ngân sách thành phố"), [Field.SCHEDULE, Field.SCHEDULE, None, None]),
    ],
)
def test_a_year_under_two_headers_is_two_columns(over: tuple[str, str], kept: list[Field | None]) -> None:
    columns = assign([("Dự án", ""), *((f"Năm {year}", one) for one in over for year in (2026, 2027))])
    assert [column.field for column in columns[1:]] == kept
    assert len({column.printed for column in columns}) == 5


def fields(*titles: str) -> list[Field | None]:
    return [column.field for column in assign([(title, "") for title in titles])]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Số xã, phường phụ trách", None),
        ("Tổng số đơn vị phối hợp", None),
        ("Số tiền", Field.BUDGET),
        ("Đơn vị được kiểm tra", None),
        ("Phòng được giao", Field.LEAD_UNIT),
        ("Địa bàn hỗ trợ", None),
        ("Ngày khám", Field.DEADLINE),
        ("Ngày ban hành", None),
        ("Kết thúc", Field.DEADLINE),
        ("Trưởng đoàn", Field.RESPONSIBLE_LEADER),
        ("Hoạt động cụ thể", Field.SOLUTION),
    ],
)
def test_quantities_places_and_days_are_told_from_bodies(title: str, field: Field | None) -> None:
    assert meaning(title) is field


def test_rows_are_about_the_body_that_something_is_done_to() -> None:
    told = fields("Đơn vị được kiểm tra", "Trưởng đoàn", "Nội dung trọng tâm", "Thời gian kiểm tra")
    assert told == [Field.CONTENT, Field.RESPONSIBLE_LEADER, None, Field.DEADLINE]


def test_the_result_of_a_year_beside_a_target_is_nothing_to_deliver() -> None:
    assert fields("Tên chỉ tiêu", "Kết quả năm 2025", "Chỉ tiêu 2026") == [Field.CONTENT, None, Field.TARGET]
    assert fields("Nhiệm vụ", "Kết quả năm 2025", "Ghi chú") == [Field.CONTENT, Field.DELIVERABLE, Field.NOTE]


def test_an_investor_leads_where_no_other_column_says_who_does() -> None:
    assert fields("Dự án", "Chủ đầu tư")[1] is Field.LEAD_UNIT
    assert fields("Dự án", "Đơn vị chủ trì", "Chủ đầu tư") == [Field.CONTENT, Field.LEAD_UNIT, None]


def test_a_column_of_measures_names_no_body() -> None:
    headers = [("Chỉ tiêu", ""), ("Đơn vị", ""), ("Năm 2026", ""), ("Năm 2027", "")]

    def unit(cells: list[str]) -> Field | None:
        return assign(headers, [["A", "B", "C"], cells, ["90", "2", "1"], ["95", "2", "1"]])[1].field

    assert unit(["%", "Người", "Lượt/năm"]) is None
    assert unit(["Văn phòng Sở", "Phòng KHTC", "CDC"]) is Field.LEAD_UNIT


@pytest.mark.parametrize(
    ("title", "field"), [("Người chỉ đạo", Field.RESPONSIBLE_LEADER), ("Lãnh đạo theo dõi", Field.RESPONSIBLE_LEADER)]
)
def test_who_directs_is_the_leader(title: str, field: Field) -> None:
    assert meaning(title) is field


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("Số giường bệnh", True),
        ("Dân số quản lý", True),
        ("Số văn bản", False),
        ("Số liệu", False),
        ("Nhiệm vụ", False),
    ],
)
def test_headers_of_plain_figures(title: str, counts: bool) -> None:
    assert counts_things(title) is counts


def test_bodies_before_columns_of_figures_are_what_rows_are_about() -> None:
    columns = assign([("Đơn vị", ""), ("Dân số quản lý", ""), ("Năm 2026", ""), ("Năm 2027", "")])

    assert [column.field for column in columns] == [Field.CONTENT, None, Field.SCHEDULE, Field.SCHEDULE]


def test_what_tells_more_is_the_content_rather_than_what_comes_out() -> None:
    headers = [("Phần việc", ""), ("Chủ trì", ""), ("Sản phẩm", "")]
    told = [["Kiểm tra liên ngành", "Hậu kiểm hồ sơ công bố"], ["Thanh tra Sở", "CDC"], ["Biên bản", "Báo cáo"]]

    assert [column.field for column in assign(headers, told)] == [Field.CONTENT, Field.LEAD_UNIT, Field.DELIVERABLE]


def test_figures_name_no_rows_where_the_first_column_says_of_what() -> None:
    told = [["Nhà thuốc", "Quầy thuốc"], ["612", "900"], ["Phòng Dược", "Phòng Dược"]]
    columns = assign([("Nhóm cơ sở", ""), ("Mục tiêu 2026", ""), ("Phòng phụ trách", "")], told)

    assert [column.field for column in columns] == [Field.CONTENT, Field.TARGET, Field.LEAD_UNIT]


def test_the_sum_beside_the_amounts_of_years_is_the_budget() -> None:
    columns = assign([("Hạng mục", ""), ("2026", "Kinh phí"), ("2027", "Kinh phí"), ("Cộng", "Kinh phí")])

    assert [column.field for column in columns] == [Field.CONTENT, None, None, Field.BUDGET]


@pytest.mark.parametrize(("cell", "opens"), [("2", True), ("1.1.", True), ("IV", True), ("2026", False), ("TT", False)])
def test_the_number_of_a_row_opens_no_header(cell: str, opens: bool) -> None:
    assert opens_row(cell) is opens


def test_the_sum_beside_the_sources_of_money_is_the_budget() -> None:
    columns = assign([("Khoản chi", ""), ("NSTW", ""), ("NSĐP", ""), ("Tổng", "")])

    assert [column.field for column in columns] == [Field.CONTENT, None, None, Field.BUDGET]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Dự kiến bàn giao", Field.DEADLINE),
        ("Dự kiến hoàn thành", Field.DEADLINE),
        ("Giá gói thầu (triệu đồng)", Field.BUDGET),
        ("Đơn vị được giao", Field.LEAD_UNIT),
    ],
)
def test_when_something_is_handed_over_is_told_from_who_is_given_it(title: str, field: Field) -> None:
    assert meaning(title) is field


def test_the_figure_of_the_only_year_is_the_target_of_what_is_measured() -> None:
    told = assign([("Chỉ tiêu", ""), ("Đơn vị tính", ""), ("Năm 2025", ""), ("Cơ quan chủ trì", "")])
    assert [column.field for column in told] == [Field.CONTENT, None, Field.TARGET, Field.LEAD_UNIT]
    beside = assign([("Chỉ số", ""), ("ĐVT", ""), ("Năm 2025", ""), ("Chỉ tiêu 2026", "")])
    assert [column.field for column in beside][2:] == [None, Field.TARGET]
    unmeasured = assign([("Nhiệm vụ", ""), ("Năm 2025", ""), ("Đơn vị chủ trì", "")])
    assert unmeasured[1].field is None


@pytest.mark.parametrize(
    ("title", "cells", "numbers"),
    [
        ("Mã số", ("1", "1.1", "1.2", "2"), True),
        ("", ("I", "1", "2"), True),
        ("Mã số", ("G12.25.1", "G12.25.2"), False),
        ("Số lượng", ("1", "2", "3"), False),
        ("Mã số", ("1", "1"), False),
    ],
)
def test_codes_that_number_rows_are_the_numbers_of_rows(title: str, cells: tuple[str, ...], numbers: bool) -> None:
    assert may_be_stt(title, cells) is numbers


def test_of_an_amount_and_its_parts_the_sum_is_the_budget() -> None:
    over = "Kinh phí năm 2027"
    headers = [("Tên dự án", ""), ("Tổng số", over), ("Vốn đầu tư công", over), ("Chi thường xuyên", over)]
    assert [column.field for column in assign(headers)] == [Field.CONTENT, Field.BUDGET, None, None]


@pytest.mark.parametrize(
    ("title", "of_money", "field"),
    [("Nhu cầu", True, Field.BUDGET), ("Nhu cầu", False, None), ("Giá trị (triệu đồng)", False, Field.BUDGET)],
)
def test_amounts_are_a_budget_in_a_table_of_money(title: str, of_money: bool, field: Field | None) -> None:
    columns = assign([("Khoản chi", ""), ("Đơn vị sử dụng", ""), (title, "")], of_money=of_money)
    assert columns[2].field is field


def test_an_amount_with_its_own_unit_is_the_budget_and_the_source_beside_it_is_none() -> None:
    found = assign([("Dự án", ""), ("Chủ đầu tư", ""), ("Tổng mức (tỷ đồng)", ""), ("Nguồn vốn", "")])
    assert [column.field for column in found] == [Field.CONTENT, Field.LEAD_UNIT, Field.BUDGET, None]


def test_rows_of_units_are_about_them_where_nothing_else_names_a_row() -> None:
    headers = [("Đơn vị", ""), ("Số máy", ""), ("Mức hiện tại", ""), ("Ngày hoàn thành", "")]
    named = [("Bệnh viện A", "Bệnh viện B"), ("4", "5"), ("Mức 2", "Mức 3"), ("30/6/2026", "30/7/2026")]
    assert assign(headers, named)[0].field is Field.CONTENT
    same = [("Sở Y tế", "Sở Y tế"), ("4", "5"), ("Kho dữ liệu", "Cổng tin"), ("30/6/2026", "30/7/2026")]
    assert assign(headers, same)[0].field is Field.LEAD_UNIT


@pytest.mark.parametrize(
    ("title", "named"),
    [("NSNN", True), ("Quỹ PTHĐSN", True), ("Tỷ lệ NSNN (%)", False), ("Số máy phải thay", False)],
)
def test_what_comes_from_one_source_is_named_by_its_header(title: str, named: bool) -> None:
    assert names_source(title) is named


def test_what_of_a_sum_falls_to_a_year_is_told_by_its_header() -> None:
    assert divides_off("Trong đó năm 2026")
    assert not divides_off("Trong đó")
    assert not divides_off("Năm 2026")
