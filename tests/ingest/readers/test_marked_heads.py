"""Headers of several lines in tables that are written line by line, and other ways to write such tables."""

from __future__ import annotations

import pytest

from ingest.readers.document import HeaderCell, TableBlock
from ingest.readers.marked import read_marked

BLANK_BEHIND = """| TT | Nhiệm vụ | Tổ chức thực hiện | | Kinh phí |
|---|---|---|---|---|
| | | CQ chủ trì | CQ phối hợp | |
| 1 | Đo huyết áp | CDC tỉnh | Trạm y tế | 120 |
"""
WRITTEN_AGAIN = """| TT | Nhiệm vụ | Tổ chức thực hiện | Tổ chức thực hiện | Kinh phí |
|---|---|---|---|---|
| TT | Nhiệm vụ | CQ chủ trì | CQ phối hợp | Kinh phí |
| 1 | Đo huyết áp | CDC tỉnh | Trạm y tế | 120 |
"""
IN_THE_MIDDLE = """|STT|Tên dự án,|Chủ đầu tư||Kinh phí năm 2027||Ghi chú|
|---|---|---|---|---|---|---|
||nhiệm vụ||Tổng số|Vốn đầu tư công|Chi thường xuyên||
||TỔNG CỘNG||300|200|100||
|1|Kho dữ liệu y tế|Cục CNTT|300|200|100|Chuyển tiếp|
"""
COLUMNS = (
    HeaderCell("TT"),
    HeaderCell("Nhiệm vụ"),
    HeaderCell("CQ chủ trì", "Tổ chức thực hiện"),
    HeaderCell("CQ phối hợp", "Tổ chức thực hiện"),
    HeaderCell("Kinh phí"),
)


def tables(text: str) -> list[TableBlock]:
    return [block for block in read_marked(text)[0] if isinstance(block, TableBlock)]


def rows(text: str) -> list[tuple[str, ...]]:
    return [line.cells for table in tables(text) for line in table.lines]


@pytest.mark.parametrize("text", [BLANK_BEHIND, WRITTEN_AGAIN, BLANK_BEHIND.replace("| ", "|").replace(" |", "|")])
def test_a_header_of_two_lines_names_its_columns(text: str) -> None:
    (table,) = tables(text)
    assert table.header == COLUMNS
    assert rows(text) == [("1", "Đo huyết áp", "CDC tỉnh", "Trạm y tế", "120")]


def test_years_stand_under_the_header_that_is_merged_across_them() -> None:
    (table,) = tables("STT\tChỉ tiêu\tMục tiêu\t\tGhi chú\n\t\t2026\t2027\t\n1\tTỷ lệ\t60\t70\t\n")
    assert [(cell.parent, cell.title) for cell in table.header][2:4] == [("Mục tiêu", "2026"), ("Mục tiêu", "2027")]
    assert table.lines[0].cells == ("1", "Tỷ lệ", "60", "70", "")


def test_numbers_of_columns_under_a_header_are_no_row() -> None:
    assert rows("STT\tNhiệm vụ\tChủ trì\n(1)\t(2)\t(3)\n1\tLập kế hoạch\tVăn phòng\n") == [
        ("1", "Lập kế hoạch", "Văn phòng")
    ]


def test_the_rest_of_a_row_under_a_repeated_header_is_no_header() -> None:
    text = "STT\tNhiệm vụ\tChủ trì\n1\tLập kế hoạch\tVăn phòng\n\nSTT\tNhiệm vụ\tChủ trì\n\tvà dự toán\tSở\n"
    assert [len(table.header) for table in tables(text)] == [3, 3]
    assert rows(text)[1] == ("", "và dự toán", "Sở")


def test_a_header_alone_on_its_page_and_its_repetition_stay_two() -> None:
    text = "| TT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n| TT | Nhiệm vụ | Chủ trì |\n| 1 | A b c | Sở |\n"
    assert [len(table.lines) for table in tables(text)] == [0, 1]


@pytest.mark.parametrize(
    "heading", ["| I | Giám sát | Giám sát | Giám sát |", "| I | Giám sát | | |", "| I | Giám sát |"]
)
def test_a_text_written_into_all_columns_is_said_once(heading: str) -> None:
    text = f"| TT | Nhiệm vụ | Chủ trì | Phối hợp |\n|---|---|---|---|\n{heading}\n| 1 | A b c | Sở | Xã |\n"
    assert rows(text)[0] == ("I", "Giám sát", "", "")


def test_cells_of_a_row_that_say_the_same_by_chance_are_kept() -> None:
    text = "| TT | Nhiệm vụ | Chủ trì | Phối hợp |\n|---|---|---|---|\n| 1 | A b c | Sở Y tế | Sở Y tế |\n"
    assert rows(text)[0] == ("1", "A b c", "Sở Y tế", "Sở Y tế")


def test_a_table_without_edges_and_one_drawn_with_boxes_are_read() -> None:
    assert rows("TT | Nhiệm vụ | Chủ trì\n--- | --- | ---\n1 | A b c | Sở\n") == [("1", "A b c", "Sở")]
    drawn = "┌────┬──────────┬─────────┐\n│ TT │ Nhiệm vụ │ Chủ trì │\n"
    drawn += "├────┼──────────┼─────────┤\n│ 1  │ A b c    │ Sở      │\n"
    assert rows(drawn) == [("1", "A b c", "Sở")]


def test_a_column_of_numbers_whose_header_was_lost_is_that_of_the_row_numbers() -> None:
    (table,) = tables("| | Nhiệm vụ | Chủ trì |\n|---|---|---|\n| 1 | A b c | Sở |\n| 2 | D e f | Xã |\n")
    assert table.header[0].title == "STT"


def test_one_bar_in_a_sentence_makes_no_table() -> None:
    assert tables("Chọn đúng | sai trong phiếu.\n\nSở Y tế | Văn phòng\n") == []


def test_a_title_in_the_middle_of_its_columns_stands_over_each_of_them() -> None:
    (table,) = tables(IN_THE_MIDDLE)
    assert [(cell.title, cell.parent) for cell in table.header] == [
        ("STT", ""),
        ("Tên dự án, nhiệm vụ", ""),
        ("Chủ đầu tư", ""),
        ("Tổng số", "Kinh phí năm 2027"),
        ("Vốn đầu tư công", "Kinh phí năm 2027"),
        ("Chi thường xuyên", "Kinh phí năm 2027"),
        ("Ghi chú", ""),
    ]


def test_a_row_under_a_header_with_a_blank_title_is_no_line_of_it() -> None:
    (table,) = tables("|STT|Nội dung|||\n|---|---|---|---|\n||Cộng|120|30|\n|1|Mua tủ|120|30|\n")
    assert ("1", "Mua tủ", "120", "30") in [line.cells for line in table.lines]
