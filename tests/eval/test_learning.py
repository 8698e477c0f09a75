"""Learning the ranking from made-up examples whose right answer is known."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.search.ranking import Asked, Ranking, Signs, matrix
from eval.learning import Example, learn, write

NOTHING = Signs(*[0.0] * len(fields(Signs)))
ASKED = Asked(field=True, plan=False, english=False, parts=2)


def examples(count: int = 60) -> list[Example]:
    """Questions whose answer is the passage that is nearest; a fourth of them has no answer, and nothing near."""
    drawn = np.random.default_rng(1)
    made = []
    for number in range(count):
        answered = number % 4 != 0
        near = [1.0 if answered and at == 2 else float(drawn.uniform(0, 0.6)) for at in range(6)]
        own = [float(drawn.uniform(0, 1)) for _ in near]
        signs = matrix([replace(NOTHING, near=a, own=b, around=a) for a, b in zip(near, own, strict=True)])
        listed = np.array([answered and at == 2 for at in range(6)])
        made.append(Example(signs, ("p",) * 6, listed, ASKED, not answered))
    return made


def test_the_sign_that_tells_is_learned() -> None:
    learned = learn(examples())
    assert learned.first > 0.95
    assert learned.order["near"] + learned.order["around"] > abs(learned.order["own"])
    model = Ranking(learned.order, learned.sure, learned.bias)
    sure = [max(model.scores([Signs(*line) for line in one.signs], one.plans, one.asked)) for one in examples()]
    answered = [score for score, one in zip(sure, examples(), strict=True) if one.listed.any()]
    unanswered = [score for score, one in zip(sure, examples(), strict=True) if not one.listed.any()]
    assert min(answered) > max(unanswered)


def test_learning_twice_gives_the_same_weights() -> None:
    assert learn(examples()) == learn(examples())


def test_without_a_right_passage_nothing_is_learned() -> None:
    nothing = [replace(one, listed=np.zeros(6, dtype=bool)) for one in examples()]
    with pytest.raises(ValueError, match="no question lists"):
        learn(nothing)


def test_weights_are_written_as_the_assistant_reads_them(tmp_path: Path) -> None:
    learned = learn(examples())
    write(learned, [Path("eval/questions/open.jsonl")], tmp_path / "ranking.toml")
    data = tomllib.loads((tmp_path / "ranking.toml").read_text("utf-8"))
    assert data["order"]["near"] == pytest.approx(learned.order["near"], abs=1e-6)
    Ranking(data["order"], data["sure"], data["bias"])
