"""The file that a plan was read from, and its pages with the cited part framed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import FileResponse

from bots.sources import Source, plan_of
from bots.web.errors import InvalidRequestError, NothingHereError, RateError
from bots.web.problems import responses
from bots.web.routes.ask import Limited
from bots.web.routes.plans import plan_at, source_at
from bots.web.services import Served
from ingest.model import NOWHERE, Place

router = APIRouter(tags=["plans"])

_HOUR = "public, max-age=3600"


@router.get(
    "/api/plans/{plan_id}/file",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}, **responses(NothingHereError, InvalidRequestError)},
)
def original(plan_id: str, services: Served) -> FileResponse:
    """The file that a plan was read from, to be saved; never shown, whatever is in it."""
    plan = plan_at(plan_id, services.shelf(plan_id))
    path = services.originals.file(plan)
    if path is None:
        raise NothingHereError(
            "Máy chủ không giữ tệp gốc của kế hoạch này.", "The server does not keep the file of this plan."
        )
    return FileResponse(path, filename=plan.source.name, media_type="application/octet-stream")


@router.get(
    "/api/pages/{page}/{anchor:path}",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, **responses(NothingHereError, InvalidRequestError, RateError)},
)
def page_picture(
    page: Annotated[int, Path(ge=1, le=100_000)], anchor: str, services: Served, _limited: Limited
) -> Response:
    """A page of the file, as PNG, with the place of an anchor framed."""
    found = source_at(anchor, services.shelf(plan_of(anchor)))
    place = place_of(found)
    if page not in services.originals.pages(found.plan, place):
        raise NothingHereError()
    picture = services.originals.picture(found.plan, page, place.boxes)
    return Response(picture, media_type="image/png", headers={"cache-control": _HOUR})


def place_of(found: Source) -> Place:
    """Where the cited part stands in its file."""
    if found.row is not None:
        return found.row.place
    if found.is_header:
        return found.plan.header.place
    if found.appendix is not None:
        return found.appendix.place
    return found.sections[0].place if found.sections else NOWHERE
