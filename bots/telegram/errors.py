"""What keeps the bot from running, each with its mend."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from ingest.errors import PlanError


class BotTokenError(PlanError):
    """There is no token, or Telegram does not know it."""

    @classmethod
    def missing(cls) -> Self:
        """No token was set."""
        return cls(
            "TELEGRAM_TOKEN: chưa đặt; hãy lấy mã của bot từ @BotFather rồi chạy TELEGRAM_TOKEN=… make bot",
            "TELEGRAM_TOKEN: not set; get the bot's token from @BotFather and run TELEGRAM_TOKEN=… make bot",
        )

    @classmethod
    def unknown(cls) -> Self:
        """Telegram refuses the token."""
        return cls(
            "TELEGRAM_TOKEN: Telegram không nhận mã này; hãy chép lại mã từ @BotFather (/mybots, API Token)",
            "TELEGRAM_TOKEN: Telegram does not know this token; copy it again from @BotFather (/mybots, API Token)",
        )


class SecondBotError(PlanError):
    """Another process serves the same bot."""

    @classmethod
    def here(cls, lock: Path) -> Self:
        """Another process of this machine."""
        return cls(
            f"Một tiến trình khác trên máy này đang chạy bot của mã này ({lock}); hãy dừng nó trước.",
            f"Another process on this machine runs the bot of this token ({lock}); stop it first.",
        )

    @classmethod
    def elsewhere(cls) -> Self:
        """Another process somewhere takes the updates."""
        return cls(
            "Một nơi khác đang nhận tin của bot này: mỗi mã chỉ chạy được ở một nơi. Hãy dừng nơi kia, hoặc tạo bot"
            " riêng ở @BotFather để thử.",
            "Another place takes the updates of this bot: a token runs in one place only. Stop the other one, or make"
            " a bot of your own at @BotFather to try things.",
        )
