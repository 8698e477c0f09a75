"""The state of the bots behind one object: a package of `bots` takes what it needs of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.answer import Answer
from bots.settings import BotSettings
from bots.state.conversations import Conversations, opaque_id
from bots.state.database import Database, state_url
from bots.state.feedback import FeedbackBook
from bots.state.rates import RateCounts
from bots.state.records import Said
from bots.state.together import Together
from bots.state.unanswered import UnansweredQuestions
from ingest.settings import Settings


def _utc_now() -> datetime:
    return datetime.now(UTC)


class State:
    """Conversations, feedback and unanswered questions in one database; threads and processes may share it."""

    def __init__(self, database: Database, settings: BotSettings, now: Callable[[], datetime] = _utc_now) -> None:
        self.database = database
        self._now = now
        self.conversations = Conversations(database, timedelta(hours=settings.conversation_hours), now)
        self.feedback = FeedbackBook(database, now)
        self.rates = RateCounts(database, now)
        self.unanswered = UnansweredQuestions(database, timedelta(days=settings.unanswered_days), now)
        self._records = Together(self._write)

    def record(self, conversation: str, channel: str, question: str, answer: Answer) -> tuple[str, Future[None]]:
        """Keep a question with its answer, among those that have none too where it has none: the turn's id, under which
        it is kept when the future ends, or ends with StateError."""
        said = Said(opaque_id(), conversation, channel, question, answer, self._now())
        return said.turn, self._records.put(said)

    def erase_expired(self) -> None:
        """Erase what is kept for a time only and whose time is over; to be called now and then."""
        self.conversations.erase_expired()
        self.unanswered.erase_expired()
        self.rates.erase_expired()

    def close(self) -> None:
        """Close all connections, when what is to be kept is written."""
        self._records.close()
        self.database.close()

    def _write(self, said: Sequence[Said]) -> None:
        with self.database.transaction() as connection:
            self.conversations.write(connection, said)
            self.unanswered.write(connection, [one for one in said if not one.answer.answerable])


def open_state(
    index: Settings | None = None, settings: BotSettings | None = None, now: Callable[[], datetime] = _utc_now
) -> State:
    """The state beside an index: in `DATABASE_URL` where that is set, else in a SQLite file in the index folder.

    Raises StateError when the database cannot be opened.
    """
    index = index or Settings()
    url = state_url(Path(index.plan_index), index.database_url)
    return State(Database(url), settings or BotSettings(), now)
