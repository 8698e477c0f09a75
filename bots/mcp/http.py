"""The tools over streamable HTTP: one server for everybody, and one with the internal plans for who brings a token.

The two share nothing, so that a session begun with a token cannot be gone on with without it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server.mcpserver import MCPServer
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from bots.access import may_see_internal
from bots.settings import BotSettings


def http_app(public: MCPServer, internal: MCPServer, settings: BotSettings, host: str = "127.0.0.1") -> Starlette:
    """The application, at /mcp. `host` is where it listens: on this machine alone, calls must name this machine."""
    to_all, to_allowed = (server.streamable_http_app(host=host) for server in (public, internal))

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        allowed = may_see_internal(settings, Headers(scope=scope).get("authorization", ""))
        await (to_allowed if allowed else to_all)(scope, receive, send)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with to_all.router.lifespan_context(to_all), to_allowed.router.lifespan_context(to_allowed):
            yield

    return Starlette(routes=[Mount("/", app=choose)], lifespan=lifespan)
