"""Errors as problem documents (RFC 9457), the one place where they are made."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from bots.state.database import StateError
from bots.web import errors
from bots.web.errors import WebError
from ingest.logs import bound, new_id, request_id
from ingest.store.errors import StoreError, UnknownPlanError

MEDIA_TYPE = "application/problem+json"

log = logging.getLogger(__name__)


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    place: str
    """A JSON pointer into the body, or the name of a parameter."""
    detail: str


class Problem(BaseModel):
    """A problem document."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["/problems#not-found"])
    title: str
    status: int
    detail: str
    """What is wrong and what to do about it, in the language of Accept-Language, else Vietnamese."""
    code: str = Field(examples=["not-found"])
    errors: list[Fault] | None = None
    request_id: str | None = None
    """By which the server's log knows the request; also in the header X-Request-ID."""
    error: dict[str, Any] | None = None
    """The same in the form that clients of the OpenAI interface read."""


def wants_english(request: Request) -> bool:
    """Whether the client prefers English to Vietnamese, by its Accept-Language."""
    preferred = request.headers.get("accept-language", "").lower()
    english, vietnamese = preferred.find("en"), preferred.find("vi")
    return english >= 0 and (vietnamese < 0 or english < vietnamese)


def problem_of(error: WebError, english: bool) -> Problem:
    """The problem document of an error."""
    detail = error.english if english else error.vietnamese
    faults = [Fault(place=place, detail=fault) for place, fault in getattr(error, "faults", ())]
    return Problem(
        type=f"/problems#{error.slug}",
        title=error.title[english],
        status=error.status.value,
        detail=detail,
        code=error.slug,
        errors=faults or None,
        request_id=request_id() or None,
        error={"message": detail, "type": error.slug, "code": error.slug, "param": None},
    )


def problem_response(error: WebError, english: bool) -> JSONResponse:
    """The response that tells an error."""
    problem = problem_of(error, english)
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=problem.status,
        headers={**error.headers, **_named(request_id()), "cache-control": "no-store"},
        media_type=MEDIA_TYPE,
    )


def _named(request: str) -> dict[str, str]:
    return {"x-request-id": request} if request else {}


def as_web_error(error: Exception, allowed: str = "") -> WebError:
    """The error as one that may be told to a client; what is not foreseen is logged with its number.

    `allowed` are the methods of the address, of which the framework itself names only those of its first route.
    """
    if isinstance(error, WebError):
        return error
    if isinstance(error, UnknownPlanError):
        return errors.NothingHereError(error.vietnamese, error.english)
    if isinstance(error, StoreError | StateError):
        log.error("%s", error.english)
        return errors.BusyError()
    if isinstance(error, RequestValidationError):
        return errors.InvalidRequestError(tuple((_place(one["loc"]), one["msg"]) for one in error.errors()))
    if isinstance(error, HTTPException):
        return _of_status(error, allowed)
    number = request_id() or new_id()
    log.error("fault %s", number, exc_info=error)
    return errors.InternalError(number)


def _of_status(error: HTTPException, allowed: str) -> WebError:
    if error.status_code == errors.MethodError.status:
        return errors.MethodError({"allow": allowed} if allowed else error.headers)
    if error.status_code == errors.BodyTooLargeError.status:
        return errors.BodyTooLargeError()
    if error.status_code == errors.NothingHereError.status:
        return errors.NothingHereError()
    return errors.InvalidRequestError(
        vietnamese="Máy chủ không đọc được nội dung gửi lên; hãy gửi đúng JSON hoặc biểu mẫu mà địa chỉ này nhận.",
        english="The body cannot be read; send the JSON or the form that this address takes.",
    )


def _place(location: tuple[str | int, ...]) -> str:
    where, *path = location
    if where != "body":
        return "/".join(map(str, path)) or str(where)
    return "/" + "/".join(map(str, path))


async def _tell(request: Request, error: Exception) -> JSONResponse:
    path = getattr(request.scope.get("route"), "path", "")
    methods = request.app.openapi()["paths"].get(path, {})
    allowed = ", ".join(sorted(method.upper() for method in methods))
    named = {"request_id": found} if (found := getattr(request.state, "request_id", "")) else {}
    with bound(**named):  # what nobody foresaw is told outside of the middleware that binds it
        return problem_response(as_web_error(error, allowed), wants_english(request))


def install(app: FastAPI) -> None:
    """Have the application tell every error as a problem document."""
    for kind in (WebError, StoreError, StateError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _tell)


def responses(*kinds: type[WebError]) -> dict[int | str, dict[str, Any]]:
    """The errors of a route for its OpenAPI description; what can happen on every route is among them."""
    told: dict[int | str, dict[str, Any]] = {}
    schema = {"$ref": "#/components/schemas/Problem"}
    always: tuple[type[WebError], ...] = (errors.OriginError, errors.BusyError, errors.InternalError)
    if errors.InvalidRequestError in kinds:
        always = (*always, errors.BodyTooLargeError, errors.TooSlowError)
    for kind in (*kinds, *always):
        known = told.setdefault(kind.status.value, {"description": "", "content": {MEDIA_TYPE: {"schema": schema}}})
        known["description"] = "; ".join(filter(None, (known["description"], kind.title[1])))
    return told
