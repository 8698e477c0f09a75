"""Who may ask, and settings that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bots.telegram.settings import TelegramSettings
from tests.bots.telegram.bot_api import BotApi
from tests.bots.telegram.samples import FakeLibrary, running, telegram_settings
from tests.bots.telegram.test_commands import inline

GROUP = -1001
CODE = "so-y-te-2026"


def test_who_is_not_on_the_list_is_told_how_to_come_in(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library, telegram_allowed=(8,)):
        api.send(api.message("ai?", 7), api.message("/start", 7), api.message("@KeHoachBot ai?", GROUP, user=7))
        refused = api.wait_for("sendMessage", 3)
        api.send(api.message("ai?", 8), api.message("@KeHoachBot ai?", GROUP, user=8), inline("đơn thuốc"))
        api.wait_for("sendMessage", 5)
        shared = api.wait_for("answerInlineQuery")[0]
    assert all("chỉ dành cho nhân viên" in one.text and "7" in one.text for one in refused)
    assert len(library.asked) == 2
    assert shared.data["results"] in ([], "[]")


def test_a_button_does_not_let_anybody_in(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library, telegram_allowed=(8,)):
        api.send(api.message("@KeHoachBot ai?", GROUP, user=8))
        (sent,) = api.wait_for("sendMessage")
        api.send(api.press(dict(sent.buttons)["Thời hạn?"], sent, user=7))
        (toast,) = api.wait_for("answerCallbackQuery")
    assert "nhân viên" in toast.data["text"]
    assert len(library.asked) == 1


def test_the_code_of_invitation_lets_a_chat_in_for_good(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library, telegram_invitation=CODE):
        for number, text in enumerate(("/start", "/start sai", f"/start {CODE}", "ai?", "/clear", "ai nữa?"), 1):
            api.send(api.message(text))
            api.wait_for("sendMessage", number)
    with running(api, tmp_path, library, telegram_invitation=CODE):
        api.send(api.message("sau khi khởi động lại?"))
        told = api.wait_for("sendMessage", 7)
    assert "nhân viên" in told[0].text
    assert "Mã mời không đúng" in told[1].text
    assert "Chào bạn" in told[2].text
    assert [one[0] for one in library.asked] == ["ai?", "ai nữa?", "sau khi khởi động lại?"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"telegram_invitation": "ngắn"}, "8 đến 64"),
        ({"telegram_webhook_secret": "short"}, "16 đến 256"),
        ({"telegram_webhook_secret": "dấu cách và chữ có dấu"}, "16 to 256"),
        ({"assistant_url": "localhost:8000"}, "hãy viết như http://"),
        ({"telegram_api_url": "ftp://x"}, "hãy viết như http://"),
        ({"telegram_allowed": "an, bình"}, "valid integer"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(values: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        telegram_settings(**values)


def test_every_setting_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    for name in TelegramSettings.model_fields:
        assert f"`{name.upper()}`" in readme, name


def test_lists_of_ids_and_secrets_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = telegram_settings(telegram_allowed="7, -1001 8", telegram_invitation=CODE)
    assert settings.telegram_allowed == (7, -1001, 8)
    assert settings.staff_only
    assert CODE not in repr(settings)
    assert not telegram_settings().staff_only
