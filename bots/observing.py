"""What is noted of each question, whichever channel it came by: a figure, a log line, a span where traces are on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from assistant.answer import Answer
from bots.metrics import Metrics
from bots.privacy import mask_personal
from ingest.stages import watched_by

log = logging.getLogger("bots.questions")

Attributes = Mapping[str, str | bool | int | float]


class Span(Protocol):
    """A piece of work in a trace."""

    def set(self, attributes: Attributes) -> None:
        """Note something of it."""


class Tracer(Protocol):
    """Makes spans; see `bots.traces`."""

    def span(self, name: str, parent: Mapping[str, str] | None = None) -> AbstractContextManager[Span]:
        """A span around a block, within the one around it or within that of a request's headers."""

    def trace_id(self) -> str:
        """The trace that this context is in, "" where it is in none."""

    def close(self) -> None:
        """Send what has not been sent."""


class Observer:
    """Notes questions and their stages; threads may share it. Without a tracer no spans are made."""

    def __init__(self, metrics: Metrics, log_questions: bool = False, tracer: Tracer | None = None) -> None:
        self.metrics = metrics
        self.tracer = tracer
        self._log_questions = log_questions

    @contextmanager
    def asking(self, channel: str, question: str) -> Iterator[Callable[[Answer], None]]:
        """Around a question being answered; the answer is told to what the block is given."""
        told: list[Answer] = []
        began = time.perf_counter()
        self.metrics.under_way(1)
        try:
            with self._span(f"question {channel}") as span, watched_by(self):
                yield told.append
                if span is not None and told:
                    span.set(_described(channel, told[-1]))
        except Exception as error:
            self.metrics.failure(channel, error)
            log.warning("not answered", extra={"channel": channel, "error": type(error).__name__})
            raise
        else:
            if told:
                self._note(channel, question, told[-1], time.perf_counter() - began)
        finally:
            self.metrics.under_way(-1)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Around a stage of answering; see `ingest.stages`."""
        began = time.perf_counter()
        with self._span(name):
            try:
                yield
            finally:
                self.metrics.stage(name, time.perf_counter() - began)

    def close(self) -> None:
        """Send what has not been sent."""
        if self.tracer is not None:
            self.tracer.close()

    def _span(self, name: str) -> AbstractContextManager[Span | None]:
        return nullcontext() if self.tracer is None else self.tracer.span(name)

    def _note(self, channel: str, question: str, answer: Answer, seconds: float) -> None:
        self.metrics.answer(channel, answer, seconds)
        noted = {**_described(channel, answer), "ms": round(seconds * 1000, 1)}
        if self._log_questions:
            noted["question"] = mask_personal(question)
        log.info("answered", extra=noted)


def _described(channel: str, answer: Answer) -> dict[str, str | bool | int | float]:
    """What may be told of an answer: nothing of what it says."""
    return {
        "channel": channel,
        "kind": answer.kind.value,
        "language": answer.language,
        "answerable": answer.answerable,
        "citations": len(answer.citations),
    }
