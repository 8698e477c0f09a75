"""`python -m bots.web [--host --port --workers]`: serves the API, the widget and the pages."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from ingest.errors import PlanError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the server until it is stopped; returns its exit code: 0, or 1 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bots.web", description="Máy chủ web của trợ lý kế hoạch.")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="cổng / port")
    parser.add_argument("--workers", type=int, default=1, help="số tiến trình trả lời / answering processes")
    asked = parser.parse_args(arguments)

    import uvicorn
    from pydantic import ValidationError

    from bots.settings import BotSettings
    from bots.web.protocol import PatientProtocol
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
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvicorn.run(
        "bots.web.app:app_from_environment",
        factory=True,
        http=PatientProtocol,
        host=asked.host,
        port=asked.port,
        workers=asked.workers,
        access_log=False,  # it would hold addresses and queries; bots.web.security.Account logs routes
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        limit_concurrency=1000,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
