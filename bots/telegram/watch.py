"""What the bot does of itself: reminders, the weekly summary, and forgetting what has expired."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from telegram.error import TelegramError

from bots.state import State
from bots.telegram.admin import Admin
from bots.telegram.calendar import is_working_time
from bots.telegram.inbox import Inbox
from bots.telegram.library import PlanLibraries
from bots.telegram.memory import Memory, NoticeClaim
from bots.telegram.outbox import Outbox, UnsureError
from bots.telegram.records import Follow
from bots.telegram.reminding import Notice, follow_name, followed, notices
from bots.telegram.talk import Reply
from bots.telegram.texts import texts
from ingest.errors import PlanError

_ERASE_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class Watch:
    """Looks now and then whether something is due; what it keeps is in the database."""

    def __init__(
        self,
        libraries: PlanLibraries,
        state: State,
        memory: Memory,
        inbox: Inbox,
        outbox: Outbox,
        admin: Admin,
        lock: Callable[[object], asyncio.Lock],
        now: Callable[[], datetime],
    ) -> None:
        """`lock` gives what whoever writes to a chat holds."""
        self._libraries = libraries
        self._state = state
        self._memory = memory
        self._inbox = inbox
        self._outbox = outbox
        self._admin = admin
        self._lock = lock
        self._now = now
        self._erased_at: datetime | None = None
        self._told: dict[int, asyncio.Task[None]] = {}

    async def tick(self, _context: Any) -> None:
        """Starts what is due. A chat that must wait holds neither the others nor the next look."""
        try:
            await self._remind()
            await self._admin.tell_week()
            now = self._now()
            if self._erased_at is None or now - self._erased_at >= _ERASE_EVERY:
                self._erased_at = now
                await asyncio.to_thread(self._erase_expired)
        except PlanError as error:
            log.error("%s", error.english)

    async def close(self) -> None:
        """Breaks off what waits to be told; it is told by the next process."""
        for task in self._told.values():
            task.cancel()
        await asyncio.gather(*self._told.values(), return_exceptions=True)

    async def _remind(self) -> None:
        if not is_working_time(self._now()):
            return
        self._told = {chat: task for chat, task in self._told.items() if not task.done()}
        for chat, follows in groupby(await asyncio.to_thread(self._memory.follows.of), key=lambda one: one.chat):
            if chat not in self._told:
                self._told[chat] = asyncio.create_task(self._remind_chat(chat, tuple(follows)))

    async def _remind_chat(self, chat: int, follows: tuple[Follow, ...]) -> None:
        async with self._lock(chat):
            for follow in follows:
                try:
                    for notice in await asyncio.to_thread(self._due, follow):
                        claim = NoticeClaim(self._memory.follows, chat, notice.keys)
                        await self._outbox.send(chat, Reply(notice.html), claim)
                        await asyncio.to_thread(self._memory.chats.touch, chat)
                except (UnsureError, TelegramError, PlanError) as error:
                    log.error("a reminder failed: %s", type(error).__name__)

    def _due(self, follow: Follow) -> list[Notice]:
        words = texts(self._memory.chats.get(follow.chat).language)
        library = self._libraries.of(follow.chat)
        name = follow_name(follow, library.plans(), words)
        tasks = followed(follow, library.tasks().values())
        told = self._memory.follows.told(follow.chat)
        return list(notices(follow, name, tasks, self._now(), told, words))

    def _erase_expired(self) -> None:
        self._state.erase_expired()
        self._memory.erase_expired()
        self._inbox.erase_expired()
