"""Is the server alive, can it answer, and what has it done."""

from __future__ import annotations

import logging
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from assistant.plans.library import Shelf
from bots import metrics
from bots.status_port import is_bearer
from bots.web.errors import MetricsTokenError, NotReadyError
from bots.web.problems import responses, wants_english
from bots.web.services import Served
from ingest.errors import PlanError
from ingest.store.errors import VectorsAwayError

router = APIRouter(tags=["operation"])

log = logging.getLogger(__name__)

_NO_VECTORS = (
    "Máy chủ vectơ không trả lời; tìm theo nghĩa tạm dùng bản sao trong danh mục, nếu không được thì chỉ tìm theo từ.",
    "The server of vectors does not answer; the catalogue's own copies stand in for it, or else search by words alone.",
)


class Health(BaseModel):
    """The server runs."""

    status: str = "ok"


class Readiness(BaseModel):
    """The server answers from so many plans."""

    status: Literal["ready", "degraded"]
    """"degraded" where the server of vectors is away; see `readyz`."""
    plans: int
    rows: int
    detail: str | None = None
    """What is amiss."""


@router.get("/healthz", responses=responses())
def healthz() -> Health:
    """Whether the process answers at all."""
    return Health()


@router.get("/readyz", responses=responses(NotReadyError), response_model_exclude_none=True)
def readyz(request: Request, services: Served) -> Readiness:
    """Whether questions can be answered: the index opens, holds plans, and the model is loaded; else 503 says why.

    Where a server of vectors is away, answers are still given: "degraded".
    """
    store = services.stores.public
    away, complete = False, True
    try:
        shelf = services.shelf()
        try:
            store.vectors.check()
            complete = store.is_complete()
        except VectorsAwayError as error:
            log.warning("%s", error.english)  # the address of the server is nobody else's business
            away = True
    except PlanError as error:
        raise NotReadyError(error.vietnamese, error.english) from error
    if not shelf.plans:
        raise NotReadyError(
            "Chưa có kế hoạch nào trong kho; hãy thêm bằng: python -m ingest add FILE.",
            "There is no plan in the index yet; add one: python -m ingest add FILE.",
        )
    if fault := services.warming.fault:
        raise NotReadyError(fault.vietnamese, fault.english)
    if store.vectors.loaded_collection() is None:
        raise NotReadyError(
            "Mô hình nhúng đang được nạp; hãy đợi ít giây.", "The embedding model is being loaded; wait a few seconds."
        )
    if not complete:
        raise NotReadyError(
            "Vectơ của chỉ mục chưa đủ cho mô hình này; hãy chạy: python -m ingest rebuild.",
            "The index lacks vectors of this model; run: python -m ingest rebuild.",
        )
    plans, rows = len(shelf.plans), _rows(shelf)
    if away:
        return Readiness(status="degraded", plans=plans, rows=rows, detail=_NO_VECTORS[wants_english(request)])
    return Readiness(status="ready", plans=plans, rows=rows)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **responses(MetricsTokenError)},
)
def read_metrics(request: Request, services: Served) -> Response:
    """Figures in the Prometheus form; with METRICS_TOKEN set, for whoever sends it."""
    token = services.settings.metrics_token
    if token and not is_bearer(request.headers.get("authorization", ""), token.get_secret_value()):
        raise MetricsTokenError()
    figures = services.observer.metrics
    shelf = request.app.state.services.shelf()  # that of everybody, whoever asks
    figures.index(len(shelf.plans), _rows(shelf))
    figures.jobs(services.jobs.counts())
    return Response(figures.text(services.desk.audience), headers={"content-type": metrics.MEDIA_TYPE})


def _rows(shelf: Shelf) -> int:
    return sum(entry.rows for entry in shelf.catalogue.plans())
