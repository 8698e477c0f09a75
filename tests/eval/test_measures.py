"""Sums over results."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.measures import measure, share
from eval.questions import Form
from eval.results import Result
from tests.eval.samples import ROW, SECTION, UNSAID, WHO, question, result, right, wrong


def abstains(asked_id: str, answerable: bool) -> Result:
    asked = question(asked_id) if answerable else replace(UNSAID, id=asked_id)
    return result(asked, "không nêu", answerable=False, cited=[])


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, score method without continuity correction.
    one = share([True] * 81 + [False] * 182)
    assert (one.count, one.total) == (81, 263)
    assert one.low == pytest.approx(0.2553, abs=1e-4)
    assert one.high == pytest.approx(0.3662, abs=1e-4)


def test_an_interval_at_the_ends_stays_within_0_and_1_and_has_a_length() -> None:
    all_right = share([True] * 20)
    assert all_right.value == 1.0
    assert all_right.high == 1.0
    assert all_right.low == pytest.approx(0.8389, abs=1e-4)


def test_a_share_of_nothing_has_no_value() -> None:
    nothing = share([])
    assert (nothing.value, nothing.low, nothing.high) == (None, None, None)


def test_right_exact_and_facts_are_counted() -> None:
    further = result(question("c"), cited=[ROW.address, SECTION.address])
    uncited = result(question("d"), cited=[])
    told = measure([right("a"), wrong("b"), further, uncited, abstains("e", answerable=False)])
    assert told.right is not None
    assert told.exact is not None
    assert (told.right.count, told.right.total) == (3, 5)
    assert told.exact.count == 2
    assert (told.facts.count, told.facts.total) == (3, 4)


def test_citations_are_counted_by_place_over_all_questions() -> None:
    two_of_two = result(question("a", citations=(ROW, SECTION)))
    one_too_many = result(question("b"), cited=[ROW.address, SECTION.address, "p/x"])
    none = result(question("c"), cited=[])
    told = measure([two_of_two, one_too_many, none]).citations
    assert told is not None
    assert (told.precision.count, told.precision.total) == (3, 5)
    assert (told.recall.count, told.recall.total) == (3, 4)


def test_refusals_are_measured_both_ways() -> None:
    told = measure(
        [
            right("a"),
            right("b"),
            abstains("c", answerable=True),
            abstains("d", answerable=False),
            abstains("e", answerable=False),
            result(replace(UNSAID, id="f"), "75 triệu"),
        ]
    ).refusals
    assert (told.precision.count, told.precision.total) == (2, 3)
    assert (told.recall.count, told.recall.total) == (2, 3)
    assert (told.answered.count, told.answered.total) == (2, 3)


def test_an_exception_is_neither_an_answer_nor_a_refusal() -> None:
    failed = result(UNSAID, "", answerable=False, failure="ValueError: x")
    told = measure([failed, right("a")])
    assert told.failures == 1
    assert (told.refusals.precision.total, told.refusals.recall.count) == (0, 0)


def test_groups_come_by_type_form_and_plan_in_order() -> None:
    other = wrong("b", form=Form.ENGLISH, type="count", citations=(ROW, replace(ROW, plan="a-2025")))
    told = measure([right("a"), other, abstains("c", answerable=False)])
    assert [(one.name, one.facts.count) for one in told.by_form] == [("accented", 1), ("english", 0)]
    assert [one.name for one in told.by_type] == ["count", "lookup", "unanswerable"]
    assert [(one.name, one.right.total if one.right else None) for one in told.by_plan] == [
        ("", 1),
        ("a-2025", 1),
        ("so-y-te-2026", 2),
    ]


def test_a_question_without_citations_is_about_the_plans_that_it_is_put_to() -> None:
    asked = replace(UNSAID, plans=("b-2026",))
    told = measure([result(asked, "không nêu", answerable=False)])
    assert [one.name for one in told.by_plan] == ["b-2026"]


def test_latency_is_told_at_its_middle_its_95th_percentile_and_its_end() -> None:
    told = measure([result(question(str(took)), milliseconds=took) for took in range(1, 102)]).latency
    assert told is not None
    assert (told.p50, told.p95, told.slowest) == (51, 96, 101)


def test_what_cannot_cite_has_facts_but_no_right() -> None:
    told = measure([result(WHO, cited=[])], cites=False)
    assert (told.right, told.exact, told.citations) == (None, None, None)
    assert told.facts.count == 1
    assert told.by_type[0].right is None


def test_no_results_have_no_figures() -> None:
    told = measure([])
    assert (told.questions, told.latency, told.retrieval, told.by_plan) == (0, None, None, ())
