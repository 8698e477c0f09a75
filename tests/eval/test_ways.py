"""Ways of asking for the same rows: they hold over plans that are made up, and one that asks otherwise does not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import Assistant
from eval import ways
from eval.ways import Ways, read_ways, told_ways
from tests.assistant.sample import assistant_in


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


def test_every_way_finds_the_rows_of_plans_made_up(made_up: Assistant) -> None:
    told = list(told_ways(made_up, read_ways(), random.Random(1)))
    assert {one.kind for one in told} >= {"lead", "coordinating", "leader"}
    assert {one.form for one in told} == {"accented", "unaccented", "english"}
    lost = [one.question for one in told if not one.wanted <= one.rows]
    assert len(lost) <= len(told) // 20, lost


def test_a_way_that_asks_something_else_does_not_hold(made_up: Assistant) -> None:
    other = {"lead": Ways(plain="Những nhiệm vụ nào của {plan} do {what} chủ trì?", vi=("Kế hoạch {plan} do ai ký?",))}
    told = list(told_ways(made_up, other, random.Random(1)))
    assert told
    assert not any(one.holds for one in told)


def test_a_kind_without_its_plain_way_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "ways.toml"
    broken.write_text('[lead]\nvi = ["{what} chủ trì gì"]\n', encoding="utf-8")
    monkeypatch.setattr(ways, "_WAYS", broken)
    with pytest.raises(ValidationError, match="plain"):
        read_ways()
