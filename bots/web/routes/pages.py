"""The pages that people read: home, the source of a citation, the evaluator's page. All work without JavaScript."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.plans.library import issuer_name
from bots.access import may_see_internal, password_of
from bots.sources import Source, cite, find_source, plan_of
from bots.state import Verdict
from bots.web.errors import AdminClosedError, NothingHereError, StaffError, TokenError, WebError, problem_types
from bots.web.problems import wants_english
from bots.web.routes.originals import place_of
from bots.web.security import is_token
from bots.web.services import Served, Services
from ingest.model import Appendix, Row, Section
from ingest.periods import VIETNAM

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_HERE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that stand under one heading row."""

    number: str
    title: str
    rows: tuple[Row, ...]


def _titles(appendix: Appendix) -> list[tuple[str, str]]:
    """The headers of a table as its rows have them, each with the header printed over it."""
    over = {column.title: column.parent for column in appendix.columns}
    printed = dict.fromkeys(title for row in appendix.rows for title in (row.columns or row.fields))
    return [(title, over.get(title, "")) for title in printed]


def _grouped(appendix: Appendix) -> list[RowGroup]:
    together = groupby(appendix.rows, key=lambda row: (row.group, row.group_title))
    return [RowGroup(number, title, tuple(rows)) for (number, title), rows in together]


def _cell(row: Row, title: str) -> str:
    return (row.columns or row.fields).get(title, "")


def _local(moment: datetime) -> str:
    """A time on Vietnam's clock: "02/03/2026 15:30"."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(titles=_titles, grouped=_grouped, cell=_cell, local=_local)
    return environment


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((_HERE / "words.toml").read_text("utf-8"))


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page in the language of the query (`?lang=en`), else Vietnamese."""
    language = "en" if request.query_params.get("lang") == "en" else "vi"
    text = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            words=_words()[language],
            suffix="?lang=en" if language == "en" else "",
            switch=request.url.path + ("" if language == "en" else "?lang=en"),
            **values,
        )
    )
    return HTMLResponse(text, status, {"content-language": language, "vary": "accept-language"})


@router.get("/")
def home(request: Request, services: Served) -> HTMLResponse:
    """What can be asked, the plans, and the widget open."""
    shelf = services.shelf()
    plans = [entry for entry in shelf.catalogue.plans() if entry.id in shelf.plans]
    return render(
        request,
        "home.html.j2",
        plans=plans,
        names={plan.id: issuer_name(shelf.plans[plan.id]) for plan in plans},
        counts={plan.id: plan.rows for plan in plans},
    )


@router.get("/sources/{anchor:path}")
def source(request: Request, anchor: str, services: Served) -> HTMLResponse:
    """The page that a citation opens, at its row or section."""
    shelf = services.shelf(plan_of(anchor))
    found = find_source(shelf, anchor.rstrip("/"))
    if found is None:
        return _message(request, _NO_SOURCE)
    english = request.query_params.get("lang") == "en"
    citation = cite(shelf, found, "en" if english else "vi")
    before, after = _neighbours(found)
    return render(
        request,
        "source.html.j2",
        source=found,
        plan=found.plan,
        names={found.plan.id: issuer_name(found.plan)},
        citation=citation,
        address=f"{_site(request, services)}/sources/{found.anchor}",
        trail=_trail(found),
        before=before,
        after=after,
        images=services.originals.pages(found.plan, place_of(found)),
        has_file=services.originals.file(found.plan) is not None,
    )


@router.get("/evaluator")
def evaluator(request: Request, services: Served) -> HTMLResponse:
    """Recent questions, misses and feedback, for whoever has the token; browsers ask for it as a password."""
    try:
        if not is_token(services.settings, password_of(request.headers.get("authorization", ""))):
            raise TokenError("Basic")
    except (TokenError, AdminClosedError) as error:
        return _message(request, error)
    state = services.state
    counts = state.feedback.counts()
    page = render(
        request,
        "evaluator.html.j2",
        turns=state.conversations.recent(100),
        unanswered=state.unanswered.latest(100),
        unanswered_count=state.unanswered.count(),
        feedback=state.feedback.latest(100),
        ups=counts[Verdict.UP],
        downs=counts[Verdict.DOWN],
    )
    page.headers["cache-control"] = "no-store"
    return page


@router.get("/staff")
def staff(request: Request, services: Served) -> Response:
    """Where staff sign in with a token of the internal plans as the password; their browser then sends it to every
    page. It answers the same whether there are internal plans, or tokens at all."""
    if not may_see_internal(services.settings, request.headers.get("authorization", "")):
        return _message(request, StaffError())
    return RedirectResponse("/", 303, {"cache-control": "no-store"})


@router.get("/problems")
def problems(request: Request) -> HTMLResponse:
    """What each problem type of the API means."""
    return render(request, "problems.html.j2", problems=problem_types())


_NO_SOURCE = NothingHereError(
    "Không có mục này trong các kế hoạch; kế hoạch có thể đã được thay bằng bản mới. Hãy hỏi lại ở trang chủ.",
    "There is no such place in the plans; the plan may have been replaced. Ask again on the home page.",
)


def _message(request: Request, error: WebError) -> HTMLResponse:
    english = request.query_params.get("lang") == "en" or wants_english(request)
    text = error.english if english else error.vietnamese
    page = render(request, "message.html.j2", error.status.value, title=error.title[english], text=text)
    page.headers.update(error.headers)
    return page


def _site(request: Request, services: Services) -> str:
    return (services.settings.public_url or str(request.base_url)).rstrip("/")


def _trail(found: Source) -> list[Section]:
    """The sections over the one shown, from the top."""
    if not found.sections or found.is_header:
        return []
    parts = found.sections[0].path.split(".")
    paths = [".".join(parts[:length]) for length in range(1, len(parts))]
    by_path = {section.path: section for section in found.plan.sections}
    return [by_path[path] for path in paths if path in by_path]


def _neighbours(found: Source) -> tuple[Section | None, Section | None]:
    """The sections before and after those shown."""
    if not found.sections:
        return None, None
    sections = found.plan.sections
    first = sections.index(found.sections[0])
    last = sections.index(found.sections[-1])
    return (sections[first - 1] if first else None), (sections[last + 1] if last + 1 < len(sections) else None)
