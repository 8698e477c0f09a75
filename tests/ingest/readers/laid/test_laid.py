"""Text laid out with blanks, as pdftotext -layout writes it, is read with its rows and cells."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers import read_text
from ingest.readers.document import TableBlock, TextBlock
from ingest.readers.laid import looks_laid

FRONT = """SỞ Y TẾ TỈNH BẾN SÔNG                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     Số: 12/KH-SYT                             Độc lập - Tự do - Hạnh phúc

                              KẾ HOẠCH
                  Chuyển đổi số ngành Y tế năm 2026

     I. MỤC TIÊU
     1. Đến hết năm 2026, mọi trạm y tế xã, phường trong tỉnh dùng chung một nền tảng số để quản
lý hồ sơ sức khỏe của người dân.

Nơi nhận:                                        GIÁM ĐỐC
- UBND tỉnh;
- Lưu: VT.                                       Trần Văn Sông
"""
AT = (1, 6, 40, 60, 82)
HEADER = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")


def _laid(*cells: str, at: Sequence[int] = AT) -> str:
    """A line with cells at the columns' first characters, a blank behind what is too long."""
    line = ""
    for start, cell in zip(at, cells, strict=True):
        if cell:
            line = f"{line} " if line and len(line) >= start else line.ljust(start)
            line += cell
    return line


ROWS = [
    _laid(*HEADER),
    _laid("I", "HẠ TẦNG", "", "", ""),
    _laid("1", "Lắp đặt đường truyền cho", "Văn phòng Sở", "Các trạm y tế", "Quý II/2026"),
    _laid("", "các trạm y tế vùng xa", "", "", ""),
    _laid("2", "Thay máy chủ cũ", "Phòng KHTC", "Văn phòng Sở;", "Tháng 9/2026"),
    _laid("", "", "", "Phòng NVY", ""),
]


def _tables(text: str) -> list[TableBlock]:
    return [block for block in read_text(text, "plan.txt").blocks if isinstance(block, TableBlock)]


def _cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for table in _tables(text) for line in table.lines]


def _plan(*pages: Sequence[str]) -> str:
    return FRONT + "".join("\f" + "\n".join(page) + "\n" for page in pages)


def test_rows_and_their_wrapped_cells_come_back() -> None:
    document = read_text(_plan(["            PHỤ LỤC A", *ROWS]), "plan.txt")
    table = next(block for block in document.blocks if isinstance(block, TableBlock))

    assert document.format == "laid-out text"
    assert document.pages == 2
    assert tuple(cell.title for cell in table.header) == HEADER
    assert [line.cells for line in table.lines] == [
        ("I", "HẠ TẦNG", "", "", ""),
        ("1", "Lắp đặt đường truyền cho các trạm y tế vùng xa", "Văn phòng Sở", "Các trạm y tế", "Quý II/2026"),
        ("2", "Thay máy chủ cũ", "Phòng KHTC", "Văn phòng Sở; Phòng NVY", "Tháng 9/2026"),
    ]


def test_a_row_says_on_which_page_and_lines_it_stands() -> None:
    [table] = _tables(_plan(["            PHỤ LỤC A", *ROWS]))
    lines = _plan(["            PHỤ LỤC A", *ROWS]).replace("\f", "").split("\n")
    place = table.lines[1].place

    assert (place.page, place.boxes) == (2, ())
    assert "Lắp đặt" in lines[(place.line or 0) - 1]
    assert "các trạm y tế vùng xa" in lines[(place.end_line or 0) - 1]


