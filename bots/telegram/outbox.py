"""Messages on their way out: sent once, again where they surely did not go out; those that are there, changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum, auto
from typing import TypeVar

import httpx
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bots.telegram.limiter import Claim, pause
from bots.telegram.talk import Reply

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds between two attempts
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PATIENCE = 5  # failures of Telegram's own after which a request may be given up
_UNCHANGED = ("not modified",)
_NOT_OURS = ("message to edit not found", "message can't be edited", "message_id_invalid")
"""What Telegram says of a message that is not there, not in this chat, or not the bot's own."""

log = logging.getLogger(__name__)
T = TypeVar("T")


class UnsureError(Exception):
    """The connection broke while a message went out: whether it arrived is not known."""


class Unmoved(Enum):
    """Why a message was not changed."""

    SAME = auto()
    """It is the bot's own, and is like that already."""
    NOT_OURS = auto()
    """The bot has no such message in the chat."""
    UNTOLD = auto()
    """What came back says neither."""


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
            await self.forget(chat)
            return None

    async def edit(self, chat: int, message: int, reply: Reply) -> bool:
        """Puts another text and other buttons in the place of a message's, where they differ; False where there is no
        such message of the bot's."""

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
            await self.forget(chat)
        except BadRequest as error:
            match _judged(error):
                case Unmoved.NOT_OURS:
                    return False
                case Unmoved.UNTOLD:
                    raise
        return True

    async def put_keyboard(self, chat: int, message: int, keyboard: InlineKeyboardMarkup | None) -> Message | Unmoved:
        """Puts other buttons under a message, or none; returns the message as it is now, or why that was not done.
        Raises Forbidden where the chat takes nothing from the bot, ChatMigrated where it is another now."""

        async def once() -> Message | bool:
            return await self._bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)

        try:
            changed = await self._persist(once, None, _PATIENCE)
        except (Forbidden, ChatMigrated):
            raise
        except TelegramError as error:
            return _judged(error)
        return changed if isinstance(changed, Message) else Unmoved.UNTOLD

    async def delete(self, chat: int, message: int) -> None:
        """Takes a message of the bot's away; of no weight where it fails."""

        async def once() -> bool:
            return await self._bot.delete_message(chat, message)

        with suppress(TelegramError):
            await self._persist(once, None, _PATIENCE)

    async def forget(self, chat: int) -> None:
        """Forgets a chat that has blocked the bot or thrown it out."""
        log.info("a chat has blocked the bot; it is forgotten")
        await asyncio.to_thread(self._forget, chat)

    async def reach(self) -> None:
        """Waits until Telegram can be reached."""
        with suppress(TelegramError):
            await self._persist(self._bot.get_me, None, _PATIENCE)

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

    async def _persist(self, once: Callable[[], Awaitable[T]], claim: Claim | None, most: int = 0) -> T:
        """Does a request until it is known to have been done; see `send`. Unless `most` is 0, it is given up when
        Telegram has been reached and has failed so many times."""
        wait, failures = _FIRST_WAIT, 0
        while True:
            try:
                return await once()
            except (Forbidden, ChatMigrated, InvalidToken, BadRequest):
                raise
            except NetworkError as error:
                if claim is not None and not surely_unsent(error):
                    raise UnsureError from error
                failures += error.__cause__ is None
                if most and failures == most:
                    raise
                log.warning("Telegram cannot be reached (%s); trying again", type(error.__cause__ or error).__name__)
                if claim is not None:
                    await asyncio.to_thread(claim.release)
            await pause(wait, self._closing)
            wait = min(_LONGEST_WAIT, wait * 2)


def surely_unsent(error: NetworkError) -> bool:
    """Whether a request had no effect: it never went out, or the server said that it failed."""
    cause = error.__cause__
    return cause is None or isinstance(cause, _BEFORE_SENDING)


def _judged(error: TelegramError) -> Unmoved:
    said = error.message.lower()
    if any(one in said for one in _UNCHANGED):
        return Unmoved.SAME
    return Unmoved.NOT_OURS if any(one in said for one in _NOT_OURS) else Unmoved.UNTOLD


def _answers(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None
