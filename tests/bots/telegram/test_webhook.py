"""The bot inside a web server, called by Telegram."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bots.telegram.app import TelegramBot
from bots.telegram.errors import WebhookError
from bots.telegram.library import PlanLibraries
from bots.telegram.opening import include_where_set, run_bot
from bots.telegram.webhook import include_telegram
from bots.web.app import app_from_environment, create_app
from ingest.settings import Settings
from tests.bots.state.samples import bot_settings
from tests.bots.telegram.bot_api import TOKEN, BotApi, Fault
from tests.bots.telegram.samples import PUBLIC_URL, FakeLibrary, state_of, telegram_settings
from tests.bots.web.serving import served, services_in
from tests.servers import copy_index, use

pytestmark = pytest.mark.once(reason="is about how Telegram calls; what is kept of it is kept as by test_restart.py")

SECRET = "mat-khau_cua_webhook-1"
HEADER = {"x-telegram-bot-api-secret-token": SECRET}


@contextmanager
def serving(api: BotApi, folder: Path, library: FakeLibrary) -> Iterator[TestClient]:
    """A client of a web application with the bot in it."""
    settings = telegram_settings(telegram_api_url=api.url, telegram_webhook_secret=SECRET)
    with closing(state_of(folder)) as state:
        general = bot_settings(public_url=PUBLIC_URL)
        bot = TelegramBot(settings, general, PlanLibraries(library), state, folder, by_webhook=True)
        app = FastAPI()
        include_telegram(app, bot, settings, PUBLIC_URL)
        with TestClient(app) as client:
            yield client


def test_updates_of_telegram_are_answered(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with serving(api, tmp_path, library) as client:
        (asked,) = api.wait_for("setWebhook")
        update = {"update_id": 5} | api.message("ai?")
        for _ in range(2):
            assert client.post("/telegram/webhook", json=update, headers=HEADER).status_code == 200
        (sent,) = api.wait_for("sendMessage")
        client.post("/telegram/webhook", json={"update_id": 6} | api.message("nữa?"), headers=HEADER)
        api.wait_for("sendMessage", 2)
    assert asked.data["url"] == f"{PUBLIC_URL}/telegram/webhook"
    assert asked.data["secret_token"] == SECRET
    assert sent.text.startswith("Trả lời: ai?")
    assert [one[0] for one in library.asked] == ["ai?", "nữa?"]


@pytest.mark.parametrize("headers", [{}, {"x-telegram-bot-api-secret-token": "mat-khau"}])
def test_a_call_without_the_secret_is_refused(api: BotApi, tmp_path: Path, headers: dict[str, str]) -> None:
    library = FakeLibrary()
    with serving(api, tmp_path, library) as client:
        api.wait_for("setWebhook")
        refused = client.post("/telegram/webhook", json={"update_id": 5} | api.message("ai?"), headers=headers)
        assert refused.status_code == 403
        client.post("/telegram/webhook", json={"update_id": 6} | api.message("đúng"), headers=HEADER)
        api.wait_for("sendMessage")
    assert [one[0] for one in library.asked] == ["đúng"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "x"}', b"\xff\xfe"])
def test_a_call_that_is_no_update_is_refused(api: BotApi, tmp_path: Path, body: bytes) -> None:
    with serving(api, tmp_path, FakeLibrary()) as client:
        assert client.post("/telegram/webhook", content=body, headers=HEADER).status_code == 400


def test_what_came_while_another_process_answered_or_none_did_is_taken_up(api: BotApi, tmp_path: Path) -> None:
    api.faults.append(Fault("getMe", 1, 500))  # the bot begins late
    library = FakeLibrary()
    with serving(api, tmp_path, library) as client:
        client.post("/telegram/webhook", json={"update_id": 5} | api.message("sớm"), headers=HEADER)
        api.wait_for("sendMessage")
        state = state_of(tmp_path)
        with closing(state), serving(api, tmp_path, FakeLibrary()) as second:  # another worker of the web server
            second.post("/telegram/webhook", json={"update_id": 6} | api.message("nơi khác"), headers=HEADER)
            api.wait_for("sendMessage", 2)
    assert [one[0] for one in library.asked] == ["sớm", "nơi khác"]


def test_the_web_server_carries_the_bot_where_a_secret_is_set(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    services = services_in(tmp_path, public_url=PUBLIC_URL)
    app = create_app(services)
    settings = telegram_settings(telegram_api_url=api.url, telegram_webhook_secret=SECRET)
    include_where_set(app, services.stores, services.state, services.settings, settings)
    with TestClient(app) as client:
        api.wait_for("setWebhook", seconds=30)
        update = {"update_id": 5} | api.message("/plans")
        assert client.post("/telegram/webhook", json=update, headers=HEADER).status_code == 200
        (sent,) = api.wait_for("sendMessage")
        assert client.post("/telegram/webhook", json=update).status_code == 403
        assert client.get("/api/plans").status_code == 200
    assert "Bến Tre 2027" in sent.text
    assert TOKEN not in "".join(record.getMessage() for record in caplog.records if record.name == "httpx")


def test_the_server_of_the_environment_takes_calls_and_answers_them(
    api: BotApi, index: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application as `python -m bots.web` makes it, behind a port of its own, over the sample plans."""
    monkeypatch.chdir(tmp_path)  # no .env of this machine
    copy_index(index, tmp_path / "index")
    use(monkeypatch, tmp_path / "index")
    for name, value in {
        "PUBLIC_URL": PUBLIC_URL,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api.url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    before = sys.getswitchinterval()
    with served(app_from_environment()) as url:
        (asked,) = api.wait_for("setWebhook", seconds=60)
        update = {"update_id": 5} | api.message("Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?")
        for headers in ({}, {"x-telegram-bot-api-secret-token": "mat-khau-sai-mat-khau"}):
            assert httpx.post(f"{url}/telegram/webhook", json=update, headers=headers).status_code == 403
        assert httpx.post(f"{url}/telegram/webhook", json=update, headers=HEADER).status_code == 200
        (sent,) = api.wait_for("sendMessage", seconds=60)
        assert httpx.get(f"{url}/healthz").json() == {"status": "ok"}
    sys.setswitchinterval(before)
    assert asked.data["url"] == f"{PUBLIC_URL}/telegram/webhook"
    assert "Phòng Nghiệp vụ" in sent.text
    assert f'href="{PUBLIC_URL}/sources/ca-mau-2026/pl-1/13"' in sent.data["text"]


def test_without_a_secret_the_web_server_has_no_bot(tmp_path: Path) -> None:
    app = FastAPI()
    services = services_in(tmp_path)
    before = len(app.routes)
    include_where_set(app, services.stores, services.state, services.settings, telegram_settings())
    assert len(app.routes) == before
    services.close()


def test_an_address_that_telegram_could_not_call_is_refused(api: BotApi, tmp_path: Path) -> None:
    settings = telegram_settings(telegram_webhook_secret=SECRET)
    with closing(state_of(tmp_path)) as state:
        bot = TelegramBot(settings, bot_settings(), PlanLibraries(FakeLibrary()), state, tmp_path, by_webhook=True)
        with pytest.raises(WebhookError, match="chỉ gọi địa chỉ https"):
            include_telegram(FastAPI(), bot, settings, "http://localhost:8000")


def test_polling_is_refused_where_a_webhook_is_set(socket_enabled: None) -> None:
    with pytest.raises(WebhookError, match="bỏ biến này"):
        asyncio.run(run_bot(settings=telegram_settings(telegram_webhook_secret=SECRET)))