def test_cells_centred_beside_a_number_in_the_middle_belong_to_its_row() -> None:
    centred = [
        _laid(*HEADER),
        _laid("", "Xây dựng kho dữ liệu", "", "", ""),
        _laid("1", "", "Văn phòng Sở", "Phòng NVY", "Quý I/2026"),
        _laid("", "dùng chung", "", "", ""),
        _laid("", "Tập huấn kỹ năng số", "", "Các trạm y tế;", ""),
        _laid("2", "", "Phòng TCCB", "", "Quý II/2026"),
        _laid("", "cho nhân viên", "", "TTYT khu vực", ""),
    ]

    assert _cells(_plan(centred)) == [
        ("1", "Xây dựng kho dữ liệu dùng chung", "Văn phòng Sở", "Phòng NVY", "Quý I/2026"),
        ("2", "Tập huấn kỹ năng số cho nhân viên", "Phòng TCCB", "Các trạm y tế; TTYT khu vực", "Quý II/2026"),
    ]


def test_a_header_on_each_page_makes_one_table_whose_columns_may_have_moved() -> None:
    moved = (1, 5, 36, 55, 76)
    second = [
        _laid(*HEADER, at=moved),
        _laid("3", "Mua phần mềm", "Phòng KHTC", "Phòng NVY", "30/9/2026", at=moved),
        _laid("4", "Nối mạng", "Văn phòng Sở", "VNPT", "31/10/2026", at=moved),
    ]

    tables = _tables(_plan(ROWS, second))

    assert {tuple(cell.title for cell in table.header) for table in tables} == {HEADER}
    assert [line.cells[0] for table in tables for line in table.lines] == ["I", "1", "2", "3", "4"]
    assert tables[-1].lines[-1].cells == ("4", "Nối mạng", "Văn phòng Sở", "VNPT", "31/10/2026")


def test_a_table_goes_on_without_its_header_though_its_columns_have_moved() -> None:
    moved = (1, 5, 35, 54, 75)
    second = [
        _laid("3", "Mua phần mềm", "Phòng KHTC", "Phòng NVY", "30/9/2026", at=moved),
        _laid("4", "Nối mạng", "Văn phòng Sở", "VNPT", "31/10/2026", at=moved),
        _laid("5", "Mở tổng đài", "Văn phòng Sở", "Viettel", "31/12/2026", at=moved),
    ]

    assert _cells(_plan(ROWS, second))[-2:] == [
        ("4", "Nối mạng", "Văn phòng Sở", "VNPT", "31/10/2026"),
        ("5", "Mở tổng đài", "Văn phòng Sở", "Viettel", "31/12/2026"),
    ]


def test_a_cell_too_wide_for_its_column_leaves_a_single_blank_to_the_next() -> None:
    wide = _laid("3", "Rà soát, nâng cấp các phần mềm cũ", "Văn phòng Sở", "Phòng NVY", "Quý I/2026")

    assert "cũ Văn" in wide
    assert _cells(_plan([*ROWS, wide, _laid("4", "Nối mạng", "Văn phòng Sở", "VNPT", "Quý IV/2026")]))[-2] == (
        *("3", "Rà soát, nâng cấp các phần mềm cũ", "Văn phòng Sở", "Phòng NVY", "Quý I/2026"),
    )


def test_titles_that_a_single_blank_parts_are_two_where_each_names_a_field() -> None:
    tight = " STT  Nhiệm vụ                          Đơn vị chủ trì Đơn vị phối hợp       Thời hạn"

    [table] = _tables(_plan([tight, *ROWS[1:]]))

    assert tuple(cell.title for cell in table.header) == HEADER


def test_a_header_of_several_lines_is_read_whole_and_numbers_of_columns_are_left_out() -> None:
    header = [
        _laid("", "", "Đơn vị", "Đơn vị phối hợp", "Thời hạn"),
        _laid("STT", "Nhiệm vụ", "", "", ""),
        _laid("", "", "chủ trì", "thực hiện", "hoàn thành"),
        _laid("(1)", "(2)", "(3)", "(4)", "(5)"),
    ]

    [table] = _tables(_plan([*header, *ROWS[1:]]))

    titles = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp thực hiện", "Thời hạn hoàn thành")
    assert tuple(cell.title for cell in table.header) == titles
    assert [line.cells[0] for line in table.lines] == ["I", "1", "2"]


