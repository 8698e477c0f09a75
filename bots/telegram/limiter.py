"""How fast messages go out: Telegram's limits kept beforehand, and its orders to wait obeyed chat by chat."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Protocol

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, BaseRateLimiter

_SLACK = 0.1  # seconds beyond what Telegram asks for
AT_ONCE = 8
"""Claimed requests on the way at a time, each from before its claim to after it is written down that it arrived: of so
many at most it must be found out after a crash whether they did. At 100 ms a request, 80 a second."""
_MOMENTARY = ("sendChatAction", "answerCallbackQuery", "answerInlineQuery")
"""Requests that are worth nothing later; they are dropped where Telegram says to wait."""


class Claim(Protocol):
    """A message that may be sent once only: `begin` comes right before its request, and then one of the others."""

    def begin(self) -> None:
        """The request is about to go out."""

    def arrived(self, message: int) -> None:
        """Telegram has confirmed the request, which made this message."""

    def release(self) -> None:
        """The request surely had no effect."""


class ChatLimiter(BaseRateLimiter[Claim]):
    """`AIORateLimiter`, but that an order to wait holds only the chat that it was given for.

    The library's own stops every request of the bot for as long as one chat has to wait.
    """

    def __init__(self, per_second: float, closing: asyncio.Event) -> None:
        """`per_second` is for the bot in all, 0 for no limit; `closing` ends every wait, with CancelledError."""
        self._inner = AIORateLimiter(overall_max_rate=per_second, max_retries=0) if per_second else None
        self._closing = closing
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._free_at: dict[object, float] = {}

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Claim | None,
    ) -> Any:
        """Runs a request when its chat may be written to; `rate_limit_args` is claimed for the time that it takes."""
        chat = data.get("chat_id")

        async def claimed(*args: Any, **kwargs: Any) -> Any:
            if rate_limit_args is None:
                return await callback(*args, **kwargs)
            async with self._slots:
                await asyncio.to_thread(rate_limit_args.begin)
                result = await callback(*args, **kwargs)
                await asyncio.to_thread(rate_limit_args.arrived, int(result["message_id"]))
                return result

        while True:
            await self._until_free(chat)
            try:
                if self._inner is None:
                    return await claimed(*args, **kwargs)
                return await self._inner.process_request(claimed, args, kwargs, endpoint, data, None)
            except RetryAfter as error:
                if rate_limit_args is not None:
                    await asyncio.to_thread(rate_limit_args.release)
                if endpoint in _MOMENTARY:
                    raise
                self._free_at[chat] = asyncio.get_running_loop().time() + seconds(error) + _SLACK

    async def _until_free(self, chat: object) -> None:
        wait = self._free_at.get(chat, 0.0) - asyncio.get_running_loop().time()
        if wait > 0:
            await pause(wait, self._closing)
        self._free_at.pop(chat, None)


async def pause(wait: float, closing: asyncio.Event) -> None:
    """Waits some seconds. Raises CancelledError when the bot is being closed."""
    try:
        await asyncio.wait_for(closing.wait(), wait)
    except TimeoutError:
        return
    raise asyncio.CancelledError


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants a chat to be left alone; the library is on its way from int to timedelta."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
