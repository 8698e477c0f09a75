"""The process that reads one file and ends: what the file costs is taken from this process alone.

It is forked from a clean server process, puts limits on itself before it opens the file, and sends what it made
through a pipe. Beyond a limit the system ends it, whatever library it is in.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.errors import PlanError, ReadError
from ingest.model import Plan
from ingest.progress import Stage, Tell
from ingest.readers.document import Document
from ingest.readers.limits import Limits

Read = Callable[[Path, Limits, Tell], Document]
Build = Callable[[Document, str], Plan]


@dataclass(frozen=True, slots=True)
class Told:
    """How far the reading is."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Made:
    """The plan that was read, and the notices of its reader."""

    plan: Plan
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no plan; `trace` for a fault that nobody foresaw."""

    vietnamese: str
    english: str
    trace: str = ""


Message = Told | Made | Failed


def work(pipe: Connection, path: Path, plan_id: str, limits: Limits, read: Read, build: Build) -> None:
    """Reads a file and sends the plan, or why there is none. Runs in a process of its own."""
    _restrict(limits)

    def tell(stage: Stage, done: int, total: int) -> None:
        pipe.send(Told(stage, done, total))

    answer: Message
    try:
        document = read(path, limits, tell)
        tell(Stage.STRUCTURE, 0, 0)
        answer = Made(build(document, plan_id), document.notices)
    except ReadError as error:
        answer = Failed(*(told.removeprefix(f"{error.name}: ") for told in (error.vietnamese, error.english)))
    except PlanError as error:
        answer = Failed(error.vietnamese, error.english)
    except MemoryError:
        answer = no_memory(limits)
    except RecursionError:
        answer = Failed(
            "nội dung lồng nhau quá sâu, không thể là một văn bản; hãy kiểm tra lại tệp gốc",
            "the content is nested too deep to be a document; check the original",
        )
    except OSError as error:
        why = error.strerror or str(error)
        answer = Failed(f"không đọc được tệp ({why})", f"the file cannot be read ({why})")
    except Exception as error:  # a fault of ours in one file must not cost the others
        answer = Failed(f"lỗi ngoài dự kiến: {error!r}", f"unexpected fault: {error!r}", traceback.format_exc())
    if hasattr(signal, "alarm"):
        signal.alarm(0)  # the plan may wait in the pipe until the one before it is stored
    with contextlib.suppress(BrokenPipeError):  # whoever asked has gone
        pipe.send(answer)
    pipe.close()


def no_memory(limits: Limits) -> Failed:
    """What is said of a file that takes too much memory."""
    return Failed(
        f"cần quá {limits.memory_mb} MB bộ nhớ (READ_MEMORY_MB); có thể là tệp phá hoại",
        f"takes over {limits.memory_mb} MB of memory (READ_MEMORY_MB); it may be a bomb",
    )


def _restrict(limits: Limits) -> None:
    """Puts the limits on this process and on those that it starts, as far as the system knows them."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # libraries grumble about files; the reason given is ours
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends this process
    if not hasattr(os, "setsid"):
        return  # Windows: only the parent's clock
    import resource

    os.setsid()  # with the programs that it starts it is ended as one group
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.alarm(limits.seconds)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_mb * 1024 * 1024),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of address space
            resource.setrlimit(what, (most, hard))
