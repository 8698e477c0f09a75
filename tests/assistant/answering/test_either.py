"""Of two things that a question offers, the one that a plan speaks of is told; where it speaks of neither, none is."""

from __future__ import annotations

import pytest

from assistant import Assistant
from tests.assistant.sample import anchors


@pytest.mark.parametrize(
    "question",
    [
        "Đồng Nai có việc nào về robot hoặc chữ ký số không?",
        "Does Dong Nai plan anything on robots or digital signatures?",
    ],
)
def test_one_of_two_things_answers(assistant: Assistant, question: str) -> None:
    assert "dong-nai-2025/pl-II/IV/5" in anchors(assistant.ask(question))


def test_neither_of_two_things_is_an_abstention(assistant: Assistant) -> None:
    assert not assistant.ask("Đồng Tháp có mua trực thăng hay xây bệnh viện không?").answerable
