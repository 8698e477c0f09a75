"""Figures for a monitoring system, in the Prometheus form. They hold no text of anybody's and no names of plans.

A process counts for itself. Where a server runs as several processes (`python -m bots.web --workers`), they count into
files of one folder (PROMETHEUS_MULTIPROC_DIR, which the command sets), and whichever is asked tells the sum.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from assistant.answer import Answer

MEDIA_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20)
_FILE_SECONDS = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)


class Metrics:
    """The figures of one process, or of the processes that share SHARED."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "plan_http_requests",
            "Requests by route, method and status.",
            ("route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "plan_http_request_seconds",
            "Time to the end of the response.",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "plan_answers",
            "Answers by channel (web, stream, openai, mcp, telegram), kind, language and whether the plans say it.",
            ("channel", "kind", "language", "answerable"),
            registry=registry,
        )
        self._answer_seconds = Histogram(
            "plan_answer_seconds",
            "Time from a question to its answer, waiting for its turn included.",
            ("channel",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._stages = Histogram(
            "plan_stage_seconds",
            "Time in a stage of answering; a stage holds those within it (search within answer).",
            ("stage",),
            buckets=_STAGE_SECONDS,
            registry=registry,
        )
        self._failures = Counter(
            "plan_failures",
            "Questions that failed, by channel and kind of error.",
            ("channel", "error"),
            registry=registry,
        )
        self._waiting = Gauge(
            "plan_questions_under_way",
            "Questions being answered or waiting for their turn.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self._files = Counter(
            "plan_ingest_files", "Files that were read, by what became of them.", ("status",), registry=registry
        )
        self._file_rows = Counter("plan_ingest_rows", "Rows of the files that were read.", registry=registry)
        self._file_seconds = Histogram(
            "plan_ingest_seconds", "Time to read a file into the index.", buckets=_FILE_SECONDS, registry=registry
        )
        self._jobs = self._gauge("plan_jobs", "Uploaded files by state of their job, kept for 7 days.", "state")
        self._updates = self._gauge("plan_telegram_updates", "Updates of Telegram that are not yet answered.")
        self._plans = self._gauge("plan_plans", "Plans in the index.")
        self._rows = self._gauge("plan_rows", "Rows of all plans in the index.")

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; `route` is the route's pattern, so that there are few."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, channel: str, answer: Answer, seconds: float) -> None:
        """Count an answer."""
        self._answers.labels(channel, answer.kind.value, answer.language, str(answer.answerable).lower()).inc()
        self._answer_seconds.labels(channel).observe(seconds)

    def failure(self, channel: str, error: BaseException) -> None:
        """Count a question that failed, by the class of its error."""
        self._failures.labels(channel, type(error).__name__).inc()

    def under_way(self, change: int) -> None:
        """One question more, or one less, is under way."""
        self._waiting.inc(change)

    def stage(self, name: str, seconds: float) -> None:
        """Count a stage of answering."""
        self._stages.labels(name).observe(seconds)

    def ingested(self, status: str, rows: int, seconds: float) -> None:
        """Count a file that was read, or could not be."""
        self._files.labels(status).inc()
        self._file_rows.inc(rows)
        self._file_seconds.observe(seconds)

    def index(self, plans: int, rows: int) -> None:
        """How much the index holds now."""
        self._plans.set(plans)
        self._rows.set(rows)

    def jobs(self, counts: Mapping[str, int]) -> None:
        """How many jobs are in each state."""
        for state, count in counts.items():
            self._jobs.labels(state).set(count)

    def updates(self, waiting: int) -> None:
        """How many updates of Telegram wait for their answer."""
        self._updates.set(waiting)

    def text(self) -> bytes:
        """The figures as they are now."""
        registry = self._registry
        if SHARED in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        """A figure that is the same whichever process tells it."""
        return Gauge(name, about, labels, multiprocess_mode="mostrecent", registry=self._registry)
