"""Telegram: chats on the list see an internal plan; to all others the bot says, word for word, what it says without."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.plans.library import Library
from assistant.settings import AssistantSettings
from bots.telegram.library import OwnLibrary
from bots.telegram.texts import texts
from bots.web.services import Services
from tests.bots.leaks.samples import OTHERS, QUESTIONS, SECRET, UNIT, with_it, without_it
from tests.bots.state.samples import Clock
from tests.bots.telegram.bot_api import BotApi
from tests.bots.telegram.samples import PUBLIC_URL, running, state_of

pytestmark = pytest.mark.once(reason="both stores are read as by the web, which is tried in test_web_leaks.py")

PUBLIC, GROUP, STAFF_GROUP, STAFF = 7, -70, -99, 99
"""A chat of somebody, a group with a member of the staff, the staff's group, and the private chat of that member."""

COMMANDS = (
    "/plans",
    f"/plan {SECRET}",
    "/plan Kon Tum",
    "/tasks Ban Chỉ huy Z99",
    "/due tháng 9 năm 2031",
    "/due 2031",
    "/compare Kon Tum và Bến Tre",
    f"/remind {UNIT}",
    "/remind Kon Tum 2031",
    "/remind Ban Chi huy",
    "/remind",
)


def libraries(services: Services) -> tuple[OwnLibrary, OwnLibrary]:
    """What the public and what the staff's chats are answered from."""
    own = AssistantSettings(public_url=PUBLIC_URL)
    made = [OwnLibrary(Library(store), Assistant(Library(store), own), PUBLIC_URL) for store in _stores(services)]
    return made[0], made[1]


def _stores(services: Services) -> tuple[Any, Any]:
    return services.stores.public, services.stores.joint


def conversation(folder: Path, services: Services) -> tuple[list[Any], list[Any]]:
    """All that the bot sends to those who are not on the list, and to those who are."""
    asked = [*COMMANDS, *QUESTIONS, *OTHERS[:3]]
    public, internal = libraries(services)
    listed = f"{STAFF} {STAFF_GROUP}"
    with BotApi() as api, running(api, folder, public, internal=internal, telegram_internal=listed) as bot:
        for number, text in enumerate(asked, start=1):
            api.send(api.message(text, PUBLIC), api.message(text, STAFF))
            api.wait_for("sendMessage", number, chat=PUBLIC, seconds=30)
            api.wait_for("sendMessage", number, chat=STAFF, seconds=30)
        bold = f"@KeHoachBot {QUESTIONS[0]}"
        mention = [{"type": "mention", "offset": 0, "length": len("@KeHoachBot")}]
        for chat in (GROUP, STAFF_GROUP):
            api.send(api.message(bold, chat, STAFF, entities=mention))
            api.wait_for("sendMessage", 1, chat=chat, seconds=30)
        for number, query in enumerate(("khử khuẩn", "hoang hon tim", "Z99", "bệnh án điện tử"), start=1):
            user = {"id": STAFF, "is_bot": False, "first_name": "A"}
            api.send({"inline_query": {"id": str(number), "from": user, "query": query, "offset": ""}})
            api.wait_for("answerInlineQuery", number, seconds=30)
        api.settle()
        if services.stores.internal.catalogue.exists():
            _press_after_the_list_has_changed(api, bot)
        shown = [(one.method, _lasting(one.data)) for one in api.calls]
    to_staff = [one for one in shown if one[1].get("chat_id") in (STAFF, STAFF_GROUP)]
    by_the_clock = ("answerCallbackQuery", "sendChatAction")
    return [one for one in shown if one not in to_staff and one[0] not in by_the_clock], to_staff


def _press_after_the_list_has_changed(api: BotApi, bot: Any) -> None:
    """A chat that is struck from the list presses a button under an answer it was given before."""
    answer = next(one for one in api.of("sendMessage", STAFF) if "Hoàng Hôn Tím" in one.text and "[1]" in one.text)
    object.__setattr__(bot._libraries, "chats", frozenset())
    before = len(api.of("answerCallbackQuery"))
    api.send(api.press(answer.buttons[0][1], answer))
    told = api.wait_for("answerCallbackQuery", before + 1, seconds=30)[-1]
    assert told.data["text"] == texts("vi").plain("expired")
    assert not [one for one in api.of("editMessageText", STAFF) if "Hoàng Hôn Tím" in one.text]


def _lasting(data: dict[str, Any]) -> dict[str, Any]:
    """A request without the numbers of messages, which count those of all chats."""
    return {name: value for name, value in data.items() if name not in ("message_id", "reply_parameters")}


@pytest.mark.enable_socket
def test_chats_that_are_not_on_the_list_are_told_what_they_would_be_without_it(tmp_path: Path) -> None:
    with_plan, to_staff = conversation(tmp_path / "x", with_it(tmp_path / "a"))
    without, _ = conversation(tmp_path / "y", without_it(tmp_path / "b"))
    assert with_plan == without
    told = [data["text"] for method, data in to_staff if method == "sendMessage"]
    assert "Kon Tum 2031" in told[0], "the list of plans"
    assert sum("Hoàng Hôn Tím" in text for text in told) > len(QUESTIONS) / 2
    assert any("Hoàng Hôn Tím" in data["text"] for _, data in to_staff if data["chat_id"] == STAFF_GROUP)


@pytest.mark.enable_socket
def test_reminders_of_an_internal_plan_go_to_the_list_alone(tmp_path: Path) -> None:
    """A chat may have followed a plan before it became internal, or the chat was struck from the list."""
    public, internal = libraries(with_it(tmp_path / "a"))
    folder, clock = tmp_path / "x", Clock(datetime(2031, 8, 29, 3, 0, tzinfo=UTC))
    with BotApi() as api:
        with (
            closing(state_of(folder, clock)),
            running(api, folder, public, clock, internal=internal, telegram_internal=str(STAFF)) as bot,
        ):
            for chat in (PUBLIC, STAFF):
                bot.memory.follows.add(chat, "", SECRET)
                bot.memory.follows.add(chat, UNIT, "")
            clock.move(days=6)  # behind the holidays, the first working days of September
            told = api.wait_for("sendMessage", 2, chat=STAFF, seconds=30)
            api.settle()
        assert api.of("sendMessage", PUBLIC) == []
    assert all("Hoàng Hôn Tím" in one.text for one in told)
