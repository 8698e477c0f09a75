"""A turn that asks for rows and names no plan, behind a question for the rows of one."""

from __future__ import annotations

import pytest

from assistant import Assistant

DONG_NAI = "dong-nai-2025"


def plans_cited(assistant: Assistant, turn: str, before: str) -> list[str]:
    """The plans that the answer to a turn cites, each once."""
    answer = assistant.ask(turn, history=[before])
    return list(dict.fromkeys(citation.plan for citation in answer.citations))


@pytest.mark.parametrize("turn", ["việc nào do Văn phòng Sở chủ trì trong nhóm I", "list the tasks of group I"])
def test_a_list_behind_a_question_about_a_plan_is_of_that_plan(assistant: Assistant, turn: str) -> None:
    before = "Đồng Nai có bao nhiêu nhiệm vụ?" if turn[0] == "v" else "How many tasks does Dong Nai have?"

    assert plans_cited(assistant, turn, before) == [DONG_NAI]


def test_a_question_that_says_its_topic_is_of_all_plans(assistant: Assistant) -> None:
    assert "ca-mau-2026" in plans_cited(
        assistant, "Ai lo triển khai đơn thuốc điện tử?", "Đồng Nai có bao nhiêu nhiệm vụ?"
    )


def test_a_question_which_plans_do_is_of_all(assistant: Assistant) -> None:
    assert len(plans_cited(assistant, "Tỉnh nào có phong trào học tập số?", "Đồng Nai có bao nhiêu nhiệm vụ?")) > 1
