"""The rows due in a time, of so many plans that only those are read: the same answers as from the rows of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.plans.shelf import Rows
from assistant.tabular import in_time
from tests.assistant.sample import assistant_in

QUESTIONS = [
    "Việc nào phải xong trong tháng 6?",
    "Việc nào phải xong trong quý III/2027?",
    "Việc nào hoàn thành sau năm 2027?",
    "Việc nào phải xong trước tháng 5/2027?",
    "Việc nào phải xong trong năm 1999?",
    "Dự án nào phải xong trong năm 2027?",
    "Dự án nào trên 3 tỷ phải xong trong năm 2027?",
    "Có bao nhiêu nhiệm vụ về bệnh án điện tử phải xong trong năm 2027?",
    "Có bao nhiêu chỉ tiêu phải đạt trong năm 2028?",
    "Việc nào thực hiện trong giai đoạn 2027-2028?",
    "Những việc thường xuyên?",
    "Việc nào của Văn phòng Sở phải xong trong tháng 6/2027?",
    "Tổng kinh phí năm 2027 của các dự án phải xong trong năm 2027?",
    "Which tasks are due in June?",
]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_same_as_from_the_rows_of_all_plans(
    made_up: Assistant, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = made_up.ask(question)
    monkeypatch.setattr(in_time, "VERY_MANY", 0)
    found = made_up.ask(question)
    assert (found.answer, found.kind, found.citations) == (expected.answer, expected.kind, expected.citations)


def test_the_rows_of_all_plans_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("all rows are read")

    assistant = assistant_in(tmp_path)
    monkeypatch.setattr(in_time, "VERY_MANY", 0)
    monkeypatch.setattr(Rows, "of", never)
    assert assistant.ask("Việc nào phải xong trong tháng 6?").citations
    assert not assistant.ask("Việc nào phải xong trong năm 1999?").answerable
