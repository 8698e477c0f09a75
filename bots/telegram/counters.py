"""The counters that messages get their ids from.

A supergroup or channel counts its own messages. In private chats and basic groups the bot's account counts, all of
them together: each message that it gets or sends has the next number. Telegram documents neither; it is what its
servers do, and what `bots.telegram.doubts` says it relies on.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update

OF_THE_BOT = 0
"""The counter of the bot's account."""

_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups and channels are below this one."""
_MOST = 2**53
"""Ids are below this one, where an update is what Telegram sends."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message by its counter and its id."""

    counter: int
    message: int


def counter_of(chat: int) -> int:
    """The counter of a chat: the chat itself where it is a supergroup or channel."""
    return chat if chat < _SUPERGROUPS else OF_THE_BOT


def place_of(update: Update) -> Place | None:
    """The message that an update brings, or under which a button was pressed; None where there is none."""
    message = update.effective_message
    if message is None or not isinstance(message.message_id, int) or not 0 < message.message_id < _MOST:
        return None
    return Place(counter_of(message.chat.id), message.message_id)
