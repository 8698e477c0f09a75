"""`python -m bots.web [--host --port --workers]`: serves the API, the widget and the pages."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from ingest.errors import PlanError

if TYPE_CHECKING:
    from bots.settings import BotSettings

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Must be set before prometheus_client is first imported in a process; see `bots.metrics`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the server until it is stopped; returns its exit code: 0, or 1 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bots.web", description="Máy chủ web của trợ lý kế hoạch.")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="cổng / port")
    parser.add_argument("--workers", type=int, default=1, help="số tiến trình trả lời / answering processes")
    asked = parser.parse_args(arguments)

    from pydantic import ValidationError

    from bots.operation import open_log
    from bots.settings import BotSettings
    from bots.web.services import open_services

    try:
        settings = BotSettings()
        open_services(settings=settings).close()  # says what is wrong before any process is started
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    except ValidationError as error:
        for fault in error.errors():
            print(f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}", file=sys.stderr)
        return 1
    open_log("web")
    with _shared_figures(asked.workers):
        _serve(asked, settings)
    return 0


def _shared_figures(workers: int) -> AbstractContextManager[object]:
    """A folder in which several processes count together; nothing where one process counts for itself."""
    if workers <= 1 or SHARED in os.environ:
        return nullcontext()
    folder = tempfile.TemporaryDirectory(prefix="plan-metrics-")
    os.environ[SHARED] = folder.name  # the processes inherit it
    return folder


def _serve(asked: argparse.Namespace, settings: BotSettings) -> None:
    import uvicorn

    from bots.web.protocol import PatientProtocol

    uvicorn.run(
        "bots.web.app:app_from_environment",
        factory=True,
        http=PatientProtocol,
        host=asked.host,
        port=asked.port,
        workers=asked.workers,
        access_log=False,  # it would hold addresses and queries; bots.web.account logs routes
        log_config=None,  # its lines go where all others go
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        limit_concurrency=1000,
    )


if __name__ == "__main__":
    sys.exit(main())
