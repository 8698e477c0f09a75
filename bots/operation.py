"""What every long-running process of `bots` opens to be seen from outside: its log, its figures, its traces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bots.metrics import Metrics
from bots.observing import Observer, Tracer
from bots.settings import BotSettings
from ingest.errors import PlanError
from ingest.logs import set_up_logging
from ingest.settings import Settings


class TracesMissingError(PlanError):
    """Traces are asked for and cannot be made."""

    def __init__(self, error: ImportError) -> None:
        super().__init__(
            f"OTEL_EXPORTER_OTLP_ENDPOINT: thiếu gói để gửi vết ({error.name}); hãy cài: pip install"
            " 'plan-assistant[traces]', hoặc bỏ biến này",
            f"OTEL_EXPORTER_OTLP_ENDPOINT: a package to send traces is missing ({error.name}); install it: pip install"
            " 'plan-assistant[traces]', or unset the variable",
        )


def open_log(service: str, index: Settings | None = None) -> None:
    """Has this process log as LOG_FORMAT and LOG_LEVEL say, its lines named after a service."""
    index = index or Settings()
    set_up_logging(index.log_format, index.log_level, service)


def open_observer(settings: BotSettings, service: str) -> Observer:
    """What notes the questions of this process. Raises TracesMissingError."""
    return Observer(Metrics(), settings.log_questions, _tracer(settings, service))


@contextmanager
def told_on_port(
    settings: BotSettings,
    metrics: Metrics,
    why_not_ready: Callable[[], str] = lambda: "",
    refresh: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Figures and health on METRICS_PORT while the block lasts, for a process that serves no HTTP itself; nothing where
    no port is set. `refresh` brings figures up to date before they are told. Raises PortError."""
    if not settings.metrics_port:
        yield
        return
    from bots.status_port import StatusPort

    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    with StatusPort(settings.metrics_host, settings.metrics_port, metrics, token, why_not_ready, refresh):
        yield


def _tracer(settings: BotSettings, service: str) -> Tracer | None:
    if not settings.otel_exporter_otlp_endpoint:
        return None
    try:
        from bots.traces import OtlpTracer
    except ImportError as error:
        raise TracesMissingError(error) from error
    return OtlpTracer(settings.otel_exporter_otlp_endpoint, settings.otel_service_name or service)
