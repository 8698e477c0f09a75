"""What stands outside tables is read in the order in which people read it, with signatures and without margins."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.errors import ReadError
from ingest.progress import Stage
from ingest.readers.document import TextBlock
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf.syllables import is_syllable, mend, plausible_share
from ingest.structure import build_plan
from tests.ingest.readers.pdf.drawing import Sheet, annotated, locked

BODY = ("I. MỤC TIÊU", "1. Triển khai bệnh án điện tử tại các bệnh viện.", "II. TỔ CHỨC THỰC HIỆN", "1. Văn phòng Sở.")


def _plan_sheet() -> Sheet:
    sheet = Sheet()
    left = ("UBND TỈNH AN GIANG", "SỞ Y TẾ", "Số:        /KH-SYT")
    right = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Giang, ngày 19 tháng 9 năm 2025")
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        sheet.text(70, 60 + 18 * at, one, bold=at == 1)
        sheet.text(300, 60 + 18 * at, other, 11, bold=at < 2)
    sheet.text(260, 140, "KẾ HOẠCH", 14, bold=True)
    sheet.text(180, 160, "Chuyển đổi số ngành Y tế năm 2025", 14, bold=True)
    for at, line in enumerate(BODY):
        sheet.text(90, 200 + 20 * at, line, 13)
    sheet.text(70, 320, "Nơi nhận:", 11, bold=True)
    sheet.text(380, 320, "GIÁM ĐỐC", 13, bold=True)
    sheet.text(70, 336, "- UBND tỉnh (để b/c);\n- Các phòng chuyên môn;\n- Lưu: VT.", 11)
    sheet.text(370, 400, "Trần Quang Hiền", 13, bold=True)
    return sheet


def _texts(data: bytes) -> list[str]:
    return [block.text for block in read_pdf(data, "a.pdf").blocks if isinstance(block, TextBlock)]


def test_letterhead_and_closing_are_read_column_by_column() -> None:
    header = build_plan(read_pdf(_plan_sheet().data(), "a.pdf"), "a").header
    assert header.issuer == "Sở Y tế tỉnh An Giang"
    assert header.number == "/KH-SYT"
    assert header.date == "2025-09-19"
    assert header.title == "Chuyển đổi số ngành Y tế năm 2025"
    assert header.recipients == ("UBND tỉnh (để b/c)", "Các phòng chuyên môn", "Lưu: VT")
    assert (header.office, header.signer) == ("GIÁM ĐỐC", "Trần Quang Hiền")


@pytest.mark.parametrize("subtype", ["/Widget", "/FreeText", "/Stamp"])
def test_a_number_that_stands_only_in_an_annotation_is_read_where_it_is_seen(subtype: str) -> None:
    data = annotated(_plan_sheet().data(), subtype, (92, 739, 112, 756), ["57"])
    assert build_plan(read_pdf(data, "a.pdf"), "a").header.number == "57/KH-SYT"


def test_a_signature_with_several_lines_is_read_apart_from_the_letterhead() -> None:
    lines = ["Người ký", "Thoi gian ky: 19.09.2025 10:11:12"]
    data = annotated(_plan_sheet().data(), "/Widget", (420, 800, 590, 840), ["Nguoi ky: So Y te", *lines[1:]])
    texts = _texts(data)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts
    assert any("19.09.2025" in text for text in texts)


def test_page_numbers_and_running_text_are_left_out() -> None:
    sheet = Sheet()
    for number in range(1, 6):
        sheet.text(290, 40, str(number))
        sheet.text(80, 100, f"{number}. Nhiệm vụ của trang này là một câu.", 13)
        sheet.text(80, 820, "Kế hoạch chuyển đổi số ngành Y tế", 9)
        sheet.page()
    assert _texts(sheet.data()) == [f"{number}. Nhiệm vụ của trang này là một câu." for number in range(1, 6)]


def test_a_paragraph_is_joined_over_lines_and_over_a_page_break() -> None:
    sheet = Sheet()
    sheet.justified(100, 520, 750, "Sở Y tế xây dựng Kế hoạch chuyển đổi số của ngành với các nội dung")
    sheet.justified(70, 520, 768, "sau đây và giao các phòng chuyên môn, các đơn vị trực thuộc cùng với")
    sheet.page()
    sheet.justified(70, 520, 70, "Ủy ban nhân dân các xã, phường triển khai thực hiện, bảo đảm đúng tiến")
    sheet.text(70, 88, "độ.", 13)
    sheet.text(100, 112, "Các đơn vị báo cáo kết quả trước ngày 15 tháng 12.", 13)
    first, second = read_pdf(sheet.data(), "a.pdf").blocks
    assert isinstance(first, TextBlock)
    assert first.text.endswith(
        "các đơn vị trực thuộc cùng với Ủy ban nhân dân các xã, phường triển khai thực hiện, bảo đảm đúng tiến độ."
    )
    assert (first.place.page, first.place.end_page) == (1, 2)
    assert [box.page for box in first.place.boxes] == [1, 2]
    assert isinstance(second, TextBlock)
    assert second.text.startswith("Các đơn vị báo cáo")


def test_an_empty_password_opens_and_another_is_a_clear_error() -> None:
    data = _plan_sheet().data()
    assert _texts(locked(data, "")) == _texts(data)
    with pytest.raises(ReadError, match=r"a\.pdf: tệp PDF có mật khẩu mở; hãy bỏ mật khẩu"):
        read_pdf(locked(data, "secret"), "a.pdf")


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, b"no PDF at all"])
def test_a_broken_file_is_a_clear_error(broken: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.pdf: tệp PDF hỏng"):
        read_pdf(broken, "a.pdf")


def test_a_truncated_file_is_read_or_refused_but_never_a_fault() -> None:
    data = _plan_sheet().data()
    for share in (0.3, 0.6, 0.9):
        with suppress(ReadError):
            read_pdf(data[: int(len(data) * share)], "a.pdf")


def test_marks_printed_apart_from_their_letters_come_together() -> None:
    sheet = Sheet()
    sheet.text(80, 100, "Tri\u1ec3n khai bê\u0323nh a\u0301n \u0111iê\u0323n tu\u031b\u0309", 13)
    assert _texts(sheet.data()) == ["Triển khai bệnh án điện tử"]


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "giếng", "khuỷu", "oằn", "thuở", "bệnh", "ứng", "Yên"])
def test_a_syllable_is_told_by_its_spelling(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Trườ", "ng", "kếtt", "wifi", "bẹk", "thựcc"])
def test_what_cannot_be_a_syllable_is_told_too(word: str) -> None:
    assert not is_syllable(word)


def test_words_that_stray_spaces_cut_are_joined() -> None:
    assert mend("Trườ ng hợp th ực hiện chuyể n đổi số") == ("Trường hợp thực hiện chuyển đổi số", 3)
    assert mend("Nhóm X Ông Lê, mục b và c của Điều 5") == ("Nhóm X Ông Lê, mục b và c của Điều 5", 0)


def test_a_page_with_cut_words_is_mended_and_told_and_a_sound_one_left_alone() -> None:
    sheet = Sheet()
    sheet.text(80, 100, "Trườ ng hợp th ực hiện chuyể n đổi số", 13)
    sheet.page()
    sheet.text(80, 100, "Nhóm th ực hiện chuyển đổi số của Sở", 13)
    document = read_pdf(sheet.data(), "a.pdf")
    assert [block.text for block in document.blocks if isinstance(block, TextBlock)] == [
        "Trường hợp thực hiện chuyển đổi số",
        "Nhóm th ực hiện chuyển đổi số của Sở",
    ]
    assert document.notices == ("trang 1: đã nối 3 chữ bị tách rời",)


def test_rubbish_is_told_from_text() -> None:
    assert plausible_share("Triển khai thực hiện chuyển đổi số ngành y tế năm nay " * 3) > 0.9
    assert plausible_share("TriÓn khai thùc hiÖn chuyÓn ®æi sè ngµnh y tÕ n¨m nay " * 3) < 0.6


def test_attached_files_are_named_and_not_opened() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_plan_sheet().data())))
    writer.add_attachment("phụ lục\u202e.xlsx", b"PK\x03\x04 not opened")
    file = io.BytesIO()
    writer.write(file)
    document = read_pdf(file.getvalue(), "a.pdf")
    assert document.notices == ("PDF đính kèm 1 tệp (phụ lục?.xlsx), không đọc; hãy lưu ra rồi thêm riêng nếu cần",)
    assert document.blocks == read_pdf(_plan_sheet().data(), "a.pdf").blocks


def test_each_page_is_told_while_it_is_read() -> None:
    sheet = _plan_sheet()
    sheet.page()
    sheet.text(80, 100, "Trang hai", 13)
    told: list[tuple[Stage, int, int]] = []
    read_pdf(sheet.data(), "a.pdf", tell=lambda *said: told.append(said))
    assert told == [(Stage.PAGES, 0, 2), (Stage.PAGES, 1, 2)]
