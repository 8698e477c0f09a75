"""The tree of numbered sections, from paragraphs."""

from __future__ import annotations

import random

import pytest

from ingest.model import Place, Section
from ingest.readers.document import TextBlock
from ingest.structure.sections import build_sections, read_bullet, read_numbers


def paragraphs(*texts: str) -> list[TextBlock]:
    return [TextBlock(text, Place(line=line, end_line=line)) for line, text in enumerate(texts, 1)]


def sections(*texts: str) -> list[Section]:
    """The sections of a plan with these paragraphs after its title, without its opening."""
    return list(build_sections(paragraphs("KẾ HOẠCH", "Chuyển đổi số năm 2026", *texts)))[1:]


def paths(*texts: str) -> list[str]:
    return [section.path for section in sections(*texts)]


def test_roman_arabic_and_letter_nest_in_the_order_of_print() -> None:
    assert paths("I. MỤC TIÊU", "1. Chung", "2. Cụ thể", "a) Một", "b) Hai", "II. KINH PHÍ", "1. Nguồn") == [
        "I", "I.1", "I.2", "I.2.a", "I.2.b", "II", "II.1",
    ]  # fmt: skip


def test_a_number_that_prints_the_upper_number_does_not_say_it_twice() -> None:
    printed = paths("I. NHIỆM VỤ", "1. Một", "2. Hai", "2.1. Con", "a) Ý", "2.2 Con khác", "3. Ba")
    assert printed == ["I", "I.1", "I.2", "I.2.1", "I.2.1.a", "I.2.2", "I.3"]


def test_a_roman_number_before_an_arabic_one_is_not_said_twice() -> None:
    assert paths("I. MỤC TIÊU", "II. NỘI DUNG", "II.1. Truyền thông", "II.2. Kiểm tra", "a) Đợt 1", "II.3. Chi") == [
        "I", "II", "II.1", "II.2", "II.2.a", "II.3",
    ]  # fmt: skip


def test_compound_numbers_need_no_number_above_them() -> None:
    assert paths("I. MỤC TIÊU", "1.1. Chung", "1.2. Cụ thể", "2.1. Khác", "3. Ba") == [
        "I", "I.1.1", "I.1.2", "I.2.1", "I.3",
    ]  # fmt: skip


def test_a_first_number_after_a_later_one_opens_a_deeper_level_and_the_upper_goes_on_after_it() -> None:
    printed = paths("I. A", "1. Một", "2. Hai", "3. Ba, gồm:", "1. Con một", "2. Con hai", "4. Bốn")
    assert printed == ["I", "I.1", "I.2", "I.3", "I.3.1", "I.3.2", "I.4"]


def test_a_number_in_brackets_opens_a_level_under_a_letter() -> None:
    assert paths("I. A", "1. Một", "a) Ý:", "(1) Con", "(2) Con", "b) Ý") == [
        "I", "I.1", "I.1.a", "I.1.a.1", "I.1.a.2", "I.1.b",
    ]  # fmt: skip


def test_a_half_bracket_between_whole_ones_continues_their_level() -> None:
    assert paths("I. A", "b) Về", "a) Về", "(1) Một", "2) Hai", "(3) Ba")[-3:] == ["I.a.1", "I.a.2", "I.a.3"]


@pytest.mark.parametrize("letters", ["abcdđeg", "abcdeg", "abcdđeghik", "abcdefg"])
def test_letters_run_in_either_alphabet(letters: str) -> None:
    assert paths("I. A", *(f"{letter}) Ý" for letter in letters)) == ["I", *(f"I.{letter}" for letter in letters)]


def test_a_missing_number_is_tolerated() -> None:
    assert paths("I. A", "1. Một", "3. Ba", "III. C", "2. Hai") == ["I", "I.1", "I.3", "III", "III.2"]


def test_a_repeated_number_gets_a_suffix() -> None:
    assert paths("I. A", "1. Một", "2. Hai", "2. Hai nữa", "3. Ba") == ["I", "I.1", "I.2", "I.2~2", "I.3"]


def test_a_repeated_first_number_is_no_deeper_level_unless_a_colon_announces_a_list() -> None:
    assert paths("I. A", "1. Một", "1. Một nữa", "2. Hai") == ["I", "I.1", "I.1~2", "I.2"]
    assert paths("I. A", "1. Gồm:", "1. Con", "2. Con") == ["I", "I.1", "I.1.1", "I.1.2"]


def test_articles_run_on_across_chapters() -> None:
    texts = ("Chương I. CHUNG", "Điều 1. Phạm vi", "1. Một", "Điều 2. Đối tượng", "Chương II. RIÊNG", "Điều 3. Việc")
    assert paths(*texts) == ["I", "I.1", "I.1.1", "I.2", "II", "II.3"]


def test_parts_letters_and_romans_nest_and_a_new_part_begins_them_anew() -> None:
    texts = ("PHẦN THỨ NHẤT", "ĐÁNH GIÁ", "A. KẾT QUẢ", "I. Chỉ đạo", "1. Một", "B. HẠN CHẾ", "PHẦN THỨ HAI", "I. C")
    built = sections(*texts)
    assert [section.path for section in built] == ["1", "1.A", "1.A.I", "1.A.I.1", "1.B", "2", "2.I"]
    assert (built[0].number, built[0].text) == ("PHẦN THỨ NHẤT", "ĐÁNH GIÁ")


def test_small_romans_are_told_from_letters_by_their_sequence() -> None:
    assert paths("I. A", "1. B", "i) Một", "ii) Hai", "iii) Ba")[2:] == ["I.1.i", "I.1.ii", "I.1.iii"]
    assert paths("I. A", *(f"{letter}) Ý" for letter in "abcdđeghi"))[-1] == "I.i"


