"""Tables saved as text with one cell a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Field
from ingest.readers import read_text
from ingest.readers.document import TableBlock
from ingest.readers.spread import spread_tables, without_spacing
from ingest.structure import build_plan

HEAD = ["KẾ HOẠCH", "Phòng, chống bệnh dại", "I. MỤC TIÊU", "1. Không có ca tử vong.", "Phụ lục I", "DANH MỤC NHIỆM VỤ"]
HEADER = ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Kinh phí"]
BODY = [
    ["I", "Giám sát"],
    ["1", "Giám sát ca bệnh", "CDC tỉnh", "Trạm y tế xã", "Thường xuyên", "120"],
    ["2", "Lập bản đồ điểm tiêm", "Phòng Nghiệp vụ Y", "", "Tháng 3/2026", ""],
    ["II", "Dự phòng"],
    ["3", "Bảo đảm vắc xin", "Phòng Nghiệp vụ Dược", "CDC tỉnh", "Quý I/2026", "2.450"],
    ["4", "Truyền thông", "CDC tỉnh", "Báo tỉnh", "Tháng 9/2026", "75"],
]
LINES = [*HEAD, *HEADER, *(cell for row in BODY for cell in row)]


def rows(text: str) -> list[tuple[str, ...]]:
    plan = build_plan(read_text(text, "plan.txt"), "plan")
    wanted = (Field.LEAD_UNIT, Field.COORDINATING_UNITS, Field.BUDGET)
    return [(row.group, row.stt, *(row.text(field) for field in wanted)) for one in plan.appendices for row in one.rows]


EXPECTED = [
    ("I", "1", "CDC tỉnh", "Trạm y tế xã", "120"),
    ("I", "2", "Phòng Nghiệp vụ Y", "", ""),
    ("II", "3", "Phòng Nghiệp vụ Dược", "CDC tỉnh", "2.450"),
    ("II", "4", "CDC tỉnh", "Báo tỉnh", "75"),
]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_empty_line_is_a_blank_cell(gap: str) -> None:
    assert rows(gap.join([*LINES, ""])) == EXPECTED


def test_lost_blank_cells_are_told_by_what_the_other_rows_hold() -> None:
    assert rows("\n".join(line for line in LINES if line)) == EXPECTED


def test_a_header_of_two_levels_has_empty_lines_under_what_reaches_down() -> None:
    upper = ["STT", "Hoạt động", "Phân công", "Kinh phí", "", "", "Chủ trì", "Phối hợp", ""]
    body = ["1", "Tập huấn", "Khoa Dược", "Khoa Nhi", "20", "2", "Giám sát", "Khoa Nhi", "", "30"]
    (found,) = spread_tables([*upper, *body])
    assert [(cell.parent, cell.title) for cell in found.block.header] == [
        ("", "STT"),
        ("", "Hoạt động"),
        ("Phân công", "Chủ trì"),
        ("Phân công", "Phối hợp"),
        ("", "Kinh phí"),
    ]
    assert found.block.lines[1].cells == ("2", "Giám sát", "Khoa Nhi", "", "30")


def test_paragraphs_of_one_cell_are_joined() -> None:
    body = ["1", "Rà soát:", "- danh mục", "- quy trình", "Văn phòng", "Sở", "Quý I", "5"]
    more = ["2", "Tổng kết", "Văn phòng", "Sở", "Quý IV", "7", "3", "Khen thưởng", "Văn phòng", "Sở", "Quý IV", "2"]
    (found,) = spread_tables([*HEADER, *body, *more])
    assert found.block.lines[0].cells == ("1", "Rà soát: - danh mục - quy trình", "Văn phòng", "Sở", "Quý I", "5")


def test_lines_are_counted_in_the_text() -> None:
    blocks = read_text("\n\n".join([*LINES, ""]), "plan.txt").blocks
    (table,) = [block for block in blocks if isinstance(block, TableBlock)]
    assert table.lines[1].place.line == 2 * (len(HEAD) + len(HEADER) + 2) + 1


@pytest.mark.parametrize(
    "lines", [HEADER, [*HEADER, "1", "Một việc"], ["STT", "1", "2", "3"], ["TT", "A", "B", "C"], []]
)
def test_what_is_no_table_is_left_alone(lines: list[str]) -> None:
    assert spread_tables(lines) == []


@given(st.lists(st.sampled_from(["STT", "1", "2", "1.1", "I", "II", "", "Nhiệm vụ", "Chủ trì", "Tổng cộng", "5"])))
def test_no_run_of_lines_breaks_the_reader(lines: list[str]) -> None:
    for table in spread_tables(lines):
        assert 0 <= table.start < table.end <= len(lines)
        assert all(len(line.cells) == len(table.block.header) for line in table.block.lines)
    without_spacing("\n".join(lines))
