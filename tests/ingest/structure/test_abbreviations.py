"""Short forms that a plan defines itself."""

from __future__ import annotations

import pytest

from ingest.structure.abbreviations import harvest_abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("bảo đảm khoa học, công nghệ (KH-CN), đổi mới", "KH-CN", "khoa học, công nghệ"),
        ("Tỷ lệ thủ tục hành chính (TTHC) cung cấp", "TTHC", "thủ tục hành chính"),
        ("vào cơ sở dữ liệu (CSDL) quốc gia", "CSDL", "cơ sở dữ liệu"),
        ("Sở Khoa học và Công nghệ (KH&CN) chủ trì", "KH&CN", "Khoa học và Công nghệ"),
        ("dịch vụ khám bệnh, chữa bệnh (KCB) từ xa", "KCB", "khám bệnh, chữa bệnh"),
        ("các đơn vị trực thuộc (ĐVTT)", "ĐVTT", "đơn vị trực thuộc"),
        ("Ban Chỉ đạo Trung ương (BCĐTW) giao", "BCĐTW", "Ban Chỉ đạo Trung ương"),
        ("theo Đề án 06 (ĐA06) của Chính phủ", "ĐA06", "Đề án 06"),
        ("bảo đảm an toàn, an ninh thông tin (ATTT)", "ATTT", "an toàn, an ninh thông tin"),
        ("triển khai BAĐT (bệnh án điện tử) tại bệnh viện", "BAĐT", "bệnh án điện tử"),
        ("trí tuệ nhân tạo (“TTNT”)", "TTNT", "trí tuệ nhân tạo"),
        ("hồ sơ sức khỏe điện tử (sau đây viết tắt là HSSKĐT)", "HSSKĐT", "hồ sơ sức khỏe điện tử"),
    ],
)
def test_initials_before_a_bracket_give_the_long_form(text: str, short: str, long: str) -> None:
    assert harvest_abbreviations([text]) == {short: long}


def test_a_name_called_by_its_first_words_stands_for_the_whole() -> None:
    text = "Thực hiện Kế hoạch số 9/KH-UBND ngày 1/2/2025 của UBND tỉnh (sau đây gọi tắt là Kế hoạch số 9/KH-UBND);"
    long = "Kế hoạch số 9/KH-UBND ngày 1/2/2025 của UBND tỉnh"
    assert harvest_abbreviations([text]) == {"Kế hoạch số 9/KH-UBND": long}


@pytest.mark.parametrize(
    "text",
    ["trí tuệ nhân tạo (AI)", "UBND tỉnh (để b/c)", "theo Nghị quyết số 11/NQ-CP (STT3)", "chuyển đổi số (PPP)",
     "(TTHC)", "quy định. Hành chính (TTHC)", "thực hiện (nếu có)",
     "Sở Y tế, Sở Tài chính (sau đây gọi chung là các sở)"],
)  # fmt: skip
def test_other_brackets_define_nothing(text: str) -> None:
    assert harvest_abbreviations([text]) == {}


def test_a_span_does_not_run_over_the_end_of_a_sentence() -> None:
    assert harvest_abbreviations(["Quản lý thủ tục. Hành chính công (TTHCC)"]) == {}


def test_the_first_definition_of_a_short_form_counts() -> None:
    texts = ["công nghệ thông tin (CNTT)", "chỉ tiêu, nhiệm vụ", "các nhiệm vụ công nghệ, thể thao (CNTT)"]
    assert harvest_abbreviations(texts) == {"CNTT": "công nghệ thông tin"}
