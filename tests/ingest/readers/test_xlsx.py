"""Workbooks as departments keep them: numbers as they are shown, merged cells, several sheets, hidden parts."""

from __future__ import annotations

import datetime
import io

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from ingest.errors import ReadError
from ingest.readers import read_bytes
from ingest.readers.document import Document, TableBlock, TextBlock
from ingest.readers.xlsx import number_as_shown

HEADER = ("STT", "Nhiệm vụ", "Kinh phí")


def workbook() -> tuple[Workbook, Worksheet]:
    made = Workbook()
    assert isinstance(made.active, Worksheet)
    return made, made.active


def read(made: Workbook) -> Document:
    out = io.BytesIO()
    made.save(out)
    return read_bytes(out.getvalue(), "phu-luc.xlsx")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def lines(document: Document) -> list[tuple[str, ...]]:
    return [line.cells for block in document.blocks if isinstance(block, TableBlock) for line in block.lines]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3500000, "#,##0", "3.500.000"),
        (3500000, "General", "3500000"),
        (3500000.5, "#,##0.00", "3.500.000,50"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12,5%"),
        (1234.5, "General", "1234,5"),
        (0.1 + 0.2, "General", "0,3"),
        (2026, "0", "2026"),
        (7, "00", "07"),
        (-1500, "#,##0;(#,##0)", "(1.500)"),
        (-1500, "#,##0", "-1.500"),
        (1500, '#,##0 "đồng"', "1.500 đồng"),
        (1500000, "#,##0,", "1.500"),
        (1.5, "0.##", "1,5"),
        (2, "0.##", "2"),
        (1500, "[$-42A]#,##0 [$₫]", "1.500 ₫"),
        (1500, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "1.500"),
    ],
)
def test_numbers_are_printed_as_excel_shows_them_in_vietnam(value: float, form: str, shown: str) -> None:
    assert number_as_shown(value, form) == shown


def test_dates_texts_and_truths() -> None:
    made, sheet = workbook()
    sheet.append(["STT", "Nhiệm vụ", "Thời hạn hoàn thành"])
    for value in (datetime.date(2026, 6, 30), "Quý\nIII", True):
        sheet.append([1, "Việc", value])
    assert [line[2] for line in lines(read(made))] == ["30/06/2026", "Quý III", "TRUE"]


def test_titles_merged_cells_and_notes_around_a_table() -> None:
    made, sheet = workbook()
    sheet.append(["Phụ lục 3"])
    sheet.append(["DANH MỤC DỰ ÁN"])
    sheet.merge_cells("A2:C2")
    sheet.append(HEADER)
    sheet.append([1, "Máy chủ", 1500])
    sheet.append([2, "Mạng", None])
    sheet.merge_cells("C4:C5")
    sheet.append([])
    sheet.append(["Ghi chú: kinh phí tạm tính"])
    document = read(made)
    assert texts(document) == ["Phụ lục 3", "DANH MỤC DỰ ÁN", "Ghi chú: kinh phí tạm tính"]
    assert lines(document) == [("1", "Máy chủ", "1500"), ("2", "Mạng", "1500")]
    places = [line.place.line for block in document.blocks if isinstance(block, TableBlock) for line in block.lines]
    assert places == [4, 5]


def test_each_sheet_is_read_under_its_name_and_hidden_parts_are_not() -> None:
    made, sheet = workbook()
    sheet.title = "PL1"
    for row in (HEADER, [1, "Thấy", 1], [2, "Ẩn hàng", 2]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    second = made.create_sheet("Phụ lục 2")
    second.append([*HEADER, "Nháp"])
    second.append([1, "Việc hai", 3, "bí mật"])
    second.column_dimensions["D"].hidden = True
    secret = made.create_sheet("Tính toán")
    secret.append(["không đọc"])
    secret.sheet_state = "hidden"
    document = read(made)
    assert texts(document) == ["Phụ lục 1", "Phụ lục 2"]
    assert lines(document) == [("1", "Thấy", "1"), ("1", "Việc hai", "3")]
    assert "trang tính “Tính toán” bị ẩn, không đọc" in document.notices
    assert sum("bị ẩn" in notice for notice in document.notices) == 3


def test_formulas_are_not_computed_and_that_is_said() -> None:
    made, sheet = workbook()
    for row in (HEADER, [1, "Máy chủ", 5], [2, "Cộng dồn", "=SUM(C2:C2)"]):
        sheet.append(row)
    document = read(made)
    assert lines(document)[1] == ("2", "Cộng dồn", "")
    assert "1 ô công thức chưa có giá trị" in document.notices[0]


def test_old_fonts_in_cells_become_unicode() -> None:
    made, sheet = workbook()
    sheet.append(HEADER)
    sheet.append([1, "M¸y chñ", ""])
    sheet["B2"].font = Font(name=".VnTime")
    assert lines(read(made)) == [("1", "Máy chủ", "")]


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(ReadError, match="không có chữ nào"):
        read(workbook()[0])
