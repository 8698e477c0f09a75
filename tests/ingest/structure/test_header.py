"""What a plan says of itself."""

from __future__ import annotations

import pytest

from ingest.model import Header, Place
from ingest.readers.document import TextBlock
from ingest.structure.header import parse_header, read_prose

OPENING = "Sở Y tế ban hành Kế hoạch với những nội dung sau:"


def paragraphs(*texts: str) -> list[TextBlock]:
    return [TextBlock(text, Place(page=1, line=line)) for line, text in enumerate(texts, 1)]


def header(*texts: str, notes: tuple[str, ...] = ()) -> Header:
    return parse_header(paragraphs(*texts), notes)


def titled(title: str) -> Header:
    return header("KẾ HOẠCH", title, "I. MỤC TIÊU")


def signed(*closing: str) -> Header:
    return header("KẾ HOẠCH", "Y tế số", "I. MỤC TIÊU", "Trên đây là Kế hoạch./.", *closing)


LETTERHEADS = {
    "one above the other": ("UBND TỈNH BẾN TRE", "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                            "Độc lập - Tự do - Hạnh phúc", "Số: 12/KH-SYT", "Bến Tre, ngày 05 tháng 02 năm 2024"),
    "side by side": ("UBND TỈNH BẾN TRE CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ Độc lập – Tự do – Hạnh phúc",
                     "_______", "Số: 12/KH-SYT Bến Tre, ngày 05 tháng 02 năm 2024"),
    "a column in one paragraph": ("UBND TỈNH BẾN TRE SỞ Y TẾ Số: 12/KH-SYT",
                                  "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Bến Tre, ngày 05 "
                                  "tháng 02 năm 2024"),
}  # fmt: skip


@pytest.mark.parametrize("cover", LETTERHEADS.values(), ids=LETTERHEADS)
def test_a_letterhead_is_read_however_it_is_laid_out(cover: tuple[str, ...]) -> None:
    read = header(*cover, "KẾ HOẠCH", "Y tế số năm 2024", OPENING, "I. MỤC TIÊU")
    assert read.issuer == "Sở Y tế tỉnh Bến Tre"
    assert read.province == "Bến Tre"
    assert read.number == "12/KH-SYT"
    assert read.place_and_date == "Bến Tre, ngày 05 tháng 02 năm 2024"
    assert read.date == "2024-02-05"
    assert read.title == "Y tế số năm 2024"
    assert read.place == Place(page=1, line=1, end_page=1, end_line=len(cover) + 3)


def test_a_city_and_an_issuer_below_the_department_are_told_apart() -> None:
    read = header("SỞ Y TẾ THÀNH PHỐ HỒ CHÍ MINH", "TRUNG TÂM KIỂM SOÁT BỆNH TẬT", "KẾ HOẠCH", "Giám sát", "I. A")
    assert read.issuer == "Trung tâm Kiểm soát bệnh tật Thành phố Hồ Chí Minh"
    assert read.province == "Hồ Chí Minh"
    read = header("SỞ Y TẾ THÀNH PHỐ HỒ CHÍ MINH", "KẾ HOẠCH", "Giám sát", "I. A")
    assert read.issuer == "Sở Y tế Thành phố Hồ Chí Minh"


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("Huế, ngày tháng 3 năm 2026", "2026-03"),
        ("Huế, ngày     tháng     năm 2025", "2025"),
        ("Huế, ngày …… tháng …. năm 2025", "2025"),
        ("Huế, ngày 9 tháng    năm 2025", "2025"),
        ("Huế, ngày 19 tháng 9 năm 2025", "2025-09-19"),
        ("TP. Huế, ngày 19/9/2025", "2025-09-19"),
        ("Huế, ngày 19 tháng 13 năm 2025", "2025"),
    ],
)
def test_a_date_is_known_as_far_as_it_is_filled_in(dateline: str, date: str) -> None:
    read = header("Số: /KH-SYT", dateline, "KẾ HOẠCH", "Y tế số", "I. MỤC TIÊU")
    assert (read.place_and_date, read.date) == (dateline, date)
    assert read.years == (int(date[:4]),)


def test_without_dateline_there_is_no_date_and_the_year_is_that_of_the_latest_basis() -> None:
    read = header("KẾ HOẠCH", "Y tế số", "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;", "I. A")
    assert (read.place_and_date, read.date, read.years) == ("", "", (2024,))


def test_without_dateline_and_basis_there_are_no_years() -> None:
    read = header("KẾ HOẠCH", "Y tế số", "Sở Y tế xây dựng kế hoạch như sau:", "I. A")
    assert (read.date, read.years) == ("", ())


