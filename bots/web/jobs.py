"""Files that the administrator adds: each is read in a process of its own, whose progress stands in the database.

Reading a plan is long work on a file that may be broken or hostile. In a process of its own it neither slows answers
nor takes the server down with it, and its memory is given back. What it writes is seen by the next question.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, delete, func, insert, select, update

from bots.metrics import Metrics
from bots.state.conversations import opaque_id
from bots.state.database import Database, state_url
from bots.state.tables import UtcTime, metadata
from ingest.errors import PlanError
from ingest.logs import bound, request_id, set_up_logging
from ingest.pipeline import Outcome, Status, default_reading, ingest_paths
from ingest.settings import Settings
from ingest.store.plan_stores import open_stores

log = logging.getLogger(__name__)

_KEPT = timedelta(days=7)
_STALE = timedelta(hours=2)
"""How long a job may go without a word before it is taken for lost with the server that began it."""
_NICER = 10
"""By how much a job gives way to answers where both want the processor."""


class JobState(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    READING = "reading"
    EMBEDDING = "embedding"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One file on its way into the index."""

    id: str
    state: JobState
    file: str
    plan: str
    """The id of the plan that it becomes, or was found to be."""
    done: int
    total: int
    """Passages embedded, of all that are to be."""
    outcome: str
    """`Status` of the pipeline once it is done."""
    rows: int
    passages: int
    vietnamese: str
    """Why it failed, "" otherwise."""
    english: str
    begun_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one file, for the figures: a `Status` of the pipeline, its rows, and how long it took."""

    status: str
    rows: int
    seconds: float


_jobs = Table(
    "bot_jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("file", String, nullable=False),
    Column("plan", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("vietnamese", Text, nullable=False),
    Column("english", Text, nullable=False),
    Column("begun_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)


class Jobs:
    """The jobs of an index; any process may ask how they stand, the one that took the file works it off."""

    def __init__(self, index: Settings, database: Database, metrics: Metrics) -> None:
        self._metrics = metrics
        self._index = index
        self._database = database
        self._lock = threading.Lock()
        self._workers: ProcessPoolExecutor | None = None

    @property
    def folder(self) -> Path:
        """Where uploaded files stand until they have been read, each in a folder of its own."""
        return Path(self._index.plan_index) / "uploads"

    def begin(self, path: Path, plan: str, internal: bool = False) -> Job:
        """Read a file of the upload folder in the background, as the plan of this id; the file is deleted after.

        With `internal` it becomes an internal plan, whatever it was before.
        """
        now = datetime.now(UTC)
        job = Job(opaque_id(), JobState.QUEUED, path.name, plan, 0, 0, "", 0, 0, "", "", now, now)
        values = {name: getattr(job, name) for name in Job.__slots__}
        with self._database.transaction() as connection:
            connection.execute(delete(_jobs).where(_jobs.c.changed_at < now - _KEPT))
            connection.execute(insert(_jobs).values(values))
        self._submit(job.id, path, plan, internal)
        return job

    def find(self, job_id: str) -> Job | None:
        """A job by its id, None where there is none."""
        with self._database.transaction() as connection:
            found = connection.execute(select(_jobs).where(_jobs.c.id == job_id)).mappings().one_or_none()
        if found is None:
            return None
        job = Job(**{**found, "state": JobState(found["state"])})
        running = job.state not in (JobState.DONE, JobState.FAILED)
        if running and datetime.now(UTC) - job.changed_at > _STALE:
            _note(self._database, job_id, **_LOST)
            return self.find(job_id)
        return job

    def counts(self) -> dict[str, int]:
        """How many jobs of the last days are in each state."""
        query = select(_jobs.c.state, func.count()).group_by(_jobs.c.state)
        with self._database.transaction() as connection:
            counted = {line[0]: line[1] for line in connection.execute(query)}
        return {state.value: counted.get(state.value, 0) for state in JobState}

    def close(self) -> None:
        """Stop; jobs that have not begun are dropped."""
        with self._lock:
            if self._workers is not None:
                self._workers.shutdown(wait=False, cancel_futures=True)
                self._workers = None

    def _submit(self, job_id: str, path: Path, plan: str, internal: bool) -> None:
        with self._lock:
            if self._workers is None:
                context = multiprocessing.get_context("spawn")
                self._workers = ProcessPoolExecutor(1, context, os.nice, (_NICER,), max_tasks_per_child=1)
            try:
                future = self._workers.submit(work, self._index, job_id, path, plan, internal, request_id())
            except BrokenProcessPool:
                self._workers = None
                _note(self._database, job_id, **_LOST)
                return
        future.add_done_callback(lambda ended: self._ended(job_id, path, ended))

    def _ended(self, job_id: str, path: Path, ended: Future[Read]) -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        if ended.cancelled():
            return
        error = ended.exception(0)
        read = Read(Status.FAILED.value, 0, 0.0) if error is not None else ended.result(0)
        self._metrics.ingested(read.status, read.rows, read.seconds)
        if error is not None:
            _note(self._database, job_id, **_LOST)
        if isinstance(error, BrokenProcessPool):
            with self._lock:
                self._workers = None


_LOST = {
    "state": JobState.FAILED.value,
    "vietnamese": "việc đọc tệp bị ngắt giữa chừng; hãy tải tệp lên lại",
    "english": "reading the file was broken off; upload it again",
}


def _note(database: Database, job_id: str, **values: Any) -> None:
    with database.transaction() as connection:
        changed = {**values, "changed_at": datetime.now(UTC)}
        connection.execute(update(_jobs).where(_jobs.c.id == job_id).values(changed))


class _Reporter:
    """Writes the progress of one file into the database, not more often than anyone would ask."""

    def __init__(self, database: Database, job_id: str) -> None:
        self._database = database
        self._job_id = job_id
        self.outcome: Outcome | None = None

    def begins(self, path: Path, number: int, total: int) -> None:
        """The file is being read."""
        _note(self._database, self._job_id, state=JobState.READING.value)

    def embedded(self, done: int, total: int) -> None:
        """So many passages are embedded."""
        _note(self._database, self._job_id, state=JobState.EMBEDDING.value, done=done, total=total)

    def ends(self, outcome: Outcome) -> None:
        """The file is done with."""
        self.outcome = outcome


def work(index: Settings, job_id: str, path: Path, plan: str, internal: bool = False, request: str = "") -> Read:
    """Read one file into the index, as a request of this id asked; runs in the worker's process."""
    began = time.monotonic()
    set_up_logging(index.log_format, index.log_level, "job")
    with bound(job=job_id, **({"request_id": request} if request else {})):
        log.info("reading", extra={"file": path.name})
        status, rows = _work(index, job_id, path, plan, internal)
        read = Read(status.value, rows, time.monotonic() - began)
        noted = {"status": read.status, "rows": read.rows, "seconds": round(read.seconds, 2)}
        log.log(logging.ERROR if status is Status.FAILED else logging.INFO, "read", extra={"file": path.name, **noted})
    return read


def _work(index: Settings, job_id: str, path: Path, plan: str, internal: bool) -> tuple[Status, int]:
    database = Database(state_url(Path(index.plan_index), index.database_url))
    reporter = _Reporter(database, job_id)
    try:
        stores = open_stores(index)
        try:
            ingest_paths([path], stores.adding(internal), default_reading(), reporter, plan)
        finally:
            stores.close()
    except PlanError as error:
        _note(database, job_id, state=JobState.FAILED.value, vietnamese=error.vietnamese, english=error.english)
        return Status.FAILED, 0
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    outcome = reporter.outcome
    if outcome is None or outcome.status is Status.FAILED or outcome.error is not None:
        told = outcome.error if outcome and outcome.error else PlanError(_LOST["vietnamese"], _LOST["english"])
        _note(database, job_id, state=JobState.FAILED.value, vietnamese=told.vietnamese, english=told.english)
        return Status.FAILED, 0
    _note(
        database,
        job_id,
        state=JobState.DONE.value,
        plan=outcome.plan_id,
        outcome=outcome.status.value,
        rows=outcome.rows,
        passages=outcome.passages,
    )
    return outcome.status, outcome.rows
