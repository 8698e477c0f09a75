"""The bot with what the environment says: on its own by polling, or inside the web server by webhook.

python-telegram-bot is imported only where there is a bot to open, so that the web server runs without it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.library import Library
from assistant.settings import AssistantSettings
from bots.observing import Observer
from bots.operation import open_observer, told_on_port
from bots.settings import BotSettings
from bots.state import State, open_state
from bots.telegram.errors import BotTokenError, WebhookError
from bots.telegram.settings import TelegramSettings
from ingest.settings import Settings
from ingest.store.plan_store import open_store

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bots.telegram.app import TelegramBot
    from bots.telegram.library import PlanLibrary


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
    from bots.telegram.app import TelegramBot

    index = index or Settings()
    settings, general = settings or TelegramSettings(), general or BotSettings()
    if settings.telegram_token is None:
        raise BotTokenError.missing()
    if settings.telegram_webhook_secret is not None:
        raise WebhookError.polling()
    with (
        closing(_library(index, settings, general)) as library,
        closing(open_state(index, general)) as state,
        closing(open_observer(general, "plan-assistant-telegram")) as observer,
    ):
        bot = TelegramBot(settings, general, library, state, Path(index.plan_index), observer=observer)

        def refresh() -> None:
            observer.metrics.updates(bot.inbox.waiting())

        with told_on_port(general, observer.metrics, bot.why_not_ready, refresh):
            begun(bot)
            await bot.run()


def include_where_set(
    app: FastAPI,
    library: Library,
    state: State,
    general: BotSettings,
    settings: TelegramSettings | None = None,
    observer: Observer | None = None,
) -> None:
    """Adds the bot to a web application where TELEGRAM_WEBHOOK_SECRET is set, over the application's own plans and
    state. Raises PlanError where there is no token or Telegram could not call PUBLIC_URL."""
    settings = settings or TelegramSettings()
    if settings.telegram_webhook_secret is None:
        return
    from bots.telegram.app import TelegramBot
    from bots.telegram.webhook import include_telegram

    plans = _own_library(library, general)
    bot = TelegramBot(settings, general, plans, state, library.store.folder, by_webhook=True, observer=observer)
    include_telegram(app, bot, settings, general.public_url)


def _library(index: Settings, settings: TelegramSettings, general: BotSettings) -> PlanLibrary:
    if not settings.assistant_url:
        return _own_library(Library(open_store(index, must_exist=True)), general)
    from bots.telegram.library import RemoteLibrary

    return RemoteLibrary(settings.assistant_url, general.public_url)


def _own_library(library: Library, general: BotSettings) -> PlanLibrary:
    from bots.telegram.library import OwnLibrary

    assistant = Assistant(library, AssistantSettings(public_url=general.public_url))
    return OwnLibrary(library, assistant, general.public_url)
