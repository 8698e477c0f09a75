"""The same questions over HTTP, where the web server is installed: `POST /api/ask` of `python -m bots.web`."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.latency import Latency, latency
from eval.errors import EvalError
from eval.questions import Question

_READY_SECONDS = 60.0
UNLIMITED = {"RATE_PER_MINUTE": "0", "CONVERSATION_RATE_PER_MINUTE": "0", "KEPT_ANSWERS": "0"}
"""One address asks everything, and each answer is worked out."""


@dataclass(frozen=True, slots=True)
class Http:
    """Questions to a server in another process on the same machine, one after the other."""

    ready_s: float
    """From its start until it says that it is ready."""
    warm: Latency
    """The processor's time is that of the one who asks."""


def over_http(index: Path, questions: Sequence[Question], report: Callable[[str], object]) -> Http | None:
    """Ask a server over an index; None where there is no web server to start. Raises EvalError when it fails."""
    if importlib.util.find_spec("bots") is None or importlib.util.find_spec("bots.web") is None:
        return None
    report("http")
    port = _free_port()
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "bots.web", "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, **UNLIMITED, "PLAN_INDEX": str(index)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, f"{address}/readyz")
        ready = time.perf_counter() - began

        def ask(question: Question) -> object:
            body = json.dumps({"question": question.question, "history": list(question.history)}).encode()
            asked = urllib.request.Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.read()

        latency(ask, questions)
        return Http(ready, latency(ask, questions))
    except OSError as error:
        raise EvalError(f"{address}: {error}", f"{address}: {error}") from error
    finally:
        server.terminate()
        server.wait(10)


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise EvalError(
        f"{address}: máy chủ không sẵn sàng; hãy thử: python -m bots.web",
        f"{address}: the server does not become ready; try: python -m bots.web",
    )


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
