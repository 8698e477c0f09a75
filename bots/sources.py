"""What an anchor leads to: a row in its appendix, a section, the header, an appendix, or a whole plan."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Citation
from assistant.plans.library import Shelf
from assistant.telling.citing import CitationBook
from ingest.model import HEADER, Appendix, Passage, Plan, Row, Section


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a plan. `row` comes with its `appendix`; `sections` are the one cited and those under it."""

    anchor: str
    plan: Plan
    appendix: Appendix | None = None
    row: Row | None = None
    sections: tuple[Section, ...] = ()
    is_header: bool = False


def plan_of(anchor: str) -> str:
    """The id of the plan that an anchor is in."""
    return anchor.split("/", 1)[0]


def find_source(shelf: Shelf, anchor: str) -> Source | None:
    """The place that an anchor, or the id of a plan, leads to; None where it leads nowhere.

    Raises UnknownPlanError where the plan was removed a moment ago.
    """
    plan_id = plan_of(anchor)
    if plan_id not in shelf.plans:
        return None
    plan = shelf.catalogue.plan(plan_id)
    path = anchor.partition("/")[2]
    if not path:
        return Source(anchor, plan)
    rows = (row for row in plan.rows() if row.anchor.section is None)
    if row := next((row for row in rows if str(row.anchor) == anchor), None):
        return Source(anchor, plan, appendix=_appendix_of(plan, row), row=row)
    for appendix in plan.appendices:
        if path == (f"pl-{appendix.label}" if appendix.label else "pl"):
            return Source(anchor, plan, appendix=appendix)
    path = path.partition("~")[0]  # one of the tasks of a section leads to the section
    sections = tuple(one for one in plan.sections if one.path == path or one.path.startswith(f"{path}."))
    if path == HEADER:
        return Source(anchor, plan, sections=sections, is_header=True)
    return Source(anchor, plan, sections=sections) if sections and sections[0].path == path else None


def cite(shelf: Shelf, source: Source, language: str, public_url: str = "") -> Citation | None:
    """The citation of a place, as an answer would make it; None for a whole plan."""
    book = CitationBook(shelf, language, public_url)
    if source.row is not None:
        book.row(source.row)
    elif source.appendix is not None or source.sections or source.is_header:
        if (passage := _passage_at(shelf, source.anchor)) is not None:
            book.passage(passage)
        elif source.appendix is None:
            text = source.sections[0].text if source.sections else source.plan.header.title
            book.section(source.plan.id, source.anchor.partition("/")[2], text)
    return next(iter(book.citations()), None)


def _passage_at(shelf: Shelf, anchor: str) -> Passage | None:
    """The first passage at an anchor, which need not have the anchor for its id."""
    return next(iter(shelf.passages_at([anchor])), None)


def _appendix_of(plan: Plan, row: Row) -> Appendix:
    """The appendix that a row stands in; two may carry one label."""
    return next(appendix for appendix in plan.appendices if row in appendix.rows)
