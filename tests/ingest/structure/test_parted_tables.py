"""What converters leave between the parts of a table and above it."""

from __future__ import annotations

from ingest.model import NOWHERE
from ingest.readers.document import Block, HeaderCell, TableBlock, TableLine, TextBlock
from ingest.structure.parted_tables import without_rests


def table(*cells: str, header: tuple[str, ...] = ("Nội dung", "Năm 2025", "Năm 2026")) -> TableBlock:
    return TableBlock(tuple(map(HeaderCell, header)), (TableLine(cells, NOWHERE),), NOWHERE)


def text(said: str) -> TextBlock:
    return TextBlock(said, NOWHERE)


def test_the_parts_of_one_table_stand_together() -> None:
    first, second = table("Hài lòng", "88", "93"), table("Sáng kiến", "9", "15")
    blocks: list[Block] = [text("Bảng 1"), first, text("2"), text("Nội dung Năm 2025 Năm 2026"), second, text("C. KẾT")]
    assert list(without_rests(blocks)) == [text("Bảng 1"), first, second, text("C. KẾT")]


def test_a_number_between_two_tables_and_a_title_stay() -> None:
    other = table("Mua tủ", "2", "30", header=("Hạng mục", "Số lượng", "Kinh phí"))
    blocks: list[Block] = [table("Hài lòng", "88", "93"), text("3"), text("Nội dung chi năm 2026"), other]
    assert list(without_rests(blocks)) == blocks
