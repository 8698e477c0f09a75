"""Reads files in processes of their own, several at a time: a bomb, a loop or a crash costs the file that it is in.

The processes are forked from a server that has the readers imported and nothing else (no threads, no index), so that
one starts in milliseconds. No server is started before there is a file to be read.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

from ingest.progress import Stage
from ingest.readers.limits import Limits
from ingest.worker import Build, Failed, Made, Read, Told, no_memory, work

_SERVED = ("ingest.worker", "ingest.readers", "ingest.structure")
_GRACE = 15.0
"""Seconds after which a process is ended that has outlived its own clock."""

log = logging.getLogger(__name__)


class Job(Protocol):
    """A file to be read, and the id of the plan that it becomes."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def plan_id(self) -> str:
        """The id."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """How files are read apart: what each may cost, how many at a time, and by which functions.

    `read` and `build` are functions of a module; each process imports them.
    """

    limits: Limits
    workers: int
    read: Read
    build: Build


@dataclass(slots=True)
class _Running:
    job: Job
    process: BaseProcess
    until: float
    """When it is ended, by the monotonic clock."""
    answer: Made | Failed | None = None


@dataclass(slots=True)
class Isolated:
    """Reads some jobs; `results` gives each as it is finished. Leaving it early ends the processes that still run."""

    isolation: Isolation
    begins: Callable[[Job], None]
    watch: Callable[[Path, Stage, int, int], None]
    _running: dict[Connection, _Running] = field(default_factory=dict)

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Made | Failed]]:
        """Each job with its plan, or with why there is none, in the order in which they are finished."""
        if not jobs:
            return
        context = _context()
        waiting = deque(jobs)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self.isolation.workers:
                    self._start(waiting.popleft(), context)
                yield from self._finished()
        finally:
            for pipe in list(self._running):
                self._end(pipe)

    def _start(self, job: Job, context: Any) -> None:
        self.begins(job)
        ours, theirs = context.Pipe(duplex=False)
        isolation = self.isolation
        arguments = (theirs, job.path, job.plan_id, isolation.limits, isolation.read, isolation.build)
        process = context.Process(target=work, args=arguments, daemon=True)
        process.start()
        theirs.close()  # so that its end is seen here when the process ends
        self._running[ours] = _Running(job, process, time.monotonic() + isolation.limits.seconds + _GRACE)

    def _finished(self) -> Iterator[tuple[Job, Made | Failed]]:
        """Hears what the processes say, for a moment; those that have finished."""
        heard = wait(list(self._running), timeout=1.0)
        for pipe in [pipe for pipe in self._running if pipe in heard]:
            running = self._running[pipe]
            try:
                message = pipe.recv()
            except (EOFError, OSError):
                message = self._death(running)
            if isinstance(message, Told):
                self.watch(running.job.path, message.stage, message.done, message.total)
                continue
            if isinstance(message, Failed) and message.trace:
                log.error("%s: %s", running.job.path, message.trace)
            self._end(pipe)
            yield running.job, message
        for pipe, running in list(self._running.items()):
            if time.monotonic() > running.until and not pipe.poll():
                self._end(pipe)
                yield running.job, _too_long(self.isolation.limits)

    def _death(self, running: _Running) -> Failed:
        """Why a process ended without a word."""
        running.process.join(_GRACE)
        code = running.process.exitcode
        if code in (-signal.SIGALRM, -signal.SIGXCPU) if hasattr(signal, "SIGALRM") else False:
            return _too_long(self.isolation.limits)
        if hasattr(signal, "SIGKILL") and code == -signal.SIGKILL:  # by the system, which was out of memory
            return no_memory(self.isolation.limits)
        return Failed(
            f"tiến trình đọc bị sập (mã {code}); tệp có thể hỏng, hãy mở bằng chương trình gốc rồi lưu lại",
            f"the reading process crashed (code {code}); the file may be damaged, open and save it again",
        )

    def _end(self, pipe: Connection) -> None:
        running = self._running.pop(pipe)
        pipe.close()
        pid = running.process.pid
        if pid is not None and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)  # with the programs that it started
        if running.process.is_alive():
            running.process.kill()
        running.process.join(_GRACE)


def _too_long(limits: Limits) -> Failed:
    return Failed(
        f"đọc quá {limits.seconds} giây (READ_SECONDS); có thể là tệp phá hoại",
        f"takes over {limits.seconds} seconds to read (READ_SECONDS); it may be a bomb",
    )


def _context() -> Any:
    """Processes from a clean server where the system can fork, else new ones."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_SERVED))
    return context
