"""The order of passages and how sure it is, with weights made up for the tests and with those of the lexicon."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from assistant.search.ranking import Asked, Lead, Ranking, Signs, lead_of, matrix, ranking

NOTHING = Signs(*[0.0] * len(fields(Signs)))
SAYS_IT = replace(NOTHING, near=1.0, own=1.0, around=1.0, wording=1.0)
FIELD = Asked(field=True, plan=True, english=False, parts=1)


def test_what_says_the_topic_comes_first_and_is_surer_than_what_does_not() -> None:
    scores = ranking().scores([NOTHING, SAYS_IT], ["a", "a"], FIELD)
    assert scores[1] > scores[0]
    assert ranking().scores([NOTHING], ["a"], FIELD)[0] < scores[1]


def test_a_row_that_has_the_column_asked_for_comes_before_its_like() -> None:
    with_column = replace(SAYS_IT, row=1.0, row_asked=1.0, has=1.0, fills=1.0)
    without = replace(SAYS_IT, row=1.0, row_asked=1.0)
    scores = ranking().scores([without, with_column], ["a", "a"], FIELD)
    assert scores[1] > scores[0]


def test_that_another_plan_says_it_too_makes_it_no_less_sure() -> None:
    alone = ranking().scores([SAYS_IT, NOTHING], ["a", "a"], FIELD)[0]
    beside = ranking().scores([SAYS_IT, NOTHING, SAYS_IT], ["a", "a", "b"], FIELD)[0]
    assert beside == pytest.approx(alone)
    assert ranking().scores([SAYS_IT, NOTHING, SAYS_IT], ["a", "a", "a"], FIELD)[0] < alone


def test_no_passage_has_no_score() -> None:
    assert ranking().scores([], [], FIELD) == []


def test_scores_are_shares() -> None:
    made = [replace(NOTHING, near=near / 10, own=near / 10) for near in range(11)]
    assert all(0 <= score <= 1 for score in ranking().scores(made, ["a"] * 11, FIELD))


def test_the_lead_is_over_the_next_of_the_same_plan() -> None:
    signs = matrix([SAYS_IT, SAYS_IT, NOTHING])
    ranks = matrix([SAYS_IT, SAYS_IT, NOTHING])[:, 1]
    lead = lead_of(signs, ranks, ["a", "b", "a"], FIELD)
    assert (lead.ahead, lead.own, lead.most_own) == (1.0, 1.0, 1.0)


def test_a_sign_without_weight_is_an_error() -> None:
    order = {one.name: 1.0 for one in fields(Signs)}
    sure = {one.name: 1.0 for one in fields(Lead)}
    with pytest.raises(KeyError):
        Ranking({name: 1.0 for name in order if name != "own"}, sure, 0.0)
    with pytest.raises(KeyError):
        Ranking(order, {name: 1.0 for name in sure if name != "share"}, 0.0)
