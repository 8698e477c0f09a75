"""Answers of which it is not known at first whether they arrived: they are found, sent where they are not there, and
said to be in doubt where neither is sure."""

from __future__ import annotations

import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bots.state.database import StateError
from bots.telegram import dispatch, doubts, outbox
from bots.telegram.app import TelegramBot
from bots.telegram.counters import OF_THE_BOT, counter_of
from bots.telegram.inbox import Inbox
from bots.telegram.records import Attempt, UpdateState
from bots.telegram.tables import updates
from tests.bots.telegram.bot_api import FIRST_SUPERGROUP, BotApi, Call, Fault, Json
from tests.bots.telegram.samples import FakeLibrary, running, state_of

pytestmark = pytest.mark.once(
    reason="is about what Telegram is sent and says; the inbox over PostgreSQL has tests of its own"
)

BUTTON = "Xem câu trả lời"
DOUBT = "Đường truyền bị ngắt"
NAME = "@KeHoachBot"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what the local server does at once."""
    monkeypatch.setattr(doubts, "SETTLING_SECONDS", 0.1)
    monkeypatch.setattr(dispatch, "PROMPT_SECONDS", 0.1)
    monkeypatch.setattr(outbox, "_FIRST_WAIT", 0.05)


def texts(api: BotApi, chat: int = 7) -> list[str]:
    """What the bot's messages in a chat say now, without their sources."""
    return [one.text.split(" [")[0].split("\n")[0] for one in api.shown(chat)]


def until_done(bot: TelegramBot, api: BotApi, seconds: float = 15) -> None:
    """Waits until no update is on its way."""
    api.settle()
    ends = time.monotonic() + seconds
    while bot.inbox.waiting():
        assert time.monotonic() < ends
        time.sleep(0.02)


def ask(api: BotApi, folder: Path, text: str = "ai?", chat: int = 7) -> Json:
    """Has a question answered by a bot that then ends; returns the update."""
    with running(api, folder) as bot:
        update = api.message(text, chat)
        api.send(update)
        api.wait_for("sendMessage", 1, chat)
        until_done(bot, api)
    return update


def forget_outcome(folder: Path, update: Json, **more: Any) -> None:
    """As if the bot had been killed before it was written down that the answer to an update arrived."""
    values = {"state": "sending", "payload": json.dumps(update), "reply": None} | more
    with closing(state_of(folder)) as state, state.database.transaction() as connection:
        connection.execute(updates.update().where(updates.c.id == update["update_id"]).values(**values))


def lose_answers(api: BotApi, chat: int = 7) -> None:
    """As if the requests for what the bot said in a chat had never arrived."""
    for place in [one for one in api.messages if one[0] == chat]:
        del api.messages[place]


def settled(api: BotApi, folder: Path, library: FakeLibrary | None = None) -> None:
    """A bot that settles what is in doubt."""
    with running(api, folder, library) as bot:
        until_done(bot, api)


def sent(api: BotApi, chat: int = 7) -> list[str]:
    """The texts that were sent, by sendMessage, in their order."""
    return [one.text.split(" [")[0] for one in api.of("sendMessage", chat)]


@pytest.mark.parametrize("chat", [7, -5, FIRST_SUPERGROUP])
def test_an_answer_that_arrived_is_found_after_a_restart(api: BotApi, tmp_path: Path, chat: int) -> None:
    update = ask(api, tmp_path, f"{NAME} ai?", chat)
    before = [(one.text, one.buttons) for one in api.shown(chat)]
    forget_outcome(tmp_path, update)
    library = FakeLibrary()
    with running(api, tmp_path, library) as bot:
        until_done(bot, api)
        assert bot.inbox.state(update["update_id"]) is UpdateState.DONE
        (answer,) = api.shown(chat)
        kept = bot.memory.answers.at(chat, answer.data["message_id"])
    assert [(one.text, one.buttons) for one in api.shown(chat)] == before
    assert sent(api, chat) == ["Trả lời: ai?"], "nothing was sent"
    assert library.asked == [], "the answer that was made is the one that is looked for"
    assert kept is not None
    assert kept.turn, "it is remembered as said"


