"""Text of legal portals: properties above the document, rows of two cells, rows of a table broken over lines."""

from __future__ import annotations

from ingest.readers.broken_lines import rejoined
from ingest.readers.web_rows import above_document, pair_at

PORTAL = """\
Kế hoạch 12/KH-UBND Hưng Yên 2026
Cơ quan ban hành: | Ủy ban nhân dân tỉnh Hưng Yên | Số công báo: | Đang cập nhật |
Số hiệu: | 12/KH-UBND | Ngày đăng công báo: | Đang cập nhật |
Loại văn bản: | Kế hoạch | Người ký: | Trần Văn A |
tải Kế hoạch 12/KH-UBND
ỦY BAN NHÂN DÂN
TỈNH HƯNG YÊN
Số: 12/KH-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hưng Yên, ngày 02 tháng 3 năm 2026 |
KẾ HOẠCH
STT | Danh mục | Thời gian
hoàn thành | Ghi chú |
1 | Trạm y tế:
- Nhà chính;
- Nhà kho | 2026 | Kêu gọi
xã hội hóa |
2 | Máy siêu âm | 2027 |  |""".splitlines()


def texts(lines: list[str]) -> list[str]:
    return [text for _, text in rejoined(lines, 1)]


def test_the_properties_of_a_portal_are_none_of_the_plan() -> None:
    assert above_document(PORTAL) == 5
    assert above_document(PORTAL[:2] + PORTAL[5:]) == 0
    assert texts(PORTAL)[0] == "ỦY BAN NHÂN DÂN"


def test_a_row_of_two_cells_is_the_lines_of_its_cells() -> None:
    assert pair_at(["Số: 3/QĐ-UBND | Sơn La, ngày 30 tháng 12 năm 2026 |"], 0) == (
        1,
        ["Số: 3/QĐ-UBND ", " Sơn La, ngày 30 tháng 12 năm 2026 "],
    )
    assert pair_at(["1 | Máy | 2026 |"], 0) == (0, [])
    assert "Số: 12/KH-UBND" in texts(PORTAL)
    assert "Hưng Yên, ngày 02 tháng 3 năm 2026" in texts(PORTAL)


def test_rows_and_headers_broken_over_lines_are_whole() -> None:
    assert texts(PORTAL)[-3:] == [
        "STT | Danh mục | Thời gian hoàn thành | Ghi chú |",
        "1 | Trạm y tế: - Nhà chính; - Nhà kho | 2026 | Kêu gọi xã hội hóa |",
        "2 | Máy siêu âm | 2027 |  |",
    ]


def test_a_line_is_told_with_the_number_that_it_has_in_the_text() -> None:
    numbers = {text: number for number, text in rejoined(PORTAL, 1)}
    assert numbers["KẾ HOẠCH"] == 11
    assert numbers["2 | Máy siêu âm | 2027 |  |"] == 18
