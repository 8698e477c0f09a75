"""The local Bot API, one for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bots.telegram.bot_api import BotApi


@pytest.fixture
def api(socket_enabled: None) -> Iterator[BotApi]:
    """An open Bot API on a local port."""
    with BotApi() as server:
        yield server
