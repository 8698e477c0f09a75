"""The records of a run, as they are shown, written as JSON and read again to be compared."""

from __future__ import annotations

from dataclasses import dataclass

from eval.questions import Question


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A place that an answer cites."""

    address: str
    """As `questions.address` writes it."""
    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it was given."""

    text: str
    answerable: bool
    kind: str
    language: str
    citations: tuple[GivenCitation, ...]
    confidence: float | None = None
    failure: str = ""
    """The exception raised in place of an answer."""

    @property
    def cited(self) -> frozenset[str]:
        """The addresses that it cites."""
        return frozenset(citation.address for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Score:
    """How an answer was judged."""

    right: bool
    exact: bool
    """Right, and it cites nothing beyond what was wanted."""
    facts_found: bool
    """Answers, and holds every fact; what it cites is left aside."""
    missing_facts: tuple[int, ...]
    """Places in the question's facts."""
    missing_citations: tuple[str, ...]
    other_citations: tuple[str, ...]
    """Cited beyond what was wanted."""


@dataclass(frozen=True, slots=True)
class Result:
    """A question, its answer and the judgement."""

    question: Question
    given: GivenAnswer
    score: Score
    milliseconds: float
    retrieved: tuple[str, ...] | None = None
    """The addresses that search found, the best first; None where it was not searched."""
