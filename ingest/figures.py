"""The figures of one run of `python -m ingest add`, for the textfile collector of Prometheus's node exporter.

A run is over before anybody could ask it; so it leaves its figures in a file (METRICS_FILE), replaced in one step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from ingest.errors import PlanError
from ingest.pipeline import Outcome, Status


class FiguresError(PlanError):
    """The file of the figures cannot be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        why = error.strerror or str(error)
        super().__init__(
            f"METRICS_FILE={path}: không ghi được ({why}); hãy sửa đường dẫn hoặc quyền ghi (các kế hoạch đã được lưu)",
            f"METRICS_FILE={path}: cannot be written ({why}); mend the path or its permissions (the plans are kept)",
        )


def write_figures(path: Path, outcomes: Sequence[Outcome], seconds: float) -> None:
    """Puts the figures of a run in the place of those of the run before. Raises FiguresError."""
    registry = CollectorRegistry()

    def gauge(name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"plan_ingest_run_{name}", about, labels, registry=registry)

    counts = Counter(outcome.status for outcome in outcomes)
    files = gauge("files", "Files of the last run, by what became of them.", "status")
    for status in Status:
        files.labels(status.value).set(counts[status])
    gauge("rows", "Rows read in the last run.").set(sum(outcome.rows for outcome in outcomes))
    gauge("passages", "Passages embedded in the last run.").set(sum(outcome.embedded for outcome in outcomes))
    gauge("seconds", "How long the last run took.").set(seconds)
    gauge("time_seconds", "When the last run ended, in seconds since 1970.").set_to_current_time()
    try:
        write_to_textfile(str(path), registry)
    except OSError as error:
        raise FiguresError(path, error) from error
