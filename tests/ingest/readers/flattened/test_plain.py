"""Text of PDFs as most libraries give it, whose blanks say nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Field
from ingest.readers import read_text
from ingest.readers.flattened import read_plain
from ingest.readers.flattened.plain import by_columns, plain_lines
from ingest.structure import build_plan

PROSE = """KẾ HOẠCH
Dinh dưỡng học đường năm 2026
I. MỤC TIÊU
1. Giảm tỷ lệ suy dinh dưỡng thể thấp còi ở trẻ em dưới năm tuổi trên địa bàn toàn tỉnh xuống
dưới 22%.
\fPHỤ LỤC I
DANH MỤC NHIỆM VỤ
STT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn
thành
"""
ROWS = """I CƠ CHẾ, CHÍNH SÁCH
1 Trình Nghị quyết hỗ trợ tiền ăn
bán trú cho trẻ hộ nghèo
Sở Giáo dục và Đào
tạo
Sở Tài chính Tháng 12/2026
2 Ban hành bộ thực đơn mẫu theo
mùa
Sở Y tế Sở Giáo dục và Đào
tạo
Tháng 8/2026
II CAN THIỆP
3 Bổ sung vitamin A liều cao hai
đợt mỗi năm
Sở Y tế UBND xã, phường Tháng 6/2026
"""
TORN = """1 Trình Nghị quyết
Ban hành bộ thực đơn
Bổ sung vitamin A
2
3
4
5
Sở Giáo dục
Sở Y tế
"""


def test_cells_that_follow_each_other_are_put_together() -> None:
    document = read_text(PROSE + ROWS, "plan.txt")
    assert [notice.split(";")[0] for notice in document.notices] == [
        "các ô của bảng được ghép lại từ những dòng chữ đã mất cột"
    ]
    plan = build_plan(document, "plan")
    (appendix,) = plan.appendices
    assert appendix.label == "I"
    assert [(row.group, row.stt) for row in appendix.rows] == [("I", "1"), ("I", "2"), ("II", "3")]
    assert [row.text(Field.LEAD_UNIT) for row in appendix.rows] == ["Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Y tế"]
    assert appendix.rows[0].text(Field.CONTENT) == "Trình Nghị quyết hỗ trợ tiền ăn bán trú cho trẻ hộ nghèo"
    assert plan.sections[-1].text.endswith("toàn tỉnh xuống dưới 22%.")


def test_what_was_read_column_by_column_is_left_alone_and_told() -> None:
    assert by_columns(plain_lines(PROSE + TORN))
    assert read_plain(PROSE + TORN) is None
    notices = read_text(PROSE + TORN, "plan.txt").notices
    assert len(notices) == 1
    assert "pdftotext -layout" in notices[0]


def test_prose_without_a_table_is_not_told_to_lack_one() -> None:
    assert read_text("KẾ HOẠCH\n\nI. MỤC TIÊU\n\n1. Giảm bệnh.\n", "plan.txt").notices == ()


def test_a_total_above_the_rows_and_sources_under_years_end_the_header() -> None:
    header = "TT Nội dung Cơ quan thực hiện Tổng kinh phí\nNăm 2026 Năm 2027 Ghi chú\nNSTW NST NSTW NST\n"
    total = "TỔNG CỘNG 100 10 20 30 40\n"
    body = "1 Sữa học\nđường\nSở Giáo dục\n60 6 12 18 24\n2 Nước\nsạch\nSở Y tế\n40 4 8 12 16\n"
    plan = build_plan(read_text(PROSE.partition("STT")[0] + header + total + body, "plan.txt"), "plan")
    (appendix,) = plan.appendices
    assert [column.printed for column in appendix.columns[3:7]] == [
        "Năm 2026 NSTW",
        "Năm 2026 NST",
        "Năm 2027 NSTW",
        "Năm 2027 NST",
    ]
    assert [row.stt for row in appendix.rows] == ["1", "2"]


def test_page_numbers_are_dropped_and_pages_counted() -> None:
    lines = plain_lines("Một\n2\nHai\n\f3\nBa")
    assert [(line.text, line.page) for line in lines] == [("Một", 1), ("Hai", 2), ("Ba", 3)]


@given(st.lists(st.sampled_from(["1", "2", "STT", "\n", "\n", "\f", " ", "Nhiệm vụ", "Chủ trì", "I", "a"])))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    read_text("KẾ HOẠCH\n" + "".join(pieces), "plan.txt")
