"""Lists that two conditions narrow, and that must not tell what only one of them chooses."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from assistant.understanding.excepted import without_excepted
from tests.assistant.sample import anchors, made_up_shelf, read

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


@pytest.mark.parametrize(
    "question",
    [
        "cac viec phong nghiep vu ca mau chu tri mot minh, khong chung voi ai",
        "Những việc Phòng Nghiệp vụ của Cà Mau chủ trì một mình, không cùng ai?",
    ],
)
def test_rows_that_a_body_leads_alone_are_listed_without_which(assistant: Assistant, question: str) -> None:
    assert anchors(assistant.ask(question)) == [f"ca-mau-2026/pl-1/{number}" for number in (7, 13, 16)]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("Việc nào của Ninh Thuận do Văn phòng Sở chủ trì chứ không phải Thanh tra Sở?", ["van phong so"]),
        ("CDC được giao việc ở những tỉnh nào?", ["trung tam kiem soat benh tat"]),
    ],
)
def test_the_body_that_is_meant_is_the_condition(question: str, keys: list[str]) -> None:
    said = read(without_excepted(question, made_up_shelf(), ())[0])
    assert [unit.key for unit in said.filters.units] == keys


def test_what_each_task_costs_is_not_told_where_no_row_says_it(assistant: Assistant) -> None:
    answer = assistant.ask("dự toán kinh phí cho từng nhiệm vụ của Ninh Thuận là bao nhiêu")
    assert not answer.answerable


def test_the_plan_of_another_department_is_not_that_of_the_province(assistant: Assistant) -> None:
    assert not assistant.ask("Kế hoạch của Sở Giáo dục và Đào tạo Đồng Tháp do ai ký?").answerable
    assert assistant.ask("Kế hoạch của Sở Y tế Đồng Tháp do ai ký?").answerable


def test_the_money_of_a_body_is_not_told_of_another_of_its_kind(assistant: Assistant) -> None:
    assert not assistant.ask("benh vien da khoa trung tam an giang duoc dau tu bao nhieu tien").answerable
    assert assistant.ask("Bệnh viện Sản - Nhi An Giang được đầu tư bao nhiêu tiền?").answerable


def test_a_short_form_finds_what_a_plan_prints_in_full(assistant: Assistant) -> None:
    assert "dong-nai-2025/pl-II/IV/14" in anchors(assistant.ask("bađt đồng nai ai chủ trì"))
