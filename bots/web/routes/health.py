"""Is the server alive, can it answer, and what has it done."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from assistant.library import Shelf
from bots import metrics
from bots.status_port import is_bearer
from bots.web.errors import MetricsTokenError, NotReadyError
from bots.web.problems import responses
from bots.web.services import Served
from ingest.errors import PlanError

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


@router.get("/readyz", responses=responses(NotReadyError))
def readyz(services: Served) -> Readiness:
    """Whether questions can be answered: the index opens, holds plans, and the model is loaded; else 503 says why."""
    try:
        shelf = services.shelf()
        complete = services.library.store.is_complete()
    except PlanError as error:
        raise NotReadyError(error.vietnamese, error.english) from error
    if not shelf.plans:
        raise NotReadyError(
            "Chưa có kế hoạch nào trong kho; hãy thêm bằng: python -m ingest add FILE.",
            "There is no plan in the index yet; add one: python -m ingest add FILE.",
        )
    if fault := services.warming.fault:
        raise NotReadyError(fault.vietnamese, fault.english)
    if services.library.store.vectors.loaded_collection() is None:
        raise NotReadyError(
            "Mô hình nhúng đang được nạp; hãy đợi ít giây.", "The embedding model is being loaded; wait a few seconds."
        )
    if not complete:
        raise NotReadyError(
            "Vectơ của chỉ mục chưa đủ cho mô hình này; hãy chạy: python -m ingest rebuild.",
            "The index lacks vectors of this model; run: python -m ingest rebuild.",
        )
    return Readiness(plans=len(shelf.plans), rows=_rows(shelf))


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
    figures, shelf = services.observer.metrics, services.shelf()
    figures.index(len(shelf.plans), _rows(shelf))
    figures.jobs(services.jobs.counts())
    return Response(figures.text(), headers={"content-type": metrics.MEDIA_TYPE})


def _rows(shelf: Shelf) -> int:
    return sum(entry.rows for entry in shelf.catalogue.plans())
