"""The widget's script, and what it asks for when it begins."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from bots.views import PlanOut
from bots.web.errors import InvalidRequestError, OriginError
from bots.web.models import Language, WidgetOut
from bots.web.problems import responses
from bots.web.security import is_allowed
from bots.web.services import Served

router = APIRouter(tags=["widget"])

SCRIPT = Path(__file__).parents[1] / "static" / "widget.js"
_HOUR = "public, max-age=3600"


@cache
def _script() -> tuple[bytes, str]:
    text = SCRIPT.read_bytes()
    return text, f'"{hashlib.sha256(text).hexdigest()[:24]}"'


@router.get(
    "/widget.js",
    response_class=Response,
    responses={200: {"content": {"text/javascript": {}}}, 304: {"description": "Unchanged"}, **responses()},
)
def widget_script(request: Request) -> Response:
    """The widget, one script without dependencies."""
    text, tag = _script()
    headers = {"etag": tag, "cache-control": _HOUR}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="text/javascript", headers=headers)


@router.get("/api/widget", responses=responses(InvalidRequestError))
def widget_start(
    request: Request,
    services: Served,
    plan: Annotated[list[str] | None, Query(max_length=100)] = None,
    language: Language = "vi",
) -> WidgetOut:
    """Whether the widget may run on the page that asks, with plans and suggested questions; else the reason."""
    origin = request.headers.get("origin", "")
    if origin and not is_allowed(origin, request.scope, services.settings):
        error = OriginError(origin[:200])
        return WidgetOut(allowed=False, reason=f"{error.vietnamese} / {error.english}", plans=[], suggestions=[])
    shelf = services.shelf()
    chosen = tuple(one for one in plan or () if one in shelf.plans)
    plans = [PlanOut.of(one, shelf) for one in shelf.catalogue.plans() if not chosen or one.id in chosen]
    suggested = services.suggestions.of(shelf, chosen, language) if plans else ()
    return WidgetOut(allowed=True, reason=None, plans=plans, suggestions=list(suggested))
