"""Tables that are parted by who leads."""

from __future__ import annotations

from ingest.model import Field
from ingest.readers import read_text
from ingest.structure import build_plan

HEAD = "KẾ HOẠCH\nPhòng, chống kháng thuốc\n\nI. MỤC TIÊU\n\n1. Giảm.\n\nPhụ lục\nDANH MỤC NHIỆM VỤ\n\n"
COLUMNS = "STT\tTên nhiệm vụ\tĐơn vị phối hợp\tThời hạn\n"


def leads(first: str, second: str, columns: str = COLUMNS) -> list[str]:
    cells = "\t".join([""] * columns.count("\t"))[1:]
    body = (
        f"A\t{first}\t{cells}\n1\tSoạn Thông tư\tSở Y tế\tQuý I\nB\t{second}\t{cells}\n2\tThanh tra\tSở Y tế\tQuý II\n"
    )
    plan = build_plan(read_text(HEAD + columns + body, "plan.txt"), "plan")
    return [row.text(Field.LEAD_UNIT) for row in plan.appendices[0].rows]


def test_the_body_that_heads_a_group_leads_its_rows() -> None:
    assert leads("CỤC QUẢN LÝ DƯỢC", "Vụ Bảo hiểm y tế") == ["CỤC QUẢN LÝ DƯỢC", "Vụ Bảo hiểm y tế"]
    assert leads("Nhiệm vụ giao Sở Tài chính", "Sở Y tế chủ trì thực hiện:") == ["Sở Tài chính", "Sở Y tế"]


def test_groups_by_subject_name_no_lead() -> None:
    assert leads("Hoàn thiện thể chế", "Sở Y tế") == ["", ""]
    assert leads("Các bệnh viện", "Sở Y tế") == ["", ""]
    assert leads("Sở Y tế và Sở Tài chính", "Sở Y tế") == ["", ""]


def test_a_column_that_names_the_lead_is_not_overruled() -> None:
    columns = "STT\tTên nhiệm vụ\tĐơn vị chủ trì\tThời hạn\n"
    assert leads("Cục Quản lý Dược", "Vụ Bảo hiểm y tế", columns) == ["Sở Y tế", "Sở Y tế"]
