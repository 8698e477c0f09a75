"""Feedback: what readers say of answers, one verdict an answer, which they may change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, func, select

from bots.privacy import mask_personal
from bots.state import tables
from bots.state.database import Database, put
from bots.state.records import Feedback, Turn, Verdict

LONGEST_REASON = 1000
"""Characters of a reason that are kept."""


class FeedbackBook:
    """Feedback with the question and the answer it is about, which it outlives the conversation with."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def give(self, turn: Turn, channel: str, verdict: Verdict, reason: str = "") -> None:
        """Keep what a reader says of an answer, in the place of what was said of it before."""
        values = {
            "turn": turn.id,
            "given_at": self._now(),
            "channel": channel,
            "verdict": verdict.value,
            "reason": mask_personal(reason.strip()[:LONGEST_REASON]),
            "question": turn.question,
            "answer": turn.answer,
            "answerable": turn.answerable,
            "kind": turn.kind,
            "language": turn.language,
            "anchors": turn.anchors,
        }
        with self._database.transaction() as connection:
            put(connection, tables.feedback, values)

    def withdraw(self, turn_id: str) -> None:
        """Forget what was said of an answer."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.feedback).where(tables.feedback.c.turn == turn_id))

    def latest(self, most: int = 50, skip: int = 0, verdict: Verdict | None = None) -> tuple[Feedback, ...]:
        """What was said, the newest first."""
        query = select(tables.feedback).order_by(tables.feedback.c.given_at.desc(), tables.feedback.c.turn)
        if verdict is not None:
            query = query.where(tables.feedback.c.verdict == verdict.value)
        with self._database.transaction() as connection:
            found = connection.execute(query.limit(most).offset(skip)).mappings().all()
        return tuple(Feedback(**{**line, "verdict": Verdict(line["verdict"])}) for line in found)

    def counts(self) -> dict[Verdict, int]:
        """How often each verdict was given."""
        verdict = tables.feedback.c.verdict
        with self._database.transaction() as connection:
            found = connection.execute(select(verdict, func.count()).group_by(verdict))
            counted = {line[0]: line[1] for line in found}
        return {one: counted.get(one.value, 0) for one in Verdict}
