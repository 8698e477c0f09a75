"""Faults of the network and of Telegram: nothing is lost, nothing said twice, and no chat waits for another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bots.telegram.errors import BotTokenError, SecondBotError
from tests.bots.telegram.bot_api import BotApi, Fault, Json
from tests.bots.telegram.samples import FakeLibrary, alone, on_sunday, running
from tests.servers import environment_for

pytestmark = pytest.mark.once(
    reason="is about faults of the network; what is kept of them is kept as by test_restart.py"
)


def test_flood_control_holds_only_the_chat_it_is_for(api: BotApi, tmp_path: Path) -> None:
    api.faults.append(
        Fault("sendMessage", 1, 429, retry_after=2, chat=7, description="Too Many Requests: retry after 2")
    )
    with running(api, tmp_path):
        api.send(api.message("một", 7), api.message("hai", 7))
        api.send(*(api.message(f"khác {number}", 8) for number in range(5)))
        others = api.wait_for("sendMessage", 5, chat=8)
        assert api.of("sendMessage", 7) == []
        held = api.wait_for("sendMessage", 2, chat=7)
    assert [one.text.split(" [")[0] for one in held] == ["Trả lời: một", "Trả lời: hai"]
    assert held[0].at - others[-1].at > 1


def test_messages_go_out_no_faster_than_telegram_allows(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path, telegram_messages_per_second=5):
        api.send(*(api.message("ai?", chat) for chat in range(1, 13)))
        sent = api.wait_for("sendMessage", 12)
    assert sent[-1].at - sent[0].at > 1


def test_errors_of_the_server_are_waited_out(api: BotApi, tmp_path: Path) -> None:
    api.faults += [Fault("sendMessage", 2, 500), Fault("getUpdates", 1, 502), Fault("getMe", 1, 500)]
    with running(api, tmp_path):
        api.send(api.message("ai?"))
        (sent,) = api.wait_for("sendMessage")
        api.settle()
    assert sent.text.startswith("Trả lời: ai?")
    assert len(api.of("sendMessage")) == 1


def test_a_connection_dropped_in_mid_poll_is_made_again(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library):
        api.send(api.message("một"))
        api.wait_for("sendMessage")
        api.faults.append(Fault("getUpdates", 1, drop=True, takes_effect=True))
        api.send(api.message("hai"))
        api.wait_for("sendMessage", 2)
        api.settle()
    assert [one[0] for one in library.asked] == ["một", "hai"]


def test_an_update_that_comes_twice_is_answered_once(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library):
        update = api.message("ai?")
        api.send(update)
        api.send(dict(update))
        api.wait_for("sendMessage")
        api.settle()
        api.send(dict(update), api.message("nữa?"))
        api.wait_for("sendMessage", 2)
        api.settle()
    assert [one[0] for one in library.asked] == ["ai?", "nữa?"]


def test_updates_that_cannot_be_read_are_passed_over(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    user = {"id": 7, "is_bot": False, "first_name": ""}
    strange: list[Json] = [
        {"message": {"message_id": 1}},
        {"message": "no message"},
        {"message": None},
        {"callback_query": {"id": "1"}},
        {"something_new": {"a": [1, 2]}},
        api.message("a" * 500_000, entities=[{"type": "bold", "offset": 9_000_000_000, "length": -1}]),
        api.message("x", 9, **{"from": None}),
        {"inline_query": {"id": "1", "from": user, "query": "x" * 300, "offset": "?"}},
        {},
    ]
    with running(api, tmp_path, library):
        api.send(*strange, api.message("còn đó không?", 8))
        api.wait_for("sendMessage", 1, chat=8)
        api.settle()
    assert "còn đó không?" in [one[0] for one in library.asked]
    assert "dài quá" in api.of("sendMessage", 7)[0].text


def test_a_refused_message_is_told_the_asker_and_the_administrator(api: BotApi, tmp_path: Path) -> None:
    api.faults.append(Fault("sendMessage", 1, 400, description="Bad Request: can't parse entities"))
    with running(api, tmp_path, clock=on_sunday(), telegram_admin_chat=99):
        api.send(api.message("câu bí mật"))
        (sent,) = api.wait_for("sendMessage", 1, chat=7)
        (told,) = api.wait_for("sendMessage", 1, chat=99)
        api.settle()
    assert "người quản trị đã được báo" in sent.text
    assert "BadRequest" in told.text
    assert "bots/telegram/" in told.text
    assert "bí mật" not in told.text


def test_a_chat_that_takes_no_messages_is_left_alone(api: BotApi, tmp_path: Path) -> None:
    api.faults.append(Fault("sendMessage", 1, 403, chat=7, description="Forbidden: bot was blocked by the user"))
    with running(api, tmp_path, clock=on_sunday(), telegram_admin_chat=99):
        api.send(api.message("ai?", 7), api.message("ai?", 8))
        api.wait_for("sendMessage", 1, chat=8)
        api.settle()
    assert {one.chat for one in api.of("sendMessage")} == {8}


def test_a_group_that_becomes_a_supergroup_is_answered_there(api: BotApi, tmp_path: Path) -> None:
    api.faults.append(Fault("sendMessage", 1, 400, chat=-5, new_chat=-1005))
    with running(api, tmp_path) as bot:
        api.send(api.message("/plan@KeHoachBot Bến Tre", -5))
        (sent,) = api.wait_for("sendMessage", 1, chat=-1005)
        api.settle()
        assert bot.memory.chats.get(-1005).plans == ("ben-tre-2026",)
    assert "Bến Tre 2026" in sent.text


def test_a_second_bot_of_a_token_gives_way(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path / "one"):
        for number in range(1, 4):
            api.send(api.message("một"))
            api.wait_for("sendMessage", number)
        with pytest.raises(SecondBotError, match="mỗi mã chỉ chạy được ở một nơi") as refused:
            alone(api, tmp_path / "two")
        api.send(api.message("hai"))
        api.wait_for("sendMessage", 4, seconds=20)
    assert "a token runs in one place only" in refused.value.english


def test_a_second_bot_of_one_machine_does_not_even_ask(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path):
        api.send(api.message("một"))
        api.wait_for("sendMessage")
        before = api.counts()["getMe"]
        with pytest.raises(SecondBotError, match="trên máy này"), running(api, tmp_path):
            pass
    assert api.counts()["getMe"] == before


def test_a_token_that_telegram_does_not_know_is_named(api: BotApi, tmp_path: Path) -> None:
    with pytest.raises(BotTokenError, match="chép lại mã từ @BotFather"), running(api, tmp_path, telegram_token="1:no"):
        pass
    with pytest.raises(BotTokenError, match="chưa đặt"), running(api, tmp_path, telegram_token=None):
        pass


def test_the_command_says_in_one_line_what_is_missing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bots.telegram"],
        capture_output=True,
        text=True,
        env={**environment_for(tmp_path), "PATH": "", "TELEGRAM_ALLOWED": "7"},
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "TELEGRAM_TOKEN: chưa đặt; hãy lấy mã của bot từ @BotFather rồi chạy TELEGRAM_TOKEN=… make bot"
    ]


def test_what_was_begun_is_finished_and_the_rest_kept_when_the_bot_is_stopped(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path, FakeLibrary(slow=0.3)):
        api.send(*(api.message(f"câu {number}") for number in range(4)))
        api.settle()
    answered = len(api.of("sendMessage"))
    assert answered < 4
    with running(api, tmp_path):
        api.wait_for("sendMessage", 4)
    assert [one.text.split(" [")[0] for one in api.of("sendMessage")] == [
        f"Trả lời: câu {number}" for number in range(4)
    ]
