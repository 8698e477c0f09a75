"""Who may ask: everybody, or those on the list and those who came in with the code of invitation."""

from __future__ import annotations

import hmac
from dataclasses import replace

from bots.telegram.memory import Chats
from bots.telegram.settings import TelegramSettings


class Access:
    """Decides for users and chats; threads may share it."""

    def __init__(self, settings: TelegramSettings, chats: Chats) -> None:
        self._settings = settings
        self._chats = chats
        self._allowed = frozenset(filter(None, (*settings.telegram_allowed, settings.telegram_admin_chat)))

    def admits(self, user: int, chat: int) -> bool:
        """Whether a user may ask in a chat: either of them is on the list or came in by invitation."""
        if not self._settings.staff_only or user in self._allowed or chat in self._allowed:
            return True
        return any(self._chats.get(one).admitted for one in {user, chat})

    def invite(self, chat: int, code: str) -> bool:
        """Let a chat in where the code is right; returns whether it is."""
        expected = self._settings.telegram_invitation
        if expected is None or not hmac.compare_digest(code.encode(), expected.get_secret_value().encode()):
            return False
        self._chats.put(replace(self._chats.get(chat), admitted=True))
        return True
