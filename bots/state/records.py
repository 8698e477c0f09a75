"""The typed records of what the bots remember. Times are aware, in UTC; personal numbers are masked in all texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.answer import Answer


class Verdict(StrEnum):
    """What a reader says of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Said:
    """A question and its answer, about to be kept."""

    turn: str
    """The id that it is to have."""
    conversation: str
    channel: str
    question: str
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with what it was answered."""

    id: str
    """Opaque; feedback names the answer by it."""
    conversation: str
    asked_at: datetime
    question: str
    answer: str
    answerable: bool
    kind: str
    language: str
    anchors: tuple[str, ...]
    """The addresses that the answer cites, in their order."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer, with the question and the answer as they were."""

    turn: str
    given_at: datetime
    channel: str
    verdict: Verdict
    reason: str
    question: str
    answer: str
    answerable: bool
    kind: str
    language: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that the plans did not answer, each wording of which counts as one when it differs in form alone."""

    question: str
    """As it was last asked."""
    answer: str
    """What was said instead, as it was last said."""
    kind: str
    language: str
    channel: str
    times: int
    first_asked_at: datetime
    last_asked_at: datetime
