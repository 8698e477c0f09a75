"""How many there are of a thing: which thing a question counts, and whether a passage tells its number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.counted import counted, without_amounts
from ingest.model import Field, Paragraph, Section
from tests.assistant.sample import assistant_in, ben_tre, read


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Bến Tre có bao nhiêu bác sĩ khám từ xa?", "bac si"),
        ("ben tre co bao nhieu bac si kham tu xa", "bac si"),
        ("How many nurses does Ben Tre need?", "dieu duong"),
    ],
)
def test_the_thing_behind_the_question_word_is_counted(question: str, head: str) -> None:
    thing = counted(read(question))
    assert thing is not None
    assert any(" ".join(token.plain for token in phrase).startswith(head) for phrase in thing.phrases)


@pytest.mark.parametrize(
    "question",
    [
        "Bến Tre có bao nhiêu nhiệm vụ?",
        "Kinh phí bao nhiêu?",
        "bến tre đạt bao nhiêu % hồ sơ",
        "Rác tái chế thu thứ mấy trong tuần?",
        "Mỗi bàn tiêm được bao nhiêu người một buổi?",
        "How much may hotels in Ben Tre charge on holidays?",
        "Ai chủ trì bệnh án điện tử?",
        "Sổ tay dinh dưỡng in bao nhiêu quyển?",
    ],
)
def test_rows_money_shares_and_days_are_no_counted_things(question: str) -> None:
    assert counted(read(question)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Bến Tre có bao nhiêu cán bộ trạm y tế được tập huấn kỹ năng số?",
        "Bến Tre mua bao nhiêu máy điều hoà cho phòng máy chủ?",
        "How many air conditioners does Ben Tre buy?",
    ],
)
def test_a_passage_on_the_thing_without_its_number_is_no_answer(made_up: Assistant, question: str) -> None:
    assert not made_up.ask(question).answerable


def test_a_share_tells_how_many_where_the_rest_of_the_topic_is_said(tmp_path: Path) -> None:
    clouds = Section("IX", "IX", "HẠ TẦNG", (Paragraph("Tối thiểu 40% máy chủ của ngành chạy trên đám mây riêng."),))
    plan = ben_tre()
    assistant = assistant_in(tmp_path, [replace(plan, sections=(*plan.sections, clouds))])
    told = assistant.ask("Bến Tre muốn bao nhiêu máy chủ chạy trên đám mây riêng?")
    assert told.answerable
    assert "40%" in told.answer
    assert not assistant.ask("Bến Tre có bao nhiêu máy chủ?").answerable


def test_a_column_of_amounts_that_no_row_has_is_no_reason_to_count_nothing() -> None:
    meant = read("Bến Tre trang bị bao nhiêu máy tính bảng?")
    of_column = replace(meant, fields=("Số lượng",), without_columns=meant)
    assert without_amounts(of_column) is meant
    assert without_amounts(replace(of_column, fields=("Đơn giá",))) is None
    assert without_amounts(replace(of_column, fields=(Field.BUDGET,))) is None
    assert without_amounts(meant) is None
