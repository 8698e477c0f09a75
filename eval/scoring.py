"""Judges one answer.

Right is: every fact has one of its spellings in the answer and every listed row or section is cited. Where the plans do
not say, right is to abstain, citing what is listed (the row whose cell is blank). An abstention is never a right answer
to a question that has one, whatever words stand in it.
"""

from __future__ import annotations

from eval.facts import missing_facts
from eval.questions import Question
from eval.results import GivenAnswer, Score


def score(question: Question, given: GivenAnswer) -> Score:
    """The judgement of an answer to a question."""
    wanted, cited = question.wanted, given.cited
    missing = missing_facts(given.text, question.facts) if question.answerable else ()
    fits = not given.failure and given.answerable == question.answerable
    right = fits and not missing and wanted <= cited
    return Score(
        right=right,
        exact=right and cited == wanted,
        facts_found=question.answerable and fits and not missing,
        missing_facts=missing,
        missing_citations=tuple(sorted(wanted - cited)),
        other_citations=tuple(sorted(cited - wanted)),
    )