def test_issuer_and_province_come_from_the_opening_where_there_is_no_letterhead() -> None:
    read = header(
        "KẾ HOẠCH",
        "Y tế số",
        "Căn cứ Công văn số 8/UBND-VX của Ủy ban nhân dân tỉnh Bến Tre về việc tham mưu xây dựng kế hoạch;",
        "Sở Y tế tỉnh Bến Tre xây dựng Kế hoạch như sau:",
        "I. A",
    )
    assert (read.issuer, read.province) == ("Sở Y tế tỉnh Bến Tre", "Bến Tre")


def test_the_province_comes_from_the_title_and_the_issuer_from_a_section() -> None:
    read = header("KẾ HOẠCH", "Chuyển đổi số ngành Y tế Bến Tre", "I. CĂN CỨ", "Sở Y tế ban hành Kế hoạch như sau:")
    assert (read.issuer, read.province) == ("Sở Y tế tỉnh Bến Tre", "Bến Tre")


def test_the_number_s_symbol_tells_the_issuer_where_nothing_else_does() -> None:
    assert header("Số: 5/KH-SYT", "Bến Tre, ngày 1 tháng 2 năm 2026", "KẾ HOẠCH", "Y tế số").issuer == (
        "Sở Y tế tỉnh Bến Tre"
    )


def test_an_appendix_note_fills_in_number_and_date() -> None:
    note = "(Kèm theo Kế hoạch số 57/KH-SYT ngày 19/9/2025 của Sở Y tế tỉnh Bến Tre)"
    read = header("Số: /KH-SYT", "KẾ HOẠCH", "Y tế số", "I. A", notes=("DANH MỤC", note))
    assert (read.number, read.date, read.province) == ("57/KH-SYT", "2025-09-19", "Bến Tre")


def test_a_note_that_contradicts_the_dateline_is_not_believed() -> None:
    note = "(Kèm theo Kế hoạch số 57/KH-SYT ngày 19/9/2024)"
    assert header("Huế, ngày tháng 3 năm 2026", "KẾ HOẠCH", "Y tế số", notes=(note,)).date == "2026-03"


def test_an_electronic_signature_tells_signer_and_day() -> None:
    stamp = "Người ký: Nguyễn Văn An Email: an@example.vn Cơ quan: Sở Y tế Thời gian ký: 27/03/2026 10:21:33 +07:00"
    read = header(stamp, "Huế, ngày tháng 3 năm 2026", "KẾ HOẠCH", "Y tế số", "I. A")
    assert (read.signer, read.date) == ("Nguyễn Văn An", "2026-03-27")
    assert header("Người ký: Sở Y tế Email: a@b.vn", "KẾ HOẠCH", "Y tế số", "I. A").signer == ""


@pytest.mark.parametrize(
    "lines",
    [
        ("KẾ HOẠCH", "Y tế số tỉnh Bến Tre", "giai đoạn 2025-2030"),
        ("KẾ HOẠCH Y tế số tỉnh Bến Tre", "giai đoạn 2025-2030"),
        ("Kế hoạch", "Y tế số tỉnh Bến Tre giai đoạn 2025-2030"),
        ("Kế hoạch Y tế số tỉnh Bến Tre giai đoạn 2025-2030",),
        ("V/v Y tế số tỉnh Bến Tre giai đoạn 2025-2030",),
    ],
)
def test_a_title_is_joined_without_the_kind_of_document(lines: tuple[str, ...]) -> None:
    read = header("Số: 5/KH-SYT", *lines, "Căn cứ Luật Dữ liệu năm 2024;", "I. MỤC TIÊU")
    assert read.title == "Y tế số tỉnh Bến Tre giai đoạn 2025-2030"


def test_a_title_may_begin_as_an_opening_does() -> None:
    read = header("KẾ HOẠCH", "Thực hiện Nghị quyết số 57-NQ/TW năm 2026", "Thực hiện Kế hoạch số 9/KH-UBND;", "I. A")
    assert read.title == "Thực hiện Nghị quyết số 57-NQ/TW năm 2026"
    assert [reference.number for reference in read.basis] == ["9/KH-UBND"]


