"""Is the server alive, can it answer, and what has it done."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from assistant.library import Shelf
from bots.web import errors, metrics
from bots.web.problems import responses
from bots.web.services import Served

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """The server runs."""

    status: str = "ok"


class Readiness(BaseModel):
    """The server answers from so many plans."""

    status: str = "ready"
    plans: int
    rows: int


@router.get("/healthz", responses=responses())
def healthz() -> Health:
    """Whether the process answers at all."""
    return Health()


@router.get("/readyz", responses=responses())
def readyz(services: Served) -> Readiness:
    """Whether there are plans to answer from; 503 where there are none or they cannot be read."""
    shelf = services.shelf()
    if not shelf.plans:
        raise errors.BusyError(
            "Chưa có kế hoạch nào trong kho; hãy thêm bằng: python -m ingest add FILE.",
            "There is no plan in the index yet; add one: python -m ingest add FILE.",
        )
    return Readiness(plans=len(shelf.plans), rows=_rows(shelf))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **responses()})
def read_metrics(services: Served) -> Response:
    """Figures in the Prometheus form."""
    shelf = services.shelf()
    text = services.metrics.text(len(shelf.plans), _rows(shelf), services.desk.audience)
    return Response(text, headers={"content-type": metrics.MEDIA_TYPE})


def _rows(shelf: Shelf) -> int:
    return sum(entry.rows for entry in shelf.catalogue.plans())
