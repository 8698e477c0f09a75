"""Updates from their arrival to their answer.

An update is written down before Telegram is told that it was received, so that a process may die at any instant
without losing one; and it stays written down, without its text, for as long as Telegram could deliver it again. Right
before its answer goes out it is marked, and again as soon as Telegram has confirmed it.

Of an update that has the first mark alone after a crash it is not known whether its answer arrived: the Bot API takes
no key by which a repeated request could be known, and lets no bot read a chat. There are never more of these than
`limiter.AT_ONCE`. With the mark, and with each update, the message ids are written down from which `doubts` finds out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bots.state.database import Database, StateError
from bots.telegram import tables
from bots.telegram.counters import Place, counter_of
from bots.telegram.records import Attempt, StoredUpdate, UpdateState

_LIFETIME = timedelta(days=3)  # Telegram delivers an update for a day
_columns = tables.updates.c


class Inbox:
    """The updates that were received; threads and processes may share it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._highest: dict[int, int] | None = None  # by counter; None until it is read
        self._lock = threading.Lock()

    def keep(self, update_id: int, payload: str, place: Place | None = None) -> bool:
        """Write an update down, and the `place` of the message that it brings; False where it was written down
        before."""
        values = {"id": update_id, "received_at": self._now(), "state": UpdateState.WAITING.value, "payload": payload}
        if place is not None:
            values |= {"counter": place.counter, "message": place.message}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(tables.updates).values(values))
        except StateError as error:
            if isinstance(error.__cause__, IntegrityError):
                return False
            raise
        if place is not None:
            self.see(place)
        return True

    def open(self, known: Collection[int] = ()) -> Sequence[StoredUpdate]:
        """The updates that are not done, the oldest first, without those that are `known`."""
        query = select(_columns.id, _columns.state, _columns.payload).where(_columns.state != UpdateState.DONE.value)
        with self._database.transaction() as connection:
            found = connection.execute(query.order_by(_columns.id)).all()
        return [StoredUpdate(line.id, UpdateState(line.state), line.payload) for line in found if line.id not in known]

    def waiting(self) -> int:
        """How many updates are not done."""
        query = select(func.count()).where(_columns.state != UpdateState.DONE.value)
        with self._database.transaction() as connection:
            return connection.execute(query).scalar_one()

    def state(self, update_id: int) -> UpdateState | None:
        """How far an update has come; None where it is not known."""
        with self._database.transaction() as connection:
            found = connection.execute(select(_columns.state).where(_columns.id == update_id)).scalar()
        return UpdateState(found) if found is not None else None

    def mark(self, update_id: int, state: UpdateState) -> None:
        """Note how far an update has come; the text of one that is done is forgotten."""
        self._note(update_id, state)

    def begin(self, update_id: int, chat: int) -> None:
        """Note that the answer to an update is about to go out to a chat."""
        known = self.highest(counter_of(chat))
        self._note(update_id, UpdateState.SENDING, **_counted(chat), sent_after=known, reply=None)

    def arrived(self, update_id: int, chat: int, message: int) -> None:
        """Note the message that shows the answer to an update."""
        self._note(update_id, UpdateState.DONE, reply=message)
        self.see(Place(counter_of(chat), message))

    def doubted(self, update_id: int, chat: int, word: int) -> None:
        """Note the message that says that the answer to an update is in doubt."""
        ids = _counted(chat) | {"sent_after": _where_counted(chat, _columns.sent_after)}
        self._note(update_id, UpdateState.SENDING, **ids, reply=word)
        self.see(Place(counter_of(chat), word))

    def attempt(self, update_id: int, chat: int) -> Attempt | None:
        """What is written down of an answer that is in doubt, as far as it holds for a chat; None where it is not."""
        query = select(_columns.counter, _columns.sent_after, _columns.reply)
        query = query.where(_columns.id == update_id, _columns.state == UpdateState.SENDING.value)
        with self._database.transaction() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            return None
        return Attempt(found.sent_after if found.counter == counter_of(chat) else None, found.reply)

    def highest(self, counter: int) -> int:
        """The highest message id of a counter that is known, 0 where none is."""
        with self._lock:
            return self._known_highest().get(counter, 0)

    def see(self, place: Place) -> None:
        """Note that there is a message."""
        with self._lock:
            highest = self._known_highest()
            highest[place.counter] = max(place.message, highest.get(place.counter, 0))

    def known_above(self, counter: int, message: int) -> frozenset[int]:
        """The ids of a counter above one of which it is known what message they are."""
        of_counter = select(_columns.message, _columns.reply).where(_columns.counter == counter)
        with self._database.transaction() as connection:
            found = connection.execute(
                of_counter.where((_columns.message > message) | (_columns.reply > message))
            ).all()
        return frozenset(one for line in found for one in line if one is not None and one > message)

    def ascends(self, counter: int) -> bool:
        """Whether every answer had a higher id than the messages that were known when it went out."""
        broken = select(func.count()).where(_columns.counter == counter, _columns.reply <= _columns.sent_after)
        with self._database.transaction() as connection:
            return connection.execute(broken).scalar_one() == 0

    def erase_expired(self) -> None:
        """Forget the updates that are so old that nobody waits for an answer and none can come again."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.updates).where(_columns.received_at <= self._now() - _LIFETIME))

    def _note(self, update_id: int, state: UpdateState, **ids: int | ColumnElement[int] | None) -> None:
        values = {"state": state.value, **ids} | ({"payload": ""} if state is UpdateState.DONE else {})
        with self._database.transaction() as connection:
            connection.execute(update(tables.updates).where(_columns.id == update_id).values(values))

    def _known_highest(self) -> dict[int, int]:
        """What is known of each counter, read once; under the lock."""
        if self._highest is None:
            query = select(_columns.counter, func.max(_columns.message), func.max(_columns.reply))
            query = query.where(_columns.counter.is_not(None)).group_by(_columns.counter)
            with self._database.transaction() as connection:
                found = connection.execute(query).all()
            self._highest = {counter: max(message or 0, reply or 0) for counter, message, reply in found}
        return self._highest


def _counted(chat: int) -> dict[str, int | ColumnElement[int]]:
    """The counter of an update that is answered in a chat: a group that has become a supergroup counts anew."""
    return {"counter": counter_of(chat), "message": _where_counted(chat, _columns.message)}


def _where_counted(chat: int, number: ColumnElement[int]) -> ColumnElement[int]:
    return case((_columns.counter == counter_of(chat), number))


@dataclass(frozen=True, slots=True)
class UpdateClaim:
    """Marks an update while its answer is on the way to a chat, for `ChatLimiter`."""

    inbox: Inbox
    update: int
    chat: int

    def begin(self) -> None:
        """The answer is about to go out."""
        self.inbox.begin(self.update, self.chat)

    def arrived(self, message: int) -> None:
        """The answer is there."""
        self.inbox.arrived(self.update, self.chat, message)

    def release(self) -> None:
        """The answer surely did not go out."""
        self.inbox.mark(self.update, UpdateState.WAITING)
