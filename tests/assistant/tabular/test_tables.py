"""Lists, counts, sums, the largest and smallest, and comparisons: every row of the answer, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Kind
from ingest.model import Appendix, Column, Field, Header, Plan, Source
from ingest.vietnamese import fold
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, row_of

TASKS = [f"{BEN_TRE}/pl-1/{place}" for place in ("I/1", "I/2", "I/3", "II/1", "II/2")]
PROJECTS = [f"{BEN_TRE}/pl-2/{number}" for number in (1, 2, 3, 4)]
LAO_CAI_TASKS = [f"{LAO_CAI}/pl/{number}" for number in (1, 2)]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


def stated_count(answer: Answer) -> int:
    """The first number that the answer states in bold."""
    found = re.search(r"\*\*(\d+)\*\*", answer.answer)
    assert found, answer.answer
    return int(found[1])


LISTS = [
    ("Văn phòng Sở chủ trì những việc nào?", [TASKS[0], TASKS[2], PROJECTS[0]]),
    ("Văn phòng Sở phối hợp những việc nào?", [TASKS[1], TASKS[3]]),
    ("Bà Hoa phụ trách những việc nào?", [TASKS[0], TASKS[3], TASKS[4]]),
    ("Việc nào phải xong trong tháng 6/2027?", [TASKS[0]]),
    ("Việc nào phải xong trong quý III/2027?", [TASKS[1]]),
    ("Việc nào của Bến Tre phải xong trong năm 2027?", TASKS[:3]),
    ("Việc nào phải xong trước tháng 5/2027?", [TASKS[2]]),
    ("Việc nào hoàn thành sau năm 2027?", [TASKS[4], *LAO_CAI_TASKS]),
    ("Những việc thường xuyên của Bến Tre?", [TASKS[3]]),
    ("Những nhiệm vụ nào của Bến Tre chưa có kết quả?", [TASKS[1]]),
    ("Dự án nào trên 3 tỷ?", PROJECTS[:2]),
    ("Dự án nào dưới 1 tỷ?", [PROJECTS[2]]),
    ("Nhóm II của Bến Tre có những việc gì?", TASKS[3:]),
    ("Nhóm phát triển nhân lực có những việc gì?", TASKS[3:]),
    ("Những chỉ tiêu nào của Bến Tre đạt 90%?", [TASKS[4]]),
    ("Việc nào của Văn phòng Sở phải xong trong tháng 6/2027?", [TASKS[0]]),
    ("Những nhiệm vụ nào của Lào Cai?", LAO_CAI_TASKS),
    ("Liệt kê các nhiệm vụ phát triển nhân lực của Bến Tre", TASKS[3:]),
    ("Dự án nào thuộc lĩnh vực hậu cần?", [PROJECTS[1], PROJECTS[3]]),
    ("Những dự án nào của Bến Tre ghi hậu cần?", [PROJECTS[1], PROJECTS[3]]),
    ("Which tasks are led by Thanh tra Sở?", [TASKS[4]]),
]


@pytest.mark.parametrize(("question", "rows"), LISTS, ids=[question for question, _ in LISTS])
def test_a_list_has_every_row_that_meets_its_conditions_and_no_other(
    made_up: Assistant, question: str, rows: list[str]
) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.LIST, True)
    assert anchors(answer) == rows
    assert stated_count(answer) == len(rows)


@pytest.mark.parametrize(("question", "rows"), LISTS, ids=[question for question, _ in LISTS])
def test_the_same_list_is_given_to_one_who_types_without_accents(
    made_up: Assistant, question: str, rows: list[str]
) -> None:
    assert anchors(made_up.ask(fold(question))) == rows


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("which tasks are due in June 2027?", [TASKS[0]]),
        ("which tasks are led by Văn phòng Sở?", [TASKS[0], TASKS[2], PROJECTS[0]]),
        ("which projects cost more than 3 billion dong?", PROJECTS[:2]),
        ("which tasks of Ben Tre are ongoing?", [TASKS[3]]),
    ],
)
def test_the_same_list_is_given_in_english(made_up: Assistant, question: str, rows: list[str]) -> None:
    answer = made_up.ask(question)
    assert answer.language == "en"
    assert anchors(answer) == rows


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Bến Tre có bao nhiêu nhiệm vụ?", TASKS + PROJECTS),
        ("Bến Tre có bao nhiêu dự án?", PROJECTS),
        ("Phụ lục 2 của Bến Tre có bao nhiêu nhiệm vụ?", PROJECTS),
        ("Lào Cai có bao nhiêu nhiệm vụ?", LAO_CAI_TASKS),
        ("Trần Thị Hoa phụ trách bao nhiêu nhiệm vụ?", [TASKS[0], TASKS[3], TASKS[4]]),
        ("Có bao nhiêu nhiệm vụ về bệnh án điện tử?", [TASKS[1], LAO_CAI_TASKS[0]]),
        ("how many projects does Ben Tre have?", PROJECTS),
    ],
)
def test_a_count_is_that_of_the_rows_it_cites(made_up: Assistant, question: str, rows: list[str]) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, stated_count(answer)) == (Kind.COUNT, len(rows))
    assert anchors(answer) == rows


def test_a_sum_adds_up_the_amounts_that_are_printed(made_up: Assistant) -> None:
    answer = made_up.ask("Tổng kinh phí các dự án của Bến Tre?")
    assert answer.kind is Kind.SUM
    assert "16.300.000.000" in answer.answer
    assert anchors(answer) == PROJECTS[:3]


@pytest.mark.parametrize(
    "question", ["Tổng kinh phí các dự án của Bến Tre là bao nhiêu?", "what is the total budget of Ben Tre projects?"]
)
def test_a_sum_is_asked_for_in_other_words_too(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.SUM
    assert anchors(answer) == PROJECTS[:3]


def test_a_sum_may_be_narrowed(made_up: Assistant) -> None:
    answer = made_up.ask("Tổng kinh phí các dự án do Trung tâm Y tế chủ trì?")
    assert "800.000.000" in answer.answer
    assert anchors(answer) == [PROJECTS[2]]


@pytest.mark.parametrize(
    ("question", "kind", "row", "amount"),
    [
        ("Dự án nào tốn kém nhất?", Kind.MAX, PROJECTS[1], "12.000.000.000"),
        ("du an nao ton kem nhat", Kind.MAX, PROJECTS[1], "12.000.000.000"),
        ("Dự án nào có kinh phí lớn nhất?", Kind.MAX, PROJECTS[1], "12.000.000.000"),
        ("which project is the most expensive?", Kind.MAX, PROJECTS[1], "12.000.000.000"),
        ("Dự án nào ít tiền nhất?", Kind.MIN, PROJECTS[2], "800.000.000"),
        ("which project is the cheapest?", Kind.MIN, PROJECTS[2], "800.000.000"),
    ],
)
def test_the_largest_and_the_smallest_are_told_with_their_amount(
    made_up: Assistant, question: str, kind: Kind, row: str, amount: str
) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, anchors(answer)) == (kind, [row])
    assert amount in answer.answer


def test_a_sum_without_any_amount_is_not_zero(made_up: Assistant) -> None:
    answer = made_up.ask("Tổng kinh phí các nhiệm vụ của Lào Cai?")
    assert not answer.answerable
    assert answer.kind is not Kind.SUM


def test_conditions_that_no_row_meets_are_said_so(made_up: Assistant) -> None:
    answer = made_up.ask("Dự án nào trên 900 tỷ?")
    assert (answer.answerable, answer.citations) == (False, ())


# --- Comparisons ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "So sánh bệnh án điện tử của Bến Tre và Lào Cai",
        "so sanh benh an dien tu cua ben tre va lao cai",
        "Ai chủ trì bệnh án điện tử, Bến Tre hay Lào Cai?",
        "compare Ben Tre and Lao Cai on electronic medical records",
    ],
)
def test_a_comparison_says_what_each_plan_says(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.COMPARE, True)
    assert anchors(answer) == [TASKS[1], LAO_CAI_TASKS[0]]


def test_a_comparison_says_which_plan_is_silent(made_up: Assistant) -> None:
    answer = made_up.ask("So sánh việc mua xe cứu thương của Bến Tre và Lào Cai")
    assert anchors(answer) == [PROJECTS[1]]
    assert "Lào Cai 2028" in answer.answer


def test_plans_are_compared_by_how_many_tasks_they_have(made_up: Assistant) -> None:
    answer = made_up.ask("So sánh số nhiệm vụ của Bến Tre và Lào Cai")
    assert re.findall(r"\*\*(\d+)\*\*", answer.answer) == ["9", "2"]


# --- Long tables ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_table(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one plan of forty rows."""
    rows = tuple(
        row_of("hue-2029", "1", "", str(number), {Field.CONTENT: f"Trạm y tế số {number}", Field.LEAD_UNIT: "Sở Y tế"})
        for number in range(1, 41)
    )
    appendix = Appendix("1", "Nhiệm vụ", (Column("Nhiệm vụ", Field.CONTENT), Column("Chủ trì", Field.LEAD_UNIT)), rows)
    header = Header("Kế hoạch trạm y tế", "Sở Y tế Huế", "Huế", years=(2029,))
    plan = Plan("hue-2029", header, (), (appendix,), Source("hue.txt", "c" * 64, "flattened text"))
    return assistant_in(Path(tmp_path_factory.mktemp("long")), [plan])


