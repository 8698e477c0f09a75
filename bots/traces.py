"""OpenTelemetry traces, sent by OTLP over HTTP to OTEL_EXPORTER_OTLP_ENDPOINT.

A request is a span that goes on from the caller's `traceparent`, its question one within it, each stage of answering
one within that. Spans hold kinds, counts and times, no text of questions, answers or addresses. The SDK's own variables
(OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, OTEL_RESOURCE_ATTRIBUTES …) hold as everywhere. This module, and with
it the SDK, is imported only where the endpoint is set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import context as contexts
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as OtelSpan
from opentelemetry.trace import SpanKind, StatusCode, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from bots.observing import Attributes

_PATH = "/v1/traces"


class TraceSpan:
    """A span that takes attributes under `plan.`, those with a dot under their own name."""

    def __init__(self, span: OtelSpan) -> None:
        self._span = span

    def set(self, attributes: Attributes) -> None:
        """See `bots.observing.Span`."""
        for name, value in attributes.items():
            self._span.set_attribute(name if "." in name else f"plan.{name}", value)


class OtlpTracer:
    """Makes spans and sends them in batches from a thread of its own; see `bots.observing.Tracer`."""

    def __init__(self, endpoint: str, service: str) -> None:
        """`endpoint` is the collector's address; `/v1/traces` is put behind it, as the specification has it."""
        resource = Resource.create({SERVICE_NAME: service})
        self._provider = TracerProvider(resource=resource)
        exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + _PATH)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("plan-assistant")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str, parent: Mapping[str, str] | None = None) -> Iterator[TraceSpan]:
        """See `bots.observing.Tracer`."""
        within = None if parent is None else self._propagator.extract(dict(parent))
        kind = SpanKind.INTERNAL if parent is None else SpanKind.SERVER
        span = self._tracer.start_span(name, context=within, kind=kind)
        token = contexts.attach(set_span_in_context(span, within))
        try:
            yield TraceSpan(span)
        except Exception as error:
            span.set_status(StatusCode.ERROR, type(error).__name__)  # the message may hold what was asked
            raise
        finally:
            contexts.detach(token)
            span.end()

    def trace_id(self) -> str:
        """See `bots.observing.Tracer`."""
        context = get_current_span().get_span_context()
        return format(context.trace_id, "032x") if context.is_valid else ""

    def close(self) -> None:
        """See `bots.observing.Tracer`."""
        self._provider.shutdown()
