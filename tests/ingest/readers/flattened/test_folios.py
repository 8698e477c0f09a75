"""Pages of a text that was put together from them without a trace but their numbers."""

from __future__ import annotations

from ingest.readers.flattened.lines import PrintLine, print_lines

HEADER = "STT Nhiệm vụ Đơn vị chủ trì"


def lines(*texts: str) -> tuple[PrintLine, ...]:
    return print_lines(" \n\n".join(texts))


def prose(page: int) -> list[str]:
    return [f"dòng {line} của trang {page}" for line in range(20)]


def test_numbers_of_pages_are_dropped_and_tell_the_pages() -> None:
    found = lines(*prose(1), "2", *prose(2), "3", *prose(3))
    assert {line.page for line in found} == {1, 2, 3}
    assert not any(line.text.isdigit() for line in found)
    assert [line.text for line in found if line.starts_page] == ["dòng 0 của trang 2", "dòng 0 của trang 3"]


def test_a_page_before_a_repeated_header_is_told_from_a_number_in_a_cell() -> None:
    table = [HEADER, *(f"{number} Việc thứ {number}" for number in range(1, 20))]
    found = lines(*prose(1), "2", *table, "3", HEADER, "20 Việc thứ 20", "3", "21 Việc thứ 21")
    assert found[-1].page == 3
    assert [line.text for line in found if line.text.isdigit()] == ["3"]


def test_numbers_of_rows_are_no_pages() -> None:
    rows = [
        text for number in range(1, 8) for text in (str(number), f"Việc thứ {number}", "Phòng Nghiệp vụ Y", "Quý I")
    ]
    found = lines(HEADER, *rows)
    assert {line.page for line in found} == {1}
    assert sum(line.text.isdigit() for line in found) == 7


def test_a_number_alone_far_from_the_end_tells_no_pages() -> None:
    found = lines(*prose(1), "2", *(prose(2) * 8))
    assert {line.page for line in found} == {1}
