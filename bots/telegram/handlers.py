"""The handlers: which updates are meant for the bot, who may ask, and the way from an update to a sent reply."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, InlineQuery, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bots.telegram import inline
from bots.telegram.access import Access
from bots.telegram.admin import Admin
from bots.telegram.commands import Commands
from bots.telegram.doubts import Doubtful, Doubts
from bots.telegram.inbox import Inbox, UpdateClaim
from bots.telegram.outbox import Outbox, UnsureError
from bots.telegram.records import UpdateState
from bots.telegram.talk import Asker, Pressed, Reply, Talk
from ingest.errors import PlanError

ALLOWED_UPDATES = ("message", "callback_query", "inline_query", "my_chat_member")
"""What the bot wants to hear of."""

_GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
_INLINE_SECONDS = 60

App = Application[Any, Any, Any, Any, Any, Any]
T = TypeVar("T")

log = logging.getLogger(__name__)


class Handlers:
    """Handles updates; what they do is in `Talk` and `Commands`, which run in threads."""

    def __init__(
        self,
        talk: Talk,
        commands: Commands,
        access: Access,
        inbox: Inbox,
        outbox: Outbox,
        doubts: Doubts,
        admin: Admin,
        threads: ThreadPoolExecutor,
        typing_seconds: float,
    ) -> None:
        self._talk = talk
        self._commands = commands
        self._access = access
        self._inbox = inbox
        self._outbox = outbox
        self._doubts = doubts
        self._admin = admin
        self._threads = threads
        self._typing_seconds = typing_seconds

    def install(self, app: App) -> None:
        """Adds the handlers to an application."""
        app.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.on_message))
        app.add_handler(CallbackQueryHandler(self.on_press))
        app.add_handler(InlineQueryHandler(self.on_inline))
        app.add_handler(ChatMemberHandler(self.on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        app.add_error_handler(self.on_error)

    async def on_message(self, update: Update, context: Any) -> None:
        """A message: a command, a question, or what the bot cannot read; others of a group are left alone."""
        message, user = update.message, update.effective_user
        if message is None or (user is not None and user.is_bot) or message.via_bot is not None:
            return
        if message.migrate_to_chat_id is not None:
            await self._in_thread(self._talk.memory.move, message.chat.id, message.migrate_to_chat_id)
            return
        text = addressed_text(message, context.bot)
        if text is None:
            return
        asker = _asker(update)
        name, argument = split_command(text)
        brings_code = name == "start" and bool(argument)
        if not brings_code and not await self._in_thread(self._access.admits, asker.user, asker.chat):
            words = await self._in_thread(self._talk.words, asker.chat)
            await self._reply(update, Reply(words.say("not_allowed", id=asker.user)))
        elif command := self._commands.all.get(name):
            await self._answer(update, lambda: command(asker, argument))
        elif name:
            await self._answer(update, lambda: self._commands.help(asker, ""))
        elif text:
            replied = message.reply_to_message.message_id if message.reply_to_message else None
            await self._answer(update, lambda: self._talk.question(asker, text, replied))
        else:
            await self._answer(update, lambda: Reply(self._talk.words(asker.chat).say("no_text")))

    async def on_press(self, update: Update, context: Any) -> None:
        """A pressed button."""
        query = update.callback_query
        if query is None or update.effective_chat is None or not isinstance(query.data, str):
            return
        asker, pressed_data = _asker(update), query.data
        if not await self._in_thread(self._access.admits, asker.user, asker.chat):
            words = await self._in_thread(self._talk.words, asker.chat)
            await self._outbox.toast(query.id, words.plain("not_allowed_short"))
            return

        def press() -> Pressed:
            given = self._talk.given(asker, pressed=True) if self._doubts.concern(asker.update) else None
            if given is not None:
                return Pressed(reply=given)
            return self._commands.press(asker, pressed_data) or self._talk.press(asker, pressed_data)

        try:
            pressed = await self._in_thread(press)
        except PlanError as error:
            await self._outbox.toast(query.id, (await self._unavailable(update, error)).html)
            return
        await self._outbox.toast(query.id, pressed.toast)
        if pressed.edit is not None and query.message is not None:
            await self._outbox.edit(asker.chat, query.message.message_id, pressed.edit)
        if pressed.reply is not None:
            await self._reply(update, pressed.reply)

    async def on_inline(self, update: Update, context: Any) -> None:
        """What is typed after the bot's name in any chat."""
        query = update.inline_query
        if query is None:
            return
        if not await self._in_thread(self._access.admits, query.from_user.id, query.from_user.id):
            with suppress(TelegramError):
                await query.answer([], cache_time=0, is_personal=True)
            return
        await self._answer_inline(query)

    async def on_member(self, update: Update, context: Any) -> None:
        """The bot was blocked or thrown out: all of the chat is forgotten."""
        changed = update.my_chat_member
        if changed is not None and changed.new_chat_member.status in _GONE:
            await self._in_thread(self._talk.memory.erase, changed.chat.id)

    async def on_error(self, update: object, context: Any) -> None:
        """What failed without being foreseen: the asker is told so, and the administrator where it was."""
        error = context.error
        number = update.update_id if isinstance(update, Update) else 0
        log.error("update %s failed: %s", number, type(error).__name__, exc_info=error)
        await self._admin.tell_error(error, number)
        if isinstance(update, Update) and update.effective_chat is not None and update.inline_query is None:
            state = await self._in_thread(self._inbox.state, number)
            if state is UpdateState.WAITING:
                words = await self._in_thread(self._talk.words, update.effective_chat.id)
                with suppress(TelegramError):
                    await self._reply(update, Reply(words.say("failed")))

    async def tell_unsure(self, update: Update) -> None:
        """Says that an answer may not have arrived; nothing where that itself fails."""
        if update.effective_chat is None or update.inline_query is not None:
            return
        word = await self._in_thread(self._talk.unsure, _asker(update))
        with suppress(TelegramError):
            await self._doubts.tell(Doubtful(update.update_id, update.effective_chat.id, *_place(update), word, word))

    async def _answer(self, update: Update, work: Callable[[], Reply]) -> None:
        """Sends what some work in a thread gives, showing "typing…" where it takes long."""
        assert update.effective_chat is not None
        _, thread = _place(update)
        typing = asyncio.create_task(self._outbox.typing(update.effective_chat.id, thread, self._typing_seconds))
        in_doubt = self._doubts.concern(update.update_id)
        try:
            given = await self._in_thread(self._talk.given, _asker(update), False) if in_doubt else None
            reply = given if given is not None else await self._in_thread(work)
        except PlanError as error:
            reply = await self._unavailable(update, error)
            if in_doubt:  # what was sent before is not known now
                return
        finally:
            typing.cancel()
        await self._reply(update, reply)

    async def _reply(self, update: Update, reply: Reply) -> None:
        """Sends a reply to an update, once; that it was sent is noted on the way."""
        assert update.effective_chat is not None
        chat, place = update.effective_chat.id, _place(update)
        try:
            sent = await self._send(update, chat, place, reply)
        except ChatMigrated as error:
            await self._in_thread(self._talk.memory.move, chat, error.new_chat_id)
            sent = await self._send(update, error.new_chat_id, (None, None), reply)
        if reply.answer is not None and sent is not None:
            await self._in_thread(self._talk.record, reply.answer, sent)

    async def _send(self, update: Update, chat: int, place: tuple[int | None, int | None], reply: Reply) -> int | None:
        """Sends a reply to a chat, or finds out whether it is there; returns the message that shows it, None where
        none does for sure."""
        if not self._doubts.concern(update.update_id):
            claim = UpdateClaim(self._inbox, update.update_id, chat)
            try:
                sent = await self._outbox.send(chat, reply, claim, *place)
                return sent.message_id if sent is not None else None
            except UnsureError:
                self._doubts.open(update.update_id)
            except TelegramError:
                await self._in_thread(claim.release)
                raise
        word = await self._in_thread(self._talk.unsure, _asker(update))
        return await self._doubts.settle(Doubtful(update.update_id, chat, *place, reply, word))

    async def _answer_inline(self, query: InlineQuery) -> None:
        """Offers what everybody may see, whoever asks: nobody knows in which chat it will be shared."""
        words = await self._in_thread(self._talk.words, query.from_user.id)
        try:
            found, following = await self._in_thread(
                inline.results, self._talk.libraries.public, query.query, query.offset, words
            )
        except PlanError as error:
            log.error("%s", error.english)
            return
        with suppress(TelegramError):
            await query.answer(found, cache_time=_INLINE_SECONDS, is_personal=True, next_offset=following)

    async def _unavailable(self, update: Update, error: PlanError) -> Reply:
        """The word that the plans cannot be looked up; the administrator is told why."""
        log.error("%s", error.english)
        await self._admin.tell_error(error, update.update_id)
        assert update.effective_chat is not None
        words = await self._in_thread(self._talk.words, update.effective_chat.id)
        return Reply(words.say("unavailable"))

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        run = copy_context().run  # so that lines logged there carry the update's id
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, work, *arguments)


