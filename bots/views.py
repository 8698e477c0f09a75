"""Plans, rows, citations and sources as the API and the tools give them out."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.plans.library import Shelf
from bots.sources import Source, cite
from ingest.model import Field as PlanField
from ingest.model import Row
from ingest.store.records import PlanEntry


class CitationOut(BaseModel):
    """Where a statement stands; `n` is its mark in the text."""

    n: int
    plan: str
    plan_title: str
    appendix: str | None
    group: str | None
    stt: str | None
    section: str | None
    page: int | None
    anchor: str
    label: str = Field(examples=["Sở Y tế Cà Mau 2026, Phụ lục 1, STT 13"])
    quote: str
    url: str


class PlanOut(BaseModel):
    """A plan of the index."""

    id: str
    title: str
    issuer: str
    province: str
    number: str
    date: str
    years: list[int]
    rows: int
    sections: int
    appendices: list[str]
    format: str
    pages: int | None
    replaced_by: str | None = None
    """The plan that took its place; such a plan is in no list."""
    url: str
    internal: bool = Field(description="Whether it is shown to those alone who bring a token.")

    @classmethod
    def of(cls, plan: PlanEntry, shelf: Shelf) -> PlanOut:
        """A plan in short."""
        header = plan.header
        return cls(
            id=plan.id,
            title=header.title,
            issuer=header.issuer,
            province=header.province,
            number=header.number,
            date=header.date,
            years=list(header.years),
            rows=plan.rows,
            sections=plan.sections,
            appendices=[label for label, _ in shelf.appendix_titles(plan.id)],
            format=plan.source.format,
            pages=plan.source.pages,
            replaced_by=plan.replaced_by,
            url=f"/sources/{plan.id}",
            internal=plan.internal,
        )


class RowOut(BaseModel):
    """A row of an appendix: canonical fields, the cells under their printed headers, and its address."""

    plan: str
    appendix: str | None
    group: str
    group_title: str
    stt: str
    fields: dict[str, Any]
    columns: dict[str, str]
    page: int | None
    anchor: str
    url: str

    @classmethod
    def of(cls, row: Row) -> RowOut:
        """A row as `python -m ingest export` writes it, with its address."""
        fields: dict[str, Any] = dict(row.fields)
        if row.schedule:
            fields["schedule"] = dict(row.schedule)
        return cls(
            plan=row.anchor.plan,
            appendix=row.anchor.appendix,
            group=row.group,
            group_title=row.group_title,
            stt=row.stt,
            fields=fields,
            columns=dict(row.columns),
            page=row.place.page,
            anchor=str(row.anchor),
            url=f"/sources/{row.anchor}",
        )


class SourceOut(BaseModel):
    """The place that a citation opens: the row's cells in order, or the paragraphs of the section."""

    anchor: str
    plan: str
    plan_title: str
    issuer: str
    label: str
    kind: Literal["row", "section", "appendix", "header", "plan"]
    heading: str
    cells: list[tuple[str, str]]
    paragraphs: list[str]
    page: int | None
    url: str


def source_out(found: Source, shelf: Shelf, language: str) -> SourceOut:
    """A place as data."""
    plan, citation = found.plan, cite(shelf, found, language)
    cells, paragraphs, heading, kind = [], [], plan.header.title, "plan"
    if found.row is not None:
        kind, heading = "row", found.row.text(PlanField.CONTENT)
        cells = [(title, cell) for title, cell in (found.row.columns or found.row.fields).items() if cell]
    elif found.appendix is not None:
        kind, heading = "appendix", found.appendix.title
        paragraphs = [note.text for note in found.appendix.notes]
    elif found.is_header:
        kind = "header"
        paragraphs = citation.quote.splitlines() if citation else []
    elif found.sections:
        kind, heading = "section", found.sections[0].text
        paragraphs = [paragraph.text for section in found.sections for paragraph in section.paragraphs]
    return SourceOut.model_validate(
        {
            "anchor": found.anchor,
            "plan": plan.id,
            "plan_title": plan.header.title,
            "issuer": plan.header.issuer,
            "label": citation.label if citation else plan.header.title,
            "kind": kind,
            "heading": heading,
            "cells": cells,
            "paragraphs": paragraphs,
            "page": found.row.place.page if found.row else None,
            "url": f"/sources/{found.anchor}",
        }
    )
