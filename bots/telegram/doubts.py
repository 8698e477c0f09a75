"""Finds out whether an answer arrived whose confirmation did not: the process was killed, or the connection broke.

The Bot API does not say what stands in a chat, but a bot may change the buttons under its own messages by their ids,
and is told where there is no such message of its own. Ids ascend (`counters`), and the highest one known was written
down before the answer went out; so if it arrived, it is one of those above that are not known to be something else.
Under each of them the buttons of the answer are put, which changes nothing under the answer itself: they name it.

1. The ids up to a few above the highest known one are tried. Most answers in doubt are found here, and nobody sees it.
2. Else the word goes out that the answer is in doubt, with a button that brings it: its own id is above any that the
   answer can have. The ids up to it are tried. Where the answer is found, the word is taken away; where every id is
   surely something else, the answer did not arrive, and the word is edited into it.
3. Where there are too many ids to try, or what Telegram says is of another kind, the word stays as it is.

Each step may be broken off and begun again: an edit that is repeated does no harm.

What this relies on, none of it promised by Telegram: that ids ascend, which is looked at with each answer that is
confirmed, and no longer believed of a counter where one did not; the words of three refusals; and that a request is
dealt with soon (`SETTLING_SECONDS`) after its connection broke. Where one of these does not hold, the answer is there
twice, for all to see; it is never taken to be there where it is not.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape

from telegram import InlineKeyboardMarkup, Message
from telegram.error import Forbidden, TelegramError

from bots.telegram.counters import counter_of
from bots.telegram.inbox import Inbox, UpdateClaim
from bots.telegram.keyboards import passing_keyboard
from bots.telegram.limiter import AT_ONCE, pause
from bots.telegram.outbox import Outbox, Unmoved
from bots.telegram.records import Attempt
from bots.telegram.talk import Reply
from bots.telegram.texts import LANGUAGES, texts

SETTLING_SECONDS = 3.0
"""How long at least a request is given to be dealt with, from when Telegram can be reached again."""
_LONGEST_SETTLING = 30.0
"""And how long at most. In between, as long as Telegram could not be reached: by then a system has sent again what it
still held of a broken connection, for it doubles its waits between two attempts."""
_CATCHING_UP_SECONDS = 15.0
"""How much longer is waited at most for the messages that came in meanwhile."""
_LOOKS = 0.2
_MOST, _MOST_IN_GROUP = 40, 16
"""How many ids are tried, before the word of doubt and after; Telegram takes 20 requests a minute for a group."""
_WORDS = frozenset(unescape(texts(one).say(name)) for one in LANGUAGES for name in ("unsure", "unsure_again"))

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A reply that may have arrived, and the word that says so."""

    update: int
    chat: int
    to_message: int | None
    thread: int | None
    reply: Reply
    word: Reply


