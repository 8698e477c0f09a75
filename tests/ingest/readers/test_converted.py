"""Tables as converters of documents write them into text."""

from __future__ import annotations

import pytest

from ingest.readers import markup, read_text
from ingest.readers.document import HeaderCell, TableBlock
from ingest.readers.marked import read_marked

HEAD = "| TT | Nhiệm vụ | Chủ trì | Hạn |\n|---|---|---|---|\n"


def tables(text: str) -> list[TableBlock]:
    return [block for block in read_marked(text)[0] if isinstance(block, TableBlock)]


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for table in tables(text) for line in table.lines]


def test_the_second_line_of_a_header_may_lack_the_cells_merged_down_to_it() -> None:
    text = (
        "|  |  |  |  |  |\n| --- | --- | --- | --- | --- |\n| STT | Nhiệm vụ | Đơn vị | | Thời hạn |\n"
        "| Chủ trì | Phối hợp |\n| 1 | Khảo sát | Văn phòng | UBND xã | Quý I |\n"
    )

    assert [table.header for table in tables(text)] == [
        (
            HeaderCell("STT"),
            HeaderCell("Nhiệm vụ"),
            HeaderCell("Chủ trì", "Đơn vị"),
            HeaderCell("Phối hợp", "Đơn vị"),
            HeaderCell("Thời hạn"),
        )
    ]
    assert cells(text) == [("1", "Khảo sát", "Văn phòng", "UBND xã", "Quý I")]


def test_a_short_first_row_is_no_line_of_the_header() -> None:
    assert cells("| TT | Nhiệm vụ | Đơn vị | |\n| 1 | Khảo sát |\n") == [("1", "Khảo sát", "")]


@pytest.mark.parametrize(
    "invented", ["| Col1 | Col2 | Col3 | Col4 |", "| Unnamed: 0 | | NaN | Column 4 |", "| | | | |"]
)
def test_a_header_that_the_converter_made_up_is_dropped(invented: str) -> None:
    text = f"{HEAD}| 1 | Số hóa | VP | Quý I |\n\n{invented}\n|---|---|---|---|\n| 2 | Ký số | VP | Quý II |\n"

    assert [bool(table.header) for table in tables(text)] == [True, False]
    assert cells(text) == [("1", "Số hóa", "VP", "Quý I"), ("2", "Ký số", "VP", "Quý II")]


def test_a_line_that_a_number_opens_is_no_header_whatever_its_cells_say() -> None:
    goes_on = "| 2 | Ban hành danh mục thuốc | Đơn vị chủ trì họp | Theo kế hoạch |\n|---|---|---|---|\n"

    assert not tables(goes_on)[0].header


def test_the_first_row_of_a_page_written_as_a_header_is_a_row() -> None:
    def part(tag: str, *texts: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"

    first = part("th", "TT", "Nhiệm vụ", "Chủ trì") + part("td", "1", "Số hóa", "VP")
    second = part("th", "2", "Ký số", "KHTC") + part("td", "3", "Sao lưu", "VP")

    assert cells(f"<table>{first}</table>\n\n<table>{second}</table>\n") == [
        ("1", "Số hóa", "VP"),
        ("2", "Ký số", "KHTC"),
        ("3", "Sao lưu", "VP"),
    ]


def test_columns_of_figures_tell_the_header_over_them() -> None:
    text = "| Nhóm | Hiện có | Mục tiêu 2026 |\n|---|---|---|\n| Nhà thuốc | 612 | 620 |\n| Quầy thuốc | 934 | 940 |\n"

    assert [cell.title for cell in tables(text)[0].header] == ["Nhóm", "Hiện có", "Mục tiêu 2026"]


def test_a_row_of_figures_among_others_heads_nothing() -> None:
    text = "| Nhà thuốc | 612 | 620 |\n|---|---|---|\n| Quầy thuốc | 934 | 940 |\n| Bán buôn | 73 | 80 |\n"

    assert not tables(text)[0].header


def test_a_column_without_a_name_numbers_the_rows() -> None:
    text = "| | Đoàn | Trưởng đoàn |\n|---|---|---|\n| 1 | Đoàn số 1 | Ông Nam |\n| 2 | Đoàn số 2 | Bà Hoa |\n"

    assert tables(text)[0].header[0] == HeaderCell("STT")


@pytest.mark.parametrize(
    "broken",
    [
        "TT\tNhiệm vụ\tChủ trì\tHạn\n1\tTập huấn\nkỹ năng số\tVăn phòng\tQuý I\n2\tKý số\tVP\tQuý II\n",
        'TT\tNhiệm vụ\tChủ trì\tHạn\n1\t"Tập huấn\nkỹ năng số"\tVăn phòng\tQuý I\n2\tKý số\tVP\tQuý II\n',
        f"{HEAD}| 1 | Tập huấn\nkỹ năng số | Văn phòng | Quý I |\n| 2 | Ký số | VP | Quý II |\n",
    ],
)
def test_a_row_broken_where_a_cell_wraps_is_one(broken: str) -> None:
    assert cells(broken) == [("1", "Tập huấn kỹ năng số", "Văn phòng", "Quý I"), ("2", "Ký số", "VP", "Quý II")]


def test_rows_that_only_lack_their_blank_cells_stay_apart() -> None:
    text = "TT\tNhiệm vụ\tChủ trì\tHạn\n1\tSố hóa\tVP\nB\tDữ liệu\n2\tKý số\tVP\nII. Hạ tầng\t\n3\tMáy chủ\n"

    assert [line[0] for line in cells(text)] == ["1", "B", "2", "II. Hạ tầng", "3"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"đạt $91{,}3\%$", "đạt 91,3%"),
        (r"$\geq 95\%$ trẻ em", "≥ 95% trẻ em"),
        (r"90\% dân số", "90% dân số"),
        ("giá 5$ và 6$", "giá 5$ và 6$"),
    ],
)
def test_figures_that_were_taken_for_formulas_are_written_out(written: str, printed: str) -> None:
    assert markup.plain(written) == printed


def test_a_pipe_table_set_in_columns_is_no_laid_out_text() -> None:
    wide = "| TT  | Nhiệm vụ{0} | Chủ trì{0} |\n| --- | --- | --- |\n| 1   | Số hóa{0}   | VP{0}      |\n".format(
        " " * 40
    )

    assert read_text(wide * 3, "plan.md").format == "marked text"
