"""Tables whose rows are bodies: the days and the targets of hospitals and health centres."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Answer, Kind
from ingest.readers import read_text
from ingest.structure import build_plan
from tests.assistant.sample import anchors, assistant_in

TEXT = """SỞ Y TẾ TỈNH LAI CHÂU

Số: 11/KH-SYT

Lai Châu, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Triển khai bệnh án điện tử năm 2026 - 2028

I. MỤC TIÊU

Nâng cao chất lượng phục vụ người bệnh.

Phụ lục 1
LỘ TRÌNH CÔNG BỐ BỆNH ÁN ĐIỆN TỬ

TT\tCơ sở KCB\tSố giường bệnh\tMốc công bố\tGhi chú
1\tTrung tâm Y tế Phong Thổ\t120\t30/6/2026\t
2\tTrung tâm Y tế Sìn Hồ\t90\t31/12/2026\t
3\tBệnh viện Phổi\t60\t30/9/2027\t

Phụ lục 2
CHỈ TIÊU LẬP HỒ SƠ SỨC KHỎE ĐIỆN TỬ

TT\tĐơn vị\tDân số quản lý\tNăm 2026\tNăm 2027
1\tTrung tâm Y tế Phong Thổ\t82.000\t40.000\t70.000
2\tTrung tâm Y tế Sìn Hồ\t91.000\t35.000\t80.000
3\tTrung tâm Y tế Mường Tè\t48.000\t37.000\t45.000
"""
ID = "lai-chau-2026-2028"


def _ask(text: str, where: Path) -> Answer:
    return assistant_in(where, (build_plan(read_text(TEXT, "plan.txt"), ID),)).ask(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Những cơ sở nào ở Lai Châu công bố bệnh án điện tử trong năm 2026?", Kind.LIST),
        ("co so nao o lai chau cong bo benh an dien tu trong nam 2026", Kind.LIST),
        ("Bao nhiêu cơ sở ở Lai Châu công bố bệnh án điện tử trong năm 2026?", Kind.COUNT),
    ],
)
def test_bodies_with_a_row_each_are_listed_and_counted_by_their_days(text: str, kind: Kind, tmp_path: Path) -> None:
    given = _ask(text, tmp_path)
    assert (given.kind, anchors(given)) == (kind, [f"{ID}/pl-1/1", f"{ID}/pl-1/2"])
    assert "**2** cơ sở" in given.answer


def test_no_body_is_told_where_none_meets_the_condition(tmp_path: Path) -> None:
    given = _ask("Những cơ sở nào ở Lai Châu công bố bệnh án điện tử trong tháng 3 năm 2026?", tmp_path)
    assert (given.kind, given.answerable) == (Kind.LIST, False)


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("Đơn vị nào ở Lai Châu có chỉ tiêu hồ sơ sức khỏe điện tử năm 2026 thấp nhất?", Kind.MIN, "**35.000**"),
        ("Which health centre in Lai Chau has the highest target of health records in 2027?", Kind.MAX, "**80.000**"),
        ("Tổng chỉ tiêu hồ sơ sức khỏe điện tử năm 2026 của Lai Châu là bao nhiêu?", Kind.SUM, "**112.000**"),
        (
            "Trung tâm Y tế Mường Tè phải lập bao nhiêu hồ sơ sức khỏe trong năm 2027?",
            Kind.LOOKUP,
            "**45.000**",
        ),
    ],
)
def test_figures_of_a_year_are_ranked_added_and_told(text: str, kind: Kind, told: str, tmp_path: Path) -> None:
    given = _ask(text, tmp_path)
    assert (given.kind, given.answerable) == (kind, True)
    assert told in given.answer


GROUPS = """
Phụ lục 3
DỰ TOÁN

ĐVT: triệu đồng

TT\tNội dung chi\tThành tiền
Nhóm chi về hạ tầng\t\t
1\tThuê đường truyền\t300
2\tMua máy chủ\t500
Nhóm chi về đào tạo\t\t
3\tMở lớp tập huấn\t120
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nhóm nào trong kế hoạch Lai Châu có kinh phí lớn nhất?", "“Nhóm chi về hạ tầng”, **800.000.000 đồng**"),
        ("Nhóm nào trong kế hoạch Lai Châu có kinh phí ít nhất?", "“Nhóm chi về đào tạo”, **120.000.000 đồng**"),
        ("Lai Châu chi tất cả bao nhiêu cho nhóm hạ tầng?", "**800 triệu đồng"),
    ],
)
def test_groups_are_ranked_and_added_by_their_money(text: str, told: str, tmp_path: Path) -> None:
    plan = build_plan(read_text(TEXT + GROUPS, "plan.txt"), ID)
    assert told in assistant_in(tmp_path, (plan,)).ask(text).answer
