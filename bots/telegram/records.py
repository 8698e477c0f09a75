"""The typed records of what the Telegram bot keeps. Times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.answer import Answer


class UpdateState(StrEnum):
    """How far an update has come. A process that is killed leaves the state that it had reached."""

    WAITING = "waiting"
    """Nothing has been sent for it."""
    SENDING = "sending"
    """Its answer was being sent: whether it arrived is not known until the state changes."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that is not done, as JSON."""

    id: int
    state: UpdateState
    payload: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is written down of an answer that was being sent."""

    sent_after: int | None
    """The highest message id that was known then of the chat's counter; None where that was not written down."""
    word: int | None
    """The message that says that it is in doubt, where one was sent."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The settings of a chat."""

    id: int
    language: str = ""
    """"vi" or "en"; "" answers in the language of the question and says everything else in Vietnamese."""
    plans: tuple[str, ...] = ()
    """The ids of the plans that it asks about; none: all."""
    admitted: bool = False
    """Whether it came in with the code of invitation."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that buttons lead back to."""

    id: str
    chat: int
    conversation: str
    question: str
    history: tuple[str, ...]
    """The earlier questions that the question was read against."""
    answer: Answer
    turn: str = ""
    """The id of its turn in `bots.state`, "" until it was sent."""
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """What a chat wants to be reminded of: the deadlines of a unit, of a plan, or of a unit in a plan."""

    chat: int
    unit: str
    """As the chat named it; "" for every unit."""
    plan: str
    """The plan's id; "" for every plan."""
    since: datetime
