"""Tables of many layouts come out cell by cell."""

from __future__ import annotations

import pytest

from ingest.readers.document import TableBlock, TextBlock
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.pdf.drawing import LYING, UPRIGHT, Sheet, turned

XS = (50, 85, 285, 400, 540)
HEADER = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian hoàn thành")


def _tables(data: bytes) -> list[TableBlock]:
    return [block for block in read_pdf(data, "a.pdf").blocks if isinstance(block, TableBlock)]


def _cells(table: TableBlock) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines]


def _ys(top: float, *heights: float) -> list[float]:
    ys = [top]
    for height in heights:
        ys.append(ys[-1] + height)
    return ys


def test_wrapped_lines_are_joined_and_broken_codes_closed() -> None:
    sheet = Sheet()
    rows = [HEADER, ("1", "Theo Quyết định số 223/QĐ-\nUBND ngày 20/3/2025", "Văn phòng\nSở", "Quý IV")]
    sheet.table(XS, _ys(100, 20, 40), rows)
    (table,) = _tables(sheet.data())
    assert [cell.title for cell in table.header] == list(HEADER)
    assert _cells(table) == [("1", "Theo Quyết định số 223/QĐ-UBND ngày 20/3/2025", "Văn phòng Sở", "Quý IV")]


def test_a_cell_merged_down_speaks_in_each_of_its_rows() -> None:
    sheet = Sheet()
    rows = [HEADER, ("1", "A b c", "Văn phòng", "Quý I"), ("2", "D e f", "^", "Quý II"), ("3", "G h i", "KHTC", "^")]
    sheet.table(XS, _ys(100, 20, 30, 30, 30), rows)
    (table,) = _tables(sheet.data())
    assert _cells(table) == [
        ("1", "A b c", "Văn phòng", "Quý I"),
        ("2", "D e f", "Văn phòng", "Quý II"),
        ("3", "G h i", "KHTC", "Quý II"),
    ]


def test_a_header_of_two_lines_keeps_what_stands_over_its_years() -> None:
    sheet = Sheet()
    xs = (50, 85, 285, 340, 395, 450, 540)
    rows = [
        ("STT", "Nhiệm vụ", "Thời gian", None, None, "Chủ trì"),
        ("^", "^", "2025", "2026", "2027", "^"),
        ("1", "A b c", "X", "", "Quý 3", "Văn phòng"),
        ("2", "D e f", "Thường xuyên", None, None, "KHTC"),
    ]
    sheet.table(xs, _ys(100, 20, 20, 30, 30), rows)
    (table,) = _tables(sheet.data())
    assert [(cell.title, cell.parent) for cell in table.header] == [
        ("STT", ""),
        ("Nhiệm vụ", ""),
        ("2025", "Thời gian"),
        ("2026", "Thời gian"),
        ("2027", "Thời gian"),
        ("Chủ trì", ""),
    ]
    assert _cells(table) == [
        ("1", "A b c", "X", "", "Quý 3", "Văn phòng"),
        ("2", "D e f", "Thường xuyên", "Thường xuyên", "Thường xuyên", "KHTC"),
    ]


def test_a_group_merged_over_the_table_stands_in_its_first_cells() -> None:
    sheet = Sheet()
    rows = [
        HEADER,
        ("I", "Hạ tầng số của ngành", None, None),
        ("1", "A b c", "VP", ""),
        ("II. Dữ liệu số", None, None, None),
    ]
    sheet.table(XS, _ys(100, 20, 20, 20, 20), rows)
    (table,) = _tables(sheet.data())
    assert _cells(table) == [
        ("I", "Hạ tầng số của ngành", "", ""),
        ("1", "A b c", "VP", ""),
        ("II. Dữ liệu số", "", "", ""),
    ]


def test_two_number_columns_under_one_header_are_one() -> None:
    sheet = Sheet()
    xs = (50, 75, 100, 285, 400, 540)
    rows = [
        ("TT", None, "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"),
        ("1.", "", "Xây dựng dữ liệu", "Văn phòng", "2026"),
        ("", "a)", "Dữ liệu y tế", "KHTC", "2026"),
    ]
    sheet.table(xs, _ys(100, 20, 20, 20), rows)
    (table,) = _tables(sheet.data())
    assert [cell.title for cell in table.header] == ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"]
    assert [cells[:2] for cells in _cells(table)] == [("1.", "Xây dựng dữ liệu"), ("a)", "Dữ liệu y tế")]


def test_a_line_that_numbers_the_columns_and_a_header_printed_again_are_no_rows() -> None:
    sheet = Sheet()
    rows = [HEADER, ("(1)", "(2)", "(3)", "(4)"), ("1", "A b c", "VP", ""), HEADER, ("2", "D e f", "KHTC", "Quý I")]
    sheet.table(XS, _ys(100, 20, 20, 20, 20, 20), rows)
    (table,) = _tables(sheet.data())
    assert [cells[0] for cells in _cells(table)] == ["1", "2"]


def test_a_title_inside_the_frame_is_text_before_the_table() -> None:
    sheet = Sheet()
    sheet.table(XS, _ys(100, 20, 20, 20), [("DANH MỤC NHIỆM VỤ", None, None, None), HEADER, ("1", "A b c", "VP", "")])
    first, second = read_pdf(sheet.data(), "a.pdf").blocks
    assert isinstance(first, TextBlock)
    assert first.text == "DANH MỤC NHIỆM VỤ"
    assert isinstance(second, TableBlock)


