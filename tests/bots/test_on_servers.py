"""Several processes over PostgreSQL and a Chroma server: they share all they know, and outlive the loss of either."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_socket

from assistant import Assistant
from assistant.plans.library import Library
from bots.telegram.library import OwnLibrary
from tests import servers
from tests.apart import Apart
from tests.assistant.sample import ben_tre, lao_cai
from tests.bots import serving_process
from tests.bots.telegram.bot_api import BotApi
from tests.bots.telegram.samples import running as bot_running
from tests.ingest.store.samples import sample_plan, store_in

pytestmark = [
    pytest.mark.own_servers,
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of connections that a killed server cut
    pytest.mark.skipif(bool(servers.missing()), reason=servers.missing() or "the servers can be started"),
]

WHO = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện của Bến Tre?"
ROW = "ben-tre-2027/pl-1/I/2"
TOPIC = "Ai chủ trì nâng cấp đường truyền mạng nội bộ?"
"""Names no plan, so that it is searched for in all, by Chroma; its words alone find it too."""
TOPIC_ROW = "ben-tre-2027/pl-1/I/1"
_BACK_WITHIN = 40.0


@pytest.fixture(scope="module")
def both() -> Iterator[servers.Servers]:
    """Servers of this module's own, for some of its tests kill them."""
    pytest_socket.enable_socket()
    with servers.running() as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv(servers.DATABASE_SERVER, started.database.url)
        patch.setenv(servers.CHROMA_SERVER, started.chroma.url)
        yield started


@pytest.fixture
def started(both: servers.Servers) -> None:
    """Both servers answer, also where a test that failed has left one dead."""
    for server in (both.database, both.chroma):
        if server.process is None:
            server.start()


@pytest.fixture
def folder(started: None, tmp_path: Path) -> Path:
    """A folder whose index holds two plans."""
    return _filled(tmp_path)


def _filled(folder: Path) -> Path:
    store = store_in(folder)
    store.add_all([ben_tre(), lao_cai()])
    store.close()
    return folder


@dataclass
class Running:
    """Two web servers over the index of a folder, which go on from test to test, as they have to."""

    folder: Path
    clients: tuple[httpx.Client, httpx.Client]


