"""The tools tell the public nothing of an internal plan, over both transports, and staff all of it."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2 as httpx  # what the official client is built on
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from bots.mcp.http import http_app
from bots.mcp.server import make_server
from bots.web.services import Services
from tests.bots.leaks.samples import (
    MARKS,
    NOWHERE,
    OTHERS,
    PUBLIC_ROW,
    QUESTIONS,
    ROW,
    SECRET,
    STAFF,
    UNIT,
    settled,
    with_it,
    without_it,
)
from tests.bots.web.serving import served
from tests.servers import environment_for

pytestmark = pytest.mark.once(reason="both stores are read as by the web, which is tried in test_web_leaks.py")

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("list_plans", {}),
    *(("ask", {"question": question}) for question in (*QUESTIONS, *OTHERS)),
    ("ask", {"question": "Còn đơn vị phối hợp?", "history": [QUESTIONS[0]]}),
    *(("ask", {"question": "Ai chủ trì?", "plans": [plan]}) for plan in (SECRET, "ben-tre-2027")),
    *(("find_rows", wanted) for wanted in ({}, {"unit": UNIT}, {"text": "khử khuẩn"}, {"plans": [SECRET]})),
    *(("read_source", {"anchor": anchor}) for anchor in (ROW, SECRET, f"{SECRET}/I", PUBLIC_ROW, NOWHERE)),
]


async def told(client: Client, calls: list[tuple[str, dict[str, Any]]]) -> list[tuple[bool, str]]:
    """What a server says of itself, and whether each call failed and what it said."""
    tools = await client.list_tools()
    said = [(False, tools.model_dump_json())]
    for name, given in calls:
        result = await client.call_tool(name, given)
        said.append((bool(result.is_error), settled(result.model_dump_json())))
    return said


@asynccontextmanager
async def over_http(url: str, token: str = "") -> AsyncIterator[Client]:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx.AsyncClient(headers=headers) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
    ):
        yield client


def http_app_of(services: Services) -> Any:
    assert services.internal is not None
    public, internal = make_server(services.desk), make_server(services.internal.desk)
    return http_app(public, internal, services.settings)


@pytest.mark.enable_socket
def test_over_streamable_http(tmp_path: Path) -> None:
    having, without = with_it(tmp_path / "a"), without_it(tmp_path / "b")

    async def talk(url: str, token: str = "") -> list[tuple[bool, str]]:
        async with over_http(url, token) as client:
            return await told(client, CALLS)

    with served(http_app_of(without)) as url:
        expected = anyio.run(talk, url)
    with served(http_app_of(having)) as url:
        assert anyio.run(talk, url) == expected
        assert anyio.run(talk, url, "token-of-nobody-at-all") == expected
        staff = anyio.run(talk, url, STAFF)
        assert anyio.run(talk, url) == expected, "after staff have asked the same"
    assert all(mark in "".join(text for _, text in staff) for mark in MARKS)
    assert sum(one != other for one, other in zip(staff, expected, strict=True)) > len(QUESTIONS)


@pytest.mark.enable_socket
def test_a_session_of_staff_cannot_be_gone_on_with_without_the_token(tmp_path: Path) -> None:
    with served(http_app_of(with_it(tmp_path / "a"))) as url:
        opened = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        begin = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opened}
        accepted = {"accept": "application/json, text/event-stream"}
        staff = {"authorization": f"Bearer {STAFF}", **accepted}
        session = httpx.post(f"{url}/mcp", json=begin, headers=staff).headers["mcp-session-id"]
        given = {"name": "list_plans", "arguments": {}}
        call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": given}
        stolen = httpx.post(f"{url}/mcp", json=call, headers={**accepted, "mcp-session-id": session})
        unknown = httpx.post(f"{url}/mcp", json=call, headers={**accepted, "mcp-session-id": "f" * 32})
        own = httpx.post(f"{url}/mcp", json=call, headers={**staff, "mcp-session-id": session})
    assert (stolen.status_code, stolen.text) == (unknown.status_code, unknown.text)
    assert stolen.status_code == 404
    assert SECRET in own.text


def test_over_stdio(tmp_path: Path) -> None:
    """Whoever starts the process sees all; with `--public`, what the public sees."""
    calls = [CALLS[0], ("ask", {"question": QUESTIONS[0]}), CALLS[-2], CALLS[-5]]

    async def talk(index: Path, *options: str) -> list[tuple[bool, str]]:
        environment = {**os.environ, **environment_for(index)}
        command = StdioServerParameters(command=sys.executable, args=["-m", "bots.mcp", *options], env=environment)
        async with Client(stdio_client(command)) as client:
            return await told(client, calls)

    for make, name in ((with_it, "a"), (without_it, "b")):
        make(tmp_path / name).close()
    expected = anyio.run(talk, tmp_path / "b" / "index")
    assert anyio.run(talk, tmp_path / "a" / "index", "--public") == expected
    assert "Hoàng Hôn Tím" in anyio.run(talk, tmp_path / "a" / "index")[1][1]
