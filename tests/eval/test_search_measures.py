"""How well search finds the listed places."""

from __future__ import annotations

import pytest

from eval.retrieval import retrieval
from tests.eval.samples import ROW, SECTION, UNSAID, question, result, right


def test_places_found_early_count_more() -> None:
    first = result(question("a"), retrieved=(ROW.address, "p/i"))
    third = result(question("b"), retrieved=("p/i", "p/ii", ROW.address))
    told = retrieval([first, third])
    assert told is not None
    assert told.questions == 2
    assert [(cut.k, cut.value) for cut in told.recall] == [(1, 0.5), (5, 1.0), (10, 1.0)]
    assert told.mrr == pytest.approx((1 + 1 / 3) / 2)
    assert told.ndcg_10 == pytest.approx((1 + 0.5) / 2)  # 1 / log2(3 + 1)


def test_recall_is_the_share_of_a_questions_places() -> None:
    half = result(question("a", citations=(ROW, SECTION)), retrieved=(ROW.address,))
    told = retrieval([half])
    assert told is not None
    assert [cut.value for cut in told.recall] == [0.5, 0.5, 0.5]


def test_a_question_for_which_nothing_is_found_counts_as_none() -> None:
    told = retrieval([result(question("a"), retrieved=(ROW.address,)), result(question("b"), retrieved=())])
    assert told is not None
    assert (told.questions, told.mrr, told.recall[2].value) == (2, 0.5, 0.5)


def test_places_are_ranked_as_found_not_by_name() -> None:
    found = tuple(f"p/{letter}" for letter in "zyxw")
    told = retrieval([result(question("a"), retrieved=(*found, ROW.address))])
    assert told is not None
    assert told.mrr == pytest.approx(1 / 5)


def test_without_a_search_there_is_nothing_to_tell() -> None:
    assert retrieval([right("a")]) is None


def test_a_question_that_lists_no_place_is_left_out() -> None:
    assert retrieval([result(UNSAID, retrieved=("p/x",))]) is None
