"""Two runs of the same questions."""

from __future__ import annotations

import pytest

from eval.compare import compare, mcnemar
from tests.eval.samples import right, wrong


def test_questions_are_paired_by_id() -> None:
    old = [right("a"), wrong("b"), right("c"), wrong("d")]
    new = [wrong("d"), wrong("c"), right("b"), right("a")]
    told = compare(old, new)
    assert (told.better, told.worse, told.both_right, told.both_wrong) == (("b",), ("c",), 1, 1)


def test_questions_of_one_run_only_are_told_apart() -> None:
    told = compare([right("a"), right("old")], [right("a"), right("new")])
    assert (told.only_old, told.only_new, told.both_right) == (("old",), ("new",), 1)


def test_a_question_that_was_changed_under_its_id_is_not_compared() -> None:
    told = compare([wrong("a", facts=(("Phòng khác",),))], [right("a")])
    assert told.changed == ("a",)
    assert (told.better, told.worse) == ((), ())


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (6, 0, 2 / 64), (0, 6, 2 / 64), (8, 2, 112 / 1024)],
)
def test_mcnemars_exact_test_doubles_the_tail_of_the_fair_coin(better: int, worse: int, p: float) -> None:
    assert mcnemar(better, worse) == pytest.approx(p)


def test_runs_without_a_common_question_differ_by_nothing() -> None:
    told = compare([right("a")], [right("b")])
    assert (told.p_value, told.both_right) == (1.0, 0)
