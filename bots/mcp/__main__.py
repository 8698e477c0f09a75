"""`python -m bots.mcp`: the tools over stdio, or with `--http` over streamable HTTP at /mcp.

Over stdio the one who starts it is asked for nothing and sees internal plans too, as whoever can read the index may;
over HTTP, whoever sends one of INTERNAL_TOKENS.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from ingest.errors import PlanError


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until the client or the user ends it; returns the exit code: 0, or 1 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bots.mcp", description="Công cụ MCP về các kế hoạch.")
    parser.add_argument("--http", action="store_true", help="phục vụ qua HTTP thay cho stdio / over HTTP, not stdio")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address to listen on")
    parser.add_argument("--port", type=int, default=8001, help="cổng / port")
    parser.add_argument(
        "--public", action="store_true", help="qua stdio: không có kế hoạch nội bộ / over stdio: no internal plans"
    )
    asked = parser.parse_args(arguments)

    from bots.mcp.server import make_server, open_desks
    from bots.operation import open_log, open_observer, told_on_port
    from bots.settings import BotSettings

    try:
        open_log("mcp")
        settings = BotSettings()
        observer = open_observer(settings, "plan-assistant-mcp")
        public, internal = open_desks(settings=settings, observer=observer)
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    with closing(observer), told_on_port(settings, observer.metrics):
        if asked.http:
            import uvicorn

            from bots.mcp.http import http_app

            app = http_app(make_server(public), make_server(internal), settings, asked.host)
            uvicorn.run(app, host=asked.host, port=asked.port)
        else:
            make_server(public if asked.public else internal).run("stdio")
    return 0


if __name__ == "__main__":
    sys.exit(main())
