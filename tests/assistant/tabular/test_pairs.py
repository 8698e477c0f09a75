"""Two things that one question names, and which of the plans say something."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    "question",
    [
        "Ở Bến Tre, mua xe cứu thương hay phần mềm tiêm chủng tốn nhiều tiền hơn?",
        "mua xe cuu thuong voi phan mem tiem chung o Ben Tre cai nao nhieu tien hon",
    ],
)
def test_both_things_are_told(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.COMPARE
    assert set(anchors(answer)) == {f"{BEN_TRE}/pl-2/2", f"{BEN_TRE}/pl-2/3"}


def test_what_both_cost_is_added_up(made_up: Assistant) -> None:
    answer = made_up.ask("Kinh phí mua xe cứu thương và phần mềm tiêm chủng của Bến Tre?")
    assert set(anchors(answer)) == {f"{BEN_TRE}/pl-2/2", f"{BEN_TRE}/pl-2/3"}
    assert "12.800.000.000 đồng" in answer.answer


def test_one_thing_of_two_words_is_not_parted(made_up: Assistant) -> None:
    answer = made_up.ask("Ai phối hợp mua máy điều hoà cho phòng máy chủ và bao giờ xong?")
    assert anchors(answer) == [f"{BEN_TRE}/pl-1/I/3"]


def test_each_plan_that_says_it_is_told(made_up: Assistant) -> None:
    answer = made_up.ask("Những tỉnh nào triển khai bệnh án điện tử?")
    assert {f"{BEN_TRE}/pl-1/I/2", f"{LAO_CAI}/pl/1"} <= set(anchors(answer))


def test_a_plan_that_does_not_say_it_is_left_out(made_up: Assistant) -> None:
    answer = made_up.ask("Kế hoạch tỉnh nào nhắc đến ngựa thồ?")
    assert anchors(answer) == [f"{LAO_CAI}/II.3"]


def test_what_no_plan_says_is_refused(made_up: Assistant) -> None:
    assert not made_up.ask("Kế hoạch tỉnh nào nhắc đến robot phẫu thuật?").answerable
