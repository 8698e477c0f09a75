"""A real server and the clients that others wrote: the openai package, schemathesis, slow sockets, many users."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openai
import pytest
from openai import OpenAI

from eval.load import run_load
from tests.bots.web.serving import TOKEN, served_in

pytestmark = pytest.mark.enable_socket

WHO = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện của Bến Tre?"
ROW = "ben-tre-2027/pl-1/I/2"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, _sockets: None) -> Iterator[str]:
    with served_in(tmp_path_factory.mktemp("clients"), request_seconds=0.6) as address:
        yield address


@pytest.fixture(scope="module")
def _sockets() -> None:
    """The module's server needs sockets before the first test's own mark is seen."""
    import pytest_socket

    pytest_socket.enable_socket()


@pytest.fixture
def chat(url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0) as client:
        yield client


def test_the_openai_client_lists_the_plans_as_models(chat: OpenAI) -> None:
    assert [model.id for model in chat.models.list()][:2] == ["plans", "plans:ben-tre-2027"]


def test_the_openai_client_gets_an_answer_with_citations(chat: OpenAI, url: str) -> None:
    told = chat.chat.completions.create(model="plans", messages=[{"role": "user", "content": WHO}])
    message = told.choices[0].message
    assert "Phòng Nghiệp vụ Y" in (message.content or "")
    assert f"({url}/sources/{ROW})" in (message.content or "")
    assert (message.model_extra or {})["citations"][0]["anchor"] == ROW


def test_the_openai_client_streams_an_answer_with_citations(chat: OpenAI) -> None:
    chunks = list(chat.chat.completions.create(model="plans", messages=[{"role": "user", "content": WHO}], stream=True))
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert "Phòng Nghiệp vụ Y" in "".join(delta.content or "" for delta in deltas)
    cited = [
        delta.model_extra["citations"] for delta in deltas if delta.model_extra and "citations" in delta.model_extra
    ]
    assert cited[0][0]["anchor"] == ROW
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_the_openai_client_follows_up_within_one_plan(chat: OpenAI) -> None:
    told = chat.chat.completions.create(
        model="plans:ben-tre-2027",
        messages=[
            {"role": "system", "content": "Trả lời bằng thơ."},
            {"role": "user", "content": [{"type": "text", "text": WHO}]},
            {"role": "assistant", "content": "…"},
            {"role": "user", "content": "Còn đơn vị phối hợp?"},
        ],
    )
    assert "Thanh tra Sở" in (told.choices[0].message.content or "")


def test_the_openai_client_understands_refusals(chat: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="gpt-9"):
        chat.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": WHO}])
    with pytest.raises(openai.UnprocessableEntityError):
        chat.chat.completions.create(model="plans", messages=[{"role": "user", "content": "x" * 1001}])


def test_a_client_that_sends_too_slowly_is_let_go(url: str) -> None:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as slow:
        slow.sendall(
            b"POST /api/ask HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n{"
        )
        began = time.monotonic()
        told = slow.recv(65536).decode()
    assert told.startswith("HTTP/1.1 408")
    assert '"code":"too-slow"' in told
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nhost: x\r\n"])
def test_a_connection_that_never_asks_is_closed(url: str, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.web.protocol.HEADER_SECONDS", 0.3)
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as idle:
        idle.sendall(sent)
        assert idle.recv(65536) == b""


def test_a_body_that_lies_about_its_size_is_cut_off(url: str) -> None:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as liar:
        liar.sendall(
            b"POST /api/ask HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        for _ in range(3):
            liar.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
        told = liar.recv(65536).decode()
    assert told.startswith("HTTP/1.1 413")


@pytest.mark.usefixtures("_sockets")
def test_many_users_are_answered_without_a_fault(tmp_path: Path) -> None:
    questions = [(WHO, []), ("viec nao den han thang 6", []), ("Còn đơn vị phối hợp?", [WHO]), ("Giá vàng?", [])]
    with served_in(tmp_path) as url:  # with the usual time to send a question; the other server's is short
        load = asyncio.run(run_load(url, questions, users=50, seconds=3))
    assert not load.faults
    assert load.answers > 100
    assert load.p95 < 3000  # the goal, measured on a machine of its own, stands in eval/README.md


@pytest.mark.once(reason="is about what requests and answers look like")
def test_schemathesis_finds_nothing(url: str, tmp_path: Path) -> None:
    """The command, since its pytest plugin does not work with this pytest; what no schema can say (limits on size,
    one date before another) is told apart."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(_CONFIG)
    command = [str(Path(sys.executable).with_name("st")), "--config-file", str(config), "run", f"{url}/openapi.json"]
    options = [
        "--max-examples",
        "8",
        "--generation-deterministic",
        "--seed",
        "1",
        "--no-color",
        "--header",
        f"Authorization: Bearer {TOKEN}",
    ]
    done = subprocess.run([*command, *options], capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[:20_000]


_CONFIG = """
[checks]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 408, 409, 413, 415, 422, 429]

[[operations]]
include-name = "POST /v1/chat/completions"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 413, 422]

[[operations]]
include-name = "GET /api/plans/{plan_id}/rows"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]

[[operations]]
include-name = "GET /api/widget"
checks.negative_data_rejection.enabled = false  # a query holds only text: plan=false is a plan's id like any other

[[operations]]
include-path-regex = "/api/admin/plans"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 415, 422]
"""
