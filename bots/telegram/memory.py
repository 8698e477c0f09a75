"""What the bot remembers of chats: their settings, the answers that buttons lead back to, and what they follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, RowMapping, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.answer import Answer
from bots.privacy import mask_personal
from bots.state import State
from bots.state.database import Database, StateError, put
from bots.telegram import tables
from bots.telegram.records import Chat, Follow, KeptAnswer

ANSWER_JSON: TypeAdapter[Answer] = TypeAdapter(Answer)
"""Reads and writes answers, as the API gives them too."""

_NOTICE_LIFETIME = timedelta(days=400)


class Chats:
    """The settings of chats, each kept for a time after its last use."""

    def __init__(self, database: Database, lifetime: timedelta, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lifetime = lifetime
        self._now = now

    def get(self, chat: int) -> Chat:
        """The settings of a chat; the usual ones where there are none."""
        columns = tables.chats.c
        query = select(tables.chats).where(columns.chat == chat, columns.expires_at > self._now())
        with self._database.transaction() as connection:
            found = connection.execute(query).mappings().one_or_none()
        return Chat(chat, found["language"], found["plans"], found["admitted"]) if found else Chat(chat)

    def put(self, chat: Chat) -> None:
        """Keep the settings of a chat, which puts off their expiry."""
        values = {
            "language": chat.language,
            "plans": chat.plans,
            "admitted": chat.admitted,
            "expires_at": self._now() + self._lifetime,
        }
        with self._database.transaction() as connection:
            put(connection, tables.chats, {"chat": chat.id, **values})

    def touch(self, chat: int) -> None:
        """Put off the expiry of a chat's settings, where it has any."""
        values = {"expires_at": self._now() + self._lifetime}
        with self._database.transaction() as connection:
            connection.execute(update(tables.chats).where(tables.chats.c.chat == chat).values(values))