@pytest.mark.parametrize("chat", [7, -5, FIRST_SUPERGROUP])
def test_an_answer_that_never_arrived_is_there_after_a_restart(api: BotApi, tmp_path: Path, chat: int) -> None:
    update = ask(api, tmp_path, f"{NAME} ai?", chat)
    (answer,) = api.shown(chat)
    forget_outcome(tmp_path, update)
    lose_answers(api, chat)
    settled(api, tmp_path)
    (now,) = api.shown(chat)
    assert (now.text, now.buttons) == (answer.text, answer.buttons)
    assert now.data["reply_parameters"]["message_id"] == update["message"]["message_id"]
    assert sent(api, chat)[1].startswith(DOUBT), "the word of doubt became the answer"


@pytest.mark.parametrize("takes_effect", [True, False])
@pytest.mark.parametrize("text", ["ai?", "/help", "/plans"])
def test_a_connection_dropped_in_mid_request_leaves_one_answer(
    api: BotApi, tmp_path: Path, text: str, takes_effect: bool
) -> None:
    api.faults.append(Fault("sendMessage", 1, drop=True, takes_effect=takes_effect))
    library = FakeLibrary()
    with running(api, tmp_path, library) as bot:
        api.send(api.message(text))
        until_done(bot, api)
        api.send(api.message("và?"))
        until_done(bot, api)
    first, second = api.shown(7)
    assert not first.text.startswith(DOUBT)
    assert first.data["reply_parameters"]["message_id"] == 51
    assert bool(first.buttons) == (text != "/help"), "what was put there to look was taken away"
    assert second.text.startswith("Trả lời: và?")
    assert len(library.asked) == (2 if text == "ai?" else 1), "it was not worked out twice"
    assert len(api.of("sendMessage", 7)) == 2


def test_a_request_that_is_dealt_with_late_is_waited_for(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubts, "SETTLING_SECONDS", 1.0)
    api.faults.append(Fault("sendMessage", 1, drop=True, late=0.5))
    with running(api, tmp_path) as bot:
        api.send(api.message("ai?"))
        until_done(bot, api)
    assert texts(api) == ["Trả lời: ai?"]
    assert sent(api) == ["Trả lời: ai?"]


def test_messages_that_the_bot_was_not_told_of_are_passed_over(api: BotApi, tmp_path: Path) -> None:
    update = ask(api, tmp_path, f"{NAME} ai?", FIRST_SUPERGROUP)
    forget_outcome(tmp_path, update)
    lose_answers(api, FIRST_SUPERGROUP)
    for _ in range(12):
        api.pass_by(FIRST_SUPERGROUP)
    settled(api, tmp_path)
    assert texts(api, FIRST_SUPERGROUP) == ["Trả lời: ai?"]


@pytest.mark.parametrize(("chat", "others"), [(7, 100), (FIRST_SUPERGROUP, 60)])
def test_where_there_are_too_many_ids_the_doubt_is_said(api: BotApi, tmp_path: Path, chat: int, others: int) -> None:
    update = ask(api, tmp_path, f"{NAME} ai?", chat)
    forget_outcome(tmp_path, update)
    lose_answers(api, chat)
    for other in range(others):
        api.pass_by(chat if chat < 0 else 1000 + other)
    with running(api, tmp_path) as bot:
        until_done(bot, api)
        (word,) = api.shown(chat)
        assert word.text.startswith(DOUBT)
        assert len(api.of("editMessageReplyMarkup")) == 0, "none of them was the bot's"
        api.send(api.press(dict(word.buttons)[BUTTON], word))
        api.wait_for("editMessageText")
    assert texts(api, chat) == ["Trả lời: ai?"]


def test_an_answer_among_too_many_is_found_where_it_is_among_the_last(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path) as bot:
        question = api.message(f"{NAME} ai?", FIRST_SUPERGROUP)
        for _ in range(60):
            api.pass_by(FIRST_SUPERGROUP)  # while nobody listened
        api.send(question)
        api.wait_for("sendMessage")
        until_done(bot, api)
    forget_outcome(tmp_path, question)
    settled(api, tmp_path)
    assert texts(api, FIRST_SUPERGROUP) == ["Trả lời: ai?"], "the word of doubt was taken away"
    assert len(api.of("sendMessage")) == 2


