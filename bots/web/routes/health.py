"""Is the server alive, can it answer, and what has it done."""

from __future__ import annotations

import logging
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from assistant.library import Shelf
from bots.web import errors, metrics
from bots.web.problems import responses, wants_english
from bots.web.services import Served
from ingest.store.errors import VectorsAwayError

router = APIRouter(tags=["operation"])

log = logging.getLogger(__name__)

_NO_VECTORS = (
    "Máy chủ vectơ không trả lời; câu trả lời chỉ dựa trên tìm theo từ.",
    "The server of vectors does not answer; answers rest on search by words alone.",
)


class Health(BaseModel):
    """The server runs."""

    status: str = "ok"


class Readiness(BaseModel):
    """The server answers from so many plans."""

    status: Literal["ready", "degraded"]
    """"degraded" where it finds by words alone, because the server of vectors is away."""
    plans: int
    rows: int
    detail: str | None = None
    """What is amiss."""


@router.get("/healthz", responses=responses())
def healthz() -> Health:
    """Whether the process answers at all."""
    return Health()


@router.get("/readyz", responses=responses(), response_model_exclude_none=True)
def readyz(request: Request, services: Served) -> Readiness:
    """Whether there are plans to answer from; 503 where there are none or they cannot be read.

    Where the server of vectors is away, answers are still given, from the words alone: "degraded".
    """
    shelf = services.shelf()
    if not shelf.plans:
        raise errors.BusyError(
            "Chưa có kế hoạch nào trong kho; hãy thêm bằng: python -m ingest add FILE.",
            "There is no plan in the index yet; add one: python -m ingest add FILE.",
        )
    plans, rows = len(shelf.plans), _rows(shelf)
    try:
        services.library.store.vectors.check()
    except VectorsAwayError as error:
        log.warning("%s", error.english)  # the address of the server is nobody else's business
        return Readiness(status="degraded", plans=plans, rows=rows, detail=_NO_VECTORS[wants_english(request)])
    return Readiness(status="ready", plans=plans, rows=rows)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **responses()})
def read_metrics(services: Served) -> Response:
    """Figures in the Prometheus form."""
    shelf = services.shelf()
    text = services.metrics.text(len(shelf.plans), _rows(shelf))
    return Response(text, headers={"content-type": metrics.MEDIA_TYPE})


def _rows(shelf: Shelf) -> int:
    return sum(entry.rows for entry in shelf.catalogue.plans())