@pytest.mark.parametrize("question", ["Có bao nhiêu nhiệm vụ?", "Huế có những nhiệm vụ nào?"])
def test_a_long_list_is_cited_row_by_row_though_not_every_row_is_printed(long_table: Assistant, question: str) -> None:
    answer = long_table.ask(question)
    assert stated_count(answer) == 40
    assert anchors(answer) == [f"hue-2029/pl-1/{number}" for number in range(1, 41)]
    assert [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.answer)] == list(range(1, 41))
    assert len(answer.answer) < 3000


# --- The sample plans -------------------------------------------------------------------------------------------------


def test_a_count_over_several_tables_tells_each_in_the_language_of_the_question(assistant: Assistant) -> None:
    told = assistant.ask("How many tasks do Dong Thap and Dong Nai have together?").answer
    assert "Đồng Nai 2025 Appendix II: 32; Đồng Tháp 2026 Appendix: 24" in told
    assert "Phụ lục: 24." in assistant.ask("Đồng Tháp và Đồng Nai có tổng cộng bao nhiêu nhiệm vụ?").answer


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Có bao nhiêu dự án trong kế hoạch Cà Mau?", 12),
        ("Đồng Nai có bao nhiêu nhiệm vụ?", 33),
        ("Bà Võ Thị Ngọc Lắm phụ trách bao nhiêu nhiệm vụ?", 13),
        ("Nhóm IV của Đồng Nai có bao nhiêu nhiệm vụ?", 14),
    ],
)
def test_counts_of_the_sample_plans_are_exact(assistant: Assistant, question: str, count: int) -> None:
    answer = assistant.ask(question)
    assert (stated_count(answer), len(answer.citations)) == (count, count)


