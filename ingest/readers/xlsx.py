"""Reads .xlsx files: each sheet's lines as text or table, numbers as they are shown, hidden sheets left out.

Values are those that Excel last computed; no formula is evaluated and no other workbook is opened. Numbers are printed
the Vietnamese way (1.234,5), as Excel shows them to the people who made the file.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.errors import ReadError
from ingest.model import Place
from ingest.readers.document import Block, TextBlock
from ingest.readers.grid import Cell, Grid, blocks_of_grid
from ingest.readers.legacy import convert, is_capitals_font, legacy_of_font
from ingest.readers.limits import Limits
from ingest.readers.ooxml import open_package
from ingest.vietnamese import nfc

_MOST_CELLS = 500_000
_APPENDIX = re.compile(r"(?:phụ\s*lục|pl|biểu)[\s._-]*(?:số\s*)?([IVX]{1,5}|\d{1,2})\b", re.IGNORECASE)
_UNCOMPUTED = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>|<f[^>]*/>\s*</c>")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


_FAULTS = (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError)
"""What openpyxl raises for files that are not as they should be."""


def read_xlsx(data: bytes, name: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a workbook's visible sheets, and notices. Raises ReadError for one that is damaged or empty."""
    notices = _check(data, name, limits)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
    except _FAULTS as error:
        raise ReadError(
            name,
            f"không mở được bảng tính ({error}); hãy mở bằng Excel rồi lưu lại",
            f"the workbook cannot be opened ({error}); open it in Excel and save it again",
        ) from None
    blocks: list[Block] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            notices.append(f"trang tính “{sheet.title}” bị ẩn, không đọc")
            continue
        found, told = _sheet(sheet, name)
        if found and (heading := _heading(workbook, sheet, found)):
            blocks.append(TextBlock(heading, emphasised=True))
        blocks += found
        notices += told
    if not blocks:
        raise ReadError(name, "bảng tính không có chữ nào", "the workbook holds no text")
    return tuple(blocks), tuple(dict.fromkeys(notices))


def _check(data: bytes, name: str, limits: Limits) -> list[str]:
    """Refuses parts that declare entities; tells of formulas whose value the file does not hold."""
    package = open_package(data, name, limits)
    uncomputed = 0
    for part in package.archive.namelist():
        if part.endswith((".xml", ".rels")):
            content = package.part(part) or b""
            if _DTD.search(content[:4096]):
                raise ReadError(
                    name,
                    f"phần {part} khai báo thực thể XML, điều tệp Office không bao giờ có; không đọc",
                    f"the part {part} declares XML entities, which Office files never do; not read",
                )
            uncomputed += len(_UNCOMPUTED.findall(content)) if "worksheets/" in part else 0
    if not uncomputed:
        return []
    return [f"{uncomputed} ô công thức chưa có giá trị được đọc là ô trống; hãy mở bằng Excel rồi lưu lại"]


def _heading(workbook: Workbook, sheet: Worksheet, blocks: Sequence[Block]) -> str:
    """The appendix that a sheet's name tells of, where its own text names none and there are several sheets."""
    texts = [block.text for block in blocks if isinstance(block, TextBlock)]
    found = _APPENDIX.match(nfc(sheet.title).strip())
    if found is None or any(_APPENDIX.match(text) for text in texts) or len(workbook.worksheets) < 2:
        return ""
    return f"Phụ lục {found[1]}"


def _sheet(sheet: Worksheet, name: str) -> tuple[list[Block], list[str]]:
    """The blocks of a sheet: runs of lines parted by blank ones, each a grid or lines of text."""
    notices: list[str] = []
    hidden_columns = {at for at in range(1, (sheet.max_column or 0) + 1) if _is_hidden_column(sheet, at)}
    cells, used, hidden_rows = _cells(sheet, name, hidden_columns)
    if hidden_rows or (hidden_columns and any(cell.columns for cell in cells)):
        notices.append(f"trang tính “{sheet.title}” có hàng hoặc cột bị ẩn, không đọc phần đó")
    blocks: list[Block] = []
    for start, end in _runs(used):
        part = [cell for cell in cells if start <= cell.row < end]
        moved = [Cell(c.text, c.row - start, c.left, min(c.rows, end - c.row), c.columns, c.strong) for c in part]
        places = [Place(line=row, end_line=row) for row in range(start, end)]
        blocks += _without_single_columns(blocks_of_grid(Grid(moved, places)))
    return blocks, notices


