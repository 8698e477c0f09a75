"""Another place that may be meant is told behind an answer that search was not sure of, and only there."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from tests.assistant.sample import anchors

ALSO = {"vi": "Có thể bạn muốn hỏi:", "en": "You may also mean:"}


def _behind(answer: Answer) -> str:
    """What stands behind the answer proper."""
    return answer.answer.partition(f"\n{ALSO[answer.language]}\n")[2]


@pytest.mark.parametrize(
    ("question", "place", "said"),
    [
        ("Which Ministry of Health decision lists the data fields Ninh Thuan software must export?", "III.3", "3176"),
        ("Against which ministry's framework does Ca Mau build its architecture?", "I.1", "Khung kiến trúc"),
        ("What share of Cà Mau staff should be trained to analyse data?", "II.2", "70% công chức"),
        ("an giang lỡ sập hệ thống thì mấy tiếng phải chạy lại đc", "pl-I/I/11", "24 tiếng"),
    ],
)
def test_the_second_likeliest_place_is_told_and_cited(
    assistant: Assistant, question: str, place: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert said in _behind(answer)
    assert answer.citations[-1].anchor.endswith(f"/{place}")
    assert f"[{answer.citations[-1].n}]" in _behind(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?",
        "Sở Y tế Đồng Tháp có bao nhiêu nhiệm vụ?",
        "Kế hoạch Cà Mau do ai ký?",
        "Ai chủ trì việc trồng rừng của Cà Mau?",
    ],
)
def test_a_sure_answer_a_table_a_header_and_a_refusal_stand_alone(assistant: Assistant, question: str) -> None:
    assert not _behind(assistant.ask(question))


def test_the_next_question_is_asked_of_the_answer_proper(assistant: Assistant) -> None:
    first = "What share of Cà Mau staff should be trained to analyse data?"
    assert _behind(assistant.ask(first))
    assert anchors(assistant.ask("Who leads it?", [first])) == ["ca-mau-2026/pl-1/20"]


def test_the_other_place_can_be_chosen_by_its_number(assistant: Assistant) -> None:
    first = "an giang lỡ sập hệ thống thì mấy tiếng phải chạy lại đc"
    told = assistant.ask(first)
    assert len(told.citations) == 2
    chosen = assistant.ask("cái thứ hai", [first])
    assert anchors(chosen) == [told.citations[1].anchor]
