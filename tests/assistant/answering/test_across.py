"""Which plans do something, and comparisons of plans, bodies, leaders, appendices and two things of one plan."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from assistant import Assistant, Kind
from assistant.phrasing.wishes import asks_plans, chooses_one, compared_field
from assistant.tabular.alternatives import either_of, two_things
from ingest.model import Field
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, made_up_shelf, read

TASKS = [f"{BEN_TRE}/pl-1/{place}" for place in ("I/1", "I/2", "I/3", "II/1", "II/2")]
PROJECTS = [f"{BEN_TRE}/pl-2/{number}" for number in (1, 2, 3, 4)]
LAO_CAI_TASKS = [f"{LAO_CAI}/pl/{number}" for number in (1, 2)]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


CONDITIONS = [
    ("Tỉnh nào giao Trung tâm Kiểm soát bệnh tật chủ trì?", LAO_CAI_TASKS),
    ("Địa phương nào có việc cần Thanh tra Sở phối hợp?", [TASKS[1]]),
    ("Những tỉnh nào giao Văn phòng Sở chủ trì ít nhất một việc?", [TASKS[0], TASKS[2], PROJECTS[0]]),
]


@pytest.mark.parametrize(("question", "rows"), CONDITIONS, ids=[question for question, _ in CONDITIONS])
def test_the_plans_whose_rows_meet_a_condition_are_told_with_all_those_rows(
    made_up: Assistant, question: str, rows: list[str]
) -> None:
    assert anchors(made_up.ask(question)) == rows


@pytest.mark.parametrize(
    "question",
    [
        "Ngoài Bến Tre còn tỉnh nào triển khai bệnh án điện tử?",
        "Tỉnh nào khác ngoài Bến Tre triển khai bệnh án điện tử?",
        "Which other provinces besides Ben Tre introduce electronic medical records?",
    ],
)
def test_a_plan_that_is_left_aside_is_not_told(made_up: Assistant, question: str) -> None:
    assert anchors(made_up.ask(question))[:1] == [LAO_CAI_TASKS[0]]


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("Tỉnh nào không nói gì về thanh toán không dùng tiền mặt?", "Đồng Nai 2025"),
        ("kế hoạch nào chưa nhắc đến IPv6", "An Giang 2025, Cà Mau 2026, Đồng Nai 2025"),
        ("which plans don't mention VNeID?", "Đồng Nai 2025"),
    ],
)
def test_plans_that_do_not_say_it_are_told_beside_those_that_do(
    assistant: Assistant, question: str, silent: str
) -> None:
    answer = assistant.ask(question)
    head, *lines = answer.answer.splitlines()
    assert f"**{silent}**" in head
    assert lines
    assert {one.plan for one in answer.citations} == {*assistant.shelf().plans} - {
        plan for plan, name in assistant.shelf().names.items() if name in silent
    }


def test_where_every_plan_says_it_none_is_told_as_silent(assistant: Assistant) -> None:
    answer = assistant.ask("Tỉnh nào không đề cập bệnh án điện tử?")
    assert answer.answer.startswith("Không có kế hoạch nào như vậy: cả 5")
    assert {one.plan for one in answer.citations} == {*assistant.shelf().plans}


def test_plans_without_a_row_that_meets_a_condition_are_told(made_up: Assistant) -> None:
    answer = made_up.ask("Tỉnh nào không giao việc nào cho Trung tâm Kiểm soát bệnh tật?")
    assert "**Bến Tre 2027**" in answer.answer.splitlines()[0]


@pytest.mark.parametrize("turn", ["Còn tỉnh nào nữa?", "con noi nao khac khong", "Any other provinces?"])
def test_a_turn_may_go_on_to_the_other_plans(made_up: Assistant, turn: str) -> None:
    answer = made_up.ask(turn, history=["Bến Tre có triển khai bệnh án điện tử không?"])
    assert anchors(answer)[:1] == [LAO_CAI_TASKS[0]]


def test_the_plans_of_a_year_are_told(made_up: Assistant) -> None:
    answer = made_up.ask("Những kế hoạch nào là của năm 2028?")
    assert anchors(answer) == [f"{LAO_CAI}/header"]


def test_no_plan_of_a_year_that_none_is_for(made_up: Assistant) -> None:
    assert f"{BEN_TRE}/header" not in anchors(made_up.ask("Những kế hoạch nào là của năm 2035?"))


def test_either_of_two_things_will_do(made_up: Assistant) -> None:
    answer = made_up.ask("Tỉnh nào có nhiệm vụ bệnh án điện tử hoặc giám sát dịch bệnh?")
    assert {TASKS[1], *LAO_CAI_TASKS} <= set(anchors(answer))


COUNTS = [
    ("Bến Tre và Lào Cai, bên nào có nhiều nhiệm vụ hơn?", ["**9**", "**2**"]),
    ("Giữa Bến Tre và Lào Cai, nơi nào giao Văn phòng Sở chủ trì nhiều việc hơn?", ["**3**", "Không có"]),
    ("bà Trần Thị Hoa và ông Lê Văn Nam ai phụ trách nhiều việc hơn", ["**3**", "**2**"]),
    ("Phụ lục 1 và phụ lục 2 của Bến Tre, phụ lục nào nhiều nhiệm vụ hơn?", ["**5**", "**4**"]),
    ("Văn phòng Sở và Thanh tra Sở của Bến Tre, đơn vị nào chủ trì nhiều việc hơn?", ["**3**", "**1**"]),
]


@pytest.mark.parametrize(("question", "said"), COUNTS, ids=[question for question, _ in COUNTS])
def test_how_many_each_side_has(made_up: Assistant, question: str, said: list[str]) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.COMPARE, answer.answer
    assert all(part in answer.answer for part in said), answer.answer


PAIRS = [
    ("Ở Bến Tre, nâng cấp mạng nội bộ với mua máy điều hoà, việc nào xong trước?", {TASKS[0], TASKS[2]}),
    ("Chỉ tiêu mạng nội bộ và chỉ tiêu hài lòng người bệnh của Bến Tre lần lượt là bao nhiêu?", {TASKS[0], TASKS[4]}),
]


@pytest.mark.parametrize(("question", "rows"), PAIRS, ids=[question for question, _ in PAIRS])
def test_two_things_of_one_plan_are_both_told(made_up: Assistant, question: str, rows: set[str]) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.COMPARE, answer.answer
    assert set(anchors(answer)) == rows


def test_one_thing_is_no_pair() -> None:
    asked = read("Triển khai bệnh án điện tử tại các bệnh viện và trạm y tế của Bến Tre?")
    rows = list(made_up_shelf().rows_of([LAO_CAI]))[1:]
    assert two_things(asked, rows, made_up_shelf()) is None


@pytest.mark.parametrize(
    ("text", "sides"), [("tỉnh nào có tiêm chủng hoặc bệnh án điện tử", 2), ("bệnh án điện tử", 0)]
)
def test_what_either_could_be(text: str, sides: int) -> None:
    assert len(either_of(read(text))) == sides


@pytest.mark.parametrize(
    ("text", "chooses"),
    [
        ("A và B, cái nào đắt hơn?", True),
        ("việc nào xong trước tháng 6?", False),
        ("dự án nào nhiều hơn 10 tỷ?", False),
        ("Which costs more: A or B?", True),
        ("ai chủ trì A?", False),
    ],
)
def test_a_choice_between_things_is_no_bound(text: str, chooses: bool) -> None:
    assert chooses_one(text) is chooses


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("A hay B xong trước?", (Field.DEADLINE,)),
        ("A hay B tốn tiền hơn?", (Field.BUDGET,)),
        ("A hay B đặt tỷ lệ cao hơn?", (Field.TARGET,)),
    ],
)
def test_what_things_are_compared_by(text: str, fields: Collection[Field]) -> None:
    assert compared_field(text, (Kind.COMPARE,)) == fields
    assert compared_field(text, ()) == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [("địa phương nào có nhiệm vụ này", True), ("UBND thành phố nào", False), ("ở các tỉnh ai chủ trì", True)],
)
def test_a_question_about_which_plans(text: str, asks: bool) -> None:
    assert asks_plans(text) is asks
