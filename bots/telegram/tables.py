"""The tables of the Telegram bot, beside those of `bots.state` in one database."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, String, Table, Text

from bots.state.tables import Texts, UtcTime, metadata

updates = Table(
    "bot_telegram_updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's own
    Column("received_at", UtcTime, nullable=False, index=True),
    Column("state", String, nullable=False),  # records.UpdateState
    Column("payload", Text, nullable=False),  # JSON as it came; "" once it is done
    Column("counter", BigInteger),  # counters.counter_of its chat: that of the two ids below
    Column("message", BigInteger),  # the message that it brought, or under which a button was pressed
    Column("sent_after", BigInteger),  # the counter's highest id known when its answer went out
    Column("reply", BigInteger),  # the message that shows its answer; while "sending", the word that it is in doubt
)

chats = Table(
    "bot_telegram_chats",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String, nullable=False),  # "vi", "en", "" for that of the question
    Column("plans", Texts, nullable=False),  # ids of the plans it asks about; none: all
    Column("admitted", Boolean, nullable=False),  # by a code of invitation
    Column("expires_at", UtcTime, nullable=False, index=True),
)

answers = Table(
    "bot_telegram_answers",
    metadata,
    Column("id", String, primary_key=True),  # that of the update it answers, so that one made again takes its place
    Column("chat", BigInteger, nullable=False, index=True),
    Column("conversation", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("history", Texts, nullable=False),
    Column("answer", Text, nullable=False),  # assistant.Answer as JSON
    Column("turn", String, nullable=False),  # of bots.state.Conversations; "" until the answer was sent
    Column("message", BigInteger),  # the message that shows it, once it was sent
    Column("expires_at", UtcTime, nullable=False, index=True),
)

follows = Table(
    "bot_telegram_follows",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", String, primary_key=True),  # as the chat named it; "" for every unit
    Column("plan", String, primary_key=True),  # "" for every plan
    Column("since", UtcTime, nullable=False),
)

notices = Table(
    "bot_telegram_notices",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String, primary_key=True),  # what it is about: "2026-06" of a follow, a row and its deadline, a week
    Column("begun_at", UtcTime, nullable=False, index=True),
)
