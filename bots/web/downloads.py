"""Rows as files for a spreadsheet. No cell of a plan can act as a formula in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from assistant.plans.library import Shelf
from ingest.model import Field, Row

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PLACE = ("Kế hoạch", "Phụ lục", "Nhóm", "Tên nhóm", "STT")
_TITLES = {
    Field.CONTENT: "Nội dung",
    Field.SOLUTION: "Giải pháp",
    Field.LEAD_UNIT: "Chủ trì",
    Field.COORDINATING_UNITS: "Phối hợp",
    Field.RESPONSIBLE_LEADER: "Lãnh đạo phụ trách",
    Field.DELIVERABLE: "Kết quả",
    Field.TARGET: "Mục tiêu",
    Field.DEADLINE: "Thời hạn",
    Field.SCHEDULE: "Lộ trình",
    Field.AREA: "Lĩnh vực",
    Field.BUDGET: "Kinh phí",
    Field.APPROVAL: "Chủ trương",
    Field.ALLOCATED_BUDGET: "Đã bố trí kinh phí",
    Field.NOTE: "Ghi chú",
}
_ADDRESS = "Địa chỉ"


def csv_of(rows: Sequence[Row], shelf: Shelf) -> bytes:
    """The rows as CSV in UTF-8 with the mark that spreadsheets need to read Vietnamese.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, as spreadsheets write it.
    """
    told = StringIO(newline="")
    writer = csv.writer(told)
    for line in _lines(rows, shelf):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in line])
    return told.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Sequence[Row], shelf: Shelf) -> bytes:
    """The rows as an Excel workbook of one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhiệm vụ")
    sheet.freeze_panes = "A2"
    lines = list(_lines(rows, shelf))
    for at, title in enumerate(lines[0]):
        wide = title not in _PLACE
        sheet.column_dimensions[chr(ord("A") + at)].width = 40 if wide else 16
    for number, line in enumerate(lines):
        cells = []
        for text in line:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", text))
            cell.data_type = "s"
            cell.font = Font(bold=number == 0)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cells.append(cell)
        sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _lines(rows: Sequence[Row], shelf: Shelf) -> Iterator[list[str]]:
    """The header and a line for each row: its place, the fields that any row has, the columns that mean none."""
    fields = [wanted for wanted in Field if any(row.has(wanted) for row in rows)]
    others = list(dict.fromkeys(name for row in rows for name in row.fields if name not in set(Field)))
    yield [*_PLACE, *(_TITLES[wanted] for wanted in fields), *others, _ADDRESS]
    for row in rows:
        anchor = row.anchor
        place = [shelf.names[anchor.plan], anchor.appendix or "", row.group, row.group_title, row.stt]
        cells = [*(row.text(wanted) for wanted in fields), *(row.fields.get(name, "") for name in others)]
        yield [*place, *cells, str(anchor)]
