"""Two things asked at once, of which one is a part of a plan's header, are both told."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.understanding.twofold import _halves


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kế hoạch Đồng Nai do ai ký và có mấy phụ lục?", ("Lê Quang Trung", "**2** phụ lục")),
        ("ke hoach dong nai do ai ky va co may phu luc", ("Lê Quang Trung", "**2** phụ lục")),
        ("Who signed the Ca Mau plan, and what is the total budget of its projects?", ("Nguyễn Tấn Lực", "270,540")),
        ("Ai ký kế hoạch Cà Mau và ai chủ trì đơn thuốc điện tử?", ("Nguyễn Tấn Lực", "Phòng Nghiệp vụ")),
        ("kế hoạch đồng tháp gửi ai, ai ký", ("Nguyễn Văn Dương", "Sở KH&CN")),
        ("What is the number of An Giang's plan and who signed it?", ("Trần Quang Hiền", "KH-SYT")),
    ],
)
def test_both_are_told_and_cited(assistant: Assistant, question: str, said: tuple[str, str]) -> None:
    answer = assistant.ask(question)
    assert answer.answerable
    assert all(text in answer.answer for text in said)
    assert all(f"[{one.n}]" in answer.answer for one in answer.citations)


def test_one_that_has_no_answer_leaves_the_question_whole(assistant: Assistant) -> None:
    answer = assistant.ask("kế hoạch an giang ai ký, trồng bao nhiêu héc ta rừng")
    assert "Trần Quang Hiền" in answer.answer
    assert all(f"[{one.n}]" in answer.answer for one in answer.citations)


@pytest.mark.parametrize(
    "text",
    [
        "ai ký kế hoạch của Cà Mau và Đồng Nai",
        "Văn phòng, Thanh tra làm gì",
        "ai, gì",
        "who signed the plan of the Department of Science and Technology and when",
    ],
)
def test_what_is_one_question_is_not_cut(text: str) -> None:
    assert _halves(text) is None


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch của An Giang số mấy, ngày nào ban hành?",
        "ke hoach an giang ban hanh ngay may so may",
        "số và ngày ban hành kế hoạch an giang",
    ],
)
def test_the_day_of_a_plan_is_told_with_its_number(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "57" in answer.answer
    assert "19/9/2025" in answer.answer
    assert [citation.section for citation in answer.citations] == ["header"]


def test_a_row_that_issues_something_is_still_asked_beside_the_number(assistant: Assistant) -> None:
    answer = assistant.ask("kế hoạch an giang số mấy, ai chủ trì ban hành quy định về an toàn thông tin")
    assert "57" in answer.answer
    assert "19/9/2025" not in answer.answer
