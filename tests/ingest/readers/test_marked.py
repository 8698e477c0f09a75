"""Text with marks: tables whose cells are kept, paragraphs, headings, emphasis."""

from __future__ import annotations

import pytest

from ingest.readers import markup
from ingest.readers.document import TableBlock, TextBlock
from ingest.readers.marked import read_marked

TABBED = """Phụ lục

STT\tNhiệm vụ\tChủ trì\tGhi chú
1\tXây dựng kế hoạch\tVăn phòng Sở\t
2\t<p>Triển khai <b>chữ ký số</b> &amp; chứng thư số</p>\tPhòng KHTC\tQuý II
"""


def _table(text: str) -> TableBlock:
    return next(block for block in read_marked(text)[0] if isinstance(block, TableBlock))


def test_tab_separated_cells_are_kept_and_marks_dropped() -> None:
    table = _table(TABBED)

    assert [cell.title for cell in table.header] == ["STT", "Nhiệm vụ", "Chủ trì", "Ghi chú"]
    assert table.lines[1].cells == ("2", "Triển khai chữ ký số & chứng thư số", "Phòng KHTC", "Quý II")
    assert table.lines[1].place.line == 5


def test_a_pipe_table_is_read_like_a_tabbed_one() -> None:
    piped = "| STT | Nhiệm vụ | Chủ trì |\n|---|:---|---:|\n| 1 | Số hóa \\| lưu trữ | **Văn phòng** |\n"

    assert _table(piped).lines[0].cells == ("1", "Số hóa | lưu trữ", "Văn phòng")


def test_a_row_too_short_is_filled_and_noticed() -> None:
    blocks, notices = read_marked("STT\tNhiệm vụ\tChủ trì\n1\tLập kế hoạch\n")

    assert isinstance(blocks[0], TableBlock)
    assert blocks[0].lines[0].cells == ("1", "Lập kế hoạch", "")
    assert notices == ("dòng 2: hàng có 2 ô, bảng có 3 cột; các ô thiếu để trống",)


def test_a_row_too_long_loses_nothing_and_is_noticed() -> None:
    blocks, notices = read_marked("STT\tNhiệm vụ\tChủ trì\n1\tLập kế hoạch\tVăn phòng\tvà KHTC\n")

    assert isinstance(blocks[0], TableBlock)
    assert blocks[0].lines[0].cells == ("1", "Lập kế hoạch", "Văn phòng và KHTC")
    assert len(notices) == 1
    assert notices[0].startswith("dòng 2")


def test_blank_cells_beyond_the_header_are_no_surplus() -> None:
    _, notices = read_marked("STT\tNhiệm vụ\tChủ trì\n1\tLập kế hoạch\tVăn phòng\t\t\n")

    assert notices == ()


def test_a_repeated_header_begins_a_part_of_its_own() -> None:
    text = TABBED + "\nSTT\tNhiệm vụ\tChủ trì\tGhi chú\n\ttiếp theo\t\t\n3\tSơ kết\tVăn phòng\t\n"

    tables = [block for block in read_marked(text)[0] if isinstance(block, TableBlock)]

    assert [len(table.lines) for table in tables] == [2, 2]
    assert tables[1].lines[0].cells == ("", "tiếp theo", "", "")


def test_headings_and_emphasis_are_told_from_text() -> None:
    blocks, _ = read_marked("## **III. NHIỆM VỤ**\n\nVăn bản *nghiêng* và __đậm__.\n")

    assert blocks == (
        TextBlock("III. NHIỆM VỤ", blocks[0].place, emphasised=True),
        TextBlock("Văn bản nghiêng và đậm.", blocks[1].place),
    )


def test_emphasised_runs_glued_together_are_parted() -> None:
    blocks, _ = read_marked("**Phụ lục 2****DANH MỤC NHIỆM VỤ***(Kèm theo Kế hoạch)*\n")

    assert [block.text for block in blocks if isinstance(block, TextBlock)] == [
        "Phụ lục 2",
        "DANH MỤC NHIỆM VỤ",
        "(Kèm theo Kế hoạch)",
    ]


def test_bullets_under_each_other_are_paragraphs_of_their_own() -> None:
    blocks, _ = read_marked("- 100% đơn vị;\n- 50% hồ sơ.\n")

    assert [block.text for block in blocks if isinstance(block, TextBlock)] == ["- 100% đơn vị;", "- 50% hồ sơ."]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ('<ul style="list-style-type: none"> - Các phòng; - Bệnh viện ', "- Các phòng; - Bệnh viện"),
        ("tỷ lệ < 5% và > 3%", "tỷ lệ < 5% và > 3%"),
        ("a<br/>b", "a b"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("(*) mục tiêu giao cụ thể", "(*) mục tiêu giao cụ thể"),
        ("snake_case_name", "snake_case_name"),
        ("<!-- ẩn -->hiện", "hiện"),
        ("***rất đậm***", "rất đậm"),
    ],
)
def test_marks_are_dropped_and_text_is_kept(marked: str, plain: str) -> None:
    assert markup.plain(marked) == plain


def test_a_markdown_list_does_not_hide_the_numbers_of_its_items() -> None:
    listed = "- a) Bỏ bản sao\n- 2. Rút ngắn thời gian\n- 100% hồ sơ\n"

    def said(text: str) -> list[str]:
        return [block.text for block in read_marked(text)[0] if isinstance(block, TextBlock)]

    assert said(f"## I. NHIỆM VỤ\n\n## 1. Thủ tục\n\n{listed}")[2:] == [
        "a) Bỏ bản sao",
        "2. Rút ngắn thời gian",
        "- 100% hồ sơ",
    ]
    assert said(listed)[0] == "- a) Bỏ bản sao"
