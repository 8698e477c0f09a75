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


class WebhookError(PlanError):
    """The settings of the webhook do not fit what is asked for."""

    @classmethod
    def polling(cls) -> Self:
        """Polling was asked for where a webhook is set."""
        return cls(
            "TELEGRAM_WEBHOOK_SECRET: đã đặt, nên bot chạy trong python -m bots.web; hãy bỏ biến này để chạy riêng",
            "TELEGRAM_WEBHOOK_SECRET: set, so the bot runs within python -m bots.web; unset it to run the bot alone",
        )

    @classmethod
    def address(cls, public_url: str) -> Self:
        """Telegram could not call the server."""
        return cls(
            f"PUBLIC_URL: “{public_url}”; Telegram chỉ gọi địa chỉ https, hãy viết như https://kehoach.example.vn",
            f"PUBLIC_URL: “{public_url}”; Telegram calls https addresses only, write it like https://plans.example.org",
        )

    @classmethod
    def refused(cls, address: str, reason: str) -> Self:
        """Telegram does not take the address."""
        return cls(
            f"PUBLIC_URL: Telegram không nhận địa chỉ {address} ({reason}); cần https với chứng chỉ hợp lệ, cổng 443,"
            " 80, 88 hoặc 8443",
            f"PUBLIC_URL: Telegram does not take the address {address} ({reason}); it takes https with a valid"
            " certificate on port 443, 80, 88 or 8443",
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
