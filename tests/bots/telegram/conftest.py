"""The local Bot API, one for each test, and a bot over the sample plans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.plans.library import Library
from assistant.settings import AssistantSettings
from bots.telegram.library import OwnLibrary
from ingest.settings import Settings
from ingest.store.plan_store import open_store
from tests.bots.telegram.bot_api import BotApi
from tests.bots.telegram.samples import PUBLIC_URL


@pytest.fixture
def api(socket_enabled: None) -> Iterator[BotApi]:
    """An open Bot API on a local port."""
    with BotApi() as server:
        yield server


@pytest.fixture(scope="session")
def sample_plans(index: Settings) -> OwnLibrary:
    """The real assistant over the five sample plans."""
    library = Library(open_store(index, must_exist=True))
    made = OwnLibrary(library, Assistant(library, AssistantSettings(public_url=PUBLIC_URL)), PUBLIC_URL)
    made.warm()
    return made
