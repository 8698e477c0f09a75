"""The plans and their rows, to be listed, filtered, paged and downloaded."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator

from assistant.plans.library import Shelf
from bots.rows import RowFilter, find_rows
from bots.sources import Source, find_source, plan_of
from bots.views import PlanOut, RowOut, SourceOut, source_out
from bots.web.downloads import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from bots.web.errors import InvalidRequestError, NothingHereError
from bots.web.models import Language, PlanDetail, RowPage, SectionOut
from bots.web.problems import responses
from bots.web.services import Served
from ingest.model import Field, Plan, Section
from ingest.vietnamese import fold

router = APIRouter(tags=["plans"])

_ROLES = {"lead": Field.LEAD_UNIT, "coordinating": Field.COORDINATING_UNITS}
_FILES = {"csv": (CSV_TYPE, csv_of), "xlsx": (XLSX_TYPE, xlsx_of)}


def _iso(value: object) -> object:
    """A day is written 2026-06-30; a bare number, which would pass for seconds since 1970, is none."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("2026-06-30")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
Words = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.get("/api/plans", responses=responses(InvalidRequestError))
def plans(
    services: Served, province: Words = "", year: Annotated[int | None, Query(ge=1900, le=2200)] = None
) -> list[PlanOut]:
    """The plans of the index, of one province or year where that is given."""
    shelf = services.shelf()
    return [
        PlanOut.of(plan, shelf)
        for plan in shelf.catalogue.plans()
        if (not province or fold(province) == fold(plan.header.province))
        and (year is None or year in plan.header.years)
    ]


@router.get("/api/plans/{plan_id}", responses=responses(NothingHereError, InvalidRequestError))
def plan(plan_id: str, services: Served) -> PlanDetail:
    """One plan with what it says of itself and its sections."""
    shelf = services.shelf(plan_id)
    found = plan_at(plan_id, shelf)
    header = found.header
    entry = next(entry for entry in shelf.catalogue.plans(replaced=True) if entry.id == plan_id)
    return PlanDetail(
        **PlanOut.of(entry, shelf).model_dump(),
        signer=header.signer,
        office=header.office,
        place_and_date=header.place_and_date,
        recipients=list(header.recipients),
        basis=[one.text or f"{one.kind} {one.number}" for one in header.basis],
        abbreviations=dict(found.abbreviations),
        contents=[_section(found, section) for section in found.sections],
    )


@router.get(
    "/api/plans/{plan_id}/rows",
    response_model=RowPage,
    responses={
        200: {"content": {"text/csv": {}, XLSX_TYPE: {}}},
        **responses(NothingHereError, InvalidRequestError),
    },
)
def rows(
    plan_id: str,
    services: Served,
    appendix: Words | None = None,
    group: Words = "",
    q: Words = "",
    unit: Words = "",
    role: Literal["lead", "coordinating"] | None = None,
    due_from: Day | None = None,
    due_to: Day | None = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    format: Literal["json", "csv", "xlsx"] = "json",
) -> RowPage | Response:
    """The rows of a plan that meet all conditions: an appendix or group, words, a body in a role, a due date.

    As JSON they come in pages; as CSV or XLSX all of them, under canonical titles.
    """
    shelf = services.shelf(plan_id)
    plan_at(plan_id, shelf)
    if due_from and due_to and due_from > due_to:
        fault = "due_from > due_to"
        raise InvalidRequestError(
            (("due_from", fault),), "due_from phải trước due_to.", "due_from must precede due_to."
        )
    wanted = RowFilter((plan_id,), appendix, group, q, unit, _ROLES[role] if role else None, due_from, due_to)
    found = find_rows(shelf, wanted)
    if format != "json":
        media_type, write = _FILES[format]
        name = f'attachment; filename="{plan_id}.{format}"' if plan_id.isascii() else "attachment"
        return Response(write(found, shelf), media_type=media_type, headers={"content-disposition": name})
    return RowPage(total=len(found), offset=offset, rows=[RowOut.of(row) for row in found[offset : offset + limit]])


@router.get("/api/sources/{anchor:path}", tags=["plans"], responses=responses(NothingHereError, InvalidRequestError))
def source(anchor: str, services: Served, language: Language = "vi") -> SourceOut:
    """The place that a citation opens, as data."""
    shelf = services.shelf(plan_of(anchor))
    return source_out(source_at(anchor, shelf), shelf, language)


def plan_at(plan_id: str, shelf: Shelf) -> Plan:
    """The plan of an id. Raises NothingHereError."""
    if plan_id not in shelf.plans:
        raise NothingHereError(
            "Không có kế hoạch này; xem danh sách ở /api/plans.", "There is no such plan; see /api/plans for the list."
        )
    return shelf.catalogue.plan(plan_id)


def source_at(anchor: str, shelf: Shelf) -> Source:
    """The place at an address. Raises NothingHereError."""
    found = find_source(shelf, anchor)
    if found is None:
        raise NothingHereError(
            "Không có mục này trong các kế hoạch; kế hoạch có thể đã được thay bằng bản mới, hãy hỏi lại.",
            "There is no such place in the plans; the plan may have been replaced, ask again.",
        )
    return found


def _section(plan: Plan, section: Section) -> SectionOut:
    return SectionOut(
        path=section.path,
        number=section.number,
        text=section.text,
        paragraphs=[paragraph.text for paragraph in section.paragraphs],
        url=f"/sources/{plan.id}/{section.path}",
    )
