"""From Telegram to the handlers: updates are written down, read however they look, and taken up chat by chat."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from http import HTTPStatus
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor
from telegram.request import HTTPXRequest

from bots.telegram.counters import place_of
from bots.telegram.inbox import Inbox
from bots.telegram.limiter import pause
from bots.telegram.records import UpdateState
from ingest.errors import PlanError
from ingest.logs import bound

_MANY = 1_000_000  # updates at once; chats keep themselves in order, and answering has a queue of its own
_RETRY = 2.0  # seconds
PROMPT_SECONDS = 1.0
"""How long Telegram takes at most for a request of updates, where there are some."""
_UPDATES_A_POLL = 100  # as many as Telegram gives at once
_UPDATE = b'"update_id":'  # within a text its quotes would be escaped

log = logging.getLogger(__name__)


class UpdatesRequest(HTTPXRequest):
    """The connection on which updates come. One that cannot be read is taken for an empty one.

    Without that the library would ask for it again and again, and never come to those behind it.
    """

    succeeded = 0
    """How many requests were answered with updates, or the word that there are none."""
    _heard_at = time.monotonic()
    _asked_at = 0.0
    """When the request that is under way was sent; 0 where none is."""
    _brought_all = False

    def seconds_silent(self) -> float:
        """How long ago a request was last answered; at the beginning, how old the process is."""
        return time.monotonic() - self._heard_at

    def caught_up(self) -> bool:
        """Whether all updates that wait at Telegram have been brought: it gives what there is at once."""
        return self._brought_all or bool(self._asked_at and time.monotonic() - self._asked_at > PROMPT_SECONDS)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """See `HTTPXRequest`."""
        self._asked_at = time.monotonic()
        try:
            status, payload = await super().do_request(*args, **kwargs)
        finally:
            self._asked_at = 0.0
        self.succeeded += status == HTTPStatus.OK
        if status == HTTPStatus.OK:
            self._heard_at = time.monotonic()
            self._brought_all = payload.count(_UPDATE) < _UPDATES_A_POLL
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer of Telegram, its updates mended."""
        read: dict[str, Any] = HTTPXRequest.parse_json_payload(payload)
        if isinstance(found := read.get("result"), list):
            read["result"] = [readable(one) for one in found if isinstance(one, dict) and "update_id" in one]
        return read


def readable(update: dict[str, Any]) -> dict[str, Any]:
    """The update where the library can read it, else an empty one of its number."""
    try:
        Update.de_json(update, None)
    except Exception as error:
        log.error("unreadable update %s: %s", update["update_id"], type(error).__name__)
        return {"update_id": update["update_id"]}
    return update


class KeptQueue(asyncio.Queue[object]):
    """The queue between Telegram and the handlers. What is put in is on disk before `put` returns."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._known: set[int] = set()
        self.unsure: set[int] = set()
        """The updates whose answers were on the way when the process before this one ended."""

    async def put(self, item: object) -> None:
        """Puts in an update that is not known yet; one that is known is passed over."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        while True:
            try:
                is_new = await asyncio.to_thread(self._inbox.keep, item.update_id, item.to_json(), place_of(item))
                break
            except PlanError as error:
                log.error("%s", error.english)
                await asyncio.sleep(_RETRY)
        if is_new:
            self._known.add(item.update_id)
            self.put_nowait(item)

    async def take_open(self, bot: Bot) -> int:
        """Puts in the updates that were written down and are not known here: by a process before this one, or by
        another that takes webhook calls. Returns how many there were."""
        found = await asyncio.to_thread(self._inbox.open, self._known)
        found = [stored for stored in found if stored.id not in self._known]  # another may have taken it meanwhile
        for stored in found:
            self._known.add(stored.id)
            if stored.state is UpdateState.SENDING:
                self.unsure.add(stored.id)
            update = Update.de_json(readable(json.loads(stored.payload)), bot)
            if (place := place_of(update)) is not None:
                await asyncio.to_thread(self._inbox.see, place)
            self.put_nowait(update)
        return len(found)

    def forget(self, update_id: int) -> None:
        """An update is done; what is known of it is in the database."""
        self._known.discard(update_id)
        self.unsure.discard(update_id)


class ChatProcessor(BaseUpdateProcessor):
    """Takes up the updates of a chat one after another, and those of different chats at the same time."""

    def __init__(
        self,
        queue: KeptQueue,
        inbox: Inbox,
        closing: asyncio.Event,
        tell_unsure: Callable[[Update], Coroutine[Any, Any, None]],
    ) -> None:
        """`tell_unsure` is done for an update that may have been answered and of which that was not found out."""
        super().__init__(_MANY)
        self._queue = queue
        self._inbox = inbox
        self._closing = closing
        self._tell_unsure = tell_unsure
        self._again: asyncio.Task[None] | None = None
        self._locks: WeakValueDictionary[object, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    def lock(self, chat: object) -> asyncio.Lock:
        """What whoever writes to a chat holds; waiters get it in the order in which they came."""
        return self._locks.setdefault(chat, asyncio.Lock())

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for its chat's turn, has the update handled and notes that it is done.

        One that is not taken up before the bot is closed, or is broken off, stays written down.
        """
        assert isinstance(update, Update)
        async with self.lock(_chat_of(update)):
            if self._closing.is_set():
                _drop(coroutine)
                return
            with bound(request_id=f"telegram-{update.update_id}"):
                await coroutine
            try:
                if update.update_id in self._queue.unsure:
                    await self._tell_unsure(update)
                await asyncio.to_thread(self._inbox.mark, update.update_id, UpdateState.DONE)
            except PlanError as error:
                log.error("%s", error.english)
                self._again = asyncio.create_task(self._take_up_again(update.get_bot()))
            finally:
                self._queue.forget(update.update_id)

    async def _take_up_again(self, bot: Bot) -> None:
        """Takes up what stays written down as not done, once the database is back."""
        while not self._closing.is_set():
            await pause(_RETRY, self._closing)
            try:
                await self._queue.take_open(bot)
                return
            except PlanError as error:
                log.error("%s", error.english)


def _chat_of(update: Update) -> object:
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else user.id if user else None


def _drop(coroutine: Awaitable[Any]) -> None:
    if isinstance(coroutine, Coroutine):
        coroutine.close()