def test_a_month_of_a_sample_plan_gives_the_rows_due_then(assistant: Assistant) -> None:
    answer = assistant.ask("Việc nào của Đồng Tháp phải xong trong tháng 6?")
    assert anchors(answer) == ["dong-thap-2026/pl/II/5", "dong-thap-2026/pl/IV/11"]


def test_the_amounts_of_a_sample_plan_add_up(assistant: Assistant) -> None:
    answer = assistant.ask("Tổng kinh phí các dự án của Cà Mau?")
    assert "270.540.000.000" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Kinh phí trung bình mỗi dự án của Cà Mau?",
        "trung binh moi du an cua ca mau ton bao nhieu tien",
        "What is the average project budget in Ca Mau?",
    ],
)
def test_what_a_project_costs_on_average_is_told_with_the_sum(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert re.search(r"22[.,]545[.,]000[.,]000", answer.answer)
    assert re.search(r"270[.,]540[.,]000[.,]000", answer.answer)
    assert len(answer.citations) == 12


@pytest.mark.parametrize("question", ["các kế hoạch năm 2025", "Những kế hoạch của năm 2025", "plans for 2025"])
def test_the_plans_of_a_year_are_no_rows(assistant: Assistant, question: str) -> None:
    assert {one.anchor for one in assistant.ask(question).citations} == {
        f"{plan}/header" for plan in ("an-giang-2025", "dong-nai-2025", "ninh-thuan-2025")
    }


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Tỉnh nào có tổng kinh phí lớn nhất?", "ca-mau-2026"),
        ("tinh nao chi nhieu tien nhat", "ca-mau-2026"),
        ("which plan has the smallest total budget?", "an-giang-2025"),
    ],
)
def test_plans_are_ranked_by_all_that_they_cost(assistant: Assistant, question: str, first: str) -> None:
    answer = assistant.ask(question)
    assert answer.citations[0].plan == first
    assert {one.plan for one in answer.citations} == {"ca-mau-2026", "an-giang-2025"}
    assert re.search(r"270[.,]540[.,]000[.,]000", answer.answer)
    assert re.search(r"19[.,]900[.,]000[.,]000", answer.answer)
    assert "Đồng Tháp 2026" in answer.answer, "it says which plans give no amounts"


