"""What the processes of the benchmark tell of themselves, and how they are run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from eval.bench.latency import Latency
from eval.errors import EvalError


@dataclass(frozen=True, slots=True)
class Answering:
    """A warm process that answers questions."""

    opened_ms: float
    """From opening the index to its first answer."""
    first_round: Latency
    """Every question once, in a process that has answered one: caches fill."""
    warm: Latency
    """Every question once more."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What the least that could find anything takes."""

    vectors: int
    numpy_product: Latency
    """The cosines of all vectors to that of a question, and the nearest sixty; the question is embedded already."""
    embedding: Latency
    """Embedding the question."""
    sqlite_fts: Latency
    """The sixty best passages by SQLite's FTS5 and its BM25, any of the question's words."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended well."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: str


def run_process(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Finished:
    """Run `python ARGUMENTS` to its end. Raises EvalError with its last line where it fails."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stderr is not None
    said = process.stdout.read()
    complained = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = perf_counter() - began
    if process.returncode:
        last = (complained.strip().splitlines() or ["?"])[-1]
        command = " ".join(arguments)
        raise EvalError(f"{command}: dừng với lỗi ({last})", f"{command}: ended with an error ({last})")
    return Finished(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)
