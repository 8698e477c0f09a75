"""The stream where a language model words the answers: sentences as they are checked, and what stands in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bots.web.app import create_app
from bots.web.services import services_over
from ingest.store.plan_stores import open_stores
from tests.assistant.writing.asking import BUILT_IN, GOOD, WHO, library
from tests.assistant.writing.openai_server import Say, Server, serving
from tests.bots.state.samples import bot_settings
from tests.bots.web.serving import FREE
from tests.bots.web.test_api import events
from tests.ingest.store.samples import BagOfWords
from tests.servers import settings_for

pytestmark = pytest.mark.once(reason="is about the stream of a writer")


@pytest.fixture(autouse=True)
def _own_server_only(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def client_of(monkeypatch: pytest.MonkeyPatch, folder: Path, *replies: Say) -> Iterator[tuple[TestClient, Server]]:
    """A client of the application as the environment makes it, with a model behind it."""
    monkeypatch.chdir(folder)
    with serving(*replies) as server:
        for name, value in {"LLM_MODEL": "scripted", "LLM_BASE_URL": server.url, "LLM_RETRIES": "0"}.items():
            monkeypatch.setenv(name, value)
        index = settings_for(library().store.folder)
        services = services_over(open_stores(index, BagOfWords), index, bot_settings(**FREE))
        with TestClient(create_app(services)) as client:
            yield client, server


def test_sentences_are_streamed_as_they_are_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with client_of(monkeypatch, tmp_path, Say(GOOD)) as (client, server):
        first, second = (client.post("/api/ask/stream", json={"question": WHO}).text for _ in range(2))
        asked = sum(WHO in prompt for prompt in server.prompts())
    told = events(first)
    pieces = [data["text"] for kind, data in told if kind == "text"]
    assert [kind for kind, _ in told] == ["stage", "stage", "text", "text", "citations", "done"]
    assert "".join(pieces) == told[-1][1]["answer"] == GOOD
    assert pieces[0].endswith("[1].")
    assert events(second)[-1][1]["answer"] == GOOD
    assert asked == 1, "the same question is known"


def test_text_that_does_not_stand_is_taken_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    half = "Việc nâng cấp đường truyền mạng nội bộ của Bến Tre có thời hạn tháng 6/2027 [1]. Kinh phí là 5 tỷ [1]."
    with client_of(monkeypatch, tmp_path, Say(half), Say(GOOD)) as (client, _server):
        told = events(client.post("/api/ask/stream", json={"question": WHO}).text)
        later = client.post("/api/ask", json={"question": WHO}).json()
    kinds = [kind for kind, _ in told]
    after = [data["text"] for kind, data in told[kinds.index("reset") :] if kind == "text"]
    assert "text" in kinds[: kinds.index("reset")]
    assert "".join(after) == told[-1][1]["answer"]
    assert told[-1][1]["answer"].startswith(BUILT_IN)
    assert later["answer"] == GOOD, "an answer in the place of the model's is not kept"
