"""Table questions that name an appendix alone, two things to add up, a document, or who of two has more."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from ingest.model import Field
from ingest.times import Relation, find_times
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, read

TASKS = [f"{BEN_TRE}/pl-1/{place}" for place in ("I/1", "I/2", "I/3", "II/1", "II/2")]
PROJECTS = [f"{BEN_TRE}/pl-2/{number}" for number in (1, 2, 3, 4)]
LAO_CAI_TASKS = [f"{LAO_CAI}/pl/{number}" for number in (1, 2)]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    "question",
    ["phu luc 2 cua ben tre la bang gi", "Show me everything in Appendix 2 of the Ben Tre plan.", "Phụ lục 2 Bến Tre"],
)
def test_an_appendix_alone_is_told_with_its_title_and_all_its_rows(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.OVERVIEW
    assert "Danh mục dự án" in answer.answer
    assert [one for one in anchors(answer) if "/pl-" in one] == PROJECTS


def test_the_areas_of_an_appendix_are_its_groups(made_up: Assistant) -> None:
    answer = made_up.ask("What areas does Appendix 1 of the Ben Tre plan cover?")
    assert answer.kind is Kind.OVERVIEW
    assert "Hạ tầng kết nối" in answer.answer
    assert "Phát triển nhân lực" in answer.answer


def test_an_appendix_asked_something_of_is_not_told_whole(made_up: Assistant) -> None:
    assert anchors(made_up.ask("Ai chủ trì mua xe cứu thương trong Phụ lục 2 của Bến Tre?")) == [PROJECTS[1]]
    assert not made_up.ask("Phụ lục 5 của Bến Tre là bảng gì?").answerable


@pytest.mark.parametrize(
    "question",
    [
        "mua xe cứu thương + phần mềm tiêm chủng ở Bến Tre tổng cộng bao nhiêu tiền",
        "Dự án xe cứu thương và dự án phần mềm tiêm chủng của Bến Tre tổng bao nhiêu?",
        "What do the ambulance (xe cứu thương) plus the tiêm chủng software of Ben Tre cost in total?",
    ],
)
def test_two_things_are_added_up(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.SUM
    assert set(anchors(answer)) == {PROJECTS[1], PROJECTS[2]}
    assert "12.800.000.000" in answer.answer or "12,800,000,000" in answer.answer


def test_what_is_added_up_needs_two_things_with_a_budget(made_up: Assistant) -> None:
    answer = made_up.ask("Khảo sát sự hài lòng và tập huấn kỹ năng số của Bến Tre tổng cộng bao nhiêu tiền?")
    assert answer.kind is not Kind.SUM or not answer.answerable


@pytest.mark.parametrize("number", ["12/QĐ-UBND", "12/qd-ubnd"])
def test_rows_are_chosen_by_the_document_that_a_cell_names(made_up: Assistant, number: str) -> None:
    assert anchors(made_up.ask(f"Những dự án nào của Bến Tre theo Quyết định số {number}?")) == [PROJECTS[0]]


def test_a_body_in_a_document_number_is_no_condition() -> None:
    assert read("Những việc nào của Bến Tre theo Quyết định 07-QĐ/BCĐ?").filters.units == ()
    assert read("Những việc nào của Bến Tre do BCĐ chủ trì?").filters.units


def test_typed_accents_part_a_body_from_other_words() -> None:
    assert read("Các dự án lĩnh vực chuyển đổi số y tế của Bến Tre tổng cộng bao nhiêu kinh phí?").filters.units == ()


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("Bến Tre: Văn phòng Sở với Thanh tra Sở bên nào ôm nhiều việc hơn", ("**3**", "**1**")),
        ("ở bến tre bà Hoa hay ông Nam phụ trách nhiều nhiệm vụ hơn", ("**3**", "**2**")),
        ("In Ben Tre, who has more tasks, Mr Nam or Mrs Hoa?", ("**3**", "**2**")),
    ],
)
def test_who_of_two_has_more_is_counted(made_up: Assistant, question: str, counts: tuple[str, str]) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.COMPARE
    assert all(count in answer.answer for count in counts)


@pytest.mark.parametrize("short", ["ô Nam", "ô. Nam"])
def test_a_leader_is_addressed_in_short(short: str) -> None:
    assert read(f"{short} ở Bến Tre phụ trách những việc nào").filters.leader == "Lê Văn Nam"


@pytest.mark.parametrize(
    "question",
    [
        "Which tasks of Ben Tre have no deliverable written down?",
        "Những nhiệm vụ nào của Bến Tre chưa có kết quả nào được ghi?",
    ],
)
def test_that_nothing_is_written_down_is_no_topic(made_up: Assistant, question: str) -> None:
    assert read(question).filters.blank[0] is Field.DELIVERABLE
    assert anchors(made_up.ask(question)) == [TASKS[1]]


def test_what_lasts_until_a_year_goes_on_in_it(made_up: Assistant) -> None:
    assert anchors(made_up.ask("lào cai có mấy việc kéo tới 2030")) == [LAO_CAI_TASKS[0]]


@pytest.mark.parametrize("text", ["tasks that run past 2026", "projects beyond 2026"])
def test_past_a_year_is_after_it(text: str) -> None:
    assert [time.relation for time in find_times(text)] == [Relation.AFTER]


def test_a_regular_basis_is_regular() -> None:
    (time,) = find_times("carried out on a regular basis")
    assert time.relation is Relation.REGULAR
    assert time.span == (12, 30)


def test_rows_count_where_rows_are_asked_for(made_up: Assistant) -> None:
    answer = made_up.ask("Tỉnh nào có nhiệm vụ hay dự án về bệnh án điện tử?")
    assert set(anchors(answer)) == {TASKS[1], LAO_CAI_TASKS[0]}


def test_projects_below_an_amount_are_listed_of_all_plans(made_up: Assistant) -> None:
    assert anchors(made_up.ask("tất cả các tỉnh: dự án dưới 5 tỷ")) == [PROJECTS[0], PROJECTS[2]]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("hai dự án đắt nhất của Bến Tre", [PROJECTS[1], PROJECTS[0]]),
        ("Which two Ben Tre projects cost the most?", [PROJECTS[1], PROJECTS[0]]),
        ("top 2 du an it tien nhat cua ben tre", [PROJECTS[2], PROJECTS[0]]),
        ("Dự án nào của Bến Tre đắt nhất trong 4 dự án?", [PROJECTS[1]]),
    ],
)
def test_as_many_are_ranked_as_are_asked_for(made_up: Assistant, question: str, rows: list[str]) -> None:
    assert anchors(made_up.ask(question)) == rows


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("tỉnh nào có nhiều nhiệm vụ nhất", "Bến Tre 2027"),
        ("Which plan has the fewest tasks?", "Lào Cai 2028"),
        ("Kế hoạch nào có nhiều phụ lục nhất?", "Bến Tre 2027"),
    ],
)
def test_plans_are_ranked_by_how_many_they_have(made_up: Assistant, question: str, first: str) -> None:
    answer = made_up.ask(question)
    assert answer.answer.startswith(f"**{first}**")
    assert len(answer.citations) == 2  # how many the other has is told as well


def test_each_plan_of_two_has_its_own_appendix(made_up: Assistant) -> None:
    answer = made_up.ask("Phụ lục 2 của Bến Tre và phụ lục 1 của Lào Cai, bên nào nhiều nhiệm vụ hơn?")
    assert answer.kind is Kind.COMPARE
    assert "Bến Tre 2027: **4**" in answer.answer
    assert "Lào Cai 2028: **2**" in answer.answer


def test_a_body_is_found_in_any_role(made_up: Assistant) -> None:
    rows = {TASKS[0], TASKS[1], TASKS[2], TASKS[3], PROJECTS[0]}
    assert set(anchors(made_up.ask("Văn phòng Sở có mặt trong những việc nào của Bến Tre?"))) == rows
    assert set(anchors(made_up.ask("Văn phòng Sở chủ trì và phối hợp những việc nào của Bến Tre?"))) == rows


def test_a_task_is_no_department() -> None:
    assert read("Trong các bảng nhiệm vụ, tỉnh nào nhắc tới IoT?").filters.units == ()
    assert read("Những việc nào của Bến Tre do Vụ Tổ chức cán bộ chủ trì?").filters.units


def test_a_project_called_by_its_number_is_the_topic() -> None:
    asked = read("những nhiệm vụ nào của Bến Tre liên quan đến Đề án 06")
    assert asked.noun == ""
    assert asked.parts


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Which Ben Tre tasks must produce a report?", TASKS[0]),
        ("Nhiệm vụ nào của Bến Tre có sản phẩm là danh sách?", TASKS[3]),
        ("nhung viec nao cua ben tre ket qua la phieu khao sat", TASKS[4]),
    ],
)
def test_rows_are_chosen_by_what_they_produce(made_up: Assistant, question: str, row: str) -> None:
    assert anchors(made_up.ask(question)) == [row]


def test_what_a_plan_is_about_is_asked_in_many_ways(made_up: Assistant) -> None:
    for question in (
        "Kế hoạch Bến Tre bàn về chuyện gì?",
        "Tell me briefly what the Ben Tre plan is for.",
        "What are the main parts of the Ben Tre plan?",
    ):
        assert made_up.ask(question).kind is Kind.OVERVIEW, question


def test_appendices_and_groups_are_listed(made_up: Assistant) -> None:
    assert "Danh mục dự án" in made_up.ask("Kể các phụ lục của kế hoạch Bến Tre").answer
    assert "Phát triển nhân lực" in made_up.ask("Bến Tre: bảng 1 gồm những nhóm nào?").answer


def test_how_much_projects_cost_is_their_sum(made_up: Assistant) -> None:
    answer = made_up.ask("How much do the projects led by Trung tâm Cấp cứu 115 in Ben Tre cost?")
    assert answer.kind is Kind.SUM
    assert "12,000,000,000" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "How many Ben Tre tasks are led by Văn phòng Sở?",
        "Bến Tre có mấy việc do Văn phòng Sở chủ trì trong phụ lục 1",
    ],
)
def test_tasks_are_counted_whatever_stands_between(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.COUNT
    assert {TASKS[0], TASKS[2]} <= set(anchors(answer))


def test_a_role_without_a_column_is_any_role(made_up: Assistant) -> None:
    answer = made_up.ask("Tổng kinh phí các dự án do Trung tâm Cấp cứu 115 tham gia ở Bến Tre")
    assert anchors(answer) == [PROJECTS[1]]
    assert "12.000.000.000" in answer.answer


def test_which_of_two_plans_has_more_in_a_time(made_up: Assistant) -> None:
    answer = made_up.ask("Bến Tre hay Lào Cai có nhiều việc làm đến 2030 hơn?")
    assert answer.kind is Kind.COMPARE
    assert anchors(answer) == [LAO_CAI_TASKS[0]]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Những nhiệm vụ nào của Bến Tre ở phụ lục 1 không do Văn phòng Sở chủ trì?", [TASKS[1], TASKS[3], TASKS[4]]),
        ("việc nào của bến tre phụ lục 1 ko phải do Thanh tra Sở chủ trì", TASKS[:4]),
        ("Việc nào của Bến Tre ở phụ lục 1 không có Văn phòng Sở phối hợp?", [TASKS[0], TASKS[2], TASKS[4]]),
    ],
)
def test_what_a_body_does_not_do(made_up: Assistant, question: str, rows: list[str]) -> None:
    assert anchors(made_up.ask(question)) == rows


def test_a_body_that_rows_are_about_is_no_condition() -> None:
    assert read("các tỉnh có nhiệm vụ gì về trạm y tế xã").filters.units == ()
    assert read("Thanh tra Sở chủ trì những việc nào của Bến Tre?").filters.units


def test_two_groups_are_compared(made_up: Assistant) -> None:
    answer = made_up.ask("Giữa nhóm I và nhóm II của Bến Tre, nhóm nào nhiều nhiệm vụ hơn?")
    assert answer.kind is Kind.COMPARE
    assert "**3**" in answer.answer
    assert "**2**" in answer.answer


def test_what_ends_in_a_year_may_have_begun_before(made_up: Assistant) -> None:
    assert anchors(made_up.ask("các việc của Lào Cai kết thúc năm 2030")) == [LAO_CAI_TASKS[0]]


def test_the_shortest_plan_is_no_row(made_up: Assistant) -> None:
    assert not made_up.ask("Kế hoạch nào ngắn nhất?").answerable


def test_the_plural_with_what_behind_it_asks_for_a_list() -> None:
    assert Kind.LIST in read("Những việc Bến Tre làm theo Quyết định 12/QĐ-UBND là gì?").kinds
    assert Kind.LIST not in read("Bệnh án điện tử là gì?").kinds
