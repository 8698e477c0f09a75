"""The real process, killed and started again; and the assistant over HTTP, which it asks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.telegram.__main__ import main
from bots.telegram.inbox import Inbox
from bots.telegram.library import RemoteLibrary, UnavailableError
from bots.telegram.limiter import AT_ONCE
from ingest.model import Field
from tests import apart
from tests.bots.telegram.assistant_api import AssistantApi
from tests.bots.telegram.bot_api import FIRST_SUPERGROUP, TOKEN, BotApi, Call
from tests.bots.telegram.samples import running, state_of
from tests.servers import environment_for

DOUBT = "Đường truyền bị ngắt"
NAME = "@KeHoachBot"
QUESTIONS = 5


@pytest.fixture
def assistant_api(socket_enabled: None) -> Iterator[AssistantApi]:
    """A web server that answers."""
    with AssistantApi() as server:
        yield server


IMPORTED = (*apart.STORE, "bots.telegram.app", "bots.telegram.opening", __name__)


def run_bot() -> int:
    """The bot as its command runs it."""
    return main([])


@contextmanager
def process(
    api: BotApi, assistant_api: AssistantApi, folder: Path, command: bool = False
) -> Iterator[subprocess.Popen[bytes] | apart.Apart]:
    """The bot, forked from a process that has imported it, or the `command` itself; stopped as a service manager
    would, where it still runs."""
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api.url,
        "ASSISTANT_URL": assistant_api.url,
        **environment_for(folder),
        "TELEGRAM_MESSAGES_PER_SECOND": "0",
    }
    log = folder / "bot.log"  # a pipe that nobody reads would stop the bot when it is full
    environment = {"PATH": os.environ["PATH"], **settings}
    run: subprocess.Popen[bytes] | apart.Apart
    if command:
        with log.open("ab") as told:
            line = [sys.executable, "-m", "bots.telegram"]
            run = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=told, env=environment)
    else:
        run = apart.start(run_bot, stderr=log, environment=environment, imported=IMPORTED)
    try:
        yield run
    finally:
        if run.poll() is None:
            run.terminate()
        run.wait(timeout=30)
    assert run.returncode in (0, -signal.SIGKILL), log.read_text("utf-8")


@pytest.mark.once(reason="kills processes for a minute; the inbox over PostgreSQL has tests of its own")
@pytest.mark.parametrize(
    ("first_chat", "chats", "kills"),
    [(1, 80, 3), (FIRST_SUPERGROUP - 100, 30, 2)],
    ids=["private, again and again", "supergroups"],
)
def test_many_chats_are_answered_in_order_though_the_process_is_killed(
    api: BotApi, assistant_api: AssistantApi, tmp_path: Path, first_chat: int, chats: int, kills: int
) -> None:
    """Chats ask 5 questions each; the process is killed in the midst of answering, several times or once.

    Of the requests that are on the way then, some arrive and some do not. All are answered, none twice, none is lost.
    """
    when, asked = random.Random(kills), range(first_chat, first_chat + chats)
    api.latency = 0.05
    api.send(*(api.message(f"{NAME} câu {number}", chat, 7) for number in range(QUESTIONS) for chat in asked))
    for kill in range(kills):
        with process(api, assistant_api, tmp_path) as run:
            part = chats * QUESTIONS * kill // kills if kills > 1 else chats * QUESTIONS // 3
            api.wait_for("sendMessage", part + 1, seconds=60)
            time.sleep(when.random() * 0.5)
            run.send_signal(signal.SIGKILL)
            run.wait(30)
    assert sum(len(api.shown(chat)) for chat in asked) < chats * QUESTIONS
    with process(api, assistant_api, tmp_path):
        wait_until_done(tmp_path, api)
    assert_answered(api, asked)
    found, told = api.refused["message is not modified"], sum(one.text.startswith(DOUBT) for one in api.calls)
    print(f"in doubt: {found} found, {told} told; {api.lost} requests lost, {api.refused}")
    assert found + told > 0, "none was in doubt"


def test_many_chats_are_answered_in_order_when_the_process_is_stopped(
    api: BotApi, assistant_api: AssistantApi, tmp_path: Path
) -> None:
    asked = range(1, 41)
    api.send(*(api.message(f"câu {number}", chat) for number in range(QUESTIONS) for chat in asked))
    with process(api, assistant_api, tmp_path, command=True):
        api.wait_for("sendMessage", len(asked) * QUESTIONS // 3, seconds=60)
    assert len(api.of("sendMessage")) < len(asked) * QUESTIONS
    with process(api, assistant_api, tmp_path):
        wait_until_done(tmp_path, api)
    assert_answered(api, asked)
    assert len(api.of("sendMessage")) == len(asked) * QUESTIONS, "nothing was in doubt"


def assert_answered(api: BotApi, asked: Iterable[int]) -> None:
    """Each question of each chat is answered once, in order; nothing else is said, and nothing was said for a time."""
    for chat in asked:
        said = [one.text.split(" [")[0] for one in api.shown(chat)]
        assert said == [f"Trả lời: câu {number}" for number in range(QUESTIONS)], (chat, said)
        answers = [one for one in api.calls if one.data.get("chat_id") == chat and one.text.startswith("Trả lời")]
        assert len(answers) == QUESTIONS, (chat, answers)


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


def wait_until_done(folder: Path, api: BotApi) -> None:
    """Waits until all updates have been fetched and are done."""
    api.settle(120)
    until = time.monotonic() + 120
    with closing(state_of(folder)) as state:
        inbox = Inbox(state.database, lambda: datetime.now(UTC))
        while waiting := inbox.waiting():
            assert time.monotonic() < until, waiting
            time.sleep(0.1)


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