class Doubts:
    """Settles replies in doubt; one at a time for each chat, which its callers see to."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        closing: asyncio.Event,
        unsure: set[int],
        caught_up: Callable[[], bool],
    ) -> None:
        """`closing` ends waiting, with CancelledError. `unsure` holds the updates that may have been answered; their
        doubts end here. `caught_up` says whether the updates that came while nobody listened have been read."""
        self._inbox = inbox
        self._outbox = outbox
        self._closing = closing
        self._unsure = unsure
        self._caught_up = caught_up

    def concern(self, update: int) -> bool:
        """Whether an update may have been answered."""
        return update in self._unsure

    def open(self, update: int) -> None:
        """An update may have been answered."""
        self._unsure.add(update)

    async def settle(self, doubtful: Doubtful) -> int | None:
        """Finds out whether a reply arrived, and sends it where it did not.

        Returns the message that shows it; None where the word of doubt stays, or the chat takes no messages any more.
        Raises as `Outbox.send` does.
        """
        message = await self._settle(doubtful)
        self._unsure.discard(doubtful.update)
        return message

    async def tell(self, doubtful: Doubtful) -> int | None:
        """Sends the word that a reply is in doubt, where it is and that was not said; returns its message."""
        attempt = await asyncio.to_thread(self._inbox.attempt, doubtful.update, doubtful.chat)
        if attempt is None or attempt.word is not None:
            return attempt.word if attempt is not None else None
        sent = await self._outbox.send(doubtful.chat, doubtful.word, None, doubtful.to_message, doubtful.thread)
        if sent is None:
            return None
        await asyncio.to_thread(self._inbox.doubted, doubtful.update, doubtful.chat, sent.message_id)
        return sent.message_id

    async def _settle(self, doubtful: Doubtful) -> int | None:
        attempt = await asyncio.to_thread(self._inbox.attempt, doubtful.update, doubtful.chat)
        if attempt is None:
            return await self._send(doubtful)
        if attempt.sent_after is None or not await asyncio.to_thread(self._inbox.ascends, counter_of(doubtful.chat)):
            await self.tell(doubtful)
            return None
        await self._let_settle()
        try:
            return await self._find(doubtful, attempt, _Search(self._inbox, self._outbox, doubtful, attempt.sent_after))
        except Forbidden:
            await self._outbox.forget(doubtful.chat)
            return None

    async def _find(self, doubtful: Doubtful, attempt: Attempt, search: _Search) -> int | None:
        """The steps 1 to 3."""
        if attempt.word is None:
            top = await asyncio.to_thread(self._inbox.highest, search.counter)
            if await search.through(range(search.after + 1, top + AT_ONCE + 1), top):
                return await self._found(doubtful, search.found, None)
        word = await self.tell(doubtful)
        if word is None:
            return None
        if not search.failed and await search.through(range(word - 1, search.after, -1), word):
            return await self._found(doubtful, search.found, word)
        if search.failed or search.left_out:
            log.warning("whether an answer arrived cannot be found out; its asker was told so")
            return None
        if not await self._outbox.edit(doubtful.chat, word, doubtful.reply):
            return await self._send(doubtful)
        log.info("an answer in doubt had not arrived; the word of doubt was edited into it")
        await asyncio.to_thread(self._inbox.arrived, doubtful.update, doubtful.chat, word)
        return word

    async def _found(self, doubtful: Doubtful, message: int, word: int | None) -> int:
        if word is not None:
            await self._outbox.delete(doubtful.chat, word)
        log.info("an answer in doubt had arrived")
        await asyncio.to_thread(self._inbox.arrived, doubtful.update, doubtful.chat, message)
        return message

    async def _send(self, doubtful: Doubtful) -> int | None:
        claim = UpdateClaim(self._inbox, doubtful.update, doubtful.chat)
        try:
            sent = await self._outbox.send(doubtful.chat, doubtful.reply, claim, doubtful.to_message, doubtful.thread)
        except TelegramError:
            await asyncio.to_thread(claim.release)
            raise
        return sent.message_id if sent is not None else None

    async def _let_settle(self) -> None:
        now = asyncio.get_running_loop().time
        began = now()
        await self._outbox.reach()
        await pause(max(SETTLING_SECONDS, min(now() - began, _LONGEST_SETTLING)), self._closing)
        for _ in range(int(_CATCHING_UP_SECONDS / _LOOKS)):
            if self._caught_up():
                return
            await pause(_LOOKS, self._closing)


class _Search:
    """The search for one reply among the messages of its chat."""

    def __init__(self, inbox: Inbox, outbox: Outbox, doubtful: Doubtful, after: int) -> None:
        self.counter = counter_of(doubtful.chat)
        self.after = after
        self.found = 0
        self.failed = False
        """Whether something came back that says neither yes nor no."""
        self.left_out = False
        """Whether there were more ids than are tried."""
        self._inbox = inbox
        self._outbox = outbox
        self._doubtful = doubtful
        self._most = _MOST_IN_GROUP if doubtful.chat < 0 else _MOST
        self._tried: set[int] = set()

    async def through(self, ids: Iterable[int], top: int) -> bool:
        """Tries the ids that are not known yet, in their order, as many as there may be; True once it is found.

        Those above `top` may still be given out: they can be tried again.
        """
        left, known = self._most, await self._known()
        for message in ids:
            if message in known or message in self._tried or message in (known := await self._known()):
                continue
            self.left_out = left == 0
            if self.left_out:
                return False
            left -= 1
            if message <= top:
                self._tried.add(message)
            is_it = await self._is_it(message)
            self.failed = is_it is None
            if is_it is not False:
                self.found = message
                return not self.failed
        return False

    async def _known(self) -> frozenset[int]:
        return await asyncio.to_thread(self._inbox.known_above, self.counter, self.after)

    async def _is_it(self, message: int) -> bool | None:
        """Whether a message is the reply; None where that is not said.

        The reply's own buttons are tried. One without buttons would look like any other of the bot's without them, so
        it gets one that is taken away at once: Telegram hands the message back then, with the one that it answers.
        """
        keyboard = self._doubtful.reply.keyboard
        shown = await self._put(message, keyboard or passing_keyboard())
        if shown is Unmoved.SAME and keyboard is not None:
            return True
        if shown is Unmoved.NOT_OURS:
            return False
        if shown is not Unmoved.UNTOLD and keyboard is None:
            shown = await self._put(message, None)
        if isinstance(shown, Unmoved):
            return None
        is_it = await self._answers(shown)
        if keyboard is not None and not is_it:
            await self._put(message, None)
        return is_it

    async def _answers(self, shown: Message) -> bool | None:
        """Whether a message of the bot's answers what the reply does, and is no word of doubt: one that an attempt at
        settling left behind is taken away."""
        if shown.text in _WORDS:
            await self._outbox.delete(self._doubtful.chat, shown.message_id)
            return False
        answered = shown.reply_to_message
        return answered.message_id == self._doubtful.to_message if answered is not None else None

    async def _put(self, message: int, keyboard: InlineKeyboardMarkup | None) -> Message | Unmoved:
        return await self._outbox.put_keyboard(self._doubtful.chat, message, keyboard)