def addressed_text(message: Message, bot: Bot) -> str | None:
    """What a message says to the bot, without the bot's name: "" where it says nothing in words, and None where it is
    not meant for the bot. In a group it is meant for the bot when it replies to it, names it, or is its command."""
    said = message.text or message.caption or ""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    name = f"@{bot.username}"
    command = next((one for one in entities if one.type == MessageEntity.BOT_COMMAND and one.offset == 0), None)
    is_private = message.chat.type == ChatType.PRIVATE
    replied = message.reply_to_message
    to_bot = is_private or (replied is not None and replied.from_user is not None and replied.from_user.id == bot.id)
    if command is not None:
        written = entities[command].partition("@")[2]
        if written and written.lower() != bot.username.lower():
            return None
        return said
    for entity, text in entities.items():
        if entity.type == MessageEntity.MENTION and text.lower() == name.lower():
            to_bot = True
            said = said.replace(text, " ", 1)
        elif entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == bot.id:
            to_bot = True
    if not to_bot or (message.text is None and message.effective_attachment is None):
        return None  # not meant for the bot, or about the chat itself: a new title, a new member
    return "" if message.text is None else " ".join(said.split())


def split_command(text: str) -> tuple[str, str]:
    """The command that a text begins with, without its slash and the bot's name, and what follows; "" where none."""
    if not text.startswith("/"):
        return "", text
    name, *argument = text[1:].split(maxsplit=1) or [""]
    return name.partition("@")[0].lower(), " ".join("".join(argument).split())


def _asker(update: Update) -> Asker:
    chat, user = update.effective_chat, update.effective_user
    assert chat is not None
    is_group = chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    return Asker(update.update_id, chat.id, user.id if user else chat.id, is_group)


def _place(update: Update) -> tuple[int | None, int | None]:
    """The message that a reply answers, and the topic of a forum that it belongs to."""
    query: CallbackQuery | None = update.callback_query
    message = query.message if query else update.message
    if message is None:
        return None, None
    in_topic = isinstance(message, Message) and message.is_topic_message
    return message.message_id, message.message_thread_id if isinstance(message, Message) and in_topic else None
