"""Short turns behind a question, as they are typed in a chat: corrections, narrowings, another part, how many."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from assistant.lexicon.corrections import as_followup
from assistant.understanding.reading import understand
from assistant.understanding.turns import asking_figure_again, of_column
from ingest.model import Anchor, Row
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, made_up_shelf

NETWORK, RECORDS, COOLING, SKILLS, SURVEY = (
    f"{BEN_TRE}/pl-1/{place}" for place in ("I/1", "I/2", "I/3", "II/1", "II/2")
)
OFFICE = "Văn phòng Sở Bến Tre chủ trì những nhiệm vụ nào trong phụ lục 1?"
OFFICE_ENGLISH = "Which Ben Tre tasks does the Department Office lead in appendix 1?"
WHO_CONNECTS = "Ai chủ trì nâng cấp đường truyền mạng nội bộ của Bến Tre?"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ý tôi là Thanh tra Sở", "còn Thanh tra Sở"),
        ("a nham, thanh tra so", "còn thanh tra so"),
        ("không phải Văn phòng Sở, Thanh tra Sở cơ", "còn Thanh tra Sở"),
        ("nhầm, tôi hỏi Thanh tra Sở", "còn Thanh tra Sở"),
        ("No, I mean the city police.", "and the city police."),
        ("not Ca Mau but Dong Nai", "and Dong Nai"),
        ("Not the deadline, the budget", "and the budget"),
    ],
)
def test_a_correction_goes_on_with_what_it_corrects(typed: str, meant: str) -> None:
    assert as_followup(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Không dùng tiền mặt thì sao?",
        "Không có nhiệm vụ nào à?",
        "không, cảm ơn",
        "ý nghĩa của kế hoạch",
        "Nhầm lẫn trong hồ sơ thì sao?",
        "No cash payment target?",
        "Notes?",
    ],
)
def test_what_only_begins_like_a_correction_stays(typed: str) -> None:
    assert as_followup(typed) == typed


@pytest.mark.parametrize(
    "turn",
    [
        "Ý tôi là Thanh tra Sở",
        "à nhầm, Thanh tra Sở",
        "khong, thanh tra so co",
        "Thanh tra Sở?",
        "sorry, I meant Thanh tra Sở",
    ],
)
def test_another_body_in_place_of_the_one_asked_about(made_up: Assistant, turn: str) -> None:
    assert anchors(made_up.ask(turn, [OFFICE])) == [SURVEY]


@pytest.mark.parametrize(
    ("turn", "before"),
    [
        ("còn những việc phối hợp?", OFFICE),
        ("thế họ phối hợp những việc nào", OFFICE),
        ("the ho phoi hop nhung viec nao", OFFICE),
        ("không, phối hợp cơ", OFFICE),
        ("which ones do they coordinate on?", OFFICE_ENGLISH),
    ],
)
def test_another_part_of_the_same_body(made_up: Assistant, turn: str, before: str) -> None:
    assert anchors(made_up.ask(turn, [before])) == [RECORDS, SKILLS]


@pytest.mark.parametrize("turn", ["chỉ những việc tháng 6 thôi", "việc nào đến hạn tháng 6?", "only those due in June"])
def test_a_time_narrows_what_was_listed(made_up: Assistant, turn: str) -> None:
    assert anchors(made_up.ask(turn, [OFFICE])) == [NETWORK]


def test_a_body_alone_narrows_what_a_time_chose(made_up: Assistant) -> None:
    before = "Bến Tre có nhiệm vụ nào hạn tháng 6?"
    assert anchors(made_up.ask("riêng Văn phòng Sở?", [before])) == [NETWORK]
    assert not made_up.ask("riêng Phòng Nghiệp vụ Y?", [before]).answerable


@pytest.mark.parametrize("turn", ["tổng cộng bao nhiêu?", "có mấy việc vậy", "count them", "how many is that?"])
def test_what_was_listed_is_counted(made_up: Assistant, turn: str) -> None:
    answer = made_up.ask(turn, [OFFICE])
    assert "**2**" in answer.answer
    assert answer.kind is not Kind.SUM


def test_thanks_between_two_turns_are_no_question(made_up: Assistant) -> None:
    answer = made_up.ask("thế hạn?", [WHO_CONNECTS, "cảm ơn em"])
    assert anchors(answer) == [NETWORK]
    assert "Tháng 6/2027" in answer.answer


def test_when_behind_who_signed_asks_for_the_day_of_the_plan(made_up: Assistant) -> None:
    assert "5/1/2027" in made_up.ask("ngày nào?", ["Kế hoạch Bến Tre ai ký?"]).answer
    assert "5/1/2027" in made_up.ask("And when?", ["Who signed the Ben Tre plan?"]).answer


@pytest.mark.parametrize("turn", ["nói rõ hơn việc thứ hai", "number two please"])
def test_more_of_one_that_was_told(made_up: Assistant, turn: str) -> None:
    assert anchors(made_up.ask(turn, [OFFICE])) == [COOLING]


@pytest.mark.parametrize(
    "question",
    ["Kế hoạch Bến Tre có mấy phần?", "mục lục kế hoạch Bến Tre", "What sections does the Ben Tre plan have?"],
)
def test_what_a_plan_is_made_of_is_an_overview(made_up: Assistant, question: str) -> None:
    assert made_up.ask(question).kind is Kind.OVERVIEW


def test_a_body_that_issues_plans_too_is_looked_for_in_the_plan_asked_about(made_up: Assistant) -> None:
    answer = made_up.ask("riêng Sở Y tế?", ["Bến Tre có nhiệm vụ nào hạn tháng 6?"])
    assert all(anchor.startswith(BEN_TRE) for anchor in anchors(answer))
    assert "Lào Cai" not in answer.answer


@pytest.mark.parametrize(
    ("turn", "column"),
    [
        ("Bệnh viện đó có bao nhiêu giường?", "Số giường"),
        ("How many beds does it have?", "Số giường"),
        ("Nơi đó dùng phần mềm gì?", "Phần mềm đang dùng"),
        ("Bệnh viện đó có bao nhiêu bác sĩ?", ""),
    ],
)
def test_a_turn_names_a_column_of_the_row_told_before(turn: str, column: str) -> None:
    shelf = made_up_shelf()
    cells = {"Số giường": "500", "Phần mềm đang dùng": "Minh Lộ"}
    row = Row(Anchor(BEN_TRE, appendix="9", stt="1"), {"content": "Bệnh viện Ba Tri", **cells}, columns=cells)
    before = understand("Bệnh viện Ba Tri của Bến Tre dừng bệnh án giấy khi nào?", shelf)
    asked = of_column(understand(turn, shelf), before, lambda: [row])
    assert (asked.fields if asked else ()) == ((column,) if column else ())


@pytest.mark.parametrize("turn", ["Which one ends first?", "cái nào gấp nhất", "which of them is due first?"])
def test_what_ends_first_is_chosen_from_the_rows_listed_before(turn: str, made_up: Assistant) -> None:
    listed = made_up.ask(OFFICE)
    told = made_up.ask(turn, history=[OFFICE])
    assert told.kind is Kind.MIN
    assert set(anchors(told)) < set(anchors(listed))


@pytest.mark.parametrize(
    "turn",
    ["Thanh tra Sở có tham gia không?", "Thanh tra Sở có tham gia không, vai trò gì?", "thanh tra so co dinh gi k"],
)
def test_whether_a_body_takes_part_is_asked_of_the_row_told_before(turn: str, made_up: Assistant) -> None:
    (row,) = anchors(made_up.ask(WHO_CONNECTS))
    assert anchors(made_up.ask(turn, history=[WHO_CONNECTS])) == [row]


def test_a_figure_of_another_plan_is_of_the_topic_before() -> None:
    shelf = made_up_shelf()
    before = understand("Tỷ lệ cán bộ có chữ ký số của Lào Cai là bao nhiêu?", shelf)
    again = asking_figure_again(understand("ở Bến Tre thì mấy phần trăm", shelf), before)
    assert not again.parts
    named = understand("mục tiêu của Bến Tre là bao nhiêu phần trăm", shelf)
    assert asking_figure_again(named, before).parts == named.parts
