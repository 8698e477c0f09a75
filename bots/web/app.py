"""The application: routes, what every request passes, and what happens before the first and after the last."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from bots.operation import open_log
from bots.telegram.opening import include_where_set
from bots.tidying import Tidier
from bots.web import problems
from bots.web.account import Account
from bots.web.routes import admin, ask, chat, health, originals, pages, plans, widget
from bots.web.security import AdminGate, BodyLimits, OriginGuard, SecurityHeaders
from bots.web.services import Services, open_services
from ingest.errors import PlanError

STATIC = Path(__file__).parent / "static"
_ERASE_EVERY = 600.0  # seconds
_TIDY_EVERY = 10.0  # seconds
_WARM_AGAIN = 15.0  # seconds
_THREADS = 100
"""Requests at work at a time. Many may wait for their turn at the desk, and must not hold up the others."""
_DESCRIPTION = (
    "Hỏi đáp về các kế hoạch công tác, mỗi câu trả lời kèm trích dẫn đến đúng hàng của phụ lục. / Answers about public"
    " work plans, each statement with a citation to its row or section."
)

_SWITCH_SECONDS = 0.001
"""How long a thread keeps the interpreter from the others: less than usual, so that an answer that is being worked out
does not hold up those that are known, each of which changes threads a few times."""

log = logging.getLogger(__name__)


def create_app(services: Services) -> FastAPI:
    """The application over some services, which it closes when it ends."""
    settings = services.settings
    app = FastAPI(
        title="Plan assistant",
        description=_DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.services = services
    problems.install(app)
    for module in (ask, plans, originals, health, widget, chat, pages):
        app.include_router(module.router)
    app.include_router(admin.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(BodyLimits, settings=settings)
    app.add_middleware(AdminGate, settings=settings)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("content-type", "accept-language"),
        max_age=3600,
    )
    app.add_middleware(OriginGuard, settings=settings)
    app.add_middleware(SecurityHeaders, settings=settings)
    app.add_middleware(Account, observer=services.observer)
    return app


def app_from_environment() -> FastAPI:
    """The application with the settings of the environment, for servers that import it. Raises PlanError."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    open_log("web")
    services = open_services()
    app = create_app(services)
    include_where_set(app, services.stores, services.state, services.settings, observer=services.observer)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    tasks = [asyncio.create_task(task(services)) for task in (_warm_and_tidy, _erase_now_and_then)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        services.close()


async def _warm(services: Services) -> None:
    """Loads plans and model before the first question, and works out what to suggest; tries again where it cannot."""
    while True:
        try:
            await run_in_threadpool(services.warm)
            return
        except PlanError as error:
            log.error("not ready: %s", error.english)
        except Exception:  # whoever asks will be told; the server itself must stand
            log.exception("the plans could not be loaded ahead of the first question")
            return
        await asyncio.sleep(_WARM_AGAIN)


async def _erase_now_and_then(services: Services) -> None:
    while True:
        try:
            await run_in_threadpool(services.state.erase_expired)
        except PlanError as error:
            log.error("%s", error.english)
        await asyncio.sleep(_ERASE_EVERY)


async def _warm_and_tidy(services: Services) -> None:
    await _warm(services)
    tidier = Tidier(services.stores.joint.catalogue.generation)
    while True:
        await asyncio.sleep(_TIDY_EVERY)
        try:
            await run_in_threadpool(tidier.tick)
        except PlanError as error:
            log.warning("%s", error.english)


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with the schema of problem documents, which no route returns by itself."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(problem.pop("$defs", {}))
        schemas["Problem"] = problem
        app.openapi_schema = schema
    return app.openapi_schema
