"""The tables of what the bots remember, in SQL that SQLite and PostgreSQL both understand.

They may stand in one database with the catalogue, so each name begins with `bot_`. What is only ever read whole is JSON
text. Other packages of `bots` add tables of their own to `metadata` before the state is opened; the scripts of
`bots/state/migrations` make and change the tables of all.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from ingest.store.migrating import Migrations


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept without its zone as UTC. Raises ValueError for a time without a zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


class Texts(TypeDecorator[tuple[str, ...]]):
    """Some texts in their order, kept as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """The JSON text."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """The texts."""
        return None if value is None else tuple(json.loads(value))


metadata = MetaData()

conversations = Table(
    "bot_conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("channel", String, nullable=False),  # "web", "stream", "openai", "mcp", "telegram"
    Column("expires_at", UtcTime, nullable=False, index=True),
)

turns = Table(
    "bot_turns",
    metadata,
    Column("number", Integer, primary_key=True),  # in the order in which they were asked
    Column("id", String, nullable=False, unique=True),
    Column("conversation", String, ForeignKey("bot_conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("asked_at", UtcTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answerable", Boolean, nullable=False),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("anchors", Texts, nullable=False),
)

feedback = Table(
    "bot_feedback",
    metadata,
    Column("turn", String, primary_key=True),  # may outlive the conversation that it belonged to
    Column("given_at", UtcTime, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answerable", Boolean, nullable=False),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("anchors", Texts, nullable=False),
)

unanswered = Table(
    "bot_unanswered",
    metadata,
    Column("folded", String, primary_key=True),  # the question without case, accents and punctuation
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_asked_at", UtcTime, nullable=False),
    Column("last_asked_at", UtcTime, nullable=False, index=True),
)

rates = Table(
    "bot_rates",
    metadata,
    Column("key", String, primary_key=True),  # what is counted, as the package `limits` names it
    Column("window", BigInteger, primary_key=True),  # which span of time since 1970
    Column("times", Integer, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)


def migrations() -> Migrations:
    """How the tables of all packages of `bots` are made and upgraded."""
    return Migrations(metadata, "bots.state.migrations", "bot_version", "0003", lambda _dialect: metadata.sorted_tables)
