"""Provinces that texts and questions name."""

from __future__ import annotations

import pytest

from ingest.lexicon.provinces import find_asked_provinces, find_provinces, provinces


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
