"""The tools by which a model takes a question apart: the same tables and the same search that the rules use.

A call fills the record that the rules fill; whatever it names is looked up in the plans, and what they do not have is
left out. So a model can say what to look for, and never what is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Literal

from langchain_core.messages import AIMessage
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Described

from assistant.answer import Kind
from assistant.plans.filters import Filters
from assistant.plans.library import Shelf
from assistant.request import Request
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from ingest.model import Field
from ingest.money import find_amounts
from ingest.times import find_times
from ingest.units import split_units

_JSON = re.compile(r"\{.*\}", re.DOTALL)
_NO_CUE = {Kind.LOOKUP, Kind.PASSAGE}
"""Kinds that no words of a question ask for; they are what is left."""


class ToolName(StrEnum):
    """What a model can call."""

    QUESTION = "question"
    SEARCH = "search"
    ROWS = "rows"
    AGGREGATE = "aggregate"


class PlannedQuestion(BaseModel):
    """The arguments of `question`, `rows` and `aggregate`; what is empty is not asked for."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str = Described(default="", max_length=1000)
    plans: tuple[str, ...] = ()
    kind: Kind | Literal[""] = ""
    fields: tuple[Field, ...] = ()
    topic: str = Described(default="", max_length=500)
    units: tuple[str, ...] = ()
    role: Literal["", "lead_unit", "coordinating_units"] = ""
    leader: str = ""
    time: str = ""
    amount: str = ""
    group: str = ""
    appendix: str = ""
    stt: str = ""


class PlannedSearch(BaseModel):
    """The arguments of `search`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    query: str = Described(min_length=1, max_length=500)
    plans: tuple[str, ...] = ()


class Call(BaseModel):
    """One call of a tool."""

    model_config = ConfigDict(frozen=True)

    tool: ToolName
    arguments: PlannedQuestion | PlannedSearch


def schemas(descriptions: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tools as every provider's class takes them: name, description, JSON schema of the arguments."""
    return [
        {
            "type": "function",
            "function": {
                "name": name.value,
                "description": descriptions[name.value],
                "parameters": _arguments(name).model_json_schema(),
            },
        }
        for name in ToolName
    ]


def calls_of(message: AIMessage) -> list[Call]:
    """The calls of a reply: as the provider gives them, or as a JSON object in its text; none for `{}`.

    Raises ValueError for what is no call: malformed JSON, an unknown tool, arguments of another shape.
    """
    if message.invalid_tool_calls:
        raise ValueError(f"arguments are no JSON: {message.invalid_tool_calls[0].get('error')}")
    if message.tool_calls:
        return [_call(call["name"], call["args"]) for call in message.tool_calls]
    text = re.sub(r"<think>.*?</think>", "", message.text, flags=re.DOTALL)
    found = _JSON.search(text)
    if found is None:
        raise ValueError("no call and no JSON object")
    said = json.loads(found.group())
    if not isinstance(said, dict) or not said:
        return []
    arguments = said.get("arguments", {key: value for key, value in said.items() if key != "tool"})
    return [_call(str(said.get("tool", ToolName.QUESTION)), arguments)]


def _call(name: str, arguments: object) -> Call:
    try:
        tool = ToolName(name)
        return Call(tool=tool, arguments=_arguments(tool).model_validate(arguments))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ValueError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _arguments(tool: ToolName) -> type[PlannedQuestion | PlannedSearch]:
    return PlannedSearch if tool is ToolName.SEARCH else PlannedQuestion


def question_of(planned: PlannedQuestion, request: Request, kind: Kind | None = None) -> Question:
    """The question that a plan describes, read by the rules and completed by what the model filled in.

    `kind` is what the tool asks for, where it does. The answer stays in the language of the question that was put.
    """
    shelf = request.shelf
    asked = understand(planned.question, shelf, request.plans) if planned.question else request.question
    plans = tuple(plan for plan in planned.plans if plan in shelf.plans and plan in (request.plans or shelf.plans))
    wanted = kind or (planned.kind or None)
    asked = replace(
        asked,
        text=planned.question or request.text,
        language=request.question.language,
        plans=plans or asked.plans,
        fields=planned.fields or asked.fields,
        filters=_filters(planned, asked.filters, shelf, plans or asked.plans),
        appendix=planned.appendix or asked.appendix,
    )
    if wanted is not None:
        asked = replace(asked, kinds=() if wanted in _NO_CUE else (wanted,), about_money=wanted is Kind.SUM)
    if planned.topic:
        topic = understand(planned.topic, shelf)
        asked = replace(asked, parts=topic.parts, topic=topic.topic, field_alone=False)
    return asked


def _filters(planned: PlannedQuestion, own: Filters, shelf: Shelf, plans: tuple[str, ...]) -> Filters:
    short = {key: value for plan in plans for key, value in shelf.plans[plan].abbreviations.items()}
    units = tuple(unit for name in planned.units for unit in split_units(name, short))
    amounts = find_amounts(planned.amount)
    return replace(
        own,
        units=units or own.units,
        role=Field(planned.role) if planned.role else own.role,
        leader=planned.leader or own.leader,
        times=find_times(planned.time) or own.times,
        amount=amounts[0] if amounts else own.amount,
        group=planned.group or own.group,
        stt=planned.stt or own.stt,
    )


def aggregate_kind(planned: PlannedQuestion) -> Kind:
    """What `aggregate` computes: what it says, else a count."""
    kind = planned.kind or Kind.COUNT
    return kind if kind in (Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN) else Kind.COUNT
