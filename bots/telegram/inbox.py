"""Updates from their arrival to their answer.

An update is written down before Telegram is told that it was received, so that a process may die at any instant
without losing one; and it stays written down, without its text, for as long as Telegram could deliver it again. Right
before its answer goes out it is marked: after a crash, one with the mark may or may not have been answered, and the
asker is told so instead of being answered twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bots.state.database import Database, StateError
from bots.telegram import tables
from bots.telegram.records import StoredUpdate, UpdateState

_LIFETIME = timedelta(days=3)  # Telegram delivers an update for a day
_columns = tables.updates.c


class Inbox:
    """The updates that were received; threads and processes may share it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def keep(self, update_id: int, payload: str) -> bool:
        """Write an update down; False where it was written down before."""
        values = {"id": update_id, "received_at": self._now(), "state": UpdateState.WAITING.value, "payload": payload}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(tables.updates).values(values))
        except StateError as error:
            if isinstance(error.__cause__, IntegrityError):
                return False
            raise
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
        values = {"state": state.value} | ({"payload": ""} if state is UpdateState.DONE else {})
        with self._database.transaction() as connection:
            connection.execute(update(tables.updates).where(_columns.id == update_id).values(values))

    def erase_expired(self) -> None:
        """Forget the updates that are so old that nobody waits for an answer and none can come again."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.updates).where(_columns.received_at <= self._now() - _LIFETIME))


@dataclass(frozen=True, slots=True)
class UpdateClaim:
    """Marks an update while its answer is on the way, for `ChatLimiter`."""

    inbox: Inbox
    update: int

    def begin(self) -> None:
        """The answer is about to go out."""
        self.inbox.mark(self.update, UpdateState.SENDING)

    def release(self) -> None:
        """The answer surely did not go out."""
        self.inbox.mark(self.update, UpdateState.WAITING)
