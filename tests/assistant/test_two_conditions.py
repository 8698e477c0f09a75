"""Lists that two conditions narrow, and that must not tell what only one of them chooses."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from tests.assistant.sample import anchors, read

OVERSEEN = ["dong-nai-2025/pl-II/I/5", *(f"dong-nai-2025/pl-II/IV/{number}" for number in (11, 12, 13))]


@pytest.mark.parametrize(
    "question",
    [
        "Những nhiệm vụ nào của Đồng Nai do Lưu Văn Dũng phụ trách?",
        "How many Dong Nai tasks are overseen by Lưu Văn Dũng?",
        "Which Dong Nai tasks are supervised by Luu Van Dung?",
    ],
)
def test_who_oversees_is_said_in_many_ways(assistant: Assistant, question: str) -> None:
    assert anchors(assistant.ask(question)) == OVERSEEN


def test_names_with_accents_leave_a_question_english(assistant: Assistant) -> None:
    assert assistant.ask("Which Đồng Nai tasks are overseen by Lưu Văn Dũng?").language == "en"
    assert assistant.ask("Những việc nào do Lưu Văn Dũng lead?").language == "vi"


def test_a_leader_typed_as_a_name_is_one(assistant: Assistant) -> None:
    asked = ["ong Luu Van Dung o Dong Nai phu trach nhung viec nao"]
    assert len(anchors(assistant.ask("con ba Lam", asked))) == 13


def test_a_body_behind_about_is_what_rows_are_about() -> None:
    said = read("Những nhiệm vụ nào của Ninh Thuận về trạm y tế do Văn phòng Sở chủ trì?")
    assert [unit.key for unit in said.filters.units] == ["van phong so"]
    assert said.parts


def test_a_topic_that_no_row_of_a_body_says_is_not_left_out(assistant: Assistant) -> None:
    answer = assistant.ask("Những việc nào về khám chữa bệnh từ xa do Văn phòng Sở Đồng Tháp chủ trì?")
    assert not [one for one in anchors(answer) if "/pl" in one]


def test_the_span_of_a_plan_behind_its_name_is_no_condition() -> None:
    assert not read("Bến Tre 2027 có những việc nào về trợ lý ảo").filters.times
    assert read("Bến Tre có những việc nào từ 2026 đến 2028").filters.times


def test_what_goes_on_in_a_year_may_end_later(assistant: Assistant) -> None:
    going_on = anchors(assistant.ask("nam 2027 ca mau con nhung du an nao dang lam"))
    assert going_on == ["ca-mau-2026/pl-2/3", "ca-mau-2026/pl-2/8"]
    assert anchors(assistant.ask("Dự án nào của Cà Mau kết thúc năm 2027?")) == ["ca-mau-2026/pl-2/8"]


@pytest.mark.parametrize("question", ["kh nào thay thế cho kh cũ trước đó", "Which plan replaces an older one?"])
def test_which_plan_replaces_another_is_asked_of_all(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.HEADER
    assert anchors(answer) == ["dong-thap-2026/header"]