def _without_single_columns(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines of titles stand in a grid without a header: as text, unless they continue a table of several columns."""
    for block in blocks:
        if isinstance(block, TextBlock) or block.header or any(sum(map(bool, line.cells)) > 2 for line in block.lines):
            yield block
            continue
        for line in block.lines:
            yield from (TextBlock(cell, line.place) for cell in line.cells if cell)


def _cells(sheet: Worksheet, name: str, hidden_columns: set[int]) -> tuple[list[Cell], list[bool], bool]:
    """The cells that hold something, by row from 1; which rows hold any; whether hidden rows were passed over."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    hidden = {at for at, row in sheet.row_dimensions.items() if row.hidden}
    cells: list[Cell] = []
    used: dict[int, bool] = {}
    dropped = False
    for (row, column), value in sorted(sheet._cells.items()):
        text = "" if isinstance(value, MergedCell) else _shown(value)
        if not text or column in hidden_columns or row in hidden:
            dropped = dropped or (bool(text) and row in hidden)
            continue
        if len(cells) >= _MOST_CELLS:
            raise ReadError(name, f"bảng tính có quá {_MOST_CELLS} ô", f"the workbook has over {_MOST_CELLS} cells")
        area = merged.get((row, column))
        rows, columns = (area.max_row - row + 1, area.max_col - column + 1) if area else (1, 1)
        cells.append(Cell(text, row, column, rows, columns, bool(value.font and value.font.b)))
        for at in range(row, row + min(rows, 1000)):
            used[at] = True
    last = max(used, default=0)
    return cells, [used.get(at, False) for at in range(last + 2)], dropped


def _is_hidden_column(sheet: Worksheet, at: int) -> bool:
    from openpyxl.utils import get_column_letter

    found = sheet.column_dimensions.get(get_column_letter(at))
    return bool(found is not None and found.hidden)


def _runs(used: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for at, is_used in enumerate(used):
        if is_used and start is None:
            start = at
        elif not is_used and start is not None:
            yield start, at
            start = None


# --- values ---------------------------------------------------------------------------------------------------------


def _shown(cell: SheetCell) -> str:
    """What a cell shows, on one line."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _date(value, cell.number_format or "")
    if isinstance(value, int | float):
        return number_as_shown(value, cell.number_format or "General")
    text = str(value)
    font = str(cell.font.name or "") if cell.font else ""
    if encoding := legacy_of_font(font):
        text = convert(text, encoding)
        text = text.upper() if is_capitals_font(font) else text
    return " ".join(nfc(text).split())


def _date(value: datetime.datetime | datetime.date | datetime.time, form: str) -> str:
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if not re.search(r"d", form, re.IGNORECASE) and re.search(r"y", form, re.IGNORECASE):
        return value.strftime("%m/%Y") if re.search(r"m", form, re.IGNORECASE) else value.strftime("%Y")
    return value.strftime("%d/%m/%Y")


def number_as_shown(value: float, form: str) -> str:
    """A number in an Excel number format, with the separators of Vietnamese: 3500000 as "#,##0" is "3.500.000"."""
    positive, _, rest = form.partition(";")
    section = rest.partition(";")[0] if value < 0 and rest else positive
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", section)
    if is_date_format(form) or not re.search(r"[0#?]", plain) or "E" in plain.upper():
        return _general(value)
    percent = plain.count("%")
    scaled = abs(value) * 100**percent if value < 0 and rest else value * 100**percent
    pattern = re.search(r"[#0?,]*[#0?](?:\.[#0?]*)?,*", plain)
    digits = pattern.group() if pattern else "0"
    scaled /= 1000 ** (len(digits) - len(digits.rstrip(",")))
    whole, _, fraction = digits.rstrip(",").partition(".")
    text = f"{scaled:,.{len(fraction)}f}"
    for _ in range(len(fraction) - fraction.count("0")):  # digits that are shown only where they are not 0
        text = text[:-1] if text.endswith("0") else text
    text = text.rstrip(".") if fraction else text
    text = text if "," in whole else text.replace(",", "")
    least = whole.count("0")
    if least > 1 and "," not in whole:
        text = text.zfill(least)
    before, after = _affixes(section)
    return f"{before}{text.translate(_VIETNAMESE)}{after}"


_VIETNAMESE = str.maketrans(",.", ".,")


def _affixes(section: str) -> tuple[str, str]:
    """What a number format prints before and after the digits: quoted text, "%", a sign."""
    found = re.match(
        r"(?P<before>.*?)[#0?][#0?,.]*(?P<after>.*)$", re.sub(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]", r"\1", section)
    )
    if found is None:
        return "", ""

    def printed(text: str) -> str:
        return re.sub(r'"([^"]*)"|\\(.)|_.|\*.|[?]', lambda part: part[1] or part[2] or "", text)

    return printed(found["before"]).lstrip(), printed(found["after"]).rstrip()


def _general(value: float) -> str:
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value)) if abs(value) < 1e15 else f"{value:.0f}"
    return f"{value:.10g}".replace(".", ",")
