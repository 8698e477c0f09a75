"""What operators see of the server: ids of requests, lines of its log, figures, and why it is not ready."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bots.metrics import SHARED, Metrics
from bots.web.app import create_app
from bots.web.services import Services
from ingest.errors import EmbeddingError
from ingest.logs import LogFormat, LogLevel, set_up_logging
from ingest.store.errors import StoreError
from tests.bots.web.serving import services_in

pytestmark = pytest.mark.once(
    reason="is about ids, lines and figures; what is ready over servers is told in test_on_servers.py"
)

SECRET = "Ai chủ trì triển khai bệnh án điện tử ở phòng khám 0912345678?"


@contextmanager
def logging_kept() -> Iterator[None]:
    """Leaves logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.fixture
def own(tmp_path: Path) -> Services:
    return services_in(tmp_path)


def test_each_request_has_an_id_in_its_header_its_lines_and_its_error(
    own: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_kept(), TestClient(create_app(own)) as client:
        set_up_logging(LogFormat.JSON, LogLevel.INFO, "web")
        given = client.post("/api/ask", json={"question": SECRET}, headers={"x-request-id": "proxy-7:1"})
        made = client.get("/khong-co")
        forged = client.get("/healthz", headers={"x-request-id": 'a"b c'})
    assert given.headers["x-request-id"] == "proxy-7:1"
    assert re.fullmatch("[0-9a-f]{16}", made.headers["x-request-id"])
    assert made.json()["request_id"] == made.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{16}", forged.headers["x-request-id"])
    lines = lines_of(capsys)
    of_question = [line for line in lines if line.get("request_id") == "proxy-7:1"]
    assert [line["event"] for line in of_question] == ["answered", "request"]
    answered, request = of_question
    assert (answered["channel"], answered["answerable"], answered["language"]) == ("web", True, "vi")
    assert (request["route"], request["status"], request["method"]) == ("/api/ask", 200, "POST")
    assert {"time", "level", "logger", "service"} <= request.keys()
    assert not any("bệnh án" in json.dumps(line, ensure_ascii=False) for line in lines)
    assert not any(line.get("route") == "/healthz" for line in lines)


def test_questions_are_logged_only_where_set_and_masked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_kept(), TestClient(create_app(services_in(tmp_path, log_questions=True))) as client:
        set_up_logging(LogFormat.JSON, LogLevel.INFO, "web")
        client.post("/api/ask", json={"question": SECRET})
    (question,) = [line["question"] for line in lines_of(capsys) if "question" in line]
    assert "bệnh án điện tử" in question
    assert "0912345678" not in question


def test_lines_for_a_terminal_are_text_and_carry_the_id(own: Services, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_kept(), TestClient(create_app(own)) as client:
        set_up_logging(LogFormat.TEXT, LogLevel.INFO, "web")
        client.get("/api/plans", headers={"x-request-id": "seen-1"})
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "/api/plans" in line]
    assert "request_id=seen-1" in line
    assert "\x1b" not in line


def test_a_fault_of_ours_is_reported_under_the_requests_id(
    own: Services, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        text = SECRET  # a local that a careless handler would print
        raise RuntimeError(f"hỏng {len(text)}")

    monkeypatch.setattr(own.desk, "_begin", fail)
    with logging_kept(), TestClient(create_app(own), raise_server_exceptions=False) as client:
        set_up_logging(LogFormat.JSON, LogLevel.INFO, "web")
        response = client.post("/api/ask", json={"question": SECRET}, headers={"x-request-id": "loi-1"})
        figures = client.get("/metrics").text
    problem = response.json()
    assert (response.status_code, problem["request_id"]) == (500, "loi-1")
    assert response.headers["x-request-id"] == "loi-1"
    assert "loi-1" in problem["detail"]
    written = capsys.readouterr().err
    assert "bệnh án" not in written
    (fault,) = [one for one in map(json.loads, written.splitlines()) if one["event"] == "fault loi-1"]
    assert fault["request_id"] == "loi-1"
    assert "RuntimeError" in fault["exception"]
    assert 'plan_failures_total{channel="web",error="RuntimeError"} 1.0' in figures


def test_figures_tell_channel_kind_language_stages_jobs_and_no_text(own: Services) -> None:
    with TestClient(create_app(own)) as client:
        client.post("/api/ask", json={"question": SECRET})
        client.post("/api/ask/stream", json={"question": "Who leads electronic medical records?"})
        chat = {"messages": [{"role": "user", "content": "Giá vàng hôm nay?"}]}
        client.post("/v1/chat/completions", json=chat)
        own.observer.metrics.ingested("added", 12, 1.5)
        figures = client.get("/metrics").text
    for expected in (
        'plan_answers_total{answerable="true",channel="web",kind="lookup",language="vi"} 1.0',
        'channel="stream"',
        'plan_answers_total{answerable="false",channel="openai",kind="abstain",language="vi"} 1.0',
        'plan_answer_seconds_count{channel="web"} 1.0',
        *(
            f'plan_stage_seconds_count{{stage="{name}"}}'
            for name in ("wait", "understand", "search", "words", "meaning")
        ),
        'plan_ingest_files_total{status="added"} 1.0',
        "plan_ingest_rows_total 12.0",
        'plan_jobs{state="queued"} 0.0',
        "plan_questions_under_way 0.0",
    ):
        assert expected in figures, expected
    assert not re.search("vàng|medical|0912345678", figures)


def test_figures_ask_for_their_token_where_one_is_set(tmp_path: Path) -> None:
    with TestClient(create_app(services_in(tmp_path, metrics_token="đo-1"))) as client:
        refused = client.get("/metrics")
        wrong = client.get("/metrics", headers={"authorization": "Bearer do-1"})
        right = client.get("/metrics", headers=[(b"authorization", "Bearer đo-1".encode())])
    assert (refused.status_code, refused.json()["code"], wrong.status_code) == (401, "metrics-token", 401)
    assert right.status_code == 200
    assert "plan_rows" in right.text


def test_not_ready_without_plans_and_says_how_to_add_some(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    for plan in list(services.shelf().plans):
        services.stores.remove(plan)
    with TestClient(create_app(services)) as client:
        told = client.get("/readyz")
    assert (told.status_code, told.json()["code"]) == (503, "not-ready")
    assert "python -m ingest add" in told.json()["detail"]


def _until_ready(client: TestClient) -> None:
    for _ in range(500):
        if client.get("/readyz").status_code == 200:
            return
        time.sleep(0.02)
    raise AssertionError(client.get("/readyz").text)


def test_not_ready_while_the_model_is_not_loaded_and_ready_once_it_is(
    own: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = own.stores.public.vectors
    with TestClient(create_app(own)) as client:
        _until_ready(client)
        own.warming.fault = EmbeddingError("thiếu mô hình; hãy cài", "the model is missing; install it")
        broken = client.get("/readyz", headers={"accept-language": "en"})
        own.warming.fault = None
        monkeypatch.setattr(vectors, "loaded_collection", lambda: None)
        loading = client.get("/readyz", headers={"accept-language": "en"})
        monkeypatch.undo()
        ready = client.get("/readyz")
    assert (broken.status_code, broken.json()["detail"]) == (503, "the model is missing; install it")
    assert (loading.status_code, "being loaded" in loading.json()["detail"]) == (503, True)
    assert ready.json() == {"status": "ready", "plans": 3, "rows": 12}


def test_not_ready_where_the_index_cannot_be_opened_or_lacks_vectors(
    own: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("kho hỏng; hãy dựng lại", "the index is damaged; rebuild it")

    with TestClient(create_app(own)) as client:
        _until_ready(client)
        monkeypatch.setattr(own.library.store, "is_complete", lambda: False)
        lacking = client.get("/readyz")
        monkeypatch.setattr(own.library.store.catalogue, "generation", fail)
        damaged = client.get("/readyz")
        alive = client.get("/healthz")
    assert "python -m ingest rebuild" in lacking.json()["detail"]
    assert (damaged.status_code, damaged.json()["detail"]) == (503, "kho hỏng; hãy dựng lại")
    assert alive.json() == {"status": "ok"}


def test_processes_that_share_a_folder_tell_the_sum(tmp_path: Path) -> None:
    count = "from bots.metrics import Metrics; m = Metrics(); m.ingested('added', 5, 1.0); print(m.text().decode())"
    told = [
        subprocess.run(
            [sys.executable, "-c", count], env={SHARED: str(tmp_path)}, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert "plan_ingest_rows_total 5.0" in told[0].stdout
    assert "plan_ingest_rows_total 10.0" in told[1].stdout


def test_a_second_set_of_figures_does_not_meet_the_first() -> None:
    one, other = Metrics(), Metrics()
    one.ingested("added", 5, 1.0)
    assert b"plan_ingest_rows_total 0.0" in other.text()
