"""Traces as a collector gets them by OTLP over HTTP; without the setting nothing of OpenTelemetry is loaded."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bots import operation
from bots.metrics import Metrics
from bots.observing import Observer
from bots.operation import TracesMissingError
from bots.traces import OtlpTracer
from bots.web.app import create_app
from tests.bots.state.samples import bot_settings
from tests.bots.web.serving import services_in

pytestmark = pytest.mark.once(reason="is about what a collector is told")

TRACE = "0af7651916cd43dd8448eb211c80319c"
QUESTION = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện?"


@contextmanager
def collector() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """A receiver of traces: its address and what it got."""
    received: list[ExportTraceServiceRequest] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            assert self.path == "/v1/traces"
            received.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        server.server_close()


def spans_of(received: list[ExportTraceServiceRequest]) -> dict[str, Span]:
    return {
        span.name: span
        for request in received
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }


@pytest.mark.usefixtures("socket_enabled")
def test_a_request_its_question_and_its_stages_are_one_trace_of_the_caller(tmp_path: Path) -> None:
    with collector() as (url, received):
        services = services_in(tmp_path)
        services.observer.tracer = OtlpTracer(url + "/", "plan-assistant-test")
        with TestClient(create_app(services)) as client:
            parent = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
            client.post("/api/ask", json={"question": QUESTION}, headers=parent)
    spans = spans_of(received)
    request, question, answer = spans["request"], spans["question web"], spans["answer"]
    assert request.trace_id.hex() == TRACE
    assert request.parent_span_id.hex() == "b7ad6b7169203331"
    assert question.parent_span_id == request.span_id
    assert answer.parent_span_id == question.span_id
    assert spans["words"].parent_span_id == spans["search"].span_id
    noted = {one.key: one.value.string_value or one.value.int_value for one in request.attributes}
    assert noted["http.route"] == "/api/ask"
    assert noted["http.response.status_code"] == 200
    assert {one.key for one in question.attributes} >= {"plan.kind", "plan.answerable"}
    resource = received[0].resource_spans[0].resource.attributes
    assert ("service.name", "plan-assistant-test") in {(one.key, one.value.string_value) for one in resource}
    assert "bệnh án" not in str(received)


@pytest.mark.usefixtures("socket_enabled")
def test_what_fails_is_marked_without_what_was_asked() -> None:
    with collector() as (url, received):
        tracer = OtlpTracer(url, "test")
        observer = Observer(Metrics(), tracer=tracer)
        with pytest.raises(RuntimeError), observer.asking("web", QUESTION), observer.stage("search"):
            raise RuntimeError(QUESTION)
        tracer.close()
    spans = spans_of(received)
    assert spans["search"].status.message == spans["question web"].status.message == "RuntimeError"
    assert "chủ trì" not in str(received)


@pytest.mark.usefixtures("socket_enabled")
def test_questions_are_answered_where_the_collector_is_gone(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    services.observer.tracer = OtlpTracer("http://127.0.0.1:9", "test")
    services.observer.tracer._provider.force_flush = lambda *_: False  # type: ignore[method-assign]
    with TestClient(create_app(services)) as client:
        assert client.post("/api/ask", json={"question": QUESTION}).json()["answerable"]


def test_without_the_setting_nothing_of_the_exporter_is_imported() -> None:
    program = (
        "import sys; import bots.web.app; from bots.operation import open_observer;"
        " from bots.settings import BotSettings;"
        " open_observer(BotSettings(), 'web').close();"
        " sent = ('opentelemetry.sdk', 'opentelemetry.exporter', 'bots.traces');"
        " print([name for name in sys.modules if name.startswith(sent)])"
    )
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={"PATH": ""})
    assert run.stdout.strip() == "[]"


def test_a_missing_package_is_named_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bots.traces", None)
    with pytest.raises(TracesMissingError, match=r"pip install 'plan-assistant\[traces\]'"):
        operation.open_observer(bot_settings(otel_exporter_otlp_endpoint="http://127.0.0.1:4318"), "web")
