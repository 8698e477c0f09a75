"""Persons, ministries and departments of other provinces that a question takes for part of a plan, and is not."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering.persons import named_person
from tests.assistant.sample import assistant_in, read


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ông Phạm Minh Tuấn phụ trách nhiệm vụ nào của Bến Tre?", "Phạm Minh Tuấn"),
        ("Dr. Nguyen Thi Lan leads which Ben Tre project?", "Nguyen Thi Lan"),
        ("Ông Lê Văn Nam PGĐ phụ trách gì?", "Lê Văn Nam"),
        ("Bà Hoa phụ trách việc gì?", ""),
        ("ông phạm minh tuấn phụ trách gì", ""),
        ("ÔNG PHẠM MINH TUẤN PHỤ TRÁCH GÌ", ""),
        ("Nâng cấp đường truyền ở Bến Tre do ai làm?", ""),
        ("Who leads the survey in Ho Chi Minh City?", ""),
        ("Chi Minh Anh leads which Ben Tre project?", "Minh Anh"),
    ],
)
def test_a_name_is_told_by_its_title_and_its_capitals(text: str, name: str) -> None:
    assert named_person(read(text)) == name


@pytest.mark.parametrize(
    "question",
    [
        "Ông Phạm Minh Tuấn phụ trách nhiệm vụ nào của Bến Tre?",
        "Bác sĩ Trần Đình Thắng chủ trì triển khai bệnh án điện tử ở Bến Tre phải không?",
        "Which tasks does Mr Phan Van Dau oversee in Ben Tre?",
        "Khi nào Sở Y tế Cần Thơ nâng cấp đường truyền mạng nội bộ cho Bến Tre?",
        "What did the Hue Department of Health assign to Ben Tre on network upgrades?",
        "Bộ Quốc phòng giao Bến Tre nhiệm vụ gì về bệnh án điện tử?",
        "Kế hoạch của Bộ Giáo dục và Đào tạo có nội dung gì?",
        "Who leads electronic medical records in Haiphong?",
        "hanoi ai chu tri benh an dien tu",
        "Will it rain in Ben Tre tomorrow?",
    ],
)
def test_whom_and_what_no_plan_names_is_not_answered(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert not answer.answerable
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "Ông Lê Văn Nam phụ trách nhiệm vụ nào của Bến Tre?",
        "Ông Văn Nam phụ trách việc gì ở Bến Tre?",
        "Which tasks does Ms Tran Thi Hoa oversee in Ben Tre?",
        "Sở Y tế Bến Tre giao ai nâng cấp đường truyền mạng nội bộ?",
        "So sánh Sở Y tế Bến Tre với Sở Y tế Cần Thơ về bệnh án điện tử: ai chủ trì?",
        "bentre ai chủ trì bệnh án điện tử",
    ],
)
def test_whom_the_plans_name_is_answered(made_up: Assistant, question: str) -> None:
    assert made_up.ask(question).answerable


def test_a_ministry_whose_name_runs_on_into_what_it_does_is_looked_for_too(made_up: Assistant) -> None:
    question = "Hạn để Bộ Văn hóa, Thể thao và Du lịch Phát triển sản phẩm của Bến Tre là bao giờ?"
    assert not made_up.ask(question).answerable
