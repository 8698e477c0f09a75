"""`python -m bots.mcp`: the tools over stdio, or with `--http` over streamable HTTP at /mcp."""

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
    asked = parser.parse_args(arguments)

    from assistant.assistant import Assistant
    from assistant.library import Library
    from bots.desk import Desk
    from bots.mcp.server import make_server
    from bots.operation import open_log, open_observer, told_on_port
    from bots.settings import BotSettings
    from bots.state import open_state
    from ingest.settings import Settings
    from ingest.store.plan_store import open_store

    try:
        open_log("mcp")
        settings = BotSettings()
        observer = open_observer(settings, "plan-assistant-mcp")
        library = Library(open_store(Settings(), must_exist=True))
        desk = Desk(library, Assistant(library), open_state(settings=settings), observer=observer)
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    server = make_server(desk)
    with closing(observer), told_on_port(settings, observer.metrics):
        if asked.http:
            server.run("streamable-http", host=asked.host, port=asked.port)
        else:
            server.run("stdio")
    return 0


if __name__ == "__main__":
    sys.exit(main())
