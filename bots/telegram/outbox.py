"""Messages on their way out: sent once, again where they surely did not go out, and doubt said openly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import httpx
from telegram import LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bots.telegram.limiter import Claim, pause
from bots.telegram.talk import Reply

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds between two attempts
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = logging.getLogger(__name__)
T = TypeVar("T")


class UnsureError(Exception):
    """The connection broke while a message went out: whether it arrived is not known."""


class Outbox:
    """Sends messages; one at a time for each chat, which its callers see to."""

    def __init__(self, bot: ExtBot[Claim], closing: asyncio.Event, forget: Callable[[int], None]) -> None:
        """`closing` ends waiting for the network, with CancelledError; `forget` is called, in a thread, with a chat
        that has blocked the bot or thrown it out."""
        self._bot = bot
        self._closing = closing
        self._forget = forget

    async def send(
        self,
        chat: int,
        reply: Reply,
        claim: Claim | None = None,
        to_message: int | None = None,
        thread: int | None = None,
    ) -> Message | None:
        """Sends a message, once; None where the chat takes none any more.

        With a `claim` it is not sent again where it may have arrived: raises UnsureError then. Without one it is sent
        until it is known to have arrived. Raises TelegramError where Telegram refuses it.
        """

        async def once() -> Message:
            return await self._bot.send_message(
                chat,
                reply.html,
                parse_mode=ParseMode.HTML,
                reply_markup=reply.keyboard,
                reply_parameters=_answers(to_message),
                message_thread_id=thread,
                link_preview_options=_NO_PREVIEW,
                rate_limit_args=claim,
            )

        try:
            return await self._persist(once, claim)
        except Forbidden:
            log.info("a chat has blocked the bot; it is forgotten")
            await asyncio.to_thread(self._forget, chat)
            return None

    async def edit(self, chat: int, message: int, reply: Reply) -> None:
        """Puts another text and other buttons in the place of a message's, where they differ."""

        async def once() -> None:
            await self._bot.edit_message_text(
                reply.html,
                chat_id=chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                reply_markup=reply.keyboard,
                link_preview_options=_NO_PREVIEW,
            )

        try:
            await self._persist(once, None)
        except Forbidden:
            await asyncio.to_thread(self._forget, chat)
        except BadRequest as error:
            if "not modified" not in error.message.lower() and "to edit not found" not in error.message.lower():
                raise

    async def toast(self, query: str, text: str) -> None:
        """Ends the wait of a pressed button, with a word; of no weight where it fails."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query, text or None)

    async def typing(self, chat: int, thread: int | None, after: float, every: float = 4.5) -> None:
        """Shows "typing…" from some seconds on, until cancelled; of no weight where it fails."""
        await asyncio.sleep(after)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(chat, "typing", message_thread_id=thread)
            await asyncio.sleep(every)

    async def _persist(self, once: Callable[[], Awaitable[T]], claim: Claim | None) -> T:
        """Does a request until it is known to have been done; see `send`."""
        wait = _FIRST_WAIT
        while True:
            try:
                return await once()
            except (Forbidden, ChatMigrated, InvalidToken, BadRequest):
                raise
            except NetworkError as error:
                if claim is not None and not surely_unsent(error):
                    raise UnsureError from error
                log.warning("Telegram cannot be reached (%s); trying again", type(error.__cause__ or error).__name__)
                if claim is not None:
                    await asyncio.to_thread(claim.release)
            await pause(wait, self._closing)
            wait = min(_LONGEST_WAIT, wait * 2)


def surely_unsent(error: NetworkError) -> bool:
    """Whether a request had no effect: it never went out, or the server said that it failed."""
    cause = error.__cause__
    return cause is None or isinstance(cause, _BEFORE_SENDING)


def _answers(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None
