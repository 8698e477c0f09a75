"""The bot inside the web server: Telegram calls it with each update, and must know the secret.

A call is over when its update is written down. Of several processes of one web server the one that holds the bot's
lock answers; the others write down, and it takes that up.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from telegram import Update

from bots.telegram.app import WEBHOOK_PATH, TelegramBot
from bots.telegram.counters import place_of
from bots.telegram.dispatch import readable
from bots.telegram.errors import SecondBotError, WebhookError
from bots.telegram.settings import TelegramSettings
from ingest.errors import PlanError

_HEADER = "x-telegram-bot-api-secret-token"
_RETRY_SECONDS = 5.0

log = logging.getLogger(__name__)


def include_telegram(app: FastAPI, bot: TelegramBot, settings: TelegramSettings, public_url: str) -> None:
    """Adds the bot, made with `by_webhook`, to a web application; it lives as long as that.

    Raises WebhookError where Telegram could not call `public_url`, and where there is no secret.
    """
    secret = settings.telegram_webhook_secret
    if secret is None or not public_url.startswith("https://"):
        raise WebhookError.address(public_url)
    expected = secret.get_secret_value().encode()

    @app.post(WEBHOOK_PATH, include_in_schema=False)
    async def take_update(request: Request) -> Response:
        """Writes an update down."""
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(), expected):
            return Response(status_code=403)
        update = _read(await request.body())
        if update is None:
            return Response(status_code=400)
        place = place_of(Update.de_json(readable(update), None))
        await asyncio.to_thread(bot.inbox.keep, update["update_id"], json.dumps(update, ensure_ascii=False), place)
        await bot.nudge()
        return Response(status_code=200)

    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with before(app) as state:
            beginning = asyncio.create_task(_begin(bot))
            try:
                yield state
            finally:
                beginning.cancel()
                await asyncio.gather(beginning, return_exceptions=True)
                await bot.end()

    app.router.lifespan_context = lifespan


async def _begin(bot: TelegramBot) -> None:
    """Starts the bot, or waits to take its place where another process has it."""
    while True:
        try:
            await bot.begin()
            return
        except SecondBotError:
            await asyncio.sleep(_RETRY_SECONDS)
        except PlanError as error:
            log.error("%s", error.english)
            return


def _read(body: bytes) -> dict[str, Any] | None:
    """The update of a call; None where it is none."""
    try:
        update = json.loads(body)
    except ValueError:
        return None
    known = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if known else None
