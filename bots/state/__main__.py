"""`python -m bots.state`: what is kept of the people who ask, how much of it and since when, and erasing it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Table, delete, func, select

from bots.settings import BotSettings
from bots.state import State, open_state, tables
from bots.telegram import tables as telegram
from bots.telegram.memory import Memory
from bots.telegram.settings import TelegramSettings
from ingest.errors import PlanError

KINDS: Mapping[str, tuple[Table, str | None]] = {
    "conversations": (tables.conversations, None),
    "turns": (tables.turns, "asked_at"),
    "feedback": (tables.feedback, "given_at"),
    "unanswered": (tables.unanswered, "first_asked_at"),
    "telegram-chats": (telegram.chats, None),
    "telegram-answers": (telegram.answers, None),
    "telegram-follows": (telegram.follows, "since"),
    "telegram-updates": (telegram.updates, "received_at"),
}
"""Each sort of thing that is kept: its table, and the column that says since when."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code: 0, or 1 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m bots.state", description="Dữ liệu về người hỏi: xem, xóa. / What is kept of those who ask."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("list", help="có gì, bao nhiêu, từ bao giờ / what is kept, how much, since when")
    erasing = commands.add_parser("erase", help="xóa / erase")
    what = erasing.add_mutually_exclusive_group(required=True)
    what.add_argument("--all", action="store_true", help="tất cả / everything")
    what.add_argument("--chat", type=int, metavar="ID", help="mọi thứ của một chat Telegram / all of one chat")
    what.add_argument("--conversation", metavar="ID", help="một cuộc hội thoại / one conversation")
    what.add_argument("--kind", choices=tuple(KINDS), help="một loại / one sort of thing")
    asked = parser.parse_args(arguments)
    try:
        state = open_state()
        try:
            if asked.command == "list":
                print("\n".join(_lines(state)))
            else:
                _erase(state, asked)
        finally:
            state.close()
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _lines(state: State) -> list[str]:
    lines = []
    with state.database.transaction() as connection:
        for kind, (table, since) in KINDS.items():
            count = connection.execute(select(func.count()).select_from(table)).scalar_one()
            oldest = connection.execute(select(func.min(table.c[since]))).scalar() if since else None
            lines.append(f"{kind:18} {count:8}" + (f"  {oldest:%Y-%m-%d}" if oldest else ""))
    return lines


def _erase(state: State, asked: argparse.Namespace) -> None:
    if asked.conversation:
        state.conversations.erase(asked.conversation)
    elif asked.chat is not None:
        hours = BotSettings().conversation_hours
        days = TelegramSettings().telegram_chat_days
        Memory(state, days, hours, lambda: datetime.now(UTC)).erase(asked.chat)
    else:
        with state.database.transaction() as connection:
            for kind, (table, _) in KINDS.items():
                if asked.all or kind == asked.kind:
                    connection.execute(delete(table))


if __name__ == "__main__":
    sys.exit(main())
