"""The bot with what the environment says: its library, its state, its settings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from assistant.settings import AssistantSettings
from bots.settings import BotSettings
from bots.state import open_state
from bots.telegram.app import TelegramBot
from bots.telegram.errors import BotTokenError, WebhookError
from bots.telegram.library import OwnLibrary, PlanLibrary, RemoteLibrary
from bots.telegram.settings import TelegramSettings
from ingest.settings import Settings


async def run_bot(
    index: Settings | None = None,
    settings: TelegramSettings | None = None,
    general: BotSettings | None = None,
    begun: Callable[[TelegramBot], None] = lambda bot: None,
) -> None:
    """Polls for a bot over an index, or over a web server where ASSISTANT_URL names one, until it is stopped.

    `begun` gets the bot before its first request. Raises PlanError: no token, no index, a state that cannot be opened,
    another process that serves the bot.
    """
    index = index or Settings()
    settings, general = settings or TelegramSettings(), general or BotSettings()
    if settings.telegram_token is None:
        raise BotTokenError.missing()
    if settings.telegram_webhook_secret is not None:
        raise WebhookError.polling()
    with closing(_library(index, settings, general)) as library, closing(open_state(index, general)) as state:
        bot = TelegramBot(settings, general, library, state, Path(index.plan_index))
        begun(bot)
        await bot.run()


def _library(index: Settings, settings: TelegramSettings, general: BotSettings) -> PlanLibrary:
    if settings.assistant_url:
        return RemoteLibrary(settings.assistant_url, general.public_url)
    from assistant.assistant import Assistant
    from assistant.library import Library
    from ingest.store.plan_store import open_store

    library = Library(open_store(index, must_exist=True))
    answering = AssistantSettings(public_url=general.public_url)
    return OwnLibrary(library, Assistant(library, answering), general.public_url)
