"""The official client lists and calls the tools, over both transports."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from assistant import Assistant
from bots.desk import Desk
from bots.mcp.server import make_server
from tests.assistant.sample import library_in
from tests.bots.state.samples import state_in
from tests.bots.web.serving import served
from tests.servers import environment_for

WHO = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện của Bến Tre?"
ROW = "ben-tre-2027/pl-1/I/2"
TOOLS = {"ask", "find_rows", "list_plans", "read_source"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    library = library_in(tmp_path)
    return Desk(library, Assistant(library), state_in(tmp_path))


async def call(client: Client, name: str, **given: object) -> dict[str, Any]:
    result = await client.call_tool(name, given)
    assert not result.is_error, result.content
    return dict(result.structured_content or {})


async def use(client: Client) -> None:
    """Lists and calls every tool."""
    assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
    told = await call(client, "ask", question=WHO)
    assert "Phòng Nghiệp vụ Y" in told["answer"]
    assert told["citations"][0]["anchor"] == ROW
    again = await call(client, "ask", question="Còn đơn vị phối hợp?", history=[WHO])
    assert "Thanh tra Sở" in again["answer"]
    plans = await call(client, "list_plans")
    assert [plan["id"] for plan in plans["plans"]] == ["ben-tre-2027", "lao-cai-2028"]
    rows = await call(client, "find_rows", unit="Thanh tra Sở", role="lead", plans=["ben-tre-2027"])
    assert [row["anchor"] for row in rows["rows"]] == ["ben-tre-2027/pl-1/II/2"]
    source = await call(client, "read_source", anchor=ROW)
    assert ["Đơn vị chủ trì", "Phòng Nghiệp vụ Y"] in source["cells"]
    refused = await client.call_tool("read_source", {"anchor": "../../etc/passwd"})
    assert refused.is_error
    unknown = await client.call_tool("ask", {"question": WHO, "plans": ["khong-co"]})
    assert unknown.is_error


def test_over_streamable_http(desk: Desk) -> None:
    app: Any = make_server(desk).streamable_http_app()

    async def talk(url: str) -> None:
        async with Client(f"{url}/mcp") as client:
            await use(client)

    with served(app) as url:
        anyio.run(talk, url)


test_over_streamable_http = pytest.mark.enable_socket(test_over_streamable_http)


@asynccontextmanager
async def over_stdio(index: Path) -> AsyncIterator[Client]:
    """A client of `python -m bots.mcp` over its standard input and output."""
    environment = {**os.environ, **environment_for(index)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "bots.mcp"], env=environment)
    async with Client(stdio_client(command)) as client:
        yield client


@pytest.mark.once(reason="is about the transport; the store is read as over HTTP, above")
def test_over_stdio(desk: Desk, tmp_path: Path) -> None:
    async def talk() -> None:
        async with over_stdio(tmp_path) as client:
            await use(client)

    anyio.run(talk)
