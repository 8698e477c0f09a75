"""The mixed load sees what it is for: wrong answers, those of another talk, lost ones, and memory that grows."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from eval.mixed.bot_api import TOKEN, LocalBotApi
from eval.mixed.driving import Load, User
from eval.mixed.expected import LEADS, STATES, Expected, Talk, Told, expected_of, plan_text, read_talks
from eval.mixed.states import States
from eval.mixed.tally import Fault, Tally, growth

FIRST, OTHER = ("Ai chủ trì A?", "Khi nào xong?"), ("Ai chủ trì B?", "Khi nào xong?")


def expected() -> Expected:
    """Two talks that end with the same follow-up, in two states."""
    told: dict[tuple[str, Talk, int], Told] = {
        (state, talk, place): Told(f"{state} {talk[0]} {place}", ("p/1",), f"<b>{state} {talk[0]} {place}</b>")
        for state in STATES
        for talk in (FIRST, OTHER)
        for place in (0, 1)
    }
    return expected_of((FIRST,), told)


_ENOUGH = 12
"""Questions after which a user stops."""

Reply = Callable[[dict[str, Any]], tuple[int, str]]


@contextmanager
def answering(reply: Reply) -> Iterator[str]:
    """A server that answers /api/ask as told; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status, text = reply(body)
            told = json.dumps({"answer": text, "citations": [{"anchor": "p/1"}], "conversation": text}).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def asked_by(channel: str, reply: Reply, states: States | None = None) -> Tally:
    """What is counted of one user's talks until some questions were answered, however long that takes."""
    tally, answered = Tally(), itertools.count(1)

    def counted(body: dict[str, Any]) -> tuple[int, str]:
        if next(answered) == _ENOUGH:
            user.load = replace(user.load, ends_at=0.0)
        return reply(body)

    with answering(counted) as url, LocalBotApi() as api:
        load = Load(url, api, expected(), states or States("without"), tally, time.monotonic() + 20, 0.01)
        user = User(load, 1, channel)
        user.start()
        user.join(20)
        assert user.failure is None, user.failure
    return tally


def right(body: dict[str, Any]) -> tuple[int, str]:
    place = 1 if body.get("conversation") else 0
    return 200, f"without {FIRST[0]} {place}"


@pytest.mark.usefixtures("socket_enabled")
def test_right_answers_are_counted_with_their_follow_ups() -> None:
    tally = asked_by("web", right)
    assert tally.faults == []
    assert tally.followups > 0
    assert tally.answers() > tally.followups
    assert "0 wrong, 0 stale, 0 cross-talk, 0 lost, 0 error" in str(tally)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("told", "kind"),
    [("không đúng", "wrong"), (f"without {OTHER[0]} 1", "cross-talk"), (f"one {FIRST[0]} 1", "stale")],
)
def test_a_follow_up_that_is_not_right_is_told_apart(told: str, kind: str) -> None:
    tally = asked_by("web", lambda body: (200, told) if body.get("conversation") else right(body))
    assert {(fault.kind, fault.asked) for fault in tally.faults} == {(kind, FIRST)}
    assert f"{kind} by web: {FIRST[0]} > {FIRST[1]}" in str(tally)


@pytest.mark.usefixtures("socket_enabled")
def test_both_states_are_right_while_the_plan_is_being_replaced_and_the_new_one_alone_after() -> None:
    states = States("without")
    states.begin("one")

    def late(body: dict[str, Any]) -> tuple[int, str]:
        return 200, right(body)[1].replace("without", "one" if body.get("conversation") else "without")

    assert asked_by("web", late, states).faults == []
    states.done()
    time.sleep(0.01)
    assert {fault.kind for fault in asked_by("web", late, states).faults} == {"stale"}


@pytest.mark.usefixtures("socket_enabled")
def test_refusals_and_broken_streams_are_errors() -> None:
    assert {fault.kind for fault in asked_by("web", lambda _: (500, "hỏng")).faults} == {"error"}
    assert {fault.kind for fault in asked_by("stream", right).faults} == {"error"}


@pytest.mark.usefixtures("socket_enabled")
def test_the_bot_is_written_to_and_its_answer_waited_for() -> None:
    with LocalBotApi() as api, httpx.Client(base_url=f"{api.url}/bot{TOKEN}", trust_env=False, timeout=10) as bot:
        assert bot.post("/getMe").json()["result"]["is_bot"] is True
        told: list[str | None] = []
        asker = threading.Thread(target=lambda: told.append(api.ask(7, "/clear", 10)))
        asker.start()
        (update,) = bot.post("/getUpdates", data={"timeout": 5}).json()["result"]
        assert update["message"]["entities"][0]["type"] == "bot_command"
        bot.post("/sendMessage", data={"chat_id": 7, "text": "<b>xong</b>"})
        asker.join(10)
        assert told == ["<b>xong</b>"]
        assert bot.post("/getUpdates", data={"offset": update["update_id"] + 1, "timeout": 0}).json()["result"] == []
        assert api.ask(8, "ai?", 0.05) is None


def test_states_between_two_moments() -> None:
    states = States("without")
    began = time.monotonic()
    time.sleep(0.002)
    states.begin("one")
    time.sleep(0.002)
    middle = time.monotonic()
    assert states.between(began, middle) == ("without", "one")
    states.done()
    time.sleep(0.002)
    assert states.between(time.monotonic(), time.monotonic()) == ("one",)
    assert states.between(middle, time.monotonic()) == ("without", "one")


def test_memory_that_grows_is_not_flat() -> None:
    tally = Tally()
    for second in range(600):
        tally.memory(second, 700 + second / 60 * 3, 700, 2.0)
    assert growth(tally.web_memory) == pytest.approx(3.0)
    assert not tally.is_flat(1.0)
    assert tally.is_flat(3.5)
    assert len(tally.minutes) == 10
    tally.wrong(Fault("lost", "bot", ("ai?",), ""))
    assert "1 lost" in str(tally)
    assert growth([]) == 0.0


def test_talks_hold_every_follow_up_and_the_replaced_plans_question(tmp_path: Any) -> None:
    lines = [{"question": f"câu {number}", "history": []} for number in range(9)] + [
        {"question": "sau", "history": ["trước"]}
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    talks = read_talks(path, 3)
    assert talks[0] == ("trước", "sau")
    assert len(talks) == 5
    assert all(LEADS[state] in plan_text(state) for state in LEADS)
