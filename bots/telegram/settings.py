"""What the environment or a `.env` file can set for the Telegram bot."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from ingest.settings import EnvironmentSettings

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_SHORTEST_CODE = 8


class TelegramSettings(EnvironmentSettings):
    """The settings of `bots.telegram`, each from the variable of the same name in capitals."""

    telegram_token: SecretStr | None = None
    """The token that BotFather gives; without it there is no bot."""

    telegram_api_url: str = "https://api.telegram.org"
    """The Bot API server."""

    assistant_url: str = ""
    """The address of a `python -m bots.web` that answers; "": the assistant answers in the bot's own process."""

    assistant_token: SecretStr | None = None
    """One of that server's INTERNAL_TOKENS, for the chats that are answered from internal plans."""

    telegram_allowed: Annotated[tuple[int, ...], NoDecode] = ()
    """The ids of the users and chats that may ask. With this or a code of invitation set, nobody else may."""

    telegram_invitation: SecretStr | None = None
    """A code by which a chat lets itself in: `/start CODE`, or the link t.me/BOT?start=CODE."""

    telegram_internal: Annotated[tuple[int, ...], NoDecode] = ()
    """The ids of the chats that are answered from internal plans too: of users for private chats, of groups."""

    telegram_admin_chat: int | None = None
    """The chat that gets errors, without questions, and the weekly summary of unanswered questions."""

    telegram_webhook_secret: SecretStr | None = None
    """Set: the web server takes the updates at PUBLIC_URL/telegram/webhook, and calls must carry this secret."""

    telegram_chat_days: float = Field(default=180, gt=0, le=3650)
    """How long after its last use the settings of a chat are kept."""

    telegram_messages_per_second: float = Field(default=30, ge=0)
    """What Telegram lets a bot send in all; 0: no limit of our own."""

    telegram_typing_seconds: float = Field(default=0.3, ge=0)
    """How long an answer may take before "typing…" is shown."""

    telegram_tick_seconds: float = Field(default=60, gt=0)
    """How often it is looked whether a reminder or a summary is due."""

    @field_validator("telegram_allowed", "telegram_internal", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A list may be written with commas or blanks between its items."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("telegram_api_url", "assistant_url")
    @classmethod
    def _check_address(cls, value: str) -> str:
        """Addresses are complete, http or https. Raises ValueError."""
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError(
                f"{value}: không phải địa chỉ; hãy viết như http://127.0.0.1:8000"
                f" / {value}: not an address; write it like http://127.0.0.1:8000"
            )
        return value.rstrip("/")

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        """Telegram takes letters, digits, `_` and `-`; a short one could be guessed. Raises ValueError."""
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError(
                "cần 16 đến 256 chữ cái không dấu, chữ số, dấu - hoặc _"
                " / it takes 16 to 256 letters, digits, dashes or underscores"
            )
        return value

    @field_validator("telegram_invitation")
    @classmethod
    def _check_code(cls, value: SecretStr | None) -> SecretStr | None:
        """What a `/start` link can carry, and not quickly guessed. Raises ValueError."""
        if value is not None and not re.fullmatch(rf"[A-Za-z0-9_-]{{{_SHORTEST_CODE},64}}", value.get_secret_value()):
            raise ValueError(
                "cần 8 đến 64 chữ cái không dấu, chữ số, dấu - hoặc _"
                " / it takes 8 to 64 letters, digits, dashes or underscores"
            )
        return value

    @property
    def staff_only(self) -> bool:
        """Whether only those on the list, or with the code, may ask."""
        return bool(self.telegram_allowed or self.telegram_invitation)
