"""The administrator's routes: files in, plans out, and what readers asked in vain; all behind the token."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.security import HTTPBearer
from pydantic import BaseModel, StrictBool

from bots.state import Verdict
from bots.web.errors import (
    AdminClosedError,
    BodyTooLargeError,
    BusyError,
    InvalidRequestError,
    MediaTypeError,
    NothingHereError,
    TokenError,
)
from bots.web.models import FeedbackEntry, JobOut, UnansweredOut, UnansweredPage
from bots.web.problems import responses, wants_english
from bots.web.services import Served, Services
from ingest.pipeline import default_reading
from ingest.store.errors import IndexBusyError
from ingest.vietnamese import slug

_bearer = HTTPBearer(auto_error=False, description="ADMIN_TOKEN")  # described here, checked by security.AdminGate
_CHUNK = 1 << 20
_LONGEST_STEM = 120


router = APIRouter(prefix="/api/admin", tags=["admin"], dependencies=[Depends(_bearer)])

_GUARDED = (TokenError, AdminClosedError, InvalidRequestError)
_UPLOADED = (*_GUARDED, BodyTooLargeError, MediaTypeError)
PlanId = Annotated[str, Form(max_length=120, pattern=r"^[a-z0-9-]*$")]


@router.post("/plans", status_code=202, responses=responses(*_UPLOADED))
def add(
    request: Request,
    services: Served,
    file: Annotated[UploadFile, File()],
    id: PlanId = "",
    internal: Annotated[bool, Form()] = False,
) -> JobOut:
    """Takes a file and reads it in the background; poll the job's address. `id` names the plan, else its file does.

    With `internal` it is shown to those alone who bring a token; a plan that is internal stays so without it.
    """
    return _take(request, services, file, id, internal)


@router.put("/plans/{plan_id}", status_code=202, responses=responses(*_UPLOADED, NothingHereError))
def replace(request: Request, plan_id: str, services: Served, file: Annotated[UploadFile, File()]) -> JobOut:
    """Takes a file in the place of a plan; the former one answers until the new one is read."""
    _check_known(plan_id, services)
    return _take(request, services, file, plan_id)


@router.delete("/plans/{plan_id}", status_code=204, responses=responses(*_GUARDED, NothingHereError))
def remove(plan_id: str, services: Served) -> None:
    """Removes a plan with all that belongs to it."""
    _check_known(plan_id, services)
    with _unless_busy():
        services.stores.remove(plan_id)


class Marking(BaseModel):
    """Whether a plan is internal."""

    internal: StrictBool


@router.put("/plans/{plan_id}/internal", status_code=204, responses=responses(*_GUARDED, NothingHereError))
def mark(plan_id: str, marking: Marking, services: Served) -> None:
    """Makes a plan internal, or public. Its former contents are not taken along."""
    _check_known(plan_id, services)
    with _unless_busy():
        services.stores.mark(plan_id, marking.internal)


@router.get("/jobs/{job_id}", responses=responses(*_GUARDED, NothingHereError))
def job(request: Request, job_id: str, services: Served) -> JobOut:
    """How far a file has come."""
    found = services.jobs.find(job_id)
    if found is None:
        raise NothingHereError(
            "Không có việc này, hoặc đã quá 7 ngày.", "There is no such job, or it is over 7 days old."
        )
    return JobOut.of(found, wants_english(request))


Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/unanswered", responses=responses(*_GUARDED))
def unanswered(services: Served, offset: Offset = 0, limit: Limit = 100) -> UnansweredPage:
    """Questions that the plans did not answer, the one asked last first, personal numbers masked."""
    kept = services.state.unanswered
    found = [UnansweredOut.model_validate(one, from_attributes=True) for one in kept.latest(limit, offset)]
    return UnansweredPage(total=kept.count(), offset=offset, questions=found)


@router.get("/feedback", responses=responses(*_GUARDED))
def feedback(
    services: Served, offset: Offset = 0, limit: Limit = 100, verdict: Verdict | None = None
) -> list[FeedbackEntry]:
    """What readers said of answers, the newest first."""
    said = services.state.feedback.latest(limit, offset, verdict)
    return [FeedbackEntry.model_validate(one, from_attributes=True) for one in said]


def _check_known(plan_id: str, services: Services) -> None:
    if plan_id not in services.shelf(plan_id).plans:
        raise NothingHereError("Không có kế hoạch này.", "There is no such plan.")


@contextmanager
def _unless_busy() -> Iterator[None]:
    """Tells a client that another writer is at work. Raises BusyError."""
    try:
        yield
    except IndexBusyError as error:
        raise BusyError(error.vietnamese, error.english) from error


def _take(request: Request, services: Services, file: UploadFile, plan_id: str, internal: bool = False) -> JobOut:
    """Writes the file into a folder of its own under a name of our making, and begins its job."""
    given = Path((file.filename or "").replace("\\", "/"))
    stem, suffix = slug(given.stem)[:_LONGEST_STEM], given.suffix.lower()
    known = default_reading().suffixes
    if suffix not in known:
        kinds = ", ".join(sorted(known))
        raise MediaTypeError(
            f"Không đọc được loại tệp này; hãy gửi tệp {kinds}.", f"This kind of file is not read; send one of {kinds}."
        )
    if not stem and not plan_id:
        fault = (("/file", "name"),)
        raise InvalidRequestError(
            fault,
            "Tên tệp không có chữ hay số nào để làm mã kế hoạch; hãy gửi kèm id.",
            "The file's name has no letter or digit to make a plan's id of; send an id with it.",
        )
    path = services.jobs.folder / secrets.token_hex(8) / f"{stem or plan_id}{suffix}"
    path.parent.mkdir(parents=True)
    with path.open("xb") as kept:
        while chunk := file.file.read(_CHUNK):
            kept.write(chunk)
    return JobOut.of(services.jobs.begin(path, plan_id or stem, internal), wants_english(request))