def test_lines_in_bold_or_in_capitals_go_on_a_title_and_a_note_does_not() -> None:
    blocks = [TextBlock("KẾ HOẠCH", emphasised=True), TextBlock("Thực hiện chuyển đổi số", emphasised=True),
              TextBlock("Thực hiện Đề án 06 năm 2026", emphasised=True),
              TextBlock("(Ban hành kèm theo Công văn số 5/SYT)"), TextBlock("Căn cứ Luật Dữ liệu;"),
              TextBlock("I. A")]  # fmt: skip
    assert parse_header(blocks).title == "Thực hiện chuyển đổi số Thực hiện Đề án 06 năm 2026"
    assert titled("CHUYỂN ĐỔI SỐ").title == "CHUYỂN ĐỔI SỐ"


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Chuyển đổi số năm 2026", (2026,)),
        ("Chuyển đổi số giai đoạn 2025-2028", (2025, 2026, 2027, 2028)),
        ("Chuyển đổi số năm 2025 - 2026", (2025, 2026)),
        ("Chuyển đổi số năm 2025 và 2027", (2025, 2027)),
        ("Chuyển đổi số từ năm 2024 đến năm 2026", (2024, 2025, 2026)),
        ("Chuyển đổi số năm 2026, tầm nhìn đến năm 2030", (2026,)),
        ("Chuyển đổi số giai đoạn 2025 - 2026, định hướng đến năm 2030", (2025, 2026)),
        ("Đề án giai đoạn 2022-2025 trong năm 2026", (2026,)),
        ("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 năm 2026", (2026,)),
        ("Thực hiện Nghị quyết ngày 22 tháng 12 năm 2024 của Bộ Chính trị", ()),
        ("Thực hiện Nghị định số 102/2025/NĐ-CP", ()),
        ("Chuyển đổi số", ()),
    ],
)
def test_years_are_those_that_the_title_is_about(title: str, years: tuple[int, ...]) -> None:
    assert titled(title).years == years


CLOSINGS = {
    "one above the other": ("Nơi nhận:", "- UBND tỉnh (b/c);", "- Cục X – Bộ Y tế;", "- Lưu: VT, VP.",
                            "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "(Đã ký)", "Nguyễn Văn An"),
    "signature first": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn An", "Nơi nhận:", "- UBND tỉnh (b/c);",
                        "- Cục X – Bộ Y tế;", "- Lưu: VT, VP."),
    "a column in one paragraph": ("Nơi nhận: - UBND tỉnh (b/c); - Cục X – Bộ Y tế; - Lưu: VT, VP.",
                                  "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Văn An"),
    "side by side": ("Nơi nhận: KT. GIÁM ĐỐC", "- UBND tỉnh (b/c); PHÓ GIÁM ĐỐC", "- Cục X – Bộ Y tế;",
                     "- Lưu: VT, VP. Nguyễn Văn An"),
}  # fmt: skip


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS)
def test_a_closing_is_read_however_it_is_laid_out(closing: tuple[str, ...]) -> None:
    read = signed(*closing)
    assert read.recipients == ("UBND tỉnh (b/c)", "Cục X – Bộ Y tế", "Lưu: VT, VP")
    assert (read.office, read.signer) == ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Nguyễn Văn An")


def test_a_plan_without_closing_has_no_recipients_and_no_signer() -> None:
    read = signed()
    assert (read.recipients, read.office, read.signer) == ((), "", "")


def test_an_unsigned_office_names_no_signer() -> None:
    read = signed("Nơi nhận:", "- Lưu: VT.", "GIÁM ĐỐC")
    assert (read.office, read.signer) == ("GIÁM ĐỐC", "")


def test_the_basis_is_read_from_opening_and_from_a_section_of_that_name() -> None:
    read = header("KẾ HOẠCH", "Y tế số", "Thực hiện Kế hoạch số 9/KH-UBND ngày 1/2/2025;", "I. CĂN CỨ",
                  "- Nghị quyết số 57-NQ/TW ngày 22/12/2024;", "II. MỤC TIÊU", "- Quyết định số 7/QĐ-BYT;")  # fmt: skip
    assert [reference.number for reference in read.basis] == ["9/KH-UBND", "57-NQ/TW"]


def test_a_plan_tells_which_one_it_replaces() -> None:
    read = header("KẾ HOẠCH", "Y tế số", "I. A", "Kế hoạch này thay thế Kế hoạch số 1/KH-SYT ngày 1/1/2026.")
    assert read.replaces is not None
    assert read.replaces.number == "1/KH-SYT"
    assert titled("Y tế số").replaces is None


