"""Where a document ends, the offices and the persons there."""

from __future__ import annotations

import pytest

from ingest.lexicon.signing import is_closing, looks_like_person, office_end, own_office, without_titles


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("GIÁM ĐỐC", "GIÁM ĐỐC"),
        ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Văn An", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
        ("TM. ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN"),
        ("Q. GIÁM ĐỐC", "Q. GIÁM ĐỐC"),
        ("Giám đốc", "Giám đốc"),
        ("Giám đốc Sở chịu trách nhiệm", ""),
        ("TRÁCH NHIỆM CỦA GIÁM ĐỐC", ""),
        ("", ""),
    ],
)
def test_an_office_is_read_up_to_the_name(text: str, office: str) -> None:
    assert text[: office_end(text)] == office


@pytest.mark.parametrize("text", ["Nơi nhận:", "NƠI NHẬN", "GIÁM ĐỐC", "Q. GIÁM ĐỐC (Đã ký) Nguyễn Văn An"])
def test_recipients_and_a_signature_begin_the_closing(text: str) -> None:
    assert is_closing(text)


@pytest.mark.parametrize(
    "text",
    ["Q. Hoàn Kiếm triển khai", "TM điện tử", "KT-XH năm 2026", "GIÁM ĐỐC Sở chịu trách nhiệm", "Chủ tịch UBND xã", ""],
)
def test_prose_does_not_begin_the_closing(text: str) -> None:
    assert not is_closing(text)


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "BSCKII. Bùi Văn Nam", "TRẦN THỊ B", "PGS.TS. Lê Thị Hoa"])
def test_a_person_is_known_with_and_without_degrees(text: str) -> None:
    assert looks_like_person(text)


@pytest.mark.parametrize("text", ["Sở Y tế", "Bệnh viện Bạch Mai", "Lưu: VT", "An", "nguyễn văn an", "Phụ lục 1"])
def test_other_words_are_no_person(text: str) -> None:
    assert not looks_like_person(text)


@pytest.mark.parametrize(
    "printed",
    [
        "Nguyễn Văn Bàng",
        "Ông Nguyễn Văn Bàng",
        "Đ/c: Nguyễn Văn Bàng",
        "BS.CKII. Nguyễn Văn Bàng",
        " Bà ThS Nguyễn Văn Bàng",
    ],
)
def test_titles_before_a_name_are_taken_off_and_nothing_else(printed: str) -> None:
    assert without_titles(printed) == "Nguyễn Văn Bàng"


@pytest.mark.parametrize(
    ("printed", "own", "whose"),
    [
        ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Phó Giám đốc", "KT. GIÁM ĐỐC"),
        ("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", "Chủ tịch", "TM. ỦY BAN NHÂN DÂN"),
        ("GIÁM ĐỐC", "Giám đốc", ""),
        ("NGƯỜI LẬP", "", "NGƯỜI LẬP"),
    ],
)
def test_the_office_of_who_signs_stands_last(printed: str, own: str, whose: str) -> None:
    assert own_office(printed) == (own, whose)
