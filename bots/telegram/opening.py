"""The bot with what the environment says: its library, its state, its settings."""

from __future__ import annotations

from pathlib import Path

from assistant.settings import AssistantSettings
from bots.settings import BotSettings
from bots.state import open_state
from bots.telegram.app import TelegramBot
from bots.telegram.errors import BotTokenError
from bots.telegram.library import OwnLibrary, PlanLibrary, RemoteLibrary
from bots.telegram.settings import TelegramSettings
from ingest.settings import Settings


def open_bot(
    index: Settings | None = None, settings: TelegramSettings | None = None, general: BotSettings | None = None
) -> TelegramBot:
    """The bot over an index, or over a web server where ASSISTANT_URL names one. To be called in an event loop.

    Raises PlanError: no token, no index, a state that cannot be opened.
    """
    index = index or Settings()
    settings, general = settings or TelegramSettings(), general or BotSettings()
    if settings.telegram_token is None:
        raise BotTokenError.missing()
    library = _library(index, settings, general)
    return TelegramBot(settings, general, library, open_state(index, general), Path(index.plan_index))


def _library(index: Settings, settings: TelegramSettings, general: BotSettings) -> PlanLibrary:
    if settings.assistant_url:
        return RemoteLibrary(settings.assistant_url, general.public_url)
    from assistant.assistant import Assistant
    from assistant.library import Library
    from ingest.store.plan_store import open_store

    library = Library(open_store(index, must_exist=True))
    answering = AssistantSettings(public_url=general.public_url)
    return OwnLibrary(library, Assistant(library, answering), general.public_url)