def test_flood_control_while_looking_is_obeyed_and_holds_no_other_chat(api: BotApi, tmp_path: Path) -> None:
    update = ask(api, tmp_path)
    forget_outcome(tmp_path, update)
    api.faults.append(Fault("editMessageReplyMarkup", 1, 429, retry_after=2, chat=7, description="Too Many Requests"))
    began = time.monotonic()
    with running(api, tmp_path) as bot:
        api.send(api.message("nữa?", 7), api.message("khác?", 8))
        (other,) = api.wait_for("sendMessage", 1, 8)
        until_done(bot, api)
    assert texts(api) == ["Trả lời: ai?", "Trả lời: nữa?"]
    assert sent(api) == ["Trả lời: ai?", "Trả lời: nữa?"]
    assert api.of("sendMessage", 7)[1].at - began > 2
    assert other.at - began < 2


@pytest.mark.parametrize(
    ("status", "said"), [(400, "Bad Request: something new"), (404, "Not Found: method not found"), (500, "Oops")]
)
@pytest.mark.parametrize("text", ["ai?", "/help"])
def test_what_telegram_did_not_use_to_say_leaves_the_doubt(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, said: str, text: str
) -> None:
    monkeypatch.setattr(outbox, "_PATIENCE", 2)
    update = ask(api, tmp_path, text)
    forget_outcome(tmp_path, update)
    api.faults.append(Fault("editMessageReplyMarkup", 99, status, description=said))
    settled(api, tmp_path)
    answer, word = api.shown(7)
    assert word.text.startswith(DOUBT)
    assert (BUTTON in dict(word.buttons)) == (text == "ai?")
    assert not answer.text.startswith(DOUBT)
    assert len(api.shown(7)) == 2


