"""Percentages that a question bounds, and the rows whose target is within them."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.lexicon.spelling import lowered
from assistant.phrasing.shares import Bound, find_share
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, read

TASKS = [f"{BEN_TRE}/pl-1/{place}" for place in ("I/1", "I/2", "I/3", "II/1", "II/2")]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("text", "share", "bound"),
    [
        ("chỉ tiêu 80%", "80", Bound.EXACT),
        ("chỉ tiêu dưới 80%", "80", Bound.BELOW),
        ("chi tieu duoi 80%", "80", Bound.BELOW),
        ("mục tiêu trên 70 phần trăm", "70", Bound.ABOVE),
        ("từ 70% trở lên", "70", Bound.AT_LEAST),
        ("tối thiểu 92,5%", "92,5", Bound.AT_LEAST),
        ("không quá 50%", "50", Bound.AT_MOST),
        ("targets of 60 percent or more", "60", Bound.AT_LEAST),
        ("targets below 100%", "100", Bound.BELOW),
    ],
)
def test_a_percentage_and_how_it_is_bounded(text: str, share: str, bound: Bound) -> None:
    found = find_share(lowered(text))
    assert found is not None
    assert found[:2] == (share, bound)


@pytest.mark.parametrize("text", ["dưới 80 tỷ đồng", "bao nhiêu phần trăm", "Đề án 06", ""])
def test_what_is_no_percentage_is_none(text: str) -> None:
    assert find_share(lowered(text)) is None


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Những nhiệm vụ nào của Bến Tre có chỉ tiêu dưới 90%?", [TASKS[1]]),
        ("nhung nhiem vu nao cua ben tre co chi tieu tu 90% tro len", [TASKS[0], TASKS[4]]),
        ("Which Ben Tre tasks have a target above 80 percent?", [TASKS[0], TASKS[4]]),
        ("Nhiệm vụ nào của Bến Tre có chỉ tiêu 80%?", [TASKS[1]]),
    ],
)
def test_rows_are_chosen_by_a_bounded_percentage(made_up: Assistant, question: str, rows: list[str]) -> None:
    assert anchors(made_up.ask(question)) == rows


def test_a_bound_that_no_target_meets_finds_nothing(made_up: Assistant) -> None:
    assert not made_up.ask("Nhiệm vụ nào của Bến Tre có chỉ tiêu dưới 10%?").answerable


def test_a_bound_is_no_topic() -> None:
    assert read("Những nhiệm vụ nào của Bến Tre có chỉ tiêu từ 90% trở lên?").parts == ()
