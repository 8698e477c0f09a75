"""Conversations: the questions that a follow-up goes on from, kept on the server until they expire."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from assistant.answer import Answer
from bots.privacy import mask_personal
from bots.state import tables
from bots.state.database import Database, put, put_all
from bots.state.records import Said, Turn

MOST_EARLIER = 8
"""Earlier questions that a follow-up is read against; older ones have nothing to say to it any more."""


def opaque_id() -> str:
    """An identifier that cannot be guessed: 128 random bits in 22 letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(16)


class Conversations:
    """The conversations of every channel. A conversation that has expired is as good as none, erased or not."""

    def __init__(self, database: Database, lifetime: timedelta, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lifetime = lifetime
        self._now = now

    def begin(self, channel: str, conversation: str = "") -> str:
        """A new conversation's id: an opaque one, or `conversation` where the channel has a name of its own for it,
        as messengers have for a chat. What an earlier conversation of that name held is erased."""
        name = conversation or opaque_id()
        with self._database.transaction() as connection:
            connection.execute(delete(tables.conversations).where(tables.conversations.c.id == name))
            values = {"id": name, "channel": channel, "expires_at": self._now() + self._lifetime}
            put(connection, tables.conversations, values)
        return name

    def is_open(self, conversation: str) -> bool:
        """Whether there is such a conversation and it has not expired."""
        return self.channel(conversation) is not None

    def channel(self, conversation: str) -> str | None:
        """The channel of a conversation; None where there is none, or it has expired."""
        columns = tables.conversations.c
        query = select(columns.channel).where(columns.id == conversation, columns.expires_at > self._now())
        with self._database.transaction() as connection:
            found: str | None = connection.execute(query).scalar()
        return found

    def earlier_questions(self, conversation: str, most: int = MOST_EARLIER) -> tuple[str, ...]:
        """The last questions of a conversation, the oldest first; none where it is unknown or has expired."""
        turns, kept = tables.turns.c, tables.conversations.c
        query = (
            select(turns.question)
            .join_from(tables.turns, tables.conversations)
            .where(turns.conversation == conversation, kept.expires_at > self._now())
            .order_by(turns.number.desc())
            .limit(most)
        )
        with self._database.transaction() as connection:
            return tuple(reversed(connection.execute(query).scalars().all()))

    def record(self, conversation: str, channel: str, question: str, answer: Answer) -> str:
        """Keep a question with its answer, which puts off the expiry of its conversation; returns the turn's id.

        The conversation is begun where it is missing; one that has expired begins anew.
        """
        said = Said(opaque_id(), conversation, channel, question, answer, self._now())
        with self._database.transaction() as connection:
            self.write(connection, [said])
        return said.turn

    def write(self, connection: Connection, said: Sequence[Said]) -> None:
        """The same for several, in a transaction that writes nothing before."""
        kept = tables.conversations.c
        ids, now = {one.conversation for one in said}, max(one.at for one in said)
        connection.execute(delete(tables.conversations).where(kept.id.in_(ids), kept.expires_at <= now))
        begun = [
            {"id": one.conversation, "channel": one.channel, "expires_at": one.at + self._lifetime} for one in said
        ]
        put_all(connection, tables.conversations, begun, ["expires_at"])
        connection.execute(insert(tables.turns), [_values(one) for one in said])

    def turn(self, turn: str) -> Turn | None:
        """A turn by its id; None where it is unknown or its conversation has expired."""
        kept = tables.conversations.c
        query = (
            select(tables.turns)
            .join_from(tables.turns, tables.conversations)
            .where(tables.turns.c.id == turn, kept.expires_at > self._now())
        )
        with self._database.transaction() as connection:
            found = connection.execute(query).mappings().one_or_none()
        return _turn(found) if found else None

    def recent(self, most: int = 50) -> tuple[Turn, ...]:
        """The last turns of all conversations that have not expired, the newest first."""
        query = (
            select(tables.turns)
            .join_from(tables.turns, tables.conversations)
            .where(tables.conversations.c.expires_at > self._now())
            .order_by(tables.turns.c.number.desc())
            .limit(most)
        )
        with self._database.transaction() as connection:
            return tuple(_turn(found) for found in connection.execute(query).mappings())

    def erase(self, conversation: str) -> None:
        """Forget a conversation with its questions and answers; feedback that was given on them stays."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.conversations).where(tables.conversations.c.id == conversation))

    def erase_expired(self) -> int:
        """Erase what has expired; returns how many conversations that were."""
        expired = tables.conversations.c.expires_at <= self._now()
        with self._database.transaction() as connection:
            return connection.execute(delete(tables.conversations).where(expired)).rowcount


def _values(said: Said) -> dict[str, Any]:
    answer = said.answer
    return {
        "id": said.turn,
        "conversation": said.conversation,
        "asked_at": said.at,
        "question": mask_personal(said.question),
        "answer": mask_personal(answer.answer) if not answer.answerable else answer.answer,
        "answerable": answer.answerable,
        "kind": answer.kind.value,
        "language": answer.language,
        "anchors": tuple(citation.anchor for citation in answer.citations),
    }


def _turn(found: RowMapping) -> Turn:
    return Turn(**{name: value for name, value in found.items() if name != "number"})