def test_a_letterhead_and_a_signature_are_read_side_by_side_and_are_no_tables() -> None:
    texts = [block.text for block in read_text(_plan(ROWS), "plan.txt").blocks if isinstance(block, TextBlock)]

    assert texts[0] == "SỞ Y TẾ TỈNH BẾN SÔNG"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts
    assert texts[-5:] == ["Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT.", "GIÁM ĐỐC", "Trần Văn Sông"]
    assert any(text.endswith("quản lý hồ sơ sức khỏe của người dân.") for text in texts)


def test_prose_without_a_table_has_none() -> None:
    document = read_text(f"{FRONT}\f{FRONT}", "plan.txt")

    assert document.format == "laid-out text"
    assert not any(isinstance(block, TableBlock) for block in document.blocks)


def test_the_numbers_of_pages_are_no_text_and_no_rows() -> None:
    first = [*ROWS, "", f"{'2':>50}"]
    second = [_laid(*HEADER), _laid("3", "Mua phần mềm", "Phòng KHTC", "Phòng NVY", "30/9/2026"), "", f"{'3':>50}"]

    assert [cells[0] for cells in _cells(_plan(first, second))] == ["I", "1", "2", "3"]
    texts = [block.text for block in read_text(_plan(first, second), "plan.txt").blocks if isinstance(block, TextBlock)]
    assert not any(text.isdigit() for text in texts)


def test_a_table_of_two_columns_loses_nothing() -> None:
    two = ["TT    Nội dung", "1     Lắp máy", "2     Nối mạng"]

    text = " ".join(
        " ".join(cell for line in block.lines for cell in line.cells) if isinstance(block, TableBlock) else block.text
        for block in read_text(_plan(two), "plan.txt").blocks
    )

    assert all(word in text for word in ("Nội dung", "Lắp máy", "Nối mạng"))


def test_ragged_rows_lose_nothing() -> None:
    ragged = ["  2 Đổi tên miền  Văn phòng", "       của Sở            Phòng NVY      Quý III  (khẩn)   x", "   ."]

    cells = " ".join(cell for row in _cells(_plan([*ROWS[:4], *ragged])) for cell in row)

    assert all(word in cells for word in ("Đổi tên miền", "của Sở", "Quý III", "(khẩn)"))


def test_tabs_among_the_blanks_stand_for_eight_columns() -> None:
    tabbed = [line.replace(" " * 8, "\t") if at == 3 else line for at, line in enumerate(ROWS)]

    assert _cells(_plan(tabbed)) == _cells(_plan(ROWS))


def test_text_whose_cells_are_parted_by_tabs_or_that_has_no_columns_is_not_laid_out() -> None:
    tabs = "STT\tNhiệm vụ\tChủ trì\n1\tLắp máy   mới\tVăn phòng\n" * 4

    assert not looks_laid(tabs)
    assert not looks_laid("Kế hoạch này thay thế kế hoạch cũ.\n" * 20)
    assert not looks_laid("")


def test_a_header_of_numbers_broken_over_lines_is_one_and_takes_nothing_from_the_others() -> None:
    header = [_laid("Số", "Nhiệm vụ", "Chủ trì", "Đơn vị", "Thời hạn"), _laid("TT", "", "", "phối hợp", "")]
    (table,) = _tables(_plan([*header, *ROWS[1:]]))
    assert [cell.title for cell in table.header] == ["STT", "Nhiệm vụ", "Chủ trì", "Đơn vị phối hợp", "Thời hạn"]


