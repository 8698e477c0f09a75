"""HTML tables in Markdown and plain text."""

from __future__ import annotations

import pytest

from ingest.readers import read_bytes, read_text
from ingest.readers.document import TableBlock, TextBlock
from ingest.readers.embedded import holds_tables, is_text_with_tables

TABLE = (
    '<table><tr><td rowspan="2">TT</td><td rowspan="2">Nhiệm vụ</td><td colspan="2">Tổ chức thực hiện</td></tr>\n'
    "<tr><td>Chủ trì</td><td>Phối hợp</td></tr>\n"
    "<tr><td>1</td><td>**Đo** huyết áp</td><td>CDC</td><td>Trạm y tế</td></tr></table>"
)
TEXT = f"# KẾ HOẠCH\n\nI. MỤC TIÊU\n\n1. Giảm bệnh.\n\nPhụ lục I\n\n{TABLE}\n\nNơi nhận:\n"


@pytest.mark.parametrize("table", [TABLE, f"<html><body>{TABLE}</body></html>", TABLE.replace("td", "TD")])
def test_a_table_stands_among_the_paragraphs_with_its_merged_cells(table: str) -> None:
    blocks = read_text(TEXT.replace(TABLE, table), "plan.md").blocks
    (read,) = [block for block in blocks if isinstance(block, TableBlock)]
    assert [(cell.parent, cell.title) for cell in read.header[2:]] == [
        ("Tổ chức thực hiện", "Chủ trì"),
        ("Tổ chức thực hiện", "Phối hợp"),
    ]
    assert read.lines[0].cells == ("1", "Đo huyết áp", "CDC", "Trạm y tế")
    assert [block.text for block in blocks if isinstance(block, TextBlock)][-2:] == ["Phụ lục I", "Nơi nhận:"]


def test_places_count_the_lines_of_the_whole_text() -> None:
    (read,) = [block for block in read_text(TEXT, "plan.md").blocks if isinstance(block, TableBlock)]
    assert read.lines[0].place.line == TEXT[: TEXT.index("<tr><td>1<")].count("\n") + 1


def test_a_text_that_begins_with_a_table_is_text_and_a_page_is_a_page() -> None:
    letterhead = "<table><tr><td>SỞ Y TẾ</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>"
    document = read_bytes(f"{letterhead}\n\n{TEXT}".encode(), "plan.md")
    assert (document.format, document.notices) == ("marked text", ())
    page = f"<html><body><h1>KẾ HOẠCH</h1>{TABLE}</body></html>"
    assert not is_text_with_tables(page)
    assert read_bytes(page.encode(), "plan.html").format == "HTML"


@pytest.mark.parametrize("text", ["", "<table", "<table><tr><td>1", "a < table", "<table></table>"])
def test_broken_and_empty_tables_break_nothing(text: str) -> None:
    assert isinstance(holds_tables(text), bool)
    read_text(f"KẾ HOẠCH\n\n{text}\n\nI. A\n", "plan.md")
