"""The real process, killed and started again; and the assistant over HTTP, which it asks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bots.telegram.library import RemoteLibrary, UnavailableError
from bots.telegram.limiter import AT_ONCE
from bots.telegram.records import UpdateState
from ingest.model import Field
from tests.bots.telegram.assistant_api import AssistantApi
from tests.bots.telegram.bot_api import TOKEN, BotApi, Call
from tests.bots.telegram.samples import running, state_of
from tests.servers import environment_for

QUESTIONS = 5


@pytest.fixture
def assistant_api(socket_enabled: None) -> Iterator[AssistantApi]:
    """A web server that answers."""
    with AssistantApi() as server:
        yield server


@contextmanager
def process(api: BotApi, assistant_api: AssistantApi, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """`python -m bots.telegram`; stopped as a service manager would, where it still runs."""
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api.url,
        "ASSISTANT_URL": assistant_api.url,
        **environment_for(folder),
        "TELEGRAM_MESSAGES_PER_SECOND": "0",
    }
    log = folder / "bot.log"  # a pipe that nobody reads would stop the bot when it is full
    with log.open("a", encoding="utf-8") as told:
        run = subprocess.Popen(
            [sys.executable, "-m", "bots.telegram"],
            stdout=subprocess.DEVNULL,
            stderr=told,
            text=True,
            env={"PATH": os.environ["PATH"], **settings},
        )
    try:
        yield run
    finally:
        if run.poll() is None:
            run.terminate()
        run.wait(timeout=30)
    assert run.returncode in (0, -signal.SIGKILL), log.read_text("utf-8")


def answers_of(api: BotApi) -> list[Call]:
    """The answers that were sent, without the word that one may have been lost."""
    return [one for one in api.of("sendMessage") if one.text.startswith("Trả lời: ")]


@pytest.mark.parametrize(("chats", "how", "doubts"), [(200, signal.SIGKILL, AT_ONCE), (40, signal.SIGTERM, 0)])
def test_many_chats_are_answered_in_order_through_a_restart(
    api: BotApi, assistant_api: AssistantApi, tmp_path: Path, chats: int, how: signal.Signals, doubts: int
) -> None:
    """Chats ask 5 questions each; the process ends after a third of the answers and another takes over.

    None is answered twice and none is lost: of those few that were on the way when the process was killed nobody can
    tell whether they arrived, which is said to the asker, with a button that brings the answer.
    """
    api.send(*(api.message(f"câu {number}", chat) for number in range(QUESTIONS) for chat in range(1, chats + 1)))
    with process(api, assistant_api, tmp_path) as first:
        api.wait_for("sendMessage", chats * QUESTIONS // 3, seconds=60)
        first.send_signal(how)
        first.wait(30)
    assert len(answers_of(api)) < chats * QUESTIONS
    with process(api, assistant_api, tmp_path):
        wait_until_done(api, chats * QUESTIONS)
        doubtful = [one for one in api.of("sendMessage") if one.text.startswith("Đường truyền bị ngắt")]
        api.send(*(api.press(dict(one.buttons)["Xem câu trả lời"], one) for one in doubtful))
        shown = api.wait_for("editMessageText", len(doubtful)) if doubtful else []
    sent = answers_of(api)
    assert max(Counter(map(asked_by, sent)).values()) == 1, "none twice"
    in_doubt = set(map(asked_by, doubtful))
    assert all(one.text.startswith("Trả lời: ") for one in shown), "whoever presses has the answer"
    assert len(in_doubt) <= doubts
    assert len({*map(asked_by, sent)} | in_doubt) == chats * QUESTIONS, "none lost"
    for chat in range(1, chats + 1):
        order = [one.text for one in sent if one.chat == chat]
        assert order == sorted(order), "in order"


def test_no_more_answers_are_in_doubt_at_any_time_than_are_on_the_way(api: BotApi, tmp_path: Path) -> None:
    state, seen = state_of(tmp_path), list[int]()

    def look(_call: Call) -> None:
        with state.database.transaction() as connection:
            query = "SELECT count(*) FROM bot_telegram_updates WHERE state='sending'"
            seen.append(connection.exec_driver_sql(query).scalar_one())

    with closing(state), running(api, tmp_path):
        api.on_message = look  # while Telegram has an answer and the bot does not know it yet
        api.send(*(api.message("ai?", chat) for chat in range(1, 101)))
        api.wait_for("sendMessage", 100, seconds=60)
        api.on_message = None
    assert 1 <= max(seen) <= AT_ONCE


def asked_by(call: Call) -> tuple[int, int]:
    """The question that a message replies to."""
    return call.chat, call.data["reply_parameters"]["message_id"]


def wait_until_done(api: BotApi, questions: int) -> None:
    """Waits until each question has an answer or the word that it may be lost."""
    until = time.monotonic() + 120
    while len(answered := {*map(asked_by, api.of("sendMessage"))}) < questions:
        assert time.monotonic() < until, f"{len(answered)} of {questions}"
        time.sleep(0.2)


def test_an_answer_on_its_way_when_the_process_died_is_said_to_be_in_doubt(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path) as bot:
        (number,) = api.send(api.message("ai?"))
        api.wait_for("sendMessage")
        api.settle()
        time.sleep(0.1)
    state = state_of(tmp_path)
    with state.database.transaction() as connection:  # as if killed right after the request went out
        sending = text("UPDATE bot_telegram_updates SET state='sending', payload=:payload")
        connection.execute(sending, {"payload": _payload(api, number)})
    state.close()
    with running(api, tmp_path) as bot:
        doubt = api.wait_for("sendMessage", 2)[1]
        api.send(api.press(dict(doubt.buttons)["Xem câu trả lời"], doubt))
        (shown,) = api.wait_for("editMessageText")
        api.settle()
        until = time.monotonic() + 5
        while bot.inbox.state(number) is not UpdateState.DONE and time.monotonic() < until:
            time.sleep(0.05)
        assert bot.inbox.state(number) is UpdateState.DONE
    assert shown.text.startswith("Trả lời: ai?")


def _payload(api: BotApi, number: int) -> str:
    return json.dumps({"update_id": number} | api.message("ai?"))


def test_plans_and_rows_are_read_over_http(assistant_api: AssistantApi) -> None:
    library = RemoteLibrary(assistant_api.url, "https://kehoach.example.vn")
    assert [plan.name for plan in library.plans()] == ["Bến Tre 2026"]
    (row,) = library.tasks().values()
    assert (row.anchor, row.label) == ("ben-tre-2026/pl-1/1", "Bến Tre 2026, Phụ lục 1, STT 1")
    assert row.url == "https://kehoach.example.vn/sources/ben-tre-2026/pl-1/1"
    assert row.text(Field.LEAD_UNIT) == "Văn phòng Sở"
    assert [day.isoformat() for day in row.last_days()] == ["2026-06-30"]
    answered = library.ask("ai?", ("trước",), ("ben-tre-2026",), "en")
    assert (answered.answer, answered.language) == ("Trả lời: ai? [1]", "en")
    assert assistant_api.asked == [
        {"question": "ai?", "history": ["trước"], "plans": ["ben-tre-2026"], "language": "en"}
    ]
    library.close()


def test_a_server_that_fails_is_named(assistant_api: AssistantApi) -> None:
    now = [0.0]
    library = RemoteLibrary(assistant_api.url, now=lambda: now[0])
    library.plans()
    assistant_api.status = 503
    with pytest.raises(UnavailableError, match=r"hãy kiểm tra python -m bots\.web"):
        library.ask("ai?", (), (), "")
    now[0] += 1000
    assert len(library.tasks()) == 1, "what was read before still holds"
    library.close()
    closed = RemoteLibrary("http://127.0.0.1:9")
    with pytest.raises(UnavailableError, match="ConnectError"):
        closed.plans()
    closed.close()
