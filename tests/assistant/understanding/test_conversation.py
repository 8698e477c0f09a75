"""Follow-up questions: what is taken over from the question before, and what is not."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from assistant.understanding.conversation import carry_over
from assistant.understanding.question import Question
from ingest.model import Field
from ingest.times import find_times
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, read

FIRST = "Ai chủ trì bệnh án điện tử ở Bến Tre?"
PRICED = [f"{BEN_TRE}/pl-2/{number}" for number in (1, 2, 3)]
RECORDS, LAO_CAI_RECORDS = f"{BEN_TRE}/pl-1/I/2", f"{LAO_CAI}/pl/1"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


def after(*questions: str) -> Question:
    """The last question with what the ones before it supply."""
    previous: Question | None = None
    for text in questions:
        previous = carry_over(read(text), previous)
    assert previous is not None
    return previous


def test_the_first_question_stands_alone() -> None:
    assert carry_over(read(FIRST), None) == read(FIRST)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Còn đơn vị phối hợp?", Field.COORDINATING_UNITS),
        ("con don vi phoi hop", Field.COORDINATING_UNITS),
        ("Bao giờ xong?", Field.DEADLINE),
        ("Nhiệm vụ này bao giờ xong?", Field.DEADLINE),
        ("and when?", Field.DEADLINE),
    ],
)
def test_another_field_is_asked_of_the_same_row_of_the_same_plan(text: str, field: Field) -> None:
    first, found = read(FIRST), after(FIRST, text)
    assert field in found.fields
    assert Field.LEAD_UNIT not in found.fields
    assert (found.parts, found.plans) == (first.parts, first.plans)


def test_a_question_that_points_back_is_about_what_it_points_at_whatever_else_it_says() -> None:
    found = after(FIRST, "Lãnh đạo nào đang đôn đốc sát sao nhiệm vụ này?")
    assert (found.parts, found.plans) == (read(FIRST).parts, (BEN_TRE,))
    assert Field.RESPONSIBLE_LEADER in found.fields


@pytest.mark.parametrize("text", ["Thế Lào Cai thì sao?", "Còn Lào Cai?", "con lao cai", "what about Lao Cai?"])
def test_the_same_is_asked_of_another_plan(text: str) -> None:
    found = after(FIRST, text)
    assert found.plans == (LAO_CAI,)
    assert (found.fields, found.parts) == (read(FIRST).fields, read(FIRST).parts)


def test_the_same_is_asked_about_another_topic() -> None:
    found = after(FIRST, "Còn khảo sát sự hài lòng của người bệnh?")
    assert (found.fields, found.plans) == ((Field.LEAD_UNIT,), (BEN_TRE,))
    assert found.parts == read("Khảo sát sự hài lòng của người bệnh").parts


def test_a_chain_of_follow_ups_goes_on_from_link_to_link() -> None:
    found = after(FIRST, "Còn đơn vị phối hợp?", "Thế Lào Cai thì sao?")
    assert (found.fields, found.plans) == ((Field.COORDINATING_UNITS,), (LAO_CAI,))
    assert found.parts == read(FIRST).parts


def test_a_new_condition_takes_the_place_of_the_old_one() -> None:
    found = after("Việc nào của Bến Tre phải xong trong tháng 6/2027?", "Còn quý III/2027?")
    assert found.asks(Kind.LIST)
    assert found.plans == (BEN_TRE,)
    assert len(found.filters.times) == 1
    assert [time.periods for time in found.filters.times] == [time.periods for time in find_times("quý III/2027")]


def test_a_condition_goes_on_for_another_plan() -> None:
    found = after("Việc nào của Bến Tre phải xong trong năm 2029?", "Thế Lào Cai?")
    assert found.asks(Kind.LIST)
    assert found.plans == (LAO_CAI,)
    assert found.filters.times


@pytest.mark.parametrize(
    "text",
    [
        "Bao giờ giám sát dịch bệnh ở chợ phiên?",
        "Mua xe cứu thương hết bao nhiêu tiền?",
        "Việc nào phải xong trong tháng 6/2027?",
        "who leads the vaccination software?",
    ],
)
def test_a_question_that_says_all_it_asks_starts_afresh(text: str) -> None:
    assert after(FIRST, text) == read(text)


def test_a_plan_that_is_not_indexed_is_not_taken_for_the_one_before() -> None:
    found = after(FIRST, "Thế Quảng Trị thì sao?")
    assert found.plans == ()
    assert found.unknown == ("Quảng Trị",)


# --- Conversations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "question", "fact", "places"),
    [
        ([FIRST], "Còn đơn vị phối hợp?", "Thanh tra Sở", [RECORDS]),
        ([FIRST], "Thế Lào Cai thì sao?", "Trung tâm Kiểm soát bệnh tật", [LAO_CAI_RECORDS]),
        ([FIRST], "Còn khảo sát sự hài lòng của người bệnh?", "Thanh tra Sở", [f"{BEN_TRE}/pl-1/II/2"]),
        ([FIRST], "Nhiệm vụ này bao giờ xong?", "Quý III/2027", [RECORDS]),
        ([FIRST], "nhiem vu nay bao gio xong", "Quý III/2027", [RECORDS]),
        ([FIRST], "Mua xe cứu thương hết bao nhiêu tiền?", "12.000.000.000", [f"{BEN_TRE}/pl-2/2"]),
        ([FIRST, "Thế Quảng Trị thì sao?"], "Còn Lào Cai?", "Trung tâm Kiểm soát bệnh tật", [LAO_CAI_RECORDS]),
        ([FIRST], "Ai ký kế hoạch Bến Tre?", "Trần Thị Hoa", [f"{BEN_TRE}/header"]),
        (["Ai ký kế hoạch Bến Tre?"], "Số hiệu là gì?", "15/KH-SYT", [f"{BEN_TRE}/header"]),
        (["Có bao nhiêu dự án của Bến Tre?"], "Tổng kinh phí là bao nhiêu?", "16.300.000.000", PRICED),
        (["Văn phòng Sở chủ trì những việc nào?"], "Còn phối hợp?", "Tập huấn", [RECORDS, f"{BEN_TRE}/pl-1/II/1"]),
        (["Văn phòng Sở chủ trì những việc nào?"], "Thế Thanh tra Sở?", "Khảo sát", [f"{BEN_TRE}/pl-1/II/2"]),
        (["who leads the EMR in Ben Tre?"], "and when?", "Quý III/2027", [RECORDS]),
        (["Việc nào phải xong trong tháng 6/2027?"], "Còn quý III/2027?", "Quý III/2027", [RECORDS]),
    ],
)
def test_a_conversation_goes_on(
    made_up: Assistant, history: list[str], question: str, fact: str, places: list[str]
) -> None:
    answer = made_up.ask(question, history)
    assert fact in answer.answer
    assert anchors(answer) == places


def test_a_fresh_question_finds_what_the_plan_before_does_not_have(made_up: Assistant) -> None:
    answer = made_up.ask("Ai chủ trì mua xe cứu thương?", ["Ai chủ trì bệnh án điện tử ở Lào Cai?"])
    assert anchors(answer) == [f"{BEN_TRE}/pl-2/2"]


def test_an_unknown_plan_in_a_conversation_is_named_and_not_made_up(made_up: Assistant) -> None:
    answer = made_up.ask("Thế Quảng Trị thì sao?", [FIRST])
    assert (answer.answerable, answer.citations) == (False, ())
    assert "Quảng Trị" in answer.answer


@pytest.mark.parametrize("question", ["Còn đơn vị phối hợp?", "Nhiệm vụ này bao giờ xong?", "Thế còn lãnh đạo?"])
def test_a_follow_up_to_nothing_is_asked_back(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable, answer.citations) == (Kind.CLARIFY, False, ())


def test_what_is_no_question_does_not_hinder_the_next(made_up: Assistant) -> None:
    assert anchors(made_up.ask(FIRST, ["xin chào", ""])) == [RECORDS]


def test_a_conversation_over_the_sample_plans(assistant: Assistant) -> None:
    first = "Ai chủ trì đơn thuốc điện tử của Cà Mau?"
    assert anchors(assistant.ask("Còn đơn vị phối hợp?", [first])) == ["ca-mau-2026/pl-1/13"]
    assert anchors(assistant.ask("Thế Ninh Thuận thì sao?", [first]))[0] == "ninh-thuan-2025/pl-1/IV/4"
    assert anchors(assistant.ask("Còn thanh toán không dùng tiền mặt?", [first]))[0] == "ca-mau-2026/pl-1/15"


def test_how_many_those_are_is_asked_of_the_rows_before(made_up: Assistant) -> None:
    answer = made_up.ask("Tất cả là bao nhiêu việc?", ["Bà Hoa phụ trách những việc gì ở Bến Tre?"])
    assert answer.kind is Kind.COUNT
    assert len(answer.citations) == 3


def test_a_field_asked_for_after_a_list_is_told_of_each_row(made_up: Assistant) -> None:
    answer = made_up.ask("Ai chủ trì?", ["Việc nào của Bến Tre phải xong trước tháng 7/2027?"])
    assert answer.kind is Kind.LIST
    assert set(anchors(answer)) == {f"{BEN_TRE}/pl-1/I/1", f"{BEN_TRE}/pl-1/I/3"}


def test_a_count_of_its_own_goes_on_from_nothing(made_up: Assistant) -> None:
    answer = made_up.ask("Lào Cai có bao nhiêu nhiệm vụ?", ["Bà Hoa phụ trách những việc gì ở Bến Tre?"])
    assert set(anchors(answer)) == {f"{LAO_CAI}/pl/1", f"{LAO_CAI}/pl/2"}


NETWORK, COOLING, SKILLS, SURVEY = (f"{BEN_TRE}/pl-1/{at}" for at in ("I/1", "I/3", "II/1", "II/2"))


@pytest.mark.parametrize(
    ("question", "first", "wanted"),
    [
        ("Bà ấy còn phụ trách những nhiệm vụ nào nữa?", "Lãnh đạo nào phụ trách khảo sát ở Bến Tre?", "của bà Hoa"),
        ("ba ay con phu trach nhung nhiem vu nao", "lanh dao nao phu trach khao sat o Ben Tre", "của bà Hoa"),
        ("How many tasks does she oversee?", "Which leader oversees the survey in Ben Tre?", "của bà Hoa"),
        ("Đơn vị này còn chủ trì những việc nào nữa?", "Ai chủ trì mua máy điều hoà ở Bến Tre?", "của Văn phòng"),
        ("Which other tasks does this office lead?", "Ai chủ trì mua máy điều hoà ở Bến Tre?", "của Văn phòng"),
    ],
)
def test_who_the_answer_before_names_is_asked_about(made_up: Assistant, question: str, first: str, wanted: str) -> None:
    rows = {"của bà Hoa": {NETWORK, SKILLS, SURVEY}, "của Văn phòng": {NETWORK, COOLING}}[wanted]
    assert rows <= set(anchors(made_up.ask(question, [first])))


@pytest.mark.parametrize("question", ["Đã bố trí được bao nhiêu rồi?", "Thuộc lĩnh vực nào?", "what is its approval?"])
def test_one_thing_more_is_asked_of_the_very_row_that_was_told(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question, ["Dự án nào của Bến Tre có kinh phí lớn nhất?"])
    assert anchors(answer) == [PRICED[1]]


def test_a_cell_left_blank_in_the_row_that_was_told_is_said_to_be_blank(made_up: Assistant) -> None:
    answer = made_up.ask("Ai phối hợp với họ?", ["Đơn vị nào chủ trì mua máy điều hoà ở Bến Tre?"])
    assert (answer.answerable, anchors(answer)) == (False, [COOLING])


def test_rows_that_were_counted_are_listed_when_asked_for(made_up: Assistant) -> None:
    history = ["Bà Hoa phụ trách bao nhiêu nhiệm vụ ở Bến Tre?"]
    answer = made_up.ask("Liệt kê ra giúp tôi", history)
    assert {NETWORK, SKILLS, SURVEY} == set(anchors(answer))


def test_a_word_typed_with_other_accents_points_at_nothing() -> None:
    """ "Dự án do …" is not "dự án đó", unless all is typed without accents."""
    found = after(FIRST, "Lào Cai có mấy dự án do Văn phòng Sở thực hiện?")
    assert not found.parts


def test_how_many_of_a_loose_word_is_asked_of_what_was_told() -> None:
    found = after(FIRST, "Bao nhiêu người dự?")
    assert (found.parts, found.plans) == (read(FIRST).parts, read(FIRST).plans)


def test_how_many_of_a_thing_of_its_own_is_asked_afresh() -> None:
    assert after(FIRST, "Bao nhiêu trạm y tế?").parts == read("Bao nhiêu trạm y tế?").parts