def test_a_province_is_asked_for_by_its_dearest_project(assistant: Assistant) -> None:
    assert anchors(assistant.ask("Tỉnh nào có dự án đắt nhất?")) == ["ca-mau-2026/pl-2/5"]


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("Dự án nào của Cà Mau có kinh phí lớn nhất?", "ca-mau-2026/pl-2/5"),
        ("Dự án nào của Cà Mau có kinh phí nhỏ nhất?", "ca-mau-2026/pl-2/12"),
    ],
)
def test_the_extremes_of_a_sample_plan_are_found(assistant: Assistant, question: str, anchor: str) -> None:
    assert anchors(assistant.ask(question)) == [anchor]


@pytest.mark.parametrize(
    "question",
    [
        "Lãnh đạo nào phụ trách nhiều việc nhất ở Bến Tre?",
        "Ai trong Ban Giám đốc phụ trách nhiều nhiệm vụ nhất ở Bến Tre?",
    ],
)
def test_who_has_the_most_tasks_is_told_by_the_name(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert "Trần Thị Hoa" in answer.answer
    assert stated_count(answer) == 3 or "**3**" in answer.answer


def test_one_person_is_one_whatever_office_stands_behind_the_name(tmp_path: Path) -> None:
    cells = [("1", "Mua xe", "Ông Lê Văn Nam - GĐ Sở"), ("2", "Mua thuốc", "Ông Lê Văn Nam - Giám đốc Sở")]
    cells.append(("3", "Sửa nhà", "Bà Trần Thị Hoa - PGĐ Sở"))
    headers = {Field.CONTENT: "Nhiệm vụ", Field.RESPONSIBLE_LEADER: "Lãnh đạo phụ trách"}
    rows = tuple(
        row_of("p-2027", "", "", stt, {Field.CONTENT: content, Field.RESPONSIBLE_LEADER: leader}, headers)
        for stt, content, leader in cells
    )
    columns = tuple(Column(title, wanted) for wanted, title in headers.items())
    plan = Plan(
        "p-2027",
        Header("Kế hoạch", "Sở Y tế Lai Châu", "Lai Châu", years=(2027,)),
        (),
        (Appendix("", "Nhiệm vụ", columns, rows),),
        Source("p.txt", "d" * 64, "flattened text"),
    )
    answer = assistant_in(tmp_path, [plan]).ask("Lãnh đạo nào phụ trách nhiều nhiệm vụ nhất?")
    assert "Lê Văn Nam" in answer.answer
    assert "**2**" in answer.answer


def test_rows_are_chosen_and_ranked_by_how_many_bodies_share_them(assistant: Assistant) -> None:
    both = assistant.ask("Việc nào ở Đồng Tháp có hai đơn vị cùng chủ trì?")
    assert anchors(both) == ["dong-thap-2026/pl/II/5"]
    more = assistant.ask("which tasks in Dong Thap have more than one lead unit?")
    assert anchors(more) == ["dong-thap-2026/pl/II/5", "dong-thap-2026/pl/III/7"]
    most = assistant.ask("Việc nào của Cà Mau có nhiều đơn vị phối hợp nhất?")
    assert anchors(most) == ["ca-mau-2026/pl-1/22"]
    assert "**5**" in most.answer