def test_what_a_title_is_parted_into_heads_columns_and_a_total_is_no_part_of_the_row_above() -> None:
    at = (0, 6, 34, 48, 60, 74)
    lines = [
        _laid("TT", "Nội dung chi", "Tổng số", "", "Trong đó", "Ghi chú", at=(0, 6, 34, 48, 53, 74)),
        _laid("", "", "", "NS tỉnh", "Tài trợ", "", at=at),
        _laid("1", "Thuê đám mây", "4.800", "4.000", "800", "Thuê 12 tháng", at=at),
        _laid("2", "Máy tính bảng cho trạm", "2.560", "2.560", "0", "320 máy", at=at),
        _laid("", "vùng xa", "", "", "", "", at=at),
        _laid("", "Tổng cộng", "7.360", "6.560", "800", "", at=at),
    ]
    cells = _cells(_plan(lines))
    assert cells[:2] == [
        ("1", "Thuê đám mây", "4.800", "4.000", "800", "Thuê 12 tháng"),
        ("2", "Máy tính bảng cho trạm vùng xa", "2.560", "2.560", "0", "320 máy"),
    ]
    assert cells[2][1:] == ("Tổng cộng", "7.360", "6.560", "800", "")


def test_a_title_left_open_goes_on_with_a_date_below() -> None:
    lines = [
        _laid("TT", "Tên vật tư", "Tồn kho đến", "Nhu cầu năm", "Nơi dự trữ"),
        _laid("", "", "31/12/2025", "2026", ""),
        _laid("1", "Cloramin B", "1.250", "6.000", "Kho CDC"),
        _laid("2", "Máy phun", "02", "03", "Kho CDC"),
    ]
    (table,) = _tables(_plan(lines))
    assert [cell.title for cell in table.header][2:4] == ["Tồn kho đến 31/12/2025", "Nhu cầu năm 2026"]


def test_a_second_table_of_a_page_takes_its_title_with_it() -> None:
    title = " " * 30 + "Biểu số 02"
    blocks = read_text(_plan([*ROWS, "", title, *ROWS[:1], *ROWS[2:]]), "plan.txt").blocks
    tables = [at for at, block in enumerate(blocks) if isinstance(block, TableBlock)]
    between = [block.text for block in blocks[tables[0] + 1 : tables[1]] if isinstance(block, TextBlock)]
    assert between == ["Biểu số 02"]
    assert blocks[tables[0]].lines[-1].cells[:2] == ("2", "Thay máy chủ cũ")  # type: ignore[union-attr]


def test_prose_below_a_table_is_no_part_of_it() -> None:
    prose = [
        "",
        "D. KINH PHÍ",
        "      Tổng dự toán 5.186 triệu đồng, trong đó ngân sách tỉnh hỗ trợ 2.190 triệu đồng và quỹ phát",
        "triển hoạt động sự nghiệp của các đơn vị 2.996 triệu đồng; chi tiết theo biểu kèm theo kế hoạch này,",
        "trình trước 15/12.",
    ]
    blocks = read_text(_plan([*ROWS, *prose]), "plan.txt").blocks
    (table,) = (block for block in blocks if isinstance(block, TableBlock))
    assert table.lines[-1].cells[1] == "Thay máy chủ cũ"
    last = blocks[-1]
    assert isinstance(last, TextBlock)
    assert last.text.startswith("Tổng dự toán")
    assert last.text.endswith("trước 15/12.")


def test_a_heading_right_below_a_letterhead_begins_the_title() -> None:
    front = FRONT.replace("\n\n  ", "\n  ", 1)
    blocks = read_text(front + "\f" + "\n".join(ROWS), "plan.txt").blocks
    texts = [block.text for block in blocks if isinstance(block, TextBlock)]
    assert {"KẾ HOẠCH", "Độc lập - Tự do - Hạnh phúc"} <= set(texts)


def test_blanks_left_in_a_note_do_not_part_it() -> None:
    note = "        (Kèm theo Kế hoạch số             /KH-SYT ngày             /01/2027 của Sở Y tế)"
    texts = [block.text for block in read_text(_plan([note, *ROWS]), "plan.txt").blocks if isinstance(block, TextBlock)]
    assert "(Kèm theo Kế hoạch số /KH-SYT ngày /01/2027 của Sở Y tế)" in texts
