"""From read cells to table blocks: headers of one and two lines, parts without one, numbers put right."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.readers.document import HeaderCell, TableBlock
from ingest.readers.scan.page import PageImage
from ingest.readers.scan.roman import roman_by_strokes
from ingest.readers.scan.rulings import Grid, GridCell
from ingest.readers.scan.tables import table_blocks
from ingest.readers.scan.words import CellText

PAGE = PageImage(np.full((1654, 2339), 255, np.uint8), 4, 200.0, np.array([[0.36, 0, 0], [0, 0.36, 0]]))
Spec = tuple[int, int, int, int, str]


def table(lines: int, columns: int, *specs: Spec, sure: float = 0.9) -> TableBlock | None:
    """A table of cells given as (top, left, bottom, right, text)."""
    cells = {
        GridCell(top, left, bottom, right, (left * 100, top * 50, (right + 1) * 100, (bottom + 1) * 50)): CellText(
            text, sure if text else 1.0
        )
        for top, left, bottom, right, text in specs
    }
    grid = Grid(lines, columns, tuple(cells), (0, 0, columns * 100, lines * 50))
    blocks = table_blocks(PAGE, grid, cells)
    return blocks[0] if blocks else None


def plain(*rows: tuple[str, ...]) -> TableBlock | None:
    specs = [(at, column, at, column, text) for at, row in enumerate(rows) for column, text in enumerate(row)]
    return table(len(rows), len(rows[0]), *specs)


def parts(*rows: tuple[str, ...]) -> list[list[tuple[str, ...]]]:
    """The lines of each part of a table of plain rows."""
    cells = {
        GridCell(at, column, at, column, (column * 100, at * 50, column * 100 + 100, at * 50 + 50)): CellText(text, 0.9)
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    }
    width = len(rows[0])
    blocks = table_blocks(PAGE, Grid(len(rows), width, tuple(cells), (0, 0, width * 100, len(rows) * 50)), cells)
    return [[line.cells for line in block.lines] for block in blocks]


HEADER = ("STT", "Nhiệm vụ", "Đơn vị chủ trì")


def test_a_header_and_its_rows() -> None:
    block = plain(HEADER, ("1", "Họp", "Văn phòng"), ("2", "Báo cáo", ""))
    assert block is not None
    assert block.header == tuple(HeaderCell(title) for title in HEADER)
    assert [line.cells for line in block.lines] == [("1", "Họp", "Văn phòng"), ("2", "Báo cáo", "")]
    assert block.lines[0].place.page == 4
    assert block.lines[0].place.certainty == 0.9
    assert block.lines[0].place.boxes[0].top == pytest.approx(18)


def test_a_header_over_years_is_their_parent() -> None:
    block = table(
        3,
        4,
        (0, 0, 1, 0, "STT"),
        (0, 1, 1, 1, "Nhiệm vụ"),
        (0, 2, 0, 3, "Thời gian"),
        (1, 2, 1, 2, "2025"),
        (1, 3, 1, 3, "2026"),
        (2, 0, 2, 0, "1"),
        (2, 1, 2, 1, "Họp"),
        (2, 2, 2, 2, "X"),
        (2, 3, 2, 3, ""),
    )
    assert block is not None
    assert block.header[1:] == (
        HeaderCell("Nhiệm vụ"),
        HeaderCell("2025", "Thời gian"),
        HeaderCell("2026", "Thời gian"),
    )
    assert len(block.lines) == 1


def test_a_part_without_a_header_has_none() -> None:
    block = plain(("4", "Tập huấn cho cán bộ của các đơn vị", "Văn phòng"), ("5", "Họp", "Phòng Nghiệp vụ"))
    assert block is not None
    assert block.header == ()
    assert len(block.lines) == 2


def test_a_line_that_numbers_the_columns_is_left_out() -> None:
    block = plain(HEADER, ("(1)", "(2)", "(3)"), ("1", "Họp", "Văn phòng"))
    assert block is not None
    assert [line.cells[0] for line in block.lines] == ["1"]


def test_a_group_stands_in_its_first_cell() -> None:
    block = table(
        2, 3, (0, 0, 0, 0, "I"), (0, 1, 0, 2, "Hạ tầng số"), (1, 0, 1, 0, "1"), (1, 1, 1, 1, "a"), (1, 2, 1, 2, "b")
    )
    assert block is not None
    assert block.lines[0].cells == ("I", "Hạ tầng số", "")


def test_a_cell_over_several_lines_speaks_in_each() -> None:
    block = table(2, 2, (0, 0, 0, 0, "1"), (1, 0, 1, 0, "2"), (0, 1, 1, 1, "Văn phòng"))
    assert block is not None
    assert [line.cells[1] for line in block.lines] == ["Văn phòng", "Văn phòng"]


def test_a_misread_stt_is_known_by_the_numbers_under_it() -> None:
    block = plain(("SII", "Nhiệm vụ", "Đơn vị chủ trì"), ("I", "Hạ tầng", ""), ("1", "Họp", "Văn phòng"))
    assert block is not None
    assert block.header[0].title == "STT"
    other = plain(("Mã", "Nhiệm vụ", "Đơn vị chủ trì"), ("Họp", "a", "b"), ("Báo cáo", "a", "b"))
    assert other is not None
    assert other.header[0].title == "Mã"


def test_blank_cells_alone_are_no_table() -> None:
    assert plain(("", ""), ("", "")) is None


def strokes(*widths: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Upright strokes of 5 pixels, so far apart."""
    dark = np.zeros((28, sum(widths) + 10), bool)
    x = 2
    for width in widths:
        dark[:, x : x + 5] = True
        x += width
    return dark


@pytest.mark.parametrize(
    ("read", "count", "number"), [("I", 3, "III"), ("H", 2, "II"), ("II", 2, "II"), ("I", 1, "I"), ("7", 1, "7")]
)
def test_a_lone_roman_number_is_counted_in_its_strokes(read: str, count: int, number: str) -> None:
    found = roman_by_strokes(CellText(read, 0.3), strokes(*[14] * count))
    assert found.text == number


def test_a_header_printed_again_inside_a_table_parts_it() -> None:
    again = ("STT", "Nhiêm vụ", "Đơn vị chủ tri")
    first, rest, last = ("1", "Họp giao ban", "Văn phòng"), ("", "hằng tháng", ""), ("2", "Đơn vị chủ trì", "Báo cáo")
    assert parts(HEADER, first, again, rest, last) == [[first], [rest, last]]