def test_a_plan_bound_behind_its_decision_has_its_own_title_and_the_decision_s_cover() -> None:
    front = paragraphs(
        "SỞ Y TẾ", "Số: 77/QĐ-SYT Bến Tre, ngày 3 tháng 01 năm 2025", "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch",
        "GIÁM ĐỐC SỞ Y TẾ TỈNH BẾN TRE", "Căn cứ Luật An toàn thực phẩm ngày 17 tháng 6 năm 2010;", "QUYẾT ĐỊNH:",
        "Điều 1. Ban hành Kế hoạch.", "Nơi nhận:", "- Lưu: VT.", "GIÁM ĐỐC", "Nguyễn Văn An", "KẾ HOẠCH",
        "An toàn thực phẩm năm 2025", "(Ban hành kèm theo Quyết định số 77/QĐ-SYT ngày 03/01/2025)", "I. MỤC TIÊU",
    )  # fmt: skip
    read = parse_header(front)
    assert (read.title, read.number, read.date) == ("An toàn thực phẩm năm 2025", "77/QĐ-SYT", "2025-01-03")
    assert (read.issuer, read.office, read.signer) == ("Sở Y tế tỉnh Bến Tre", "GIÁM ĐỐC", "Nguyễn Văn An")
    assert [block.text for block in read_prose(front).body] == ["Điều 1. Ban hành Kế hoạch.", "I. MỤC TIÊU"]


@pytest.mark.parametrize("texts", [(), ("-----",), ("Xin chào",), ("KẾ HOẠCH",), ("I. MỤC TIÊU",), ("Nơi nhận:",)])
def test_a_document_that_is_no_plan_gives_an_empty_header(texts: tuple[str, ...]) -> None:
    read = header(*texts)
    assert (read.title, read.issuer, read.number, read.date, read.years) == ("", "", "", "", ())


@pytest.mark.parametrize(
    "cover",
    [
        ("ỦY BAN NHÂN DÂN", "HUYỆN CÁI NƯỚC", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("ỦY BAN NHÂN DÂN HUYỆN CÁI NƯỚC", "Số: 12/KH-UBND"),
        ("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "HUYỆN CÁI NƯỚC Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_the_place_below_a_body_belongs_to_its_name(cover: tuple[str, ...]) -> None:
    read = header(
        *cover, "KẾ HOẠCH", "Vệ sinh năm 2024", "Căn cứ Quyết định của UBND tỉnh Cà Mau", OPENING, "I. MỤC TIÊU"
    )
    assert read.issuer == "Ủy ban nhân dân huyện Cái Nước"
    assert read.province == "Cà Mau"


def test_the_symbol_of_a_number_names_no_body() -> None:
    assert header("SỞ Y TẾ", "Số: 12/KH-UBND", "KẾ HOẠCH", "Y tế số", "I. MỤC TIÊU").issuer == "Sở Y tế"


def test_two_who_sign_are_both_told() -> None:
    read = signed("GIÁM ĐỐC CÔNG AN TỈNH", "Đại tá Bùi Xuân Thắng", "GIÁM ĐỐC SỞ Y TẾ", "Quách Ái Minh")
    assert read.signer == "Đại tá Bùi Xuân Thắng; Quách Ái Minh"
    assert read.office == "GIÁM ĐỐC CÔNG AN TỈNH; GIÁM ĐỐC SỞ Y TẾ"


def test_a_kind_of_plan_on_the_headings_line_is_not_the_whole_title() -> None:
    assert header("KẾ HOẠCH PHỐI HỢP", "Bảo đảm an toàn thông tin năm 2025", "I. A").title == (
        "PHỐI HỢP Bảo đảm an toàn thông tin năm 2025"
    )


def test_a_name_goes_on_below_the_words_that_say_what_kind_of_centre_it_is() -> None:
    cover = ("SỞ Y TẾ THÁI NGUYÊN TRUNG TÂM Y TẾ KHU VỰC", "ĐẠI TỪ", "Số: 5/KH-TTYT", "KẾ HOẠCH", "Y tế số", "I. A")
    assert header(*cover).issuer == "Trung tâm Y tế khu vực Đại Từ"


def test_a_line_that_goes_on_with_a_recipient_may_hold_the_signer_beside_it() -> None:
    found = signed(
        "Nơi nhận: KT. GIÁM ĐỐC", "- Bộ Y tế (Trung tâm Thông tin Quốc PHÓ GIÁM ĐỐC", "gia); Trần Văn Bình Nam"
    )
    assert found.signer == "Trần Văn Bình Nam"
    assert signed("GIÁM ĐỐC", "BSCKII. Trần Văn Bình Nam").signer == "BSCKII. Trần Văn Bình Nam"


def test_the_date_is_no_part_of_the_issuer() -> None:
    letterhead = ("ỦY BAN NHÂN DÂN SỞ Y TẾ Độc lập - Tự do - Hạnh phúc Số: 8412 /KH-SYT",)
    found = header(
        *letterhead, "Thành phố Hồ Chí Minh, ngày 07 tháng 12 năm 2026", "KẾ HOẠCH", "Y tế số", "I. MỤC TIÊU"
    )
    assert found.issuer == "Sở Y tế Thành phố Hồ Chí Minh"
