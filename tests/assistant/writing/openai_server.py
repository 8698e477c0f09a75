"""A local HTTP server that speaks the OpenAI API for chats and says what it is told to, one reply after the other."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """One reply: a text, or calls of tools, in as many chunks as are asked for."""

    text: str = ""
    calls: Sequence[tuple[str, str]] = ()
    """Names of tools with their arguments as JSON text, which may be wrong."""
    finish: str = "stop"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    """Sent as it is instead of a chat completion."""
    pause_before: float = 0.0
    """Seconds of silence before the first byte."""
    pause_inside: float = 0.0
    """Seconds of silence in the middle of the text."""
    breaks_off: bool = False
    """Whether the connection is closed in the middle of the text."""
    usage: tuple[int, int] | None = None


@dataclass
class Server:
    """What runs: its address, what it was asked, and the way to stop its pauses."""

    replies: list[Say]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, request: dict[str, Any]) -> Say:
        """The reply to a request; the last one for all that follow."""
        with self._lock:
            self.asked.append(request)
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def prompts(self) -> list[str]:
        """All that was sent to the model, a text for each request."""
        return ["\n".join(str(message["content"]) for message in one["messages"]) for one in self.asked]


@contextmanager
def serving(*replies: Say) -> Iterator[Server]:
    """A server on a free port of this machine, gone at the end."""
    server = Server(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(length))
            say = server.next(request)
            server.stopped.wait(say.pause_before)
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
                _reply(self, say, bool(request.get("stream")), server.stopped)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    try:
        yield server
    finally:
        server.stopped.set()
        http.shutdown()
        http.server_close()
        thread.join()


def _reply(handler: BaseHTTPRequestHandler, say: Say, is_stream: bool, stopped: threading.Event) -> None:
    handler.send_response(say.status)
    for name, value in say.headers:
        handler.send_header(name, value)
    handler.send_header("Content-Type", "text/event-stream" if is_stream and say.status == 200 else "application/json")
    handler.send_header("Connection", "close")
    handler.end_headers()
    if say.body is not None:
        handler.wfile.write(say.body)
    elif say.status != 200:
        handler.wfile.write(json.dumps({"error": {"message": "no", "type": "error"}}).encode())
    elif is_stream:
        _stream(handler, say, stopped)
    else:
        handler.wfile.write(json.dumps(_completion(say)).encode())


def _stream(handler: BaseHTTPRequestHandler, say: Say, stopped: threading.Event) -> None:
    pieces = [say.text[at : at + 7] for at in range(0, len(say.text), 7)]
    for number, piece in enumerate(pieces):
        if number == len(pieces) // 2:
            stopped.wait(say.pause_inside)
            if say.breaks_off:
                handler.wfile.flush()
                handler.connection.shutdown(socket.SHUT_RDWR)
                return
        _event(handler, {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
    _event(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": say.finish}]})
    if say.usage:
        _event(handler, {"choices": [], "usage": _usage(say)})
    handler.wfile.write(b"data: [DONE]\n\n")


def _event(handler: BaseHTTPRequestHandler, part: dict[str, Any]) -> None:
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", **part}
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.flush()


def _completion(say: Say) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": say.text}
    if say.calls:
        message["tool_calls"] = [
            {"id": f"call-{at}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for at, (name, arguments) in enumerate(say.calls)
        ]
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if say.calls else say.finish}
    told: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 1, "model": "scripted"}
    return {**told, "choices": [choice], **({"usage": _usage(say)} if say.usage else {})}


def _usage(say: Say) -> dict[str, int]:
    assert say.usage is not None
    read, written = say.usage
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
