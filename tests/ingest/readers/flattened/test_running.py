"""Running heads of a text that was put together from its pages become their numbers, and other lines stay."""

from __future__ import annotations

from ingest.readers.flattened.running import without_running_heads


def test_heads_that_count_pages_are_their_numbers_alone() -> None:
    text = "Mở đầu\nBỆNH VIỆN A - Trang 2\nGiữa\nBỆNH VIỆN A - Trang  3\nCuối"
    assert without_running_heads(text) == "Mở đầu\n2\nGiữa\n3\nCuối"


def test_a_head_without_the_word_page_is_told_by_three_of_it() -> None:
    pages = [f"Nội dung {number}a\nKế hoạch phát triển ngành Dược {number}" for number in (1, 2, 3)]
    assert without_running_heads("\n".join(pages)).count("Kế hoạch phát triển") == 0
    assert without_running_heads("\n".join(pages[:2])).count("Kế hoạch phát triển") == 2


def test_numbered_parts_and_lines_that_do_not_count_stay() -> None:
    parts = "Phụ lục kèm theo số 1\nPhụ lục kèm theo số 2\nPhụ lục kèm theo số 3"
    assert without_running_heads(parts) == parts
    cells = "Trạm y tế xã đợt 1\nTrạm y tế xã đợt 5\nTrạm y tế xã đợt 2"
    assert without_running_heads(cells) == cells
