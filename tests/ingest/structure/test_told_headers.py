"""Headers that no known word tells, told by what stands under them."""

from __future__ import annotations

import pytest

from ingest.readers.document import TableBlock, TableLine
from ingest.structure.told_headers import with_told_header

FIRST = ("Phần mềm", "Nhà cung cấp", "Năm đưa vào sử dụng", "Tình trạng")
ROWS = (("Quản lý bệnh viện", "An Bình", "2014", "Dừng hỗ trợ"), ("Xét nghiệm", "Labo Việt", "2019", "Tốt"))


def block(*lines: tuple[str, ...]) -> TableBlock:
    return TableBlock((), tuple(TableLine(line) for line in lines))


def test_short_names_over_figures_are_a_header() -> None:
    found = with_told_header(block(FIRST, *ROWS))
    assert [cell.title for cell in found.header] == list(FIRST)
    assert [line.cells for line in found.lines] == list(ROWS)


@pytest.mark.parametrize(
    "lines",
    [
        (FIRST, ROWS[0]),
        ROWS + ROWS[:1],
        (("Phần mềm", "", "Năm đưa vào sử dụng", "Tình trạng"), *ROWS),
        (("Phần mềm", "Nhà cung cấp", "đưa vào sử dụng", "Tình trạng"), *ROWS),
        (FIRST, *(tuple("không" if cell.isdigit() else cell for cell in row) for row in ROWS)),
        tuple(row[:2] for row in (FIRST, *ROWS)),
    ],
)
def test_other_tables_stay_as_they_are(lines: tuple[tuple[str, ...], ...]) -> None:
    assert with_told_header(block(*lines)) == block(*lines)
