"""What counts as a right answer."""

from __future__ import annotations

from dataclasses import replace

from tests.eval.samples import ROW, SECTION, UNSAID, WHO, question, result

BLANK = replace(UNSAID, citations=(ROW,))


def test_an_answer_with_its_facts_and_citations_is_right() -> None:
    judged = result(WHO, "VP chủ trì [1]").score
    assert judged.right
    assert judged.exact
    assert judged.facts_found


def test_an_answer_without_one_of_its_facts_is_wrong() -> None:
    judged = result(question("q", facts=(("Văn phòng",), ("tháng 6",)))).score
    assert not judged.right
    assert not judged.facts_found
    assert judged.missing_facts == (1,)


def test_an_answer_without_one_of_its_citations_is_wrong_though_its_facts_are_there() -> None:
    asked = question("q", citations=(ROW, SECTION))
    judged = result(asked, cited=[ROW.address]).score
    assert not judged.right
    assert judged.facts_found
    assert judged.missing_citations == (SECTION.address,)


def test_a_citation_of_the_part_above_is_not_one_of_the_section() -> None:
    assert not result(question("q", citations=(SECTION,)), cited=["so-y-te-2026/iii.6"]).score.right


def test_further_citations_leave_an_answer_right_but_not_exact() -> None:
    judged = result(WHO, cited=[ROW.address, SECTION.address]).score
    assert judged.right
    assert not judged.exact
    assert judged.other_citations == (SECTION.address,)


def test_an_abstention_is_wrong_where_the_plans_say_whatever_words_and_citations_it_has() -> None:
    judged = result(WHO, "Không rõ việc của Văn phòng", answerable=False).score
    assert not judged.right
    assert not judged.facts_found


def test_an_abstention_is_right_where_the_plans_do_not_say() -> None:
    judged = result(UNSAID, "không nêu", answerable=False).score
    assert judged.right
    assert judged.exact
    assert not judged.facts_found


def test_an_answer_is_wrong_where_the_plans_do_not_say() -> None:
    assert not result(UNSAID, "75 triệu").score.right


def test_an_abstention_for_a_blank_cell_cites_its_row() -> None:
    assert result(BLANK, "để trống", answerable=False).score.right
    assert not result(BLANK, "không nêu", answerable=False, cited=[]).score.right


def test_an_exception_is_never_right_not_even_where_the_plans_do_not_say() -> None:
    assert not result(UNSAID, "", answerable=False, failure="ValueError: x").score.right
