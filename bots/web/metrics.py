"""Figures for a monitoring system, in the Prometheus form. They hold no text of anybody's.

Answers from internal plans are counted apart and shown to those alone who may see such plans.
"""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.answer import Answer

MEDIA_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "plan_http_requests",
            "Requests by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "plan_http_request_seconds",
            "Time to the end of the response.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "plan_answers",
            "Answers by channel, kind and whether the plans say it.",
            ("channel", "kind", "answerable"),
            registry=self._registry,
        )
        self._internal_registry = CollectorRegistry()
        self._internal_answers = Counter(
            "plan_internal_answers",
            "Answers to those who may see internal plans, by channel, kind and whether the plans say it.",
            ("channel", "kind", "answerable"),
            registry=self._internal_registry,
        )
        self._plans = Gauge("plan_plans", "Plans in the index.", registry=self._registry)
        self._rows = Gauge("plan_rows", "Rows of all plans in the index.", registry=self._registry)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; `route` is the route's pattern, so that there are few."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, channel: str, answer: Answer, audience: str = "") -> None:
        """Count an answer; `audience` is that of the desk which gave it."""
        counter = self._internal_answers if audience else self._answers
        counter.labels(channel, answer.kind.value, str(answer.answerable).lower()).inc()

    def text(self, plans: int, rows: int, audience: str = "") -> bytes:
        """The figures as they are now, for an audience that sees so many plans and rows."""
        self._plans.set(plans)
        self._rows.set(rows)
        return generate_latest(self._registry) + (generate_latest(self._internal_registry) if audience else b"")
