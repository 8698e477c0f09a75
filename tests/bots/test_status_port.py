"""The port on which the bot and the tools tell their figures and their health."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bots.metrics import Metrics
from bots.observing import Observer
from bots.operation import told_on_port
from bots.state import State
from bots.status_port import PortError, StatusPort
from bots.telegram.memory import Memory
from bots.telegram.talk import Asker, Talk
from ingest.errors import PlanError
from tests.bots.state.samples import bot_settings
from tests.bots.telegram.samples import FakeLibrary, state_of


@contextmanager
def port(
    token: str = "", why: Callable[[], str] = lambda: "", refresh: Callable[[], None] = lambda: None
) -> Iterator[str]:
    with StatusPort("127.0.0.1", 0, Metrics(), token, why, refresh) as opened:
        yield f"http://127.0.0.1:{opened.port}"


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, trust_env=False)


@pytest.mark.usefixtures("socket_enabled")
def test_health_readiness_and_figures_are_told() -> None:
    why = ["Telegram has not been reached for 130 s"]
    with port(why=lambda: why[0]) as url:
        assert get(f"{url}/healthz").json() == {"status": "ok"}
        not_ready = get(f"{url}/readyz")
        why[0] = ""
        assert get(f"{url}/readyz").status_code == 200
        assert "plan_questions_under_way" in get(f"{url}/metrics").text
        assert get(f"{url}/khac").status_code == 404
    assert (not_ready.status_code, not_ready.json()["detail"]) == (503, "Telegram has not been reached for 130 s")


@pytest.mark.usefixtures("socket_enabled")
def test_figures_ask_for_the_token_and_come_even_where_the_database_is_gone() -> None:
    def fail() -> None:
        raise PlanError("hỏng", "gone")

    with port("bi-mat", refresh=fail) as url:
        assert get(f"{url}/metrics").status_code == 401
        assert get(f"{url}/metrics", authorization="Bearer khac").status_code == 401
        assert get(f"{url}/metrics", authorization="Bearer bi-mat").status_code == 200
        assert get(f"{url}/healthz").status_code == 200


@pytest.mark.usefixtures("socket_enabled")
def test_a_port_that_is_taken_is_named_with_the_mend() -> None:
    with StatusPort("127.0.0.1", 0, Metrics()) as taken:
        settings = bot_settings(metrics_port=taken.port)
        with (
            pytest.raises(PortError, match=f"METRICS_PORT={taken.port}: không mở được"),
            told_on_port(settings, Metrics()),
        ):
            pass


def test_without_a_port_none_is_opened() -> None:
    with told_on_port(bot_settings(), Metrics()):  # sockets are forbidden here
        pass


def test_questions_of_a_chat_are_noted_with_their_channel(tmp_path: Path) -> None:
    state: State = state_of(tmp_path)
    settings, observer = bot_settings(), Observer(Metrics())
    memory = Memory(state, 180, settings.conversation_hours, lambda: datetime.now(UTC))
    talk = Talk(FakeLibrary(), state, memory, observer)
    talk.question(Asker(1, 7, 7, False), "ai chủ trì?")
    failing = Talk(FakeLibrary(error=PlanError("hỏng", "gone")), state, memory, observer)
    with pytest.raises(PlanError):
        failing.question(Asker(2, 7, 7, False), "ai chủ trì?")
    figures = observer.metrics.text().decode()
    assert 'plan_answers_total{answerable="true",channel="telegram",kind="lookup",language="vi"} 1.0' in figures
    assert 'plan_failures_total{channel="telegram",error="PlanError"} 1.0' in figures
