"""The application over made-up plans: in process, and behind a real port for browsers and clients."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from assistant import Assistant
from assistant.library import Library
from bots.desk import Desk
from bots.metrics import Metrics
from bots.observing import Observer
from bots.state import open_state
from bots.web.app import create_app
from bots.web.jobs import Jobs
from bots.web.limits import RateLimits
from bots.web.originals import Originals
from bots.web.protocol import PatientProtocol
from bots.web.services import Services
from bots.web.suggestions import Suggestions
from ingest.model import Appendix, Field, Plan, Row
from ingest.settings import Settings
from tests.assistant.sample import ben_tre, lao_cai, library_in
from tests.bots.state.samples import bot_settings

TOKEN = "secret-of-the-administrator"
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
FREE = {"rate_per_minute": 0, "conversation_rate_per_minute": 0}


def hostile_plan() -> Plan:
    """A plan whose text is markup that must never run, and a formula that must never be computed."""
    plan = replace(lao_cai(), id="ha-giang-2029")
    header = replace(
        plan.header, title=f"Kế hoạch {HOSTILE}", province="Hà Giang", issuer="Sở Y tế Hà Giang", years=(2029,)
    )
    content = f"Kiểm thử mã độc {HOSTILE}"
    row = plan.appendices[0].rows[0]
    cells = {"Nội dung": content, "Chủ trì": "=HYPERLINK(1)", "Mục tiêu": f"50% {HOSTILE}"}
    hostile = Row(
        anchor=replace(row.anchor, plan=plan.id),
        fields={
            Field.CONTENT.value: content,
            Field.LEAD_UNIT.value: "=HYPERLINK(1)",
            Field.TARGET.value: cells["Mục tiêu"],
        },
        columns=cells,
        place=row.place,
    )
    appendix: Appendix = replace(plan.appendices[0], title=HOSTILE, rows=(hostile,))
    source = replace(plan.source, sha256="c" * 64)
    return replace(plan, header=header, sections=(), appendices=(appendix,), source=source)


def services_in(
    folder: Path, plans: tuple[Plan, ...] = (), originals: Originals | None = None, **settings: object
) -> Services:
    """The services over made-up plans; `settings` are those of `BotSettings`."""
    library: Library = library_in(folder, plans or (ben_tre(), lao_cai(), hostile_plan()))
    index = Settings.model_construct(plan_index=folder, database_url=None)
    chosen = bot_settings(**{"admin_token": TOKEN, **FREE, **settings})
    state = open_state(index, chosen)
    assistant = Assistant(library)
    observer = Observer(Metrics(), chosen.log_questions)
    return Services(
        library=library,
        desk=Desk(library, assistant, state, observer=observer),
        state=state,
        settings=chosen,
        jobs=Jobs(index, state.database, observer.metrics),
        limits=RateLimits(chosen.rate_per_minute, chosen.conversation_rate_per_minute),
        observer=observer,
        suggestions=Suggestions(assistant),
        originals=originals or Originals(),
    )


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of a real server that runs an application in a thread."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", access_log=False, http=PatientProtocol)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends_at = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < ends_at, "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def served_in(folder: Path, plans: tuple[Plan, ...] = (), **settings: object) -> Iterator[str]:
    """The address of a real server over made-up plans."""
    with served(create_app(services_in(folder, plans, None, **settings))) as url:
        yield url
