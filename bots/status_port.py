"""`/metrics`, `/healthz`, `/readyz` on a port of their own, for processes that serve no HTTP: the bot, `bots.mcp`."""

from __future__ import annotations

import hmac
import json
import logging
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from bots.metrics import MEDIA_TYPE, Metrics
from ingest.errors import PlanError

log = logging.getLogger(__name__)

_SECONDS = 10.0
"""How long a client may take to send its request."""


class PortError(PlanError):
    """The port cannot be opened."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        why = error.strerror or str(error)
        super().__init__(
            f"METRICS_PORT={port}: không mở được cổng tại {host} ({why}); hãy chọn cổng khác hoặc sửa METRICS_HOST",
            f"METRICS_PORT={port}: the port cannot be opened on {host} ({why}); choose another or mend METRICS_HOST",
        )


class StatusPort:
    """The port; it is open within a `with` block."""

    def __init__(
        self,
        host: str,
        port: int,
        metrics: Metrics,
        token: str = "",
        why_not_ready: Callable[[], str] = lambda: "",
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        """`/metrics` asks for `token` where there is one. Raises PortError."""

        class Handler(BaseHTTPRequestHandler):
            timeout = _SECONDS

            def do_GET(self) -> None:
                """Tells what stands at the path."""
                given = self.headers.get("authorization", "")
                status, kind, body = _told(self.path, given, token, metrics, why_not_ready, refresh)
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.send_header("cache-control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """These requests come every few seconds; nothing is logged of them."""

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except OSError as error:
            raise PortError(host, port, error) from error
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.2,), name="status", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _told(
    path: str,
    authorization: str,
    token: str,
    metrics: Metrics,
    why_not_ready: Callable[[], str],
    refresh: Callable[[], None],
) -> tuple[HTTPStatus, str, bytes]:
    """Status, media type and body of a response."""
    match path.partition("?")[0]:
        case "/healthz":
            return _json(HTTPStatus.OK, {"status": "ok"})
        case "/readyz":
            if why := why_not_ready():
                return _json(HTTPStatus.SERVICE_UNAVAILABLE, {"status": "not ready", "detail": why})
            return _json(HTTPStatus.OK, {"status": "ready"})
        case "/metrics":
            if token and not is_bearer(authorization, token):
                return _json(HTTPStatus.UNAUTHORIZED, {"detail": "Authorization: Bearer METRICS_TOKEN"})
            try:
                refresh()
            except PlanError as error:
                log.error("%s", error.english)  # the other figures are told all the same
            return HTTPStatus.OK, MEDIA_TYPE, metrics.text()
    return _json(HTTPStatus.NOT_FOUND, {"detail": "/metrics, /healthz, /readyz"})


def is_bearer(authorization: str, token: str) -> bool:
    """Whether a header, decoded as HTTP has it, carries a token, in a time that does not tell how much is right."""
    scheme, _, given = authorization.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode("latin-1", "replace"), token.encode())


def _json(status: HTTPStatus, body: dict[str, str]) -> tuple[HTTPStatus, str, bytes]:
    return status, "application/json", json.dumps(body).encode()