class Answers:
    """The answers that were given, for as long as their conversation is kept."""

    def __init__(self, database: Database, lifetime: timedelta, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lifetime = lifetime
        self._now = now

    def put(self, kept: KeptAnswer) -> None:
        """Keep an answer, in the place of one of the same id; personal numbers are masked."""
        answer = kept.answer
        if not answer.answerable:  # it may repeat the question
            answer = replace(answer, answer=mask_personal(answer.answer))
        values = {
            "id": kept.id,
            "chat": kept.chat,
            "conversation": kept.conversation,
            "question": mask_personal(kept.question),
            "history": tuple(map(mask_personal, kept.history)),
            "answer": ANSWER_JSON.dump_json(answer).decode(),
            "turn": kept.turn,
            "message": kept.message,
            "expires_at": self._now() + self._lifetime,
        }
        with self._database.transaction() as connection:
            put(connection, tables.answers, values)

    def sent(self, answer_id: str, turn: str, message: int) -> None:
        """Note that an answer was sent: its turn and the message that shows it."""
        mine = update(tables.answers).where(tables.answers.c.id == answer_id)
        with self._database.transaction() as connection:
            connection.execute(mine.values(turn=turn, message=message))

    def get(self, answer_id: str, chat: int) -> KeptAnswer | None:
        """An answer of a chat by its id; None where it is not kept any more."""
        columns = tables.answers.c
        return self._one(columns.id == answer_id, columns.chat == chat)

    def at(self, chat: int, message: int) -> KeptAnswer | None:
        """The answer that a message of a chat shows."""
        columns = tables.answers.c
        return self._one(columns.chat == chat, columns.message == message)

    def last(self, conversation: str) -> KeptAnswer | None:
        """The last answer of a conversation that was sent."""
        columns = tables.answers.c
        return self._one(columns.conversation == conversation, columns.turn != "")

    def conversations(self, chat: int) -> tuple[str, ...]:
        """The conversations that were held in a chat."""
        query = select(tables.answers.c.conversation).where(tables.answers.c.chat == chat).distinct()
        with self._database.transaction() as connection:
            return tuple(connection.execute(query).scalars())

    def _one(self, *conditions: ColumnElement[bool]) -> KeptAnswer | None:
        columns = tables.answers.c
        query = select(tables.answers).where(*conditions, columns.expires_at > self._now())
        query = query.order_by(columns.expires_at.desc(), columns.message.desc()).limit(1)
        with self._database.transaction() as connection:
            found = connection.execute(query).mappings().first()
        return _answer(found) if found else None


class Follows:
    """What chats want to be reminded of, and which messages went out of themselves."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def add(self, chat: int, unit: str, plan: str) -> None:
        """Have a chat follow a unit, a plan or both; what it follows already stays as it is."""
        values = {"chat": chat, "unit": unit, "plan": plan, "since": self._now()}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(tables.follows).values(values))
        except StateError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise

    def of(self, chat: int | None = None) -> tuple[Follow, ...]:
        """What a chat follows, or all chats do."""
        columns = tables.follows.c
        query = select(tables.follows).order_by(columns.chat, columns.since, columns.unit, columns.plan)
        if chat is not None:
            query = query.where(columns.chat == chat)
        with self._database.transaction() as connection:
            return tuple(Follow(**found) for found in connection.execute(query).mappings())

    def drop(self, chat: int) -> None:
        """Have a chat follow nothing any more."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.follows).where(tables.follows.c.chat == chat))

    def told(self, chat: int) -> frozenset[str]:
        """The keys of the messages that went out of themselves to a chat, or may have."""
        query = select(tables.notices.c.key).where(tables.notices.c.chat == chat)
        with self._database.transaction() as connection:
            return frozenset(connection.execute(query).scalars())

    def tell(self, chat: int, keys: tuple[str, ...]) -> None:
        """Note that a message is about to go out, so that it never does twice."""
        begun = {"begun_at": self._now()}
        with self._database.transaction() as connection:
            for key in sorted(keys):
                put(connection, tables.notices, {"chat": chat, "key": key, **begun})

    def untell(self, chat: int, keys: tuple[str, ...]) -> None:
        """Note that a message surely did not go out."""
        with self._database.transaction() as connection:
            _forget(connection.execute, chat, keys)


@dataclass(frozen=True, slots=True)
class NoticeClaim:
    """Notes a message that goes out of itself while it is on the way, for `ChatLimiter`."""

    follows: Follows
    chat: int
    keys: tuple[str, ...]

    def begin(self) -> None:
        """The message is about to go out."""
        self.follows.tell(self.chat, self.keys)

    def arrived(self, message: int) -> None:
        """The message is there, as was noted."""

    def release(self) -> None:
        """The message surely did not go out."""
        self.follows.untell(self.chat, self.keys)


class Memory:
    """All that the Telegram bot remembers beside the shared `State`, in the same database."""

    def __init__(self, state: State, days: float, hours: float, now: Callable[[], datetime]) -> None:
        """`days` and `hours` are how long chats' settings and answers are kept."""
        self._database = state.database
        self._state = state
        self._now = now
        self.chats = Chats(state.database, timedelta(days=days), now)
        self.answers = Answers(state.database, timedelta(hours=hours), now)
        self.follows = Follows(state.database, now)

    def erase(self, chat: int) -> None:
        """Forget a chat: its conversations, answers, settings and what it follows. Feedback stays, it names nobody."""
        for conversation in self.answers.conversations(chat):
            self._state.conversations.erase(conversation)
        with self._database.transaction() as connection:
            for table in (tables.answers, tables.chats, tables.follows, tables.notices):
                connection.execute(delete(table).where(table.c.chat == chat))

    def move(self, chat: int, new: int) -> None:
        """Take a chat's settings and what it follows along when a group has become a supergroup with another id."""
        with self._database.transaction() as connection:
            for table in (tables.chats, tables.follows, tables.notices, tables.answers):
                connection.execute(update(table).where(table.c.chat == chat).values(chat=new))

    def erase_expired(self) -> None:
        """Erase what is kept for a time only and whose time is over. Chats that follow something stay."""
        following = select(tables.follows.c.chat)
        with self._database.transaction() as connection:
            connection.execute(delete(tables.answers).where(tables.answers.c.expires_at <= self._now()))
            expired = tables.chats.c.expires_at <= self._now()
            connection.execute(delete(tables.chats).where(expired, tables.chats.c.chat.not_in(following)))
            old = tables.notices.c.begun_at <= self._now() - _NOTICE_LIFETIME
            connection.execute(delete(tables.notices).where(old))


def _forget(execute: Callable[..., object], chat: int, keys: tuple[str, ...]) -> None:
    table: Table = tables.notices
    execute(delete(table).where(table.c.chat == chat, table.c.key.in_(keys)))


def _answer(found: RowMapping) -> KeptAnswer:
    return KeptAnswer(
        found["id"],
        found["chat"],
        found["conversation"],
        found["question"],
        found["history"],
        ANSWER_JSON.validate_json(found["answer"]),
        found["turn"],
        found["message"],
    )
