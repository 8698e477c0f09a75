"""Names of provinces, bodies, documents and offices."""

from __future__ import annotations

import pytest

from ingest.lexicon.issuing import (
    body_of_symbol,
    document_kind,
    find_asked_provinces,
    find_bodies,
    find_provinces,
    full_name,
    is_closing,
    issuers,
    local_place,
    looks_like_person,
    office_end,
    own_place,
    provinces,
    without_titles,
)


def names(text: str) -> list[str]:
    return [named.item.name for named in find_provinces(text)]


def test_there_are_34_present_provinces_and_each_former_one_went_into_one_of_them() -> None:
    present = {unit.name for unit in provinces() if not unit.merged_into}
    former = [unit for unit in provinces() if unit.merged_into]
    assert len(present) == 34
    assert sum(unit.kind == "thành phố" for unit in provinces() if not unit.merged_into) == 6
    assert len(former) == 30  # 29 of the 63 merged in July 2025, and Thừa Thiên Huế, which became the city of Huế
    assert {unit.merged_into for unit in former} <= present


def test_no_name_or_alias_means_two_provinces() -> None:
    spelled = [name.lower() for unit in provinces() for name in {unit.name, *unit.aliases}]
    assert len(spelled) == len(set(spelled))


@pytest.mark.parametrize("text", ["tỉnh Hòa Bình", "TỈNH HOÀ BÌNH", "UBND TINH HOA BINH", "Hoà Bình, ngày"])
def test_a_province_is_found_in_every_spelling(text: str) -> None:
    assert names(text) == ["Hòa Bình"]


def test_the_longest_name_wins() -> None:
    assert names("tỉnh Thừa Thiên Huế; TP. Huế; TP.HCM; Bà Rịa – Vũng Tàu") == [
        "Thừa Thiên Huế", "Huế", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["sống trong hòa bình", "Hà nam thanh niên", "toàn tỉnh", "", "Hậu Giảng"])
def test_common_words_are_no_province(text: str) -> None:
    assert names(text) == []


def test_a_body_is_found_in_capitals_and_without_accents_but_not_under_other_accents() -> None:
    assert [named.item.name for named in find_bodies("UBND TỈNH X SỞ Y TẾ")] == ["Ủy ban nhân dân", "Sở Y tế"]
    assert [named.item.name for named in find_bodies("SO Y TE")] == ["Sở Y tế"]
    assert list(find_bodies("Số: 57, chuyển đổi số, bổ sung, trưởng phòng, so sánh")) == []


def test_symbols_and_kinds_are_known_in_any_case() -> None:
    body = body_of_symbol("SYT")
    assert body is not None
    assert body.name == "Sở Y tế"
    assert body_of_symbol("XYZ") is None
    kind = document_kind("NGHỊ QUYẾT")
    assert kind is not None
    assert kind.name == "Nghị quyết"
    assert document_kind("Thơ") is None


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỞ Y TẾ", "Sở Y tế tỉnh Bến Tre"),
        ("SỞ Y TẾ TỈNH BẾN TRE", "Sở Y tế tỉnh Bến Tre"),
        ("Sở Y tế Bến Tre", "Sở Y tế Bến Tre"),
        ("UBND TỈNH BẾN TRE", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("UBND HUYỆN BA TRI", "Ủy ban nhân dân huyện Ba Tri"),
        ("CHI CỤC DÂN SỐ", "Chi cục Dân số"),
        ("TRUNG TÂM Y TẾ KHU VỰC BA TRI", "Trung tâm Y tế khu vực Ba Tri"),
        ("BỆNH VIỆN ĐA KHOA CÙ LAO MINH", "Bệnh viện Đa khoa Cù Lao Minh"),
        ("BỘ Y TẾ", "Bộ Y tế"),
    ],
)
def test_an_issuer_is_written_in_full(printed: str, written: str) -> None:
    province = next(unit for unit in provinces() if unit.name == "Bến Tre")
    body = next(find_bodies(printed))
    assert full_name(body.item, printed[body.end :], province) == written


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


def test_every_office_that_acts_for_another_has_words_for_it() -> None:
    assert {"TM", "KT", "TL"} <= set(issuers().signing.acting)


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
    ("text", "names"),
    [
        ("truong doan kiem tra trung tam y te huong son la ai", []),
        ("so tien cua co so bac son la bao nhieu", []),
        ("benh an dien tu o son la ai quan ly", ["Sơn La"]),
        ("so y te son la gom nhung ai", ["Sơn La"]),
        ("What is the number of the Hue health plan?", ["Huế"]),
        ("Tại sao giao việc thanh toán qua Hue-S?", []),
        ("ba lam dong nai phu trach may viec", ["Đồng Nai"]),
        ("ke hoach lam dong co gi", ["Lâm Đồng"]),
        ("phong nghiep vu hue 2026 chu tri gi", ["Huế"]),
        ("phong nghiep vu hue chu tri gi", []),
    ],
)
def test_asked_provinces_are_told_from_other_words(text: str, names: list[str]) -> None:
    assert [found.item.name for found in find_asked_provinces(text)] == names


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("Bảo hiểm xã hội tỉnh Lạng Sơn", ""),
        ("Bảo hiểm xã hội huyện Cái Nước", "huyện Cái Nước"),
        ("Ủy ban nhân dân huyện Cái Nước", "huyện Cái Nước"),
        ("Trung tâm Y tế khu vực Đại Từ", "khu vực Đại Từ"),
        ("Bệnh viện Đa khoa Đức Giang", ""),
    ],
)
def test_a_word_of_a_bodys_name_is_no_commune(issuer: str, place: str) -> None:
    assert local_place(issuer) == place


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("Trung tâm Y tế khu vực Đại Từ", "khu vực Đại Từ"),
        ("Bệnh viện Đa khoa Đức Giang", "Đức Giang"),
        ("Bệnh viện Bạch Mai", "Bạch Mai"),
        ("Bệnh viện Đa khoa tỉnh Quảng Trị", ""),
        ("Bệnh viện Đa khoa Bắc Ninh số 2", ""),
        ("Bệnh viện Phổi", ""),
        ("Sở Y tế tỉnh Bến Tre", ""),
    ],
)
def test_a_hospital_may_have_a_name_of_its_own(issuer: str, place: str) -> None:
    assert own_place(issuer) == place
