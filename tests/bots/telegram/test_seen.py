"""What operators see of the bot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.logs import LogFormat, LogLevel, set_up_logging
from tests.bots.telegram.bot_api import BotApi
from tests.bots.telegram.samples import FakeLibrary, running
from tests.bots.web.test_seen import logging_kept


def test_the_bot_is_ready_as_long_as_telegram_is_heard(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path) as bot:
        api.send(api.message("ai?"))
        api.wait_for("sendMessage")
        api.settle()
        assert bot.why_not_ready() == ""
        assert bot.inbox.waiting() <= 1
        bot._polls._heard_at -= 500
        assert "has not been reached" in bot.why_not_ready()
    assert bot.why_not_ready() == "the bot has not begun"


def test_lines_about_an_update_carry_its_number_and_no_text(
    api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_kept():
        set_up_logging(LogFormat.JSON, LogLevel.INFO, "telegram")
        with running(api, tmp_path):
            (number,) = api.send(api.message("câu bí mật"))
            api.wait_for("sendMessage")
            api.settle()
        with running(api, tmp_path, FakeLibrary(error=RuntimeError("hỏng"))):
            api.send(api.message("câu bí mật"))
            api.wait_for("sendMessage", 2)
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    (answered,) = [line for line in lines if line["event"] == "answered"]
    assert (answered["request_id"], answered["channel"]) == (f"telegram-{number}", "telegram")
    assert any(line["event"] == "not answered" and line["error"] == "RuntimeError" for line in lines)
    assert "bí mật" not in written
