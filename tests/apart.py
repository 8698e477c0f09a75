"""Runs functions of the tests in processes of their own, forked from one that has imported what they need.

For tests of what such a process leaves behind when it dies or is refused something: starting Python and importing the
store takes a second or two each time, and is not what they are about. The server imports and does nothing else: it has
no store open. A process has the environment that its test has at the time, or one that it is given.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
STORE = (
    "chromadb",
    "chromadb.api.rust",
    "numpy",
    "tantivy",
    "ingest.store.plan_stores",
    "tests.ingest.store.samples",
)
"""What a process needs that keeps plans; others name what they need."""


@dataclass
class Apart:
    """A process that runs a function."""

    pid: int
    _server: _Server
    returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended, as `subprocess.Popen` says it; None while it runs."""
        return self._ended(os.WNOHANG)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has; one that takes longer than so many seconds fails the test."""
        until = time.monotonic() + timeout if timeout is not None else None
        while until is not None and self._ended(os.WNOHANG) is None:
            assert time.monotonic() < until, f"process {self.pid} did not end within {timeout:g} s"
            time.sleep(0.01)
        ended = self._ended(0)
        assert ended is not None
        return ended

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended(self, options: int) -> int | None:
        if self.returncode is None:
            self.returncode = self._server.asked("ended", self.pid, options)
        return self.returncode


def start(
    function: Callable[..., object],
    *arguments: str,
    stderr: Path | None = None,
    environment: Mapping[str, str] | None = None,
    imported: tuple[str, ...] = STORE,
) -> Apart:
    """Begin to run a function of a module with some texts; its errors are written into a file, if one is named.

    It ends as the function says, if that returns a number. All that name the same modules are forked from one process.
    """
    named, server = f"{function.__module__}:{function.__qualname__}", _server(imported)
    given = dict(os.environ if environment is None else environment)
    return Apart(server.asked("start", named, arguments, given, stderr and str(stderr)), server)


class _Server:
    """The process that all are forked from."""

    def __init__(self, imported: tuple[str, ...]) -> None:
        command = [sys.executable, "-m", "tests.apart", *imported]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def asked(self, *request: object) -> Any:
        """What it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """End it."""
        self._process.communicate()


@cache
def _server(imported: tuple[str, ...]) -> _Server:
    server = _Server(imported)
    atexit.register(server.end)
    return server


def _serve(imported: list[str]) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the processes print is no answer
    for name in imported:
        import_module(name)
    for line in sys.stdin:
        what, *rest = json.loads(line)
        print(json.dumps(_start(*rest) if what == "start" else _ended(*rest)), file=answers, flush=True)


def _ended(pid: int, options: int) -> int | None:
    found, status = os.waitpid(pid, options)
    return os.waitstatus_to_exitcode(status) if found else None


def _start(named: str, arguments: list[str], environment: dict[str, str], stderr: str | None) -> int:
    name, function = named.split(":")
    module = import_module(name)
    if pid := os.fork():
        return pid
    code = 1
    try:
        os.environ.clear()
        os.environ.update(environment)
        if stderr:
            os.dup2(os.open(stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
        returned = getattr(module, function)(*arguments)
        code = returned if isinstance(returned, int) else 0
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1:])
