"""Which plans leave a part of their header blank."""

from __future__ import annotations

import pytest

from assistant import Assistant


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Kế hoạch nào chưa ghi số?", {"ca-mau-2026", "dong-nai-2025", "dong-thap-2026", "ninh-thuan-2025"}),
        ("ke hoach nao con bo trong so", {"ca-mau-2026", "dong-nai-2025", "dong-thap-2026", "ninh-thuan-2025"}),
        (
            "Which province still has the plan number left blank?",
            {"ca-mau-2026", "dong-nai-2025", "dong-thap-2026", "ninh-thuan-2025"},
        ),
        ("kế hoạch nào chưa có ngày ban hành", {"ca-mau-2026", "dong-nai-2025", "ninh-thuan-2025"}),
        ("which plans have no date of issue", {"ca-mau-2026", "dong-nai-2025", "ninh-thuan-2025"}),
    ],
)
def test_plans_without_it_are_cited_by_their_headers(assistant: Assistant, question: str, plans: set[str]) -> None:
    answer = assistant.ask(question)
    assert answer.answerable
    assert {one.anchor for one in answer.citations} == {f"{plan}/header" for plan in plans}


def test_where_none_lacks_it_that_is_said(assistant: Assistant) -> None:
    assert assistant.ask("kế hoạch nào không có người ký").answer.startswith("Không kế hoạch nào để trống người ký")


def test_what_plans_do_not_speak_of_is_another_question(assistant: Assistant) -> None:
    assert "để trống" not in assistant.ask("tỉnh nào chưa có số hóa hồ sơ").answer