@pytest.mark.parametrize(
    "text",
    ["06. Tiếp tục triển khai", "2025, tầm nhìn đến năm 2030", "100% cơ sở", "30. Các đơn vị báo cáo", "24/7 hỗ trợ",
     "1.500 bệnh nhân", "9.5 triệu liều", "v.v. và các việc khác", "Điều 5 của Luật quy định", "V/v báo cáo",
     "3 bệnh viện", "IoT trong y tế", "Phần mềm quản lý"],
)  # fmt: skip
def test_a_line_that_only_looks_numbered_is_a_paragraph(text: str) -> None:
    built = sections("I. MỤC TIÊU", "1. Chung", text)
    assert [section.path for section in built] == ["I", "I.1"]
    assert [paragraph.text for paragraph in built[-1].paragraphs] == [text]


def test_numbers_with_leading_zeros_are_sections_when_they_begin_at_one() -> None:
    built = sections("I. A", "01. Một", "02. Hai")
    assert [(section.path, section.number) for section in built[1:]] == [("I.1", "01"), ("I.2", "02")]


def test_bullets_are_paragraphs_of_the_nearest_number_above() -> None:
    (_, section) = sections("I. A", "1. Gồm:", "- Một (1) và (2)", "+ Hai", "- + Ba", "Bốn", "• Năm", "–100% sáu")
    assert [(paragraph.marker, paragraph.text) for paragraph in section.paragraphs] == [
        ("-", "Một (1) và (2)"), ("+", "Hai"), ("+", "Ba"), ("", "Bốn"), ("-", "Năm"), ("-", "100% sáu"),
    ]  # fmt: skip


def test_a_number_inside_a_bullet_opens_no_section() -> None:
    assert paths("I. A", "- 1. Một", "- a) Hai") == ["I"]


def test_the_opening_is_the_section_header() -> None:
    front = paragraphs("SỞ Y TẾ", "KẾ HOẠCH", "Y tế số năm 2026", "Căn cứ Luật Dữ liệu;", "- Theo đề nghị", "I. A")
    header = build_sections(front)[0]
    assert (header.path, header.number, header.text) == ("header", "", "")
    assert [paragraph.text for paragraph in header.paragraphs] == [
        "Y tế số năm 2026", "Căn cứ Luật Dữ liệu;", "Theo đề nghị",
    ]  # fmt: skip
    assert header.place == Place(line=3, end_line=5)


def test_cover_recipients_and_signature_are_no_sections() -> None:
    front = paragraphs("Số: 5/KH-SYT", "KẾ HOẠCH", "Y tế số", "I. A", "Trên đây là Kế hoạch.", "Nơi nhận:",
                       "- UBND tỉnh;", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn An")  # fmt: skip
    built = build_sections(front)
    assert [section.path for section in built] == ["header", "I"]
    assert [paragraph.text for paragraph in built[1].paragraphs] == ["Trên đây là Kế hoạch."]


def test_a_section_keeps_its_place_through_its_last_paragraph() -> None:
    section = sections("I. A", "Một.", "Hai.")[0]
    assert section.place == Place(line=3, end_line=5)
    assert section.paragraphs[0].place == Place(line=4, end_line=4)


def test_a_heading_with_its_first_paragraph_on_one_line_stays_whole() -> None:
    section = sections("I. A", "1. Giao Văn phòng: chủ trì, tổng hợp.")[1]
    assert (section.number, section.text, section.paragraphs) == ("1", "Giao Văn phòng: chủ trì, tổng hợp.", ())


def test_prose_without_numbers_is_all_header() -> None:
    built = build_sections(paragraphs("KẾ HOẠCH", "Y tế số", "Sở Y tế ban hành Kế hoạch:", "- Một;", "- Hai."))
    assert [section.path for section in built] == ["header"]
    assert len(built[0].paragraphs) == 4


def test_nothing_makes_an_empty_header() -> None:
    (header,) = build_sections([])
    assert header == Section("header", "", "", ())


def test_paths_are_unique_whatever_numbers_come() -> None:
    rng = random.Random(7)
    marks = ["I.", "II.", "III.", "1.", "2.", "3.", "1.1.", "2.1", "a)", "b)", "(1)", "2)", "A.", "Điều 1.", "i)", "-"]
    for _ in range(300):
        texts = [f"{rng.choice(marks)} Nội dung" for _ in range(40)]
        built = [section.path for section in build_sections(paragraphs("KẾ HOẠCH", "Y tế số", *texts))]
        assert len(set(built)) == len(built)


def test_no_paragraph_is_lost_or_said_twice_whatever_numbers_come() -> None:
    rng = random.Random(11)
    marks = ["I.", "2.", "1.", "7.", "1.1.", "c)", "(1)", "-", "", "B.", "PHẦN II.", "06."]
    for _ in range(200):
        texts = [f"{rng.choice(marks)} Nội dung {n}".strip() for n in range(30)]
        built = build_sections(paragraphs("KẾ HOẠCH", "Y tế số", *texts))
        told = [text for section in built for text in (section.text, *(part.text for part in section.paragraphs))]
        found = [int(text.rsplit(" ", 1)[1]) for text in told if "Nội dung" in text]
        assert found == list(range(30))


def test_bullets_are_read_with_and_without_a_space() -> None:
    assert read_bullet("-Nội dung") == ("-", "Nội dung")
    assert read_bullet("Nội dung - ý") == ("", "Nội dung - ý")


@pytest.mark.parametrize("text", ["IIX. Sai", "VX. Sai", "1", "a)", "", "(1 Một", "A.B.C Sai"])
def test_what_is_no_number_has_no_reading_as_one(text: str) -> None:
    assert [number.printed for number in read_numbers(text) if number.script not in ("upper", "latin")] == []
