"""A Bot API on a local port, as much of it as a bot under load needs: updates by long poll, messages out."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

TOKEN = "1000001:load"
_BOT = {"id": 1000001, "is_bot": True, "first_name": "Tải", "username": "TaiThuBot"}
_POLL_SECONDS = 5.0


class LocalBotApi:
    """The server, open within a `with` block. Threads write to a chat and wait for what the bot answers there."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._updates: list[dict[str, Any]] = []
        self._sent: dict[int, list[str]] = {}
        self._number = 0
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                """One call of the bot."""
                body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
                data = {name: values[0] for name, values in parse_qs(body).items()}
                told = json.dumps({"ok": True, "result": api._result(self.path.rpartition("/")[2], data)}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

        self._server = _QuietServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def ask(self, chat: int, text: str, seconds: float) -> str | None:
        """What the bot sends to a chat after a message, as HTML; None where nothing comes in time."""
        with self._changed:
            sent = self._sent.setdefault(chat, [])
            before = len(sent)
            self._number += 1
            self._updates.append(_message(self._number, chat, text))
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: len(sent) > before, seconds):
                return None
            return sent[-1] if len(sent) == before + 1 else "\n".join(("more than one answer:", *sent[before:]))

    def late(self, expected: Mapping[int, int]) -> int:
        """How many messages came to chats beyond the number that each should have got."""
        with self._changed:
            return sum(max(0, len(sent) - expected.get(chat, 0)) for chat, sent in self._sent.items())

    def _result(self, method: str, data: dict[str, str]) -> Any:
        if method == "getMe":
            return _BOT
        if method == "getUpdates":
            return self._poll(int(data.get("offset", "0")), float(data.get("timeout", "0")))
        if method in ("sendMessage", "editMessageText"):
            with self._changed:
                self._number += 1
                chat = int(data["chat_id"])
                self._sent.setdefault(chat, []).append(data["text"])
                self._changed.notify_all()
                where = {"id": chat, "type": "private"}
                return {"message_id": self._number, "date": int(time.time()), "chat": where, "text": data["text"]}
        return True

    def _poll(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        with self._changed:
            self._updates = [one for one in self._updates if one["update_id"] >= offset]
            self._changed.wait_for(lambda: bool(self._updates), min(seconds, _POLL_SECONDS))
            return self._updates[:100]


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A bot that is stopped in mid-poll breaks its connection; that is no fault."""


def _message(number: int, chat: int, text: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "An", "language_code": "vi"},
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"update_id": number, "message": message}
