"""The tools: ask, find rows, list plans, read a source. Each answers with the citations of every other channel."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from assistant.assistant import Assistant, chosen_writer
from assistant.plans.library import Library
from assistant.settings import AssistantSettings
from bots import rows as plan_rows
from bots.desk import INTERNAL, Asked, Desk
from bots.observing import Observer
from bots.rows import RowFilter
from bots.settings import BotSettings
from bots.sources import find_source, plan_of
from bots.state import open_state
from bots.views import CitationOut, PlanOut, RowOut, SourceOut, source_out
from ingest.model import Field as PlanField
from ingest.settings import Settings
from ingest.store.plan_stores import open_stores

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True)
_ROLES = {"lead": PlanField.LEAD_UNIT, "coordinating": PlanField.COORDINATING_UNITS}
_INSTRUCTIONS = (
    "Public work plans of Vietnamese health departments, read down to each row of their appendix tables. `ask` answers"
    " a question in Vietnamese or English with citations; `find_rows` filters the tables. Always give the citations"
    " (label and url) on, and say so when `answerable` is false."
)

PlanIds = Annotated[list[str] | None, Field(description="Ids of plans, from list_plans; leave out for all plans.")]


class AskResult(BaseModel):
    """An answer; marks like [1] in it point at the citation with that `n`."""

    answer: str
    answerable: bool
    kind: str
    language: str
    citations: list[CitationOut]


class RowsResult(BaseModel):
    """The rows found, each with its anchor for read_source."""

    total: int
    rows: list[RowOut]


class PlansResult(BaseModel):
    """The plans at hand."""

    plans: list[PlanOut]


def open_desks(
    index: Settings | None = None, settings: BotSettings | None = None, observer: Observer | None = None
) -> tuple[Desk, Desk]:
    """The desk for everybody and the one for those who may see internal plans. Raises PlanError."""
    index, own = index or Settings(), AssistantSettings()
    stores, state, writer = open_stores(index, must_exist=True), open_state(index, settings), chosen_writer(own)
    public, joint = Library(stores.public), Library(stores.joint)
    return (
        Desk(public, Assistant(public, own, writer), state, observer=observer),
        Desk(joint, Assistant(joint, own, writer), state, audience=INTERNAL, observer=observer),
    )


def make_server(desk: Desk) -> MCPServer:
    """The server over a desk."""
    server = MCPServer("plan-assistant", title="Trợ lý kế hoạch", instructions=_INSTRUCTIONS)

    @server.tool(annotations=_READS)
    def ask(
        question: Annotated[str, Field(min_length=1, max_length=1000, description="In Vietnamese or English.")],
        history: Annotated[
            list[str] | None, Field(max_length=20, description="Earlier questions of the conversation, oldest first.")
        ] = None,
        plans: PlanIds = None,
        language: Annotated[
            Literal["vi", "en"] | None, Field(description="Of the answer; else the question's.")
        ] = None,
    ) -> AskResult:
        """Answer a question about the plans, with citations. Says so when the plans do not say."""
        _check_plans(plans, desk)
        asked = Asked(question, "mcp", "", tuple(history or ()), tuple(plans or ()), language or "")
        return AskResult.model_validate(desk.ask(asked).answer.to_json())

    @server.tool(annotations=_READS)
    def find_rows(
        plans: PlanIds = None,
        appendix: Annotated[str | None, Field(description="Label of the appendix as printed.")] = None,
        text: Annotated[str, Field(description="Words that all stand in the row, with or without accents.")] = "",
        unit: Annotated[str, Field(description="A body that leads or coordinates the task.")] = "",
        role: Annotated[Literal["lead", "coordinating"] | None, Field(description="The role of `unit`.")] = None,
        due_from: date | None = None,
        due_to: date | None = None,
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
    ) -> RowsResult:
        """Rows of the plans' tables (tasks, targets, projects) that meet all conditions."""
        _check_plans(plans, desk)
        if due_from and due_to and due_from > due_to:
            raise ToolError("due_from must precede due_to")
        wanted = RowFilter(
            tuple(plans or ()), appendix, "", text, unit, _ROLES[role] if role else None, due_from, due_to
        )
        found = plan_rows.find_rows(desk.library.shelf(plans or ()), wanted)
        return RowsResult(total=len(found), rows=[RowOut.of(row) for row in found[:limit]])

    @server.tool(annotations=_READS)
    def list_plans() -> PlansResult:
        """The plans at hand: id, title, issuer, province, years, number of rows."""
        shelf = desk.library.shelf()
        return PlansResult(plans=[PlanOut.of(entry, shelf) for entry in shelf.catalogue.plans()])

    @server.tool(annotations=_READS)
    def read_source(
        anchor: Annotated[str, Field(description="The anchor of a citation or row: ca-mau-2026/pl-1/13.")],
        language: Literal["vi", "en"] = "vi",
    ) -> SourceOut:
        """The whole row, section, header or appendix that an anchor leads to."""
        shelf = desk.library.shelf([plan_of(anchor)])
        found = find_source(shelf, anchor)
        if found is None:
            raise ToolError(f"There is no such place in the plans: {anchor}")
        return source_out(found, shelf, language)

    return server


def _check_plans(plans: list[str] | None, desk: Desk) -> None:
    known = desk.library.shelf(plans or ()).plans
    for plan in plans or ():
        if plan not in known:
            raise ToolError(f"There is no plan {plan}; the plans are: {', '.join(known)}")
