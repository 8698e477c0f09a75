"""What the administrator's chat is told: where something failed, and each week what the plans did not answer."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from telegram.error import TelegramError

from bots.privacy import mask_personal
from bots.state import State, UnansweredQuestion
from bots.telegram.calendar import is_working_time, local
from bots.telegram.memory import Memory, NoticeClaim
from bots.telegram.outbox import Outbox, UnsureError
from bots.telegram.talk import Reply
from bots.telegram.texts import Texts, texts

_QUIET = timedelta(minutes=10)
_WEEK = timedelta(days=7)
_SHOWN = 20
_LONGEST = 150  # characters of a question
_ROOT = Path(__file__).parents[2]


class Admin:
    """Writes to the administrator's chat; does nothing where there is none."""

    def __init__(
        self, chat: int | None, state: State, memory: Memory, outbox: Outbox, now: Callable[[], datetime]
    ) -> None:
        self.chat = chat
        self._state = state
        self._memory = memory
        self._outbox = outbox
        self._now = now
        self._told: dict[tuple[str, str], datetime] = {}

    async def tell_error(self, error: BaseException, update: int) -> None:
        """Says what kind of error came up where, without what anybody wrote; the same one once in ten minutes."""
        kind, place = type(error).__name__, place_of(error)
        now = self._now()
        if self.chat is None or now - self._told.get((kind, place), now - 2 * _QUIET) < _QUIET:
            return
        self._told[kind, place] = now
        words = await asyncio.to_thread(self._words)
        with suppress(TelegramError):
            await self._outbox.send(self.chat, Reply(words.say("admin_error", error=kind, place=place, update=update)))

    async def tell_week(self) -> None:
        """Sends the summary of the week, once, in the first working time of the next."""
        now = self._now()
        if self.chat is None or not is_working_time(now):
            return
        year, week, _day = local(now).isocalendar()
        keys = (f"week:{year}-{week:02}",)
        if keys[0] in await asyncio.to_thread(self._memory.follows.told, self.chat):
            return
        reply = await asyncio.to_thread(self._summary, now)
        with suppress(UnsureError, TelegramError):
            await self._outbox.send(self.chat, reply, NoticeClaim(self._memory.follows, self.chat, keys))

    def _words(self) -> Texts:
        assert self.chat is not None
        return texts(self._memory.chats.get(self.chat).language)

    def _summary(self, now: datetime) -> Reply:
        words = self._words()
        asked = [one for one in self._state.unanswered.latest(most=1000) if one.last_asked_at > now - _WEEK]
        if not asked:
            return Reply(words.say("admin_week_none"))
        asked.sort(key=lambda one: -one.times)
        lines = [words.say("admin_week", count=len(asked)), *(_line(one, words) for one in asked[:_SHOWN])]
        if len(asked) > _SHOWN:
            lines.append("…")
        return Reply("\n".join(lines))


def place_of(error: BaseException) -> str:
    """Where an error came up: the last line of our own code that led to it, "bots/telegram/talk.py:120"."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if _ROOT in Path(one.filename).parents and "site-packages" not in one.filename]
    last = own[-1] if own else frames[-1] if frames else None
    if last is None:
        return "?"
    path = Path(last.filename)
    return f"{path.relative_to(_ROOT) if _ROOT in path.parents else path.name}:{last.lineno}"


def _line(one: UnansweredQuestion, words: Texts) -> str:
    return words.say("admin_week_line", times=one.times, question=mask_personal(one.question)[:_LONGEST])