def test_two_tables_on_a_page_keep_the_text_between_them() -> None:
    sheet = Sheet()
    sheet.table(XS, _ys(100, 20, 20), [HEADER, ("1", "A b c", "VP", "")])
    sheet.text(50, 180, "Biểu 2. Kinh phí")
    sheet.table((50, 85, 400, 540), _ys(200, 20, 20), [("TT", "Nội dung", "Kinh phí"), ("1", "D e f", "5.000.000")])
    kinds = [
        block.text if isinstance(block, TextBlock) else len(block.header)
        for block in read_pdf(sheet.data(), "a").blocks
    ]
    assert kinds == [4, "Biểu 2. Kinh phí", 3]


def test_a_part_without_a_header_goes_on_in_the_columns_of_the_page_before() -> None:
    sheet = Sheet()
    sheet.table(XS, _ys(700, 20, 30), [HEADER, ("1", "A b c", "Văn phòng", "2026")])
    sheet.page()
    sheet.table(XS, _ys(60, 30, 30), [("2", "D e f", "KHTC", ""), ("II", "Dữ liệu số của ngành y tế", None, None)])
    _, second = _tables(sheet.data())
    assert second.header == ()
    assert _cells(second) == [("2", "D e f", "KHTC", ""), ("II", "Dữ liệu số của ngành y tế", "", "")]


def test_a_cell_merged_over_a_page_break_speaks_on_the_next_page_too() -> None:
    sheet = Sheet()
    rows = [HEADER, ("1", "A b c", "Văn phòng", "2026"), ("2", "D e f", "^", "2027")]
    sheet.table(XS, _ys(700, 20, 30, 30), rows)
    sheet.page()
    sheet.table(XS, _ys(60, 20, 30, 30), [HEADER, ("3", "G h i", "", "2026"), ("4", "K l m", "KHTC", "")])
    _, second = _tables(sheet.data())
    assert [cells[2] for cells in _cells(second)] == ["Văn phòng", "KHTC"]


def test_a_row_whose_number_stands_in_its_lower_part_is_whole() -> None:
    sheet = Sheet()
    rows = [
        HEADER,
        ("1", "A b c", "VP", "2026"),
        ("2", "D e f", "VP", "2026"),
        ("", "Xây dựng kho dữ", "Văn phòng", ""),
    ]
    sheet.table(XS, _ys(680, 20, 30, 30, 30), rows)
    sheet.page()
    sheet.table(XS, _ys(60, 20, 30), [HEADER, ("3", "liệu số", "Sở", "2027")])
    first, second = _tables(sheet.data())
    assert _cells(first)[-1] == ("3", "Xây dựng kho dữ liệu số", "Văn phòng Sở", "2027")
    assert first.lines[-1].place.end_page == 2
    assert [box.page for box in first.lines[-1].place.boxes] == [1, 2]
    assert _cells(second) == []


@pytest.mark.parametrize("shown_upright", [True, False])
def test_turned_pages_are_read_as_they_read_and_boxed_as_they_are_shown(shown_upright: bool) -> None:
    sheet = Sheet(LYING)
    sheet.table(XS, _ys(100, 20, 40), [HEADER, ("1", "Xây dựng kho dữ\nliệu số", "Văn phòng", "Quý I")])
    (table,) = _tables(turned(sheet.data(), shown_upright))
    assert _cells(table) == [("1", "Xây dựng kho dữ liệu số", "Văn phòng", "Quý I")]
    (box,) = table.lines[0].place.boxes
    on_its_side = (120, LYING[0] - 540, 160, LYING[0] - 50)  # what was left is at the page's foot
    expected = (50, 120, 540, 160) if shown_upright else on_its_side
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(expected, abs=1.5)


def test_a_table_without_outer_sides_and_an_underlined_word_in_it() -> None:
    sheet = Sheet(UPRIGHT)
    ys = _ys(100, 20, 30, 30)
    for y in ys:
        sheet.rule(50, y, 540, y)
    for x in XS[1:-1]:
        sheet.rule(x, ys[0], x, ys[-1])
    for row, cells in enumerate([HEADER, ("1", "Xây dựng kho", "Văn phòng", "2026"), ("2", "D e f", "KHTC", "")]):
        for x, cell in zip(XS, cells, strict=False):
            sheet.text(x + 4, ys[row] + 13, cell, 11)
    sheet.rule(89, 135, 140, 135)
    (table,) = _tables(sheet.data())
    assert _cells(table) == [("1", "Xây dựng kho", "Văn phòng", "2026"), ("2", "D e f", "KHTC", "")]


@pytest.mark.parametrize("ruled", [True, False])
def test_columns_without_upright_lines_are_found_by_how_text_is_aligned(ruled: bool) -> None:
    sheet = Sheet()
    ys = _ys(100, 22, 40, 40, 22)
    rows = [
        HEADER,
        ("1", "Xây dựng kho dữ\nliệu số", "Văn phòng\nSở", "2026"),
        ("2", "D e f", "KHTC", "2027"),
        ("3", "G h", "VP", "X"),
    ]
    for row, cells in enumerate(rows):
        for x, cell in zip(XS, cells, strict=False):
            sheet.text(x, ys[row] + 15, cell, 11)
    for y in ys if ruled else ():
        sheet.rule(45, y, 545, y)
    (table,) = _tables(sheet.data())
    assert [cell.title for cell in table.header] == list(HEADER)
    assert _cells(table) == [
        ("1", "Xây dựng kho dữ liệu số", "Văn phòng Sở", "2026"),
        ("2", "D e f", "KHTC", "2027"),
        ("3", "G h", "VP", "X"),
    ]
