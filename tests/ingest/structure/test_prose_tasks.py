"""Tasks that prose tells: labelled lines, lettered parts, one line, a last bracket, several under one heading."""

from __future__ import annotations

import json

import pytest

from ingest.export import export_lines
from ingest.model import Appendix, Paragraph, Plan, Section, Source
from ingest.model import Header as PlanHeader
from ingest.structure.prose_tasks import prose_tasks

LEADS = ("Văn phòng Sở", "Trung tâm Kiểm soát bệnh tật", "Phòng Kế hoạch - Tài chính")
TASKS = ("Xây dựng kho dữ liệu", "Tập huấn cho trạm y tế", "Mua máy chủ")
BY = ("Quý II/2027", "Tháng 9/2027", "trước ngày 30/10/2027")


def labelled() -> list[Section]:
    return [
        Section(
            f"II.{at}",
            str(at),
            task,
            (Paragraph(f"Cơ quan chủ trì: {lead}.", "-"), Paragraph(f"Thời gian hoàn thành: {by}.", "+")),
        )
        for at, (task, lead, by) in enumerate(zip(TASKS, LEADS, BY, strict=True), 1)
    ]


def lettered() -> list[Section]:
    found = []
    for at, (task, lead, by) in enumerate(zip(TASKS, LEADS, BY, strict=True), 1):
        found.append(Section(f"II.{at}", str(at), task))
        found.append(Section(f"II.{at}.a", "a", f"Cơ quan chủ trì: {lead}."))
        found.append(Section(f"II.{at}.b", "b", f"Thời gian hoàn thành: {by}."))
    return found


def in_one_line() -> list[Section]:
    return [
        Section(f"II.{at}", str(at), f"{task}. Cơ quan chủ trì: {lead}; thời gian hoàn thành: {by}.")
        for at, (task, lead, by) in enumerate(zip(TASKS, LEADS, BY, strict=True), 1)
    ]


def told(sections: list[Section]) -> Appendix:
    found = prose_tasks("x", [Section("II", "II", "NHIỆM VỤ"), *sections])
    assert found is not None
    return found


@pytest.mark.parametrize("shape", [labelled, lettered, in_one_line])
def test_each_shape_gives_the_same_rows_with_the_addresses_of_their_sections(shape: object) -> None:
    assert callable(shape)
    found = told(shape())
    assert [str(row.anchor) for row in found.rows] == ["x/II.1", "x/II.2", "x/II.3"]
    assert [(row.fields["content"], row.fields["lead_unit"], row.fields["deadline"]) for row in found.rows] == list(
        zip(TASKS, LEADS, BY, strict=True)
    )
    assert found.is_prose
    assert found.title == "NHIỆM VỤ"


def test_a_last_bracket_says_who_leads_with_whom_and_by_when() -> None:
    texts = (
        "Ban hành quy chế (Sở Y tế chủ trì, phối hợp với Công an tỉnh; hoàn thành trước 30/6/2027).",
        "Rà soát (Công an tỉnh chủ trì phối hợp Sở Y tế, UBND các xã thực hiện trong năm 2027);",
        "Mở lớp (Chủ trì: Văn phòng Sở; thời gian: Tháng 3/2027).",
    )
    found = told([Section(f"II.{at}", str(at), text) for at, text in enumerate(texts, 1)])
    fields = [
        [row.fields[name] for name in ("lead_unit", "coordinating_units", "deadline", "content")] for row in found.rows
    ]
    assert fields == [
        ["Sở Y tế", "Công an tỉnh", "trước 30/6/2027", "Ban hành quy chế."],
        ["Công an tỉnh", "Sở Y tế, UBND các xã", "trong năm 2027", "Rà soát."],
        ["Văn phòng Sở", "", "Tháng 3/2027", "Mở lớp"],
    ]


def test_several_tasks_under_one_heading_have_an_address_each_and_that_heading_for_a_group() -> None:
    lines = [text for task, lead in zip(TASKS, LEADS, strict=True) for text in (task, f"Đơn vị chủ trì: {lead}")]
    first = Section("II.1", "1", "Về dữ liệu", tuple(map(Paragraph, lines)))
    second = Section("II.2", "2", "Về hạ tầng", tuple(map(Paragraph, lines)))
    found = told([first, second])
    assert [str(row.anchor) for row in found.rows][:4] == ["x/II.1", "x/II.1~2", "x/II.1~3", "x/II.2"]
    assert [(row.group, row.group_title) for row in found.rows][2:4] == [("1", "Về dữ liệu"), ("2", "Về hạ tầng")]


def test_a_lone_label_or_what_bodies_are_told_to_do_is_no_task() -> None:
    assert prose_tasks("x", labelled()[:2]) is None
    duties = [Section(f"V.{at}", str(at), f"{lead} chủ trì, theo dõi.") for at, lead in enumerate(LEADS, 1)]
    results = [Section(f"I.{at}", str(at), "Năm 2026", (Paragraph("Kết quả: đạt."),)) for at in range(4)]
    assert prose_tasks("x", [*duties, *results]) is None


def test_they_are_no_rows_of_a_printed_table() -> None:
    plan = Plan("x", PlanHeader("Kế hoạch"), (), (told(labelled()),), Source("x.txt", "0", "text"))
    assert [json.loads(line) for line in export_lines(plan)] == []
