"""Puts questions to what is measured, one after the other, and times each answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from time import perf_counter

from eval.questions import Question, address
from eval.results import GivenAnswer, GivenCitation, Result
from eval.scoring import score
from eval.subject import Answer, Assistant, Searcher, Subject

log = logging.getLogger(__name__)

Report = Callable[[int, int], None]
"""Told how many questions of how many have been asked."""


def run(
    questions: Sequence[Question], subject: Subject, within_plans: bool = False, report: Report | None = None
) -> tuple[Result, ...]:
    """The results of all questions, in their order.

    `within_plans` tells the subject which plans a question is about; otherwise it has to find that out, as it has when
    people ask. The first question is asked once more beforehand and not counted, so that times are those of a warm
    process. An exception in an answer is a miss, kept in the result; the run goes on.
    """
    if questions:
        _ask(subject.assistant, questions[0], within_plans)
    results = []
    for number, question in enumerate(questions, start=1):
        given, milliseconds = _ask(subject.assistant, question, within_plans)
        retrieved = _search(subject.searcher, question, within_plans)
        results.append(Result(question, given, score(question, given), milliseconds, retrieved))
        if report is not None:
            report(number, len(questions))
    return tuple(results)


def _ask(assistant: Assistant, question: Question, within_plans: bool) -> tuple[GivenAnswer, float]:
    plans = question.plans if within_plans else ()
    began = perf_counter()
    try:
        answer = assistant.ask(question.question, history=question.history, plans=plans)
        took = perf_counter() - began
        return _given(answer), took * 1000
    except Exception as error:  # whatever goes wrong in one answer must not cost the others
        took = perf_counter() - began
        log.exception("%s", question.id)
        failure = f"{type(error).__name__}: {error}"
        return GivenAnswer("", False, "failure", "", (), failure=failure), took * 1000


def _given(answer: Answer) -> GivenAnswer:
    citations = tuple(
        GivenCitation(address(one.plan, one.appendix, one.group, one.stt, one.section), one.label, one.quote)
        for one in answer.citations
    )
    confidence: float | None = getattr(answer, "confidence", None)
    return GivenAnswer(answer.answer, answer.answerable, str(answer.kind), str(answer.language), citations, confidence)


def _search(searcher: Searcher | None, question: Question, within_plans: bool) -> tuple[str, ...] | None:
    """The addresses found, each once; None for a question without listed places, or that follows from others."""
    if searcher is None or not question.citations or question.history:
        return None
    try:
        hits = searcher.search(question.question, plans=question.plans if within_plans else ())
    except Exception:
        log.exception("%s", question.id)
        return ()
    anchors = [hit.passage.anchor for hit in hits]
    found = (address(one.plan, one.appendix, one.group, one.stt, one.section) for one in anchors)
    return tuple(dict.fromkeys(found))
