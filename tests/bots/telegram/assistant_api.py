"""A web server that answers as `python -m bots.web` does, by repeating the question."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bots.telegram.memory import ANSWER_JSON
from tests.bots.telegram.samples import FakeLibrary, answer

PLAN = {
    "id": "ben-tre-2026",
    "title": "Chuyển đổi số",
    "issuer": "Sở Y tế tỉnh Bến Tre",
    "province": "Bến Tre",
    "number": "1/KH-SYT",
    "date": "2026-01-05",
    "years": [2026],
    "rows": 1,
    "url": "/sources/ben-tre-2026",
}


@dataclass
class AssistantApi:
    """The server; `with` it the port is open."""

    library: FakeLibrary = field(default_factory=FakeLibrary)
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200

    def __enter__(self) -> AssistantApi:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    async def _run(self, ready: threading.Event) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_post("/api/ask", self._ask)
        app.router.add_get("/api/plans", self._plans)
        app.router.add_get("/api/plans/{plan}/rows", self._rows)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await self._stopped.wait()
        await runner.cleanup()

    async def _ask(self, request: web.Request) -> web.Response:
        if self.status != 200:
            return web.json_response({"title": "broken"}, status=self.status)
        asked = await request.json()
        self.asked.append(asked)
        made = answer(f"Trả lời: {asked['question']} [1]", self.library.rows[:1], asked.get("language", "vi"))
        told = json.loads(ANSWER_JSON.dump_json(made)) | {"id": "turn", "conversation": "opaque"}
        del told["confidence"]
        return web.json_response(told)

    async def _plans(self, request: web.Request) -> web.Response:
        return web.json_response([PLAN], status=self.status)

    async def _rows(self, request: web.Request) -> web.Response:
        rows = [
            {"anchor": row.anchor, "appendix": "1", "group": "", "stt": "1", "fields": row.fields, "page": None}
            | {"url": f"/sources/{row.anchor}", "group_title": "", "columns": {}, "plan": row.plan}
            for row in self.library.rows
        ]
        return web.json_response({"total": len(rows), "offset": 0, "rows": rows}, status=self.status)
