"""Tables without upright rulings come back row by row: ruled between rows, around the header, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.document import TableBlock
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.pdf.drawing import Sheet
from tests.typeset.measure import engines
from tests.typeset.measure_layouts import LAYOUTS, scores

_ONE, _OTHER = "ca-mau-2026", "dong-nai-2025"


@pytest.mark.parametrize(
    ("engine", "layout", "plans"),
    [
        ("ReportLab", "level, top", (_ONE, _OTHER)),
        ("ReportLab", "head", (_ONE, _OTHER)),
        ("ReportLab", "none", (_ONE, _OTHER)),
        ("Chromium", "head, centred", (_ONE,)),
        ("Chromium", "none, centred", (_OTHER,)),
        ("LibreOffice", "none, centred", (_ONE,)),
        ("LibreOffice", "shaded", (_OTHER,)),
    ],
)
def test_every_row_and_nearly_every_cell_comes_back(
    engine: str, layout: str, plans: tuple[str, ...], tmp_path: Path
) -> None:
    builder = engines().get(engine)
    if builder is None:
        pytest.skip(f"{engine} is not on this machine")
    assert layout in LAYOUTS
    measured = list(scores(builder, layout, plans, tmp_path))
    for one in measured:
        assert one.rows_found == one.rows, one.misses
        assert one.rows_extra <= 1, one.misses
    cells, exact = sum(one.cells for one in measured), sum(one.cells_exact for one in measured)
    assert exact >= 0.95 * cells, [one.misses for one in measured]


def _rows(data: bytes) -> list[tuple[str, ...]]:
    blocks = read_pdf(data, "a.pdf").blocks
    return [line.cells for block in blocks if isinstance(block, TableBlock) for line in block.lines]


def _headed(sheet: Sheet, y: float) -> None:
    for x, title in ((72, "STT"), (180, "Nhiệm vụ"), (340, "Đơn vị chủ trì"), (470, "Thời gian")):
        sheet.text(x, y, title, 11, bold=True)


def test_cells_in_the_middle_of_their_rows_are_given_to_the_number_beside_them() -> None:
    sheet = Sheet()
    _headed(sheet, 100)
    for at, y in ((1, 130), (2, 181)):
        sheet.text(78, y + 14, str(at), 11)
        sheet.text(110, y, f"Nhiệm vụ thứ {at} dài\nnên xuống dòng hai\nlần mới hết", 11)
        sheet.text(340, y + 14, "Văn phòng", 11)
        sheet.text(470, y + 7, f"Tháng {at}\nnăm 2026", 11)
    assert _rows(sheet.data()) == [
        ("1", "Nhiệm vụ thứ 1 dài nên xuống dòng hai lần mới hết", "Văn phòng", "Tháng 1 năm 2026"),
        ("2", "Nhiệm vụ thứ 2 dài nên xuống dòng hai lần mới hết", "Văn phòng", "Tháng 2 năm 2026"),
    ]


def test_the_title_of_a_group_stays_whole_over_the_columns_that_it_runs_through() -> None:
    sheet = Sheet()
    _headed(sheet, 100)
    sheet.text(78, 125, "I", 11, bold=True)
    sheet.text(
        110, 125, "Xây dựng hạ tầng số, nền tảng số và dữ liệu số của ngành Y tế trên địa bàn tỉnh", 11, bold=True
    )
    for at, y in ((1, 145), (2, 165)):
        sheet.text(78, y, str(at), 11)
        sheet.text(110, y, f"Nhiệm vụ {at}", 11)
        sheet.text(340, y, "Văn phòng", 11)
        sheet.text(470, y, "Năm 2026", 11)
    title = "Xây dựng hạ tầng số, nền tảng số và dữ liệu số của ngành Y tế trên địa bàn tỉnh"
    assert _rows(sheet.data())[0] == ("I", title, "", "")


def test_a_table_that_goes_on_without_its_header_keeps_its_columns() -> None:
    sheet = Sheet()
    _headed(sheet, 100)
    for at in range(1, 31):
        sheet.text(78, 110 + 20 * at, str(at), 11)
        sheet.text(110, 110 + 20 * at, f"Nhiệm vụ số {at} của kế hoạch", 11)
        sheet.text(340, 110 + 20 * at, "" if at % 3 else "Văn phòng", 11)
        sheet.text(470, 110 + 20 * at, "Năm 2026", 11)
    sheet.page()
    for at in range(31, 34):
        sheet.text(78, 20 * at - 560, str(at), 11)
        sheet.text(110, 20 * at - 560, f"Nhiệm vụ số {at} của kế hoạch", 11)
        sheet.text(470, 20 * at - 560, "Năm 2026", 11)
    rows = _rows(sheet.data())
    assert [row[0] for row in rows] == [str(at) for at in range(1, 34)]
    assert rows[-1] == ("33", "Nhiệm vụ số 33 của kế hoạch", "", "Năm 2026")


def test_prose_under_a_table_is_none_of_it() -> None:
    sheet = Sheet()
    _headed(sheet, 100)
    sheet.text(78, 130, "1", 11)
    sheet.text(110, 130, "Nhiệm vụ", 11)
    sheet.text(340, 130, "Văn phòng", 11)
    sheet.justified(72, 540, 150, "Các đơn vị căn cứ Kế hoạch này để triển khai thực hiện và báo cáo về Sở Y tế", 11)
    assert _rows(sheet.data()) == [("1", "Nhiệm vụ", "Văn phòng", "")]
