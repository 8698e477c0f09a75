"""Conditions of table questions that other tests leave out, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant, Kind
from ingest.model import Field
from ingest.periods import Interval
from ingest.times import find_times
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, lao_cai, read

TASKS = [f"{BEN_TRE}/pl-1/{place}" for place in ("I/1", "I/2", "I/3", "II/1", "II/2")]
PROJECTS = [f"{BEN_TRE}/pl-2/{number}" for number in (1, 2, 3, 4)]
LAO_CAI_TASKS = [f"{LAO_CAI}/pl/{number}" for number in (1, 2)]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


LISTS = [
    ("Những việc nào của Bến Tre có hạn cụ thể?", TASKS[:3]),
    ("Which Ben Tre tasks have a fixed deadline?", TASKS[:3]),
    ("Những dự án nào của Bến Tre chưa được bố trí đồng nào?", [PROJECTS[0]]),
    ("Nhóm 2 của Bến Tre có những việc gì?", TASKS[3:]),
    ("Bác sĩ Nam phụ trách những việc nào?", [TASKS[1], TASKS[2]]),
    ("Phòng KH-TC phối hợp những việc nào của Bến Tre?", [TASKS[0]]),
    ("Văn phòng Sở đảm nhận những việc nào?", [TASKS[0], TASKS[2], PROJECTS[0]]),
    ("Thanh tra Sở và Phòng Nghiệp vụ Y chủ trì những việc nào?", [TASKS[1], TASKS[4]]),
    ("Việc nào của Lào Cai kéo dài tới năm 2030?", [LAO_CAI_TASKS[0]]),
    ("Việc nào của Lào Cai chỉ làm trong năm 2029 thôi?", [LAO_CAI_TASKS[1]]),
    ("Các dự án có ghi chú chờ khảo sát?", [PROJECTS[3]]),
    ("Những dự án nào của Bến Tre có ghi chú?", [PROJECTS[1], PROJECTS[3]]),
    ("Which Ben Tre activities have a budget?", PROJECTS[:3]),
    ("Show every Ben Tre project for which money is listed.", PROJECTS[:3]),
    ("Dự án nào của Bến Tre đã được bố trí tiền?", [PROJECTS[2]]),
    ("Dự án nào của Bến Tre không ghi chú gì?", [PROJECTS[0], PROJECTS[2]]),
    ("Ngoài Văn phòng Sở ra Bến Tre còn ai chủ trì?", [*TASKS[1:2], *TASKS[3:], *PROJECTS[1:]]),
    ("Ngoài Văn phòng Sở thì Thanh tra Sở chủ trì những việc nào?", [TASKS[4]]),
]


@pytest.mark.parametrize(("question", "rows"), LISTS, ids=[question for question, _ in LISTS])
def test_the_rows_that_meet_a_condition_and_no_other(made_up: Assistant, question: str, rows: list[str]) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.LIST, answer.answer
    assert anchors(answer) == rows


def test_a_body_of_a_general_noun_and_one_word_is_known_from_the_rows(tmp_path: Path) -> None:
    plan = lao_cai()
    table = plan.appendices[0]
    rows = (table.rows[0], replace(table.rows[1], fields={**table.rows[1].fields, "lead_unit": "Bệnh viện Nhi"}))
    given = assistant_in(tmp_path, (replace(plan, appendices=(replace(table, rows=rows),)),))
    answer = given.ask("lao cai co may viec do benh vien nhi chu tri")
    assert (answer.kind, anchors(answer)) == (Kind.COUNT, LAO_CAI_TASKS[1:])


@pytest.mark.parametrize(
    "text",
    [
        "Bến Tre có những chỉ tiêu nào?",
        "Những dự án nào chưa có kinh phí?",
        "Dự án nào không ghi chủ trương?",
        "Dự án này có kinh phí bao nhiêu?",
    ],
)
def test_what_is_asked_for_or_denied_is_no_cell_that_must_be_filled(text: str) -> None:
    assert read(text).filters.filled == ()


def test_no_date_is_the_opposite_of_a_certain_one() -> None:
    assert read("Bao nhiêu việc là thường xuyên chứ không có ngày cụ thể?").filters.dated is False
    assert read("Bao nhiêu việc có thời hạn cụ thể, không phải thường xuyên?").filters.dated is True


def test_only_of_a_time_is_not_only_of_a_body(made_up: Assistant) -> None:
    asked = read("Việc nào của Lào Cai chỉ làm trong năm 2029?")
    assert asked.filters.only
    assert not asked.filters.alone
    before = ["Việc nào của Lào Cai chỉ làm trong năm 2029?"]
    answer = made_up.ask("Trong số đó Trung tâm Kiểm soát bệnh tật chủ trì bao nhiêu việc?", history=before)
    assert anchors(answer) == [LAO_CAI_TASKS[1]]


def test_at_least_one_ranks_nothing() -> None:
    assert Kind.MIN not in read("Tỉnh nào giao Thanh tra Sở ít nhất một việc?").kinds
    assert Kind.MIN in read("Dự án nào tốn ít tiền nhất?").kinds


def test_typed_accents_tell_a_body_from_other_words() -> None:
    assert not read("Liệt kê việc chủ trì chuyển đổi số y tế của Bến Tre").filters.units
    assert read("Liệt kê việc do sở y tế Bến Tre chủ trì").filters.units


def test_a_number_of_years_is_no_leader() -> None:
    assert not read("du an nao co tong kinh phi ba nam lon nhat").filters.leader
    assert read("những việc bà Hoa phụ trách").filters.leader


def test_a_column_of_money_that_is_named_is_added_up_and_ranked(made_up: Assistant) -> None:
    total = made_up.ask("Tổng số tiền đã bố trí cho các dự án của Bến Tre là bao nhiêu?")
    assert "200.000.000" in total.answer
    assert "16.300.000.000" not in total.answer
    most = made_up.ask("Dự án nào của Bến Tre đã được bố trí nhiều kinh phí nhất?")
    assert anchors(most) == [PROJECTS[2]]


def test_who_coordinates_most(made_up: Assistant) -> None:
    answer = made_up.ask("Đơn vị nào phối hợp nhiều nhất trong phụ lục 1 của Bến Tre?")
    assert "**Văn phòng Sở**: **2**" in answer.answer


def test_the_groups_of_a_table_are_told_whatever_else_is_asked(made_up: Assistant) -> None:
    answer = made_up.ask("Nhiệm vụ của Bến Tre chia thành mấy nhóm, là những nhóm nào?")
    assert "**2**" in answer.answer
    assert "Phát triển nhân lực" in answer.answer


def test_what_is_added_up_after_money_was_asked_about_is_money(made_up: Assistant) -> None:
    answer = made_up.ask("Tất cả cộng lại là bao nhiêu?", history=["Dự án nào của Bến Tre nhiều tiền nhất?"])
    assert answer.kind is Kind.SUM
    assert "16.300.000.000" in answer.answer


def test_what_the_title_of_a_plan_says_narrows_no_overview(made_up: Assistant) -> None:
    answer = made_up.ask("tóm tắt kế hoạch chuyển đổi số ngành y tế của Bến Tre")
    assert answer.kind is Kind.OVERVIEW


def test_two_things_are_added_up(made_up: Assistant) -> None:
    answer = made_up.ask("Tổng kinh phí dự án xe cứu thương và dự án phần mềm tiêm chủng của Bến Tre?")
    assert set(anchors(answer)) == {PROJECTS[1], PROJECTS[2]}
    assert "12.800.000.000" in answer.answer


def test_a_table_for_one_year_of_several_is_of_that_year(made_up: Assistant) -> None:
    assert anchors(made_up.ask("Việc nào của Lào Cai đến hạn quý 3 năm 2028?")) == [LAO_CAI_TASKS[0]]


@pytest.mark.parametrize(
    ("text", "months"), [("đánh dấu năm 2025", (1, 12)), ("đầu năm 2025", (1, 3)), ("dau nam 2025", (1, 3))]
)
def test_a_mark_is_no_beginning_of_a_year(text: str, months: tuple[int, int]) -> None:
    (found,) = find_times(text)
    (period,) = found.periods
    assert isinstance(period, Interval)
    assert (period.start.month, period.end.month) == months


def test_a_field_asked_for_with_the_plural_is_no_list() -> None:
    assert read("Ghi chú của dự án mua xe cứu thương?").kinds == ()
    assert read("Ghi chú của dự án mua xe cứu thương?").fields == (Field.NOTE,)


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("Mục II phụ lục 1 của Bến Tre có những việc nào?", "II"),
        ("phu luc 1 muc II gom nhung viec nao", "II"),
        ("Mục II của Bến Tre nói gì?", ""),  # a section
    ],
)
def test_a_group_may_be_named_as_a_part_of_a_table(question: str, group: str) -> None:
    assert read(question).filters.group == group


def test_an_appendix_with_its_number_is_not_counted() -> None:
    assert read("Nhóm dữ liệu số phụ lục 1 của Bến Tre có mấy việc?").plan_parts == ""
    assert read("Số phụ lục của Bến Tre là bao nhiêu?").plan_parts == "appendix"


def test_a_cue_with_a_slip_does_not_cut_another() -> None:
    assert Field.NOTE not in read("Việc nào ghi chủ trì là Thanh tra Sở?").fields
    assert Field.NOTE in read("Việc này có ghi chu gì?").fields


def test_what_somebody_has_to_do_is_no_list_of_rows_unless_a_body_is_named() -> None:
    assert Kind.LIST not in read("Thủ trưởng phải làm gì về bệnh án điện tử?").kinds
    assert Kind.LIST in read("Thanh tra Sở phải làm gì?").kinds


def test_where_money_is_taken_from_is_no_amount() -> None:
    assert Field.BUDGET not in read("Bến Tre lấy kinh phí ở đâu để thực hiện kế hoạch?").fields


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Những việc nào Thanh tra Sở Bến Tre phải xong trong tháng 2/2027?", ["Thanh tra Sở", "tháng 2/2027"]),
        ("Những dự án nào của Bến Tre trên 900 tỷ đồng?", ["trên 900 tỷ đồng"]),
        ("Which Ben Tre projects cost more than 900 billion dong?", ["900 billion", "You could ask"]),
    ],
)
def test_what_no_row_meets_is_named_with_what_could_be_asked(
    made_up: Assistant, question: str, named: list[str]
) -> None:
    answer = made_up.ask(question)
    assert not answer.answerable
    assert not answer.citations
    assert all(text in answer.answer for text in named), answer.answer