@pytest.fixture(scope="module")
def _both_run(both: servers.Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = _filled(tmp_path_factory.mktemp("shared"))
    with two_web_processes(folder) as clients:
        yield Running(folder, clients)


@pytest.fixture
def web(started: None, _both_run: Running) -> Running:
    """The two web servers, whose own servers answer."""
    return _both_run


@contextmanager
def two_web_processes(folder: Path, *settings: str) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Clients of two web servers, each in a process of its own; the two start at the same time."""
    with ExitStack() as stack:
        (one, first), (two, second) = (stack.enter_context(_web_process(folder, *settings)) for _ in range(2))
        for process, client in ((one, first), (two, second)):
            servers.wait_until(partial(_is_up_or_ended, process, client), "the web server")
            assert process.poll() is None
        yield first, second


@contextmanager
def _web_process(folder: Path, *settings: str) -> Iterator[tuple[Apart, httpx.Client]]:
    """A web server that starts in a process of its own, and a client of it."""
    port = servers.free_port()
    process = serving_process.start(folder, port, *settings)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield process, client
    finally:
        process.terminate()
        process.wait(30)


def _is_up_or_ended(process: Apart, client: httpx.Client) -> bool:
    return process.poll() is not None or _is_up(client)


def _is_up(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx.HTTPError:
        return False


def wait_for(client: httpx.Client, status: int, said: str) -> None:
    """Wait until a server says how it is."""

    def says() -> bool:
        told = client.get("/readyz")
        return told.status_code == status and told.json()["status"] == said

    servers.wait_until(says, said, _BACK_WITHIN)


def own_library(folder: Path) -> OwnLibrary:
    library = Library(store_in(folder))
    return OwnLibrary(library, Assistant(library))


def ask(client: httpx.Client, question: str, **more: Any) -> httpx.Response:
    return client.post("/api/ask", json={"question": question, **more})


def anchors(response: httpx.Response) -> list[str]:
    return [citation["anchor"] for citation in response.json()["citations"]]


def test_two_web_processes_and_a_bot_share_conversations_feedback_and_plans(web: Running) -> None:
    folder, (one, two) = web.folder, web.clients
    with BotApi() as api, bot_running(api, folder, own_library(folder)):
        first = ask(one, WHO).json()
        follow_up = ask(two, "Còn thời hạn?", conversation=first["conversation"])
        assert anchors(follow_up) == [ROW], "the other process knows what was asked before"
        assert two.post("/api/feedback", json={"id": first["id"], "verdict": "up"}).status_code == 200

        api.send(api.message(WHO))
        told = api.wait_for("sendMessage", seconds=30)[0]
        assert "Phòng Nghiệp vụ Y" in told.text

        assert "an-nhon-2026/pl-1/I/1" not in anchors(ask(one, "Ai chủ trì triển khai vệ tinh y tế?"))
        store = store_in(folder)
        store.add(sample_plan("an-nhon-2026", ("Triển khai vệ tinh y tế toàn tỉnh",)))
        store.close()
        for client in (one, two):
            assert len(client.get("/api/plans").json()) == 3, "a new plan is seen without a restart"
            assert "an-nhon-2026/pl-1/I/1" in anchors(ask(client, "Ai chủ trì triển khai vệ tinh y tế?"))
        api.send(api.message("Ai chủ trì triển khai vệ tinh y tế?"))
        assert "Văn phòng Sở" in api.wait_for("sendMessage", 2, seconds=30)[1].text


def test_the_rate_of_a_conversation_and_of_an_address_is_counted_over_all_processes(folder: Path) -> None:
    with two_web_processes(folder, "conversation_rate_per_minute=4", "rate_per_minute=9") as (one, two):
        conversation = ask(one, WHO).json()["conversation"]
        clients = itertools.cycle((two, one))
        asked = [ask(next(clients), f"{WHO} {n}", conversation=conversation) for n in range(5)]
        assert [response.status_code for response in asked] == [200, 200, 200, 200, 429]
        assert int(asked[-1].headers["retry-after"]) >= 1
        rest = Counter(ask(next(clients), f"{WHO} {n}?").status_code for n in range(6))
        assert rest == {200: 3, 429: 3}


@dataclass
class Load:
    """Questions from several threads to two servers, each question new, until it is stopped."""

    clients: tuple[httpx.Client, httpx.Client]
    answered: list[tuple[float, httpx.Response]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _ask(self, number: int) -> None:
        for turn in itertools.count():
            if self._stop.is_set():
                return
            english = {"accept-language": "en"} if number % 2 else {}
            question = f"{TOPIC} {'?' * (number + 4 * turn)}"  # never the same, so that none is answered from memory
            response = self.clients[turn % 2].post("/api/ask", json={"question": question}, headers=english)
            self.answered.append((time.monotonic(), response))
            self._stop.wait(0.4)  # some ten a second; more would measure the machine

    def between(self, start: float, end: float) -> list[httpx.Response]:
        return [response for at, response in self.answered if start <= at <= end]


def check_answered(responses: list[httpx.Response]) -> None:
    """Each is the right answer, whether found by words alone or not."""
    assert responses
    for response in responses:
        assert response.status_code == 200, response.text
        assert anchors(response) == [TOPIC_ROW], response.text


def check_refused(response: httpx.Response) -> None:
    """It is a problem document that says what to do, in the language asked for, and nothing of the inside."""
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"]
    told = response.json()["detail"]
    english = response.request.headers.get("accept-language") == "en"
    assert ("try again" if english else "thử lại") in told
    assert "127.0.0.1" not in response.text


def test_a_killed_chroma_server_costs_no_answer_and_is_told(web: Running, both: servers.Servers) -> None:
    load = Load(web.clients)
    with load.running():
        time.sleep(1)
        killed = time.monotonic()
        both.chroma.kill()
        for client in web.clients:
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
            assert "127.0.0.1" not in ready.text
        time.sleep(3)
        started = time.monotonic()
        both.chroma.start()
        for client in web.clients:
            wait_for(client, 200, "ready")
        time.sleep(4)  # for so long a server that was away is left alone
        back = time.monotonic()
        time.sleep(2)
    check_answered([response for _, response in load.answered])
    assert load.between(killed, started), "the catalogue's own copies of the vectors stood in"
    assert load.between(back, time.monotonic())


def test_a_killed_postgresql_is_told_and_found_again(web: Running, both: servers.Servers, tmp_path: Path) -> None:
    clients = web.clients
    with BotApi() as api, bot_running(api, tmp_path, own_library(web.folder)):  # a bot that has heard of no update yet
        api.send(api.message(WHO))
        api.wait_for("sendMessage", seconds=30)
        load = Load(clients)
        with load.running():
            time.sleep(1)
            both.database.kill()
            for client in clients:
                assert client.get("/healthz").status_code == 200
                assert client.get("/readyz").status_code == 503
            api.send(api.message(TOPIC))
            time.sleep(3)
            both.database.start()
            for client in clients:
                wait_for(client, 200, "ready")
            back = time.monotonic()
            time.sleep(2)
        refused = [response for _, response in load.answered if response.status_code != 200]
        assert {response.status_code for response in refused} == {503}
        for response in refused:
            check_refused(response)
        check_answered([response for _, response in load.answered if response.status_code == 200])
        check_answered(load.between(back + 0.5, time.monotonic()))
        told = api.wait_for("sendMessage", 2, seconds=_BACK_WITHIN)
        assert "Văn phòng Sở" in told[1].text, "what was asked meanwhile is answered"
        time.sleep(3)
        assert len(api.of("sendMessage")) == 2, "once"
