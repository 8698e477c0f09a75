"""What is noted of every request: its id, its route, how it went, how long it took; no question, query or address."""

from __future__ import annotations

import logging
import time
from contextlib import AbstractContextManager, nullcontext

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bots.observing import Observer, Span
from ingest.logs import accepted_id, bound

HEADER = "x-request-id"

log = logging.getLogger("bots.web.access")

_CARRIED = ("traceparent", "tracestate")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Routes that a machine asks every few seconds; a line for each would bury the others."""


class Account:
    """Gives each request an id, that of X-Request-ID where it has a fit one; counts, logs and traces it by its route.

    The id stands in every log line of the request, in its response's header, and in the document of an error.
    """

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = accepted_id(headers.get(HEADER, ""))
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = time.perf_counter(), 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with self._span(headers) as span, bound(request_id=request_id, **self._trace()):
            try:
                await self._app(scope, receive, note_status)
            finally:
                took = time.perf_counter() - began
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if route != "other" else "other"
                self._observer.metrics.request(route, method, status, took)
                level = logging.DEBUG if route in _QUIET and status < 400 else logging.INFO
                noted = {"method": method, "route": route, "status": status, "ms": round(took * 1000, 1)}
                log.log(level, "request", extra=noted)
                if span is not None:
                    span.set({"http.request.method": method, "http.route": route, "http.response.status_code": status})

    def _span(self, headers: Headers) -> AbstractContextManager[Span | None]:
        tracer = self._observer.tracer
        if tracer is None:
            return nullcontext()
        return tracer.span("request", {name: headers[name] for name in _CARRIED if name in headers})

    def _trace(self) -> dict[str, str]:
        tracer = self._observer.tracer
        return {} if tracer is None else {"trace_id": tracer.trace_id()}
