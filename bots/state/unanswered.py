"""Questions that the plans did not answer: what an administrator reads to learn which plan is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select

from assistant.answer import Answer
from bots.privacy import mask_personal
from bots.state import tables
from bots.state.database import Database, put_all
from bots.state.records import Said, UnansweredQuestion
from ingest.vietnamese import words

_LONGEST_KEY = 500  # characters of a folded question by which it is told from others

_LATEST = ("question", "answer", "kind", "language", "channel", "last_asked_at")
"""What is kept of the last time that a question was asked."""


class UnansweredQuestions:
    """Unanswered questions of every channel; wordings that differ in case, accents or punctuation count as one."""

    def __init__(self, database: Database, lifetime: timedelta, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lifetime = lifetime
        self._now = now

    def note(self, question: str, channel: str, answer: Answer) -> None:
        """Keep a question that was answered with `answerable` false; a blank one is not kept."""
        with self._database.transaction() as connection:
            self.write(connection, [Said("", "", channel, question, answer, self._now())])

    def write(self, connection: Connection, said: Sequence[Said]) -> None:
        """The same for several, in a transaction."""
        lines = [line for one in said if (line := _line(one))["folded"]]
        more = {"times": tables.unanswered.c.times + 1}
        put_all(connection, tables.unanswered, lines, _LATEST, more)

    def latest(self, most: int = 50, skip: int = 0) -> tuple[UnansweredQuestion, ...]:
        """The questions, the one asked last first."""
        columns = tables.unanswered.c
        query = select(tables.unanswered).order_by(columns.last_asked_at.desc(), columns.folded)
        with self._database.transaction() as connection:
            found = connection.execute(query.limit(most).offset(skip)).mappings().all()
        return tuple(
            UnansweredQuestion(**{name: value for name, value in line.items() if name != "folded"}) for line in found
        )

    def count(self) -> int:
        """How many different questions there are."""
        with self._database.transaction() as connection:
            return connection.execute(select(func.count()).select_from(tables.unanswered)).scalar_one()

    def erase_expired(self) -> int:
        """Erase the questions that were last asked too long ago; returns how many."""
        expired = tables.unanswered.c.last_asked_at <= self._now() - self._lifetime
        with self._database.transaction() as connection:
            return connection.execute(delete(tables.unanswered).where(expired)).rowcount


def _line(said: Said) -> dict[str, Any]:
    masked = mask_personal(said.question)
    return {
        "folded": " ".join(words(masked))[:_LONGEST_KEY],
        "times": 1,
        "first_asked_at": said.at,
        "question": masked,
        "answer": mask_personal(said.answer.answer),
        "kind": said.answer.kind.value,
        "language": said.answer.language,
        "channel": said.channel,
        "last_asked_at": said.at,
    }
