"""The bot with what the environment says: on its own by polling, or inside the web server by webhook.

python-telegram-bot is imported only where there is a bot to open, so that the web server runs without it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import Assistant, chosen_writer
from assistant.plans.library import Library
from assistant.settings import AssistantSettings
from bots.observing import Observer
from bots.operation import open_observer, told_on_port
from bots.settings import BotSettings
from bots.state import State, open_state
from bots.telegram.errors import BotTokenError, WebhookError
from bots.telegram.settings import TelegramSettings
from ingest.settings import Settings
from ingest.store.joint import ReadableStore
from ingest.store.plan_stores import PlanStores, open_stores

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bots.telegram.app import TelegramBot
    from bots.telegram.library import PlanLibraries


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
        closing(_libraries(index, settings, general)) as libraries,
        closing(open_state(index, general)) as state,
        closing(open_observer(general, "plan-assistant-telegram")) as observer,
    ):
        bot = TelegramBot(settings, general, libraries, state, Path(index.plan_index), observer=observer)

        def refresh() -> None:
            observer.metrics.updates(bot.inbox.waiting())

        with told_on_port(general, observer.metrics, bot.why_not_ready, refresh):
            begun(bot)
            await bot.run()


def include_where_set(
    app: FastAPI,
    stores: PlanStores,
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

    libraries = _own_libraries(stores, settings, general)
    folder = stores.public.folder
    bot = TelegramBot(settings, general, libraries, state, folder, by_webhook=True, observer=observer)
    include_telegram(app, bot, settings, general.public_url)


def _libraries(index: Settings, settings: TelegramSettings, general: BotSettings) -> PlanLibraries:
    if not settings.assistant_url:
        return _own_libraries(open_stores(index, must_exist=True), settings, general)
    from bots.telegram.library import PlanLibraries, RemoteLibrary

    token = settings.assistant_token.get_secret_value() if settings.assistant_token else ""
    internal = RemoteLibrary(settings.assistant_url, general.public_url, token=token) if token else None
    return PlanLibraries(
        RemoteLibrary(settings.assistant_url, general.public_url), internal, frozenset(settings.telegram_internal)
    )


def _own_libraries(stores: PlanStores, settings: TelegramSettings, general: BotSettings) -> PlanLibraries:
    from bots.telegram.library import OwnLibrary, PlanLibraries

    own = AssistantSettings(public_url=general.public_url)
    writer = chosen_writer(own)

    def over(store: ReadableStore) -> OwnLibrary:
        library = Library(store)
        return OwnLibrary(library, Assistant(library, own, writer), general.public_url)

    chats = frozenset(settings.telegram_internal)
    return PlanLibraries(over(stores.public), over(stores.joint) if chats else None, chats)
