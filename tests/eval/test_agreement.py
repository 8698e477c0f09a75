"""That lists, counts and "is there one" with the same condition agree, over the sample plans."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant import Assistant
from eval.agreement import conditions_of, disagreement, unlike_both


def test_conditions_are_made_from_the_rows(assistant: Assistant) -> None:
    kinds = Counter(one.kind for one in conditions_of(assistant.shelf(), "dong-nai-2025"))
    assert {"lead", "coordinating", "leader", "group", "topic"} <= set(kinds)


@pytest.mark.parametrize("form", ["accented", "unaccented", "english"])
def test_a_list_and_a_count_of_a_body_or_a_leader_agree(assistant: Assistant, form: str) -> None:
    shelf = assistant.shelf()
    for plan in ("dong-nai-2025",):
        for one in conditions_of(shelf, plan):
            if one.kind in ("lead", "leader", "group"):
                assert disagreement(assistant, one, shelf.names[plan], form) == ""


def test_two_conditions_choose_what_both_do(assistant: Assistant) -> None:
    shelf = assistant.shelf()
    conditions = list(conditions_of(shelf, "dong-nai-2025"))
    beside = [one for one in conditions if one.kind in ("leader", "lead")]
    pairs = [(one, other) for one in conditions if one.kind == "topic" for other in beside if one.rows & other.rows]
    assert len(pairs) > 20
    name = shelf.names["dong-nai-2025"]
    unlike = [said for one, other in pairs if (said := unlike_both(assistant, one, other, name, "accented"))]
    assert len(unlike) <= len(pairs) // 20  # "nhiệm vụ về đề án" may be read as what rows are called
