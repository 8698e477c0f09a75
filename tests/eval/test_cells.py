"""Each cell of a row asked for by what the row is called: told over a plan made up, and what is wrong is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Kind
from eval.cells import Called, Cell, asked_for, cells_asked
from ingest.model import Anchor, Appendix, Column, Field, Row
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre

LEAD, LEADER, RESULT, MONEY = (
    Field.LEAD_UNIT.value,
    Field.RESPONSIBLE_LEADER.value,
    Field.DELIVERABLE.value,
    Field.BUDGET.value,
)
TASKS = [  # names whose words could ask for something else, and cells that are blank
    ("Tỷ lệ điều dưỡng hài lòng với công việc", "Thanh tra Sở", "Bà Trần Thị Hoa", "Phiếu khảo sát", ""),
    ("Công bố dữ liệu mở của ngành", "Phòng Nghiệp vụ Y", "", "12 bộ dữ liệu", "140 triệu đồng"),
    ("Hỗ trợ hạ tầng lò hấp rác", "Phòng Kế hoạch - Tài chính", "", "01 lò hấp", "950 triệu đồng"),
    ("Đồng bộ kết quả xét nghiệm nước", "Trung tâm Kiểm soát bệnh tật", "", "", "60 triệu đồng"),
    ("Xây nhà chứa rác lây nhiễm tại trạm", "Văn phòng Sở", "Bà Trần Thị Hoa", "06 nhà chứa", "5.900 triệu đồng"),
]
YEARLY = ("Tỷ số giới tính khi sinh", {"2026": "112,0", "2027": "111,4"})


def _tasks() -> Appendix:
    names = (Field.CONTENT.value, LEAD, LEADER, RESULT, MONEY)
    rows = tuple(
        Row(Anchor(BEN_TRE, appendix="8", stt=str(number)), dict(zip(names, cells, strict=True)))
        for number, cells in enumerate(TASKS, start=1)
    )
    return Appendix("8", "Danh mục công việc", (), rows)


def _figures() -> Appendix:
    name, years = YEARLY
    columns = (Column("Chỉ tiêu", Field.CONTENT), Column("Rác lây nhiễm (kg/ngày)"))
    fields = {Field.CONTENT.value: name, "Rác lây nhiễm (kg/ngày)": "45"}
    row = Row(Anchor(BEN_TRE, appendix="9", stt="1"), fields, schedule=years, columns={**fields, **years})
    return Appendix("9", "Các con số", columns, (row,))


def _begun() -> Appendix:
    cells = {"Nhiệm vụ": "Số hóa sổ tiêm chủng", "Thời gian bắt đầu": "Quý I", "Thời gian hoàn thành": "Quý III"}
    fields = {Field.CONTENT.value: cells["Nhiệm vụ"], "Thời gian bắt đầu": "Quý I", Field.DEADLINE.value: "Quý III"}
    columns = (
        Column("Nhiệm vụ", Field.CONTENT),
        Column("Thời gian bắt đầu"),
        Column("Thời gian hoàn thành", Field.DEADLINE),
    )
    row = Row(Anchor(BEN_TRE, appendix="10", stt="1"), fields, columns=cells)
    return Appendix("10", "Việc có ngày bắt đầu", columns, (row,))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    plan = ben_tre()
    plan = replace(plan, appendices=(*plan.appendices, _tasks(), _figures(), _begun()))
    return assistant_in(tmp_path_factory.mktemp("index"), [plan])


def test_every_cell_is_told(made_up: Assistant) -> None:
    shelf = made_up.shelf()
    own = [
        (cell, called) for cell, called in cells_asked(shelf, BEN_TRE) if cell.row.anchor.appendix in ("8", "9", "10")
    ]
    asked = [one for cell, called in own for one in asked_for(made_up, cell, shelf.names[BEN_TRE], called)]
    assert len(asked) > 80
    assert [(one.wrong, one.question) for one in asked if one.wrong] == []


def test_what_is_wrong_is_seen(made_up: Assistant) -> None:
    shelf = made_up.shelf()
    first, second, third = list(shelf.rows_of([BEN_TRE]))[-7:-4]
    way = "Ai chủ trì {row} ở {plan}?"
    cell = Cell(second, LEAD, "", way)
    wrong = {
        "other row": Called("whole", first.text(Field.CONTENT), (second,)),
        "": Called("whole", second.text(Field.CONTENT), (second,)),
    }
    for what, called in wrong.items():
        assert {one.wrong for one in asked_for(made_up, cell, shelf.names[BEN_TRE], called)} == {what}
    other = replace(third, fields={**third.fields, LEAD: "Cục Hàng hải"})
    called = Called("whole", third.text(Field.CONTENT), (other,))
    assert {one.wrong for one in asked_for(made_up, cell, shelf.names[BEN_TRE], called)} == {"not told"}


def test_of_two_fields_the_one_that_is_blank_is_said_to_be_so(made_up: Assistant) -> None:
    place = [f"{BEN_TRE}/pl-8/3"]
    told = made_up.ask("Who is in charge of “Hỗ trợ hạ tầng lò hấp rác” in Bến Tre?")
    assert told.answerable
    assert anchors(told) == place
    assert "Phòng Kế hoạch - Tài chính" in told.answer
    assert "blank" not in told.answer
    blank = made_up.ask("Ai phụ trách việc hỗ trợ hạ tầng lò hấp rác ở Bến Tre?")
    assert not blank.answerable
    assert anchors(blank) == place
    assert "để trống lãnh đạo phụ trách" in blank.answer
    assert "Phòng Kế hoạch - Tài chính" in blank.answer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Bến Tre có bao nhiêu nhiệm vụ về công bố dữ liệu mở của ngành?", Kind.COUNT),
        ("Kể các nhiệm vụ của Bến Tre về công bố dữ liệu mở của ngành", Kind.LIST),
    ],
)
def test_rows_are_still_listed_and_counted_by_a_name(made_up: Assistant, question: str, kind: Kind) -> None:
    told = made_up.ask(question)
    assert (told.kind, anchors(told)) == (kind, [f"{BEN_TRE}/pl-8/2"])


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("Khi nào Bến Tre bắt đầu số hóa sổ tiêm chủng?", "Quý I"),
        ("When does Ben Tre start “số hóa sổ tiêm chủng”?", "Quý I"),
        ("khi nao ben tre xong so hoa so tiem chung", "Quý III"),
    ],
)
def test_when_something_begins_is_no_deadline(made_up: Assistant, question: str, time: str) -> None:
    told = made_up.ask(question)
    assert anchors(told) == [f"{BEN_TRE}/pl-10/1"]
    assert f"**{time}**" in told.answer


def test_a_turn_asks_when_the_row_told_begins(made_up: Assistant) -> None:
    told = made_up.ask("thế bao giờ bắt đầu?", history=["Khi nào Bến Tre xong số hóa sổ tiêm chủng?"])
    assert "**Quý I**" in told.answer


def test_a_year_that_the_row_has_not_is_not_told(made_up: Assistant) -> None:
    told = made_up.ask("Tỷ số giới tính khi sinh năm 2034 của Bến Tre là bao nhiêu?")
    assert not told.answerable


@pytest.mark.parametrize("question", ["Bến Tre mở cửa lúc mấy giờ?", "Trần Thị Hoa của Bến Tre sinh năm nào?"])
def test_hours_and_births_are_still_not_said(made_up: Assistant, question: str) -> None:
    assert not made_up.ask(question).answerable
