"""Vague questions, which are asked back, and the choice of one of what was told."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from assistant.lexicon.choices import LAST, find_choice
from assistant.telling.vague import is_vague
from assistant.text.matching import tokens
from assistant.understanding.conversation import _choosable
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, read

RECORDS, LAO_CAI_RECORDS = f"{BEN_TRE}/pl-1/I/2", f"{LAO_CAI}/pl/1"
PROJECTS = "Bến Tre có những dự án nào?"
VAGUE = "bệnh án điện tử"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


# --- What chooses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("cái thứ hai", 2),
        ("cai thu hai", 2),
        ("cái thứ 2 bn tiền", 2),
        ("còn cái thứ nhất?", 1),
        ("thứ ba thì sao", 3),
        ("thế dự án thứ tư hết bao nhiêu?", 4),
        ("dòng 2", 2),
        ("số 3", 3),
        ("2", 2),
        ("[2]", 2),
        ("cái đầu", 1),
        ("nhiệm vụ đầu tiên", 1),
        ("cái cuối cùng", LAST),
        ("dòng cuối", LAST),
        ("the second one", 2),
        ("What about the third project?", 3),
        ("who leads the 2nd task?", 2),
        ("the latter", LAST),
        ("number 2", 2),
    ],
)
def test_a_place_is_chosen_by_its_number(text: str, place: int) -> None:
    choice = find_choice(tokens(text))
    assert choice is not None
    assert choice.place == place


@pytest.mark.parametrize(
    "text",
    [
        "dự án đầu tư thiết bị",
        "việc nào phải xong trong tháng 6",
        "Quyết định số 12 nói gì?",
        "tăng lần thứ hai trong năm",
        "mục tiêu cuối năm",
        "Which tasks are due in the second quarter?",
        "the first quarter of 2027",
        "0",
        "¹",
        "②",
        "bệnh án điện tử",
    ],
)
def test_what_chooses_nothing(text: str) -> None:
    assert find_choice(tokens(text)) is None


# --- Choosing in a conversation ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "question", "fact", "place"),
    [
        ([PROJECTS], "cái thứ hai", "Mua xe cứu thương", f"{BEN_TRE}/pl-2/2"),
        ([PROJECTS], "dự án thứ 3 bao nhiêu tiền?", "800.000.000", f"{BEN_TRE}/pl-2/3"),
        ([PROJECTS], "cái cuối cùng ai chủ trì", "Trung tâm Y tế", f"{BEN_TRE}/pl-2/4"),
        ([PROJECTS, "cái thứ hai"], "còn cái thứ nhất?", "X-quang", f"{BEN_TRE}/pl-2/1"),
        ([PROJECTS, "cái thứ hai", "Kinh phí bao nhiêu?"], "còn cái thứ nhất?", "X-quang", f"{BEN_TRE}/pl-2/1"),
        ([PROJECTS, "cái thứ hai"], "Kinh phí bao nhiêu?", "12.000.000.000", f"{BEN_TRE}/pl-2/2"),
        (["Which projects does Ben Tre have?"], "the second one", "Mua xe cứu thương", f"{BEN_TRE}/pl-2/2"),
    ],
)
def test_one_of_what_was_told_is_chosen(
    made_up: Assistant, history: list[str], question: str, fact: str, place: str
) -> None:
    answer = made_up.ask(question, history)
    assert answer.answerable
    assert fact in answer.answer
    assert anchors(answer) == [place]


def test_a_blank_cell_of_what_was_chosen_is_told_as_blank(made_up: Assistant) -> None:
    answer = made_up.ask("cái thứ tư kinh phí bao nhiêu?", [PROJECTS])
    assert (answer.answerable, anchors(answer)) == (False, [f"{BEN_TRE}/pl-2/4"])


@pytest.mark.parametrize("history", [[PROJECTS], [PROJECTS, "cái thứ hai"]])
def test_a_column_that_the_table_lacks_is_told_as_lacking(made_up: Assistant, history: list[str]) -> None:
    question = "Ai phối hợp?" if len(history) > 1 else "cái thứ hai ai phối hợp?"
    answer = made_up.ask(question, history)
    assert (answer.answerable, anchors(answer)) == (False, [f"{BEN_TRE}/pl-2/2"])
    assert "không có cột" in answer.answer


def test_more_than_was_told_cannot_be_chosen(made_up: Assistant) -> None:
    answer = made_up.ask("cái thứ chín", [PROJECTS])
    assert (answer.kind, answer.answerable, answer.citations) == (Kind.CLARIFY, False, ())
    assert "4" in answer.answer


def test_a_number_without_an_answer_before_it_chooses_nothing(made_up: Assistant) -> None:
    assert not made_up.ask("cái thứ hai").answerable


def test_a_question_with_a_topic_or_a_plan_of_its_own_chooses_nothing(made_up: Assistant) -> None:
    assert anchors(made_up.ask("Lào Cai: nhiệm vụ thứ nhất ai chủ trì bệnh án điện tử?", [PROJECTS])) == [
        LAO_CAI_RECORDS
    ]
    assert anchors(made_up.ask("dự án thứ hai về tiêm chủng hết bao nhiêu?", [PROJECTS]))[0] == f"{BEN_TRE}/pl-2/3"


# --- Vague questions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [VAGUE, "benh an dien tu", "bệnh án điện tử?", "e-medical records", "về bệnh án điện tử"]
)
def test_a_matter_alone_is_vague(text: str) -> None:
    assert is_vague(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì bệnh án điện tử?",
        "Bệnh án điện tử bao giờ xong?",
        "Có bao nhiêu nhiệm vụ?",
        "Bến Tre",
        "bệnh án điện tử là gì",
        "How do hospitals keep records?",
    ],
)
def test_what_asks_something_is_not_vague(text: str) -> None:
    assert not is_vague(read(text))


def test_a_vague_question_is_asked_back_with_the_places_it_could_mean(made_up: Assistant) -> None:
    answer = made_up.ask(VAGUE)
    assert (answer.answerable, anchors(answer)[:2]) == (True, [LAO_CAI_RECORDS, RECORDS])
    assert answer.answer.splitlines()[-1].startswith("Bạn hỏi nội dung nào trong số này?")
    english = made_up.ask("electronic medical records")
    assert "Which of these do you mean?" in english.answer


def test_what_has_one_meaning_is_not_asked_back(made_up: Assistant) -> None:
    assert "Bạn hỏi nội dung nào" not in made_up.ask("mua xe cứu thương").answer


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ("cái thứ hai", RECORDS),
        ("1", LAO_CAI_RECORDS),
        ("Lào Cai", LAO_CAI_RECORDS),
        ("the second one", RECORDS),
    ],
)
def test_a_reply_chooses_what_was_meant(made_up: Assistant, reply: str, place: str) -> None:
    assert anchors(made_up.ask(reply, [VAGUE])) == [place]


# --- Other ways to go on ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Thế các tỉnh khác thì sao?", "Nơi khác có làm việc này không?", "what about the others?"]
)
def test_the_same_is_asked_of_the_other_plans(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text, ["Ai chủ trì bệnh án điện tử ở Bến Tre?"])
    assert anchors(answer) == [LAO_CAI_RECORDS]


@pytest.mark.parametrize("text", ["Hạn đến khi nào?", "bao h xong", "until when?", "hạn tới lúc nào"])
def test_a_follow_up_that_names_its_field_twice_asks_of_the_same_row(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text, ["Ai chủ trì bệnh án điện tử ở Bến Tre?"])
    assert "Quý III/2027" in answer.answer
    assert anchors(answer) == [RECORDS]


def test_which_of_them_asks_of_what_was_counted(made_up: Assistant) -> None:
    answer = made_up.ask("Which of them are led by Văn phòng Sở?", ["How many tasks does Ben Tre have?"])
    assert (answer.kind, anchors(answer)) == (
        Kind.LIST,
        [f"{BEN_TRE}/{place}" for place in ("pl-1/I/1", "pl-1/I/3", "pl-2/1")],
    )


@pytest.mark.parametrize(
    "text", ["Riêng Trung tâm Cấp cứu 115 thì bao nhiêu?", "Trong đó Văn phòng Sở bao nhiêu tiền?"]
)
def test_a_body_s_part_of_a_sum_is_asked(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text, ["Tổng kinh phí các dự án của Bến Tre là bao nhiêu?"])
    amount, place = ("12.000.000.000", "2") if "115" in text else ("3.500.000.000", "1")
    assert (answer.kind, anchors(answer)) == (Kind.SUM, [f"{BEN_TRE}/pl-2/{place}"])
    assert amount in answer.answer


def test_the_budgets_of_a_plan_are_added_up_where_nothing_else_is_asked_of_it(made_up: Assistant) -> None:
    for question, history in (("kinh phí Bến Tre", []), ("Bến Tre", ["kinh phí"])):
        answer = made_up.ask(question, history)
        assert (answer.kind, answer.answerable) == (Kind.SUM, True)
        assert "16.300.000.000" in answer.answer


@pytest.mark.parametrize("text", ["Kế hoạch này ai ký?", "ai ký kế hoạch đó", "Who signed this plan?"])
def test_the_plan_of_the_question_before_is_pointed_at(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text, ["Ai chủ trì bệnh án điện tử ở Bến Tre?"])
    assert (answer.kind, anchors(answer)) == (Kind.HEADER, [f"{BEN_TRE}/header"])


def test_a_closing_goes_on(made_up: Assistant) -> None:
    answer = made_up.ask("Khảo sát sự hài lòng thì sao?", ["Ai chủ trì bệnh án điện tử ở Bến Tre?"])
    assert "Thanh tra Sở" in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/pl-1/II/2"]


def test_after_a_numbered_row_comes_the_row_of_another_number(made_up: Assistant) -> None:
    first = "STT 1 phụ lục 2 Bến Tre là gì?"
    assert anchors(made_up.ask(first)) == [f"{BEN_TRE}/pl-2/1"]
    assert anchors(made_up.ask("Còn số 3?", [first])) == [f"{BEN_TRE}/pl-2/3"]


def test_with_whom_asks_of_the_rows_told_and_not_of_another_role(made_up: Assistant) -> None:
    answer = made_up.ask("Phối hợp với ai?", ["Thanh tra Sở chủ trì những việc nào của Bến Tre?"])
    assert "Các đơn vị trực thuộc" in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/pl-1/II/2"]


def test_the_plan_told_over_its_rows_is_none_of_them() -> None:
    assert _choosable((f"{BEN_TRE}/header", RECORDS, LAO_CAI_RECORDS)) == (RECORDS, LAO_CAI_RECORDS)
    assert _choosable((f"{BEN_TRE}/header", f"{LAO_CAI}/header")) == (f"{BEN_TRE}/header", f"{LAO_CAI}/header")
