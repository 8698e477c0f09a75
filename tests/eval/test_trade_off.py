"""The curve of refusals over a threshold."""

from __future__ import annotations

from dataclasses import replace

from eval.results import Result
from eval.trade_off import trade_off
from tests.eval.samples import UNSAID, question, result


def said(name: str, confidence: float | None) -> Result:
    return result(question(name), confidence=confidence)


def wrongly_said(name: str, confidence: float | None) -> Result:
    return result(replace(UNSAID, id=name), "75 triệu", confidence=confidence)


def refused(name: str) -> Result:
    return result(replace(UNSAID, id=name), "không nêu", answerable=False, confidence=0.99)


def test_the_first_point_is_as_it_is_now() -> None:
    first = trade_off([said("a", 0.9), wrongly_said("b", 0.3), refused("c")])[0]
    assert (first.threshold, first.precision, first.recall, first.answered) == (0.3, 1.0, 0.5, 1.0)


def test_a_higher_threshold_refuses_more_and_answers_less() -> None:
    points = trade_off([said("a", 0.9), said("b", 0.2), wrongly_said("c", 0.3), refused("d")])
    assert [(one.recall, one.answered) for one in points] == [(0.5, 1.0), (0.5, 0.5), (1.0, 0.5), (1.0, 0.0)]
    assert points[2].precision == 2 / 3


def test_above_every_confidence_all_is_refused() -> None:
    last = trade_off([said("a", 0.9), wrongly_said("b", 0.3)])[-1]
    assert (last.precision, last.recall, last.answered) == (0.5, 1.0, 0.0)


def test_where_nothing_would_be_refused_precision_is_unknown() -> None:
    assert trade_off([said("a", 0.9), wrongly_said("b", 0.3)])[0].precision is None


def test_many_confidences_are_thinned_out_with_both_ends_kept() -> None:
    points = trade_off([*(said(str(number), number / 1000) for number in range(1000)), refused("x")])
    assert len(points) == 102
    assert points[0].threshold == 0.0
    assert points[-2].threshold == 0.999


def test_there_is_no_curve_without_confidences() -> None:
    assert trade_off([said("a", None), said("b", 0.5), refused("c")]) == ()


def test_there_is_no_curve_without_questions_of_both_kinds() -> None:
    assert trade_off([said("a", 0.5)]) == ()
    assert trade_off([wrongly_said("a", 0.5)]) == ()
    assert trade_off([]) == ()


def test_an_exception_is_left_out_of_the_curve() -> None:
    failed = result(question("f"), "", answerable=False, failure="ValueError: x")
    assert trade_off([failed, said("a", 0.9), refused("c")])[0].answered == 1.0
