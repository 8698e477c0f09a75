"""Headers of several levels, which come one after the other in flattened text, are put in their columns' order."""

from __future__ import annotations

from ingest.readers.flattened.headers import layouts, split_headers


def _orders(*lines: str) -> list[list[tuple[str, str]]]:
    return [[(cell.title, cell.parent) for cell in layout.cells] for layout in layouts(lines)]


def test_the_parts_of_a_sum_take_the_place_of_what_stands_over_them() -> None:
    (order,) = _orders(
        "TT Nội dung Đơn vị thực hiện Tổng kinh", "phí", "Trong đó Ghi chú", "Ngân sách tỉnh", "Nguồn thu của đơn vị"
    )
    assert order == [
        ("Nội dung", ""),
        ("Đơn vị thực hiện", ""),
        ("Tổng kinh phí", ""),
        ("Ngân sách tỉnh", "Trong đó"),
        ("Nguồn thu của đơn vị", "Trong đó"),
        ("Ghi chú", ""),
    ]


def test_a_lower_level_is_dealt_out_among_those_over_it_and_a_third_among_its_parts() -> None:
    (order,) = _orders(
        "TT Tên nhiệm vụ Phân công Thời gian Kinh phí (triệu đồng) Sản phẩm",
        "Chủ trì Phối hợp Bắt đầu Hoàn",
        "thành",
        "Tổng số Chia ra",
        "NSNN Khác",
    )
    assert order == [
        ("Tên nhiệm vụ", ""),
        ("Chủ trì", "Phân công"),
        ("Phối hợp", "Phân công"),
        ("Bắt đầu", "Thời gian"),
        ("Hoàn thành", "Thời gian"),
        ("Tổng số", "Kinh phí (triệu đồng)"),
        ("NSNN", "Chia ra"),
        ("Khác", "Chia ra"),
        ("Sản phẩm", ""),
    ]


def test_a_column_of_one_year_stands_over_no_years() -> None:
    assert _orders("TT Chỉ tiêu Năm 2025 Lộ trình Đơn vị chủ trì", "2026 2027 2028") == [
        [
            ("Chỉ tiêu", ""),
            ("Năm 2025", ""),
            ("2026", "Lộ trình"),
            ("2027", "Lộ trình"),
            ("2028", "Lộ trình"),
            ("Đơn vị chủ trì", ""),
        ]
    ]


def test_the_first_of_a_run_of_years_is_not_the_end_of_what_stands_over_them() -> None:
    assert split_headers("STT Chỉ tiêu Đơn vị tính Chỉ tiêu các năm 2026 2027 2028")[3:] == (
        "Chỉ tiêu các năm",
        "2026",
        "2027",
        "2028",
    )


def test_one_that_says_nothing_known_may_stand_over_what_opens_the_next_line() -> None:
    order = _orders("TT Đơn vị Số máy phải", "thay", "Bệnh án điện tử Người phụ trách", "Mức hiện tại Ngày hoàn thành")[
        -1
    ]
    assert order[2:] == [
        ("Mức hiện tại", "Bệnh án điện tử"),
        ("Ngày hoàn thành", "Bệnh án điện tử"),
        ("Người phụ trách", ""),
    ]
    assert (
        len(_orders("TT Đơn vị Số máy phải", "thay Bệnh án điện tử Người phụ trách Mức hiện tại Ngày hoàn thành")) == 1
    )
