"""HTTP that does not wait for ever: a connection must bring a request's headers in time, or it is closed.

The server closes connections that are silent between two requests, but not those that have never asked anything or
send their headers a byte at a time. A few thousand of these would take all its places.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 15.0


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection whose next request's headers are not complete `HEADER_SECONDS` after their first byte."""

    _header_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """The time begins with the connection."""
        super().connection_made(transport)
        self._start()

    def on_message_begin(self) -> None:
        """The time begins with a request's first byte."""
        super().on_message_begin()
        self._start()

    def on_headers_complete(self) -> None:
        """The headers came in time."""
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._stop()
        self._header_timer = self.loop.call_later(HEADER_SECONDS, self._give_up)

    def _stop(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
