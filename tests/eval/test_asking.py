"""Putting questions to an assistant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.run import run
from eval.subject import Subject
from ingest.model import Anchor
from tests.eval.samples import (
    CITED_ROW,
    CITED_SECTION,
    NOT_SAID,
    ROW,
    SECTION,
    UNSAID,
    WHO,
    ScriptedAnswer,
    ScriptedAssistant,
)

ANSWER = ScriptedAnswer("Văn phòng [1]", citations=(CITED_ROW,), confidence=0.9)


def test_each_question_gives_a_result_in_its_order() -> None:
    assistant = ScriptedAssistant({WHO.question: ANSWER, UNSAID.question: NOT_SAID})
    results = run([WHO, UNSAID], Subject("assistant", assistant))
    assert [(one.question.id, one.score.right) for one in results] == [("q1", True), ("q2", True)]
    assert results[0].given.cited == {ROW.address}
    assert results[0].given.confidence == 0.9
    assert results[0].milliseconds >= 0


def test_the_first_question_is_asked_once_more_to_warm_up() -> None:
    assistant = ScriptedAssistant({WHO.question: ANSWER, UNSAID.question: NOT_SAID})
    run([WHO, UNSAID], Subject("assistant", assistant))
    assert [question for question, _, _ in assistant.asked] == [WHO.question, WHO.question, UNSAID.question]


def test_no_questions_give_no_results() -> None:
    assert run([], Subject("assistant", ScriptedAssistant({}))) == ()


def test_history_is_handed_on_and_the_plans_are_kept_back() -> None:
    asked = replace(WHO, history=("Kế hoạch nào?", "Của ai?"), plans=("so-y-te-2026",))
    assistant = ScriptedAssistant({WHO.question: ANSWER})
    run([asked], Subject("assistant", assistant))
    assert assistant.asked[-1] == (WHO.question, ("Kế hoạch nào?", "Của ai?"), ())


def test_the_plans_of_a_question_can_be_told() -> None:
    assistant = ScriptedAssistant({WHO.question: ANSWER})
    run([replace(WHO, plans=("so-y-te-2026",))], Subject("assistant", assistant, assistant), within_plans=True)
    assert assistant.asked[-1] == (WHO.question, (), ("so-y-te-2026",))
    assert assistant.searched == [(WHO.question, ("so-y-te-2026",))]


def test_an_exception_is_a_miss_and_the_run_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    assistant = ScriptedAssistant({WHO.question: ANSWER, UNSAID.question: ValueError("hỏng")})
    failed, fine = run([UNSAID, WHO], Subject("assistant", assistant))
    assert failed.given.failure == "ValueError: hỏng"
    assert not failed.score.right
    assert fine.score.right
    assert "q2" in caplog.text


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    assistant = ScriptedAssistant({WHO.question: ANSWER, UNSAID.question: NOT_SAID})
    run([WHO, UNSAID], Subject("assistant", assistant), report=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_citation_of_a_section_is_known_by_its_path() -> None:
    asked = replace(WHO, citations=(SECTION,))
    assistant = ScriptedAssistant({WHO.question: replace(ANSWER, citations=(CITED_SECTION,))})
    (one,) = run([asked], Subject("assistant", assistant))
    assert one.score.right


def test_what_search_finds_is_kept_each_place_once() -> None:
    row = Anchor("so-y-te-2026", appendix="1", group="II", stt="3")
    anchors = [Anchor("so-y-te-2026", section="I"), row, replace(row, repeat=2)]
    assistant = ScriptedAssistant({WHO.question: ANSWER}, {WHO.question: anchors})
    (one,) = run([WHO], Subject("assistant", assistant, assistant))
    assert one.retrieved == ("so-y-te-2026/i", ROW.address)


def test_search_is_left_out_where_no_place_is_listed_or_the_question_follows_another() -> None:
    assistant = ScriptedAssistant({WHO.question: ANSWER, UNSAID.question: NOT_SAID})
    results = run([UNSAID, replace(WHO, history=("trước",))], Subject("assistant", assistant, assistant))
    assert [one.retrieved for one in results] == [None, None]
    assert assistant.searched == []


def test_without_a_searcher_nothing_is_searched() -> None:
    (one,) = run([WHO], Subject("assistant", ScriptedAssistant({WHO.question: ANSWER})))
    assert one.retrieved is None


def test_a_search_that_fails_found_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assistant = ScriptedAssistant({WHO.question: ANSWER}, {WHO.question: RuntimeError("hỏng")})
    (one,) = run([WHO], Subject("assistant", assistant, assistant))
    assert one.retrieved == ()
    assert one.score.right
    assert "hỏng" in caplog.text