def test_the_network_may_go_while_looking(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_PATIENCE", 2)
    with running(api, tmp_path) as bot:
        api.send(api.message("một", 8))
        api.wait_for("sendMessage", 1, 8)
        api.faults += [
            Fault("sendMessage", 1, drop=True, takes_effect=True),
            Fault("getMe", 3, drop=True),
            Fault("editMessageReplyMarkup", 3, drop=True),
            Fault("editMessageReplyMarkup", 1, 502),
        ]
        api.send(api.message("ai?"))
        until_done(bot, api)
    assert [one.times for one in api.faults] == [0] * 4
    assert texts(api) == ["Trả lời: ai?"]
    assert len(api.of("sendMessage", 7)) == 1


def test_an_update_of_a_former_version_is_said_to_be_in_doubt(api: BotApi, tmp_path: Path) -> None:
    update = ask(api, tmp_path)
    forget_outcome(tmp_path, update, counter=None, message=None, sent_after=None)
    settled(api, tmp_path)
    assert len(texts(api)) == 2
    assert texts(api)[1].startswith(DOUBT)
    assert api.of("editMessageReplyMarkup") == []


def test_ids_that_do_not_ascend_are_not_believed(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path) as bot:
        api.send(api.message("một"))
        api.wait_for("sendMessage")
        until_done(bot, api)
        api._numbers[0] = 0
        api.send(api.message("hai"))
        api.wait_for("sendMessage", 2)
        until_done(bot, api)
        assert not bot.inbox.ascends(OF_THE_BOT)
        api.faults.append(Fault("sendMessage", 1, drop=True))
        api.send(api.message("ba"))
        until_done(bot, api)
    assert sent(api)[-1].startswith(DOUBT)
    assert api.of("editMessageReplyMarkup") == []


@pytest.mark.parametrize("text", ["ai?", "/help"])
def test_another_message_of_the_bot_is_not_taken_for_the_answer(api: BotApi, tmp_path: Path, text: str) -> None:
    update = ask(api, tmp_path, text)
    forget_outcome(tmp_path, update)
    lose_answers(api)
    api.says(7, "🗓 Văn phòng: 3 việc đến hạn trong tháng 6/2026")
    settled(api, tmp_path)
    reminder, word = api.shown(7)
    assert reminder.text.startswith("🗓")
    assert reminder.buttons == []
    assert word.text.startswith(DOUBT), "rather than said to have arrived"


def test_a_word_of_doubt_that_was_sent_twice_is_taken_away(api: BotApi, tmp_path: Path) -> None:
    api.faults += [Fault("sendMessage", 1, drop=True), Fault("sendMessage", 1, drop=True, takes_effect=True)]
    with running(api, tmp_path) as bot:
        api.send(api.message("ai?"))
        until_done(bot, api)
    assert texts(api) == ["Trả lời: ai?"]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_search_that_was_broken_off_goes_on_from_its_word(api: BotApi, tmp_path: Path, arrived: bool) -> None:
    update = ask(api, tmp_path)
    (answer,) = api.shown(7)
    if not arrived:
        lose_answers(api)
    word = api.says(7, "Đường truyền bị ngắt đúng lúc tôi gửi câu trả lời cho tin này.")
    forget_outcome(tmp_path, update, reply=word)
    settled(api, tmp_path)
    (now,) = api.shown(7)
    assert now.text == answer.text
    assert now.data["message_id"] == (answer.data["message_id"] if arrived else word)
    assert len(api.of("sendMessage")) == 1


def test_an_answer_whose_word_the_asker_deletes_is_sent(api: BotApi, tmp_path: Path) -> None:
    api.faults.append(Fault("sendMessage", 1, drop=True))

    def delete(call: Call) -> None:
        if call.method == "sendMessage" and call.text.startswith(DOUBT):
            lose_answers(api)

    api.on_message = delete
    with running(api, tmp_path) as bot:
        api.send(api.message("ai?"))
        until_done(bot, api)
    assert texts(api) == ["Trả lời: ai?"]


def test_a_chat_that_blocked_the_bot_meanwhile_is_left_alone(api: BotApi, tmp_path: Path) -> None:
    update = ask(api, tmp_path)
    forget_outcome(tmp_path, update)
    api.faults.append(Fault("editMessageReplyMarkup", 1, 403, description="Forbidden: bot was blocked by the user"))
    settled(api, tmp_path)
    assert len(api.of("sendMessage")) == 1


def test_a_group_that_became_a_supergroup_meanwhile_is_told_there(api: BotApi, tmp_path: Path) -> None:
    update = ask(api, tmp_path, f"{NAME} ai?", -5)
    forget_outcome(tmp_path, update)
    api.faults.append(Fault("editMessageReplyMarkup", 1, 400, chat=-5, new_chat=FIRST_SUPERGROUP))
    with running(api, tmp_path) as bot:
        until_done(bot, api)
        assert bot.inbox.ascends(OF_THE_BOT)
        assert bot.inbox.ascends(counter_of(FIRST_SUPERGROUP))
    (word,) = texts(api, FIRST_SUPERGROUP)
    assert word.startswith(DOUBT)


def test_a_database_that_is_away_while_looking_is_waited_for(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "_RETRY", 0.2)
    update = ask(api, tmp_path)
    forget_outcome(tmp_path, update)
    attempt, fails = Inbox.attempt, iter([True, True])

    def away(inbox: Inbox, update_id: int, chat: int) -> Attempt | None:
        if next(fails, False):
            raise StateError("mất", "away")
        return attempt(inbox, update_id, chat)

    monkeypatch.setattr(Inbox, "attempt", away)
    settled(api, tmp_path)
    assert texts(api) == ["Trả lời: ai?"]
    assert len(api.of("sendMessage")) == 1


def test_an_answer_that_cannot_be_made_again_is_said_to_be_in_doubt(api: BotApi, tmp_path: Path) -> None:
    update = ask(api, tmp_path)
    forget_outcome(tmp_path, update)
    with closing(state_of(tmp_path)) as state, state.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM bot_telegram_answers")
    settled(api, tmp_path, FakeLibrary(error=RuntimeError("no")))
    assert texts(api)[1].startswith(DOUBT)
