"""Takes apart, with a model's help, a question that the rules could not: at most three rounds of calls.

Each round shows the model what the calls before gave. Where a clarified question is answered by the tables, that
built-in answer is the end of it; else what search and tables gave is evidence to write from. What the model says
besides is not used.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable

from assistant.answer import Answer, Kind
from assistant.request import Request
from assistant.telling.citing import CitationBook
from assistant.understanding.reading import understand
from assistant.writing.errors import NotWrittenError, Reason
from assistant.writing.evidence import Grounds, fenced, without_orders
from assistant.writing.limits import Allowance
from assistant.writing.model import Client, status_of
from assistant.writing.prompting import prompt
from assistant.writing.tools import (
    Call,
    PlannedQuestion,
    PlannedSearch,
    ToolName,
    aggregate_kind,
    calls_of,
    question_of,
    schemas,
)

log = logging.getLogger(__name__)

ROUNDS = 3
_CALLS = 4  # of one round that are carried out
_FOUND = 6  # passages that one search gives
_GOOD = 0.2
"""The score of a passage worth showing to a model; the threshold of an answer is higher."""
_NO_TOOLS = {400, 404, 422}
"""What servers answer that cannot call tools."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning: a built-in answer to the clarified question, or evidence without one."""

    answer: Answer | None = None
    grounds: Grounds = field(default_factory=Grounds)
    rounds: int = 0


class Planner:
    """Plans with one model; threads may share it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._bound: Runnable[Any, AIMessage] | None = _bound(client)

    def plan(self, request: Request, allowance: Allowance) -> Planned:
        """What the tables and the search give for a question. Raises NotWrittenError where no call came of it."""
        grounds = Grounds()
        results: list[str] = []
        for number in range(1, ROUNDS + 1):
            message = self._ask(_messages(request, results), allowance)
            try:
                calls = calls_of(message)[:_CALLS]
            except ValueError as error:  # JSON that is malformed, cut off or of another shape: the next round says so
                log.debug("plan, round %d: %s", number, error)
                results.append(f"? {error}")
                continue
            if not calls:
                break
            for call in calls:
                answer = self._answered(call, request)
                if answer is not None and call.tool is ToolName.QUESTION:
                    return Planned(answer, rounds=number)
                before = len(grounds.evidence)
                grounds = grounds.with_answer(answer, request.shelf) if answer else grounds
                results.append(_told(call, answer, Grounds(grounds.evidence[before:])))
        if not grounds.evidence:
            raise NotWrittenError(Reason.EMPTY, "; ".join(results)[:200])
        return Planned(grounds=grounds, rounds=ROUNDS)

    def _ask(self, messages: Sequence[BaseMessage], allowance: Allowance) -> AIMessage:
        try:
            return self._client.reply(messages, allowance, self._bound)
        except NotWrittenError as error:
            if self._bound is None or status_of(error) not in _NO_TOOLS:
                raise
            self._bound = None  # from now on in plain JSON
            return self._client.reply(messages, allowance)

    def _answered(self, call: Call, request: Request) -> Answer | None:
        """What a call gives, as an answer with citations; None where it gives nothing."""
        if isinstance(call.arguments, PlannedSearch):
            return _search(call.arguments, request)
        kind = {ToolName.ROWS: Kind.LIST, ToolName.AGGREGATE: aggregate_kind(call.arguments)}.get(call.tool)
        answer = request.again(question_of(call.arguments, request, kind))
        return answer if answer.answerable and answer.citations else None


def _bound(client: Client) -> Runnable[Any, AIMessage] | None:
    """The model with the tools bound to it; None where its class cannot call any."""
    try:
        return client.model.bind_tools(schemas(prompt("plan").tools))
    except NotImplementedError:
        return None


def _messages(request: Request, results: Sequence[str]) -> list[BaseMessage]:
    fence = secrets.token_hex(4)
    shelf = request.shelf
    return prompt("plan").messages(
        request.question.language,
        question=fenced(request.text, fence),
        history=fenced("\n".join(request.history), fence) if request.history else "-",
        plans="\n".join(f"- {plan}: {shelf.names[plan]}" for plan in request.plans or shelf.plans),
        fence=fence,
        results=fenced("\n\n".join(results), fence) if results else "-",
    )


def _search(planned: PlannedSearch, request: Request) -> Answer | None:
    """The passages found, cited as an answer cites them."""
    shelf, language = request.shelf, request.question.language
    plans = [plan for plan in planned.plans if plan in shelf.plans] or list(request.plans)
    if request.plans:
        plans = [plan for plan in plans if plan in request.plans] or list(request.plans)
    hits = request.search.find(understand(planned.query, shelf, request.plans), plans, limit=_FOUND)
    book = CitationBook(shelf, language)
    for hit in hits:
        if hit.score >= _GOOD:
            book.passage(hit.passage)
    return Answer("", True, Kind.PASSAGE, language, book.citations()) if book.citations() else None


def _told(call: Call, answer: Answer | None, added: Grounds) -> str:
    arguments = call.arguments.model_dump_json(exclude_defaults=True)
    if answer is None:
        return f"{call.tool.value} {arguments}: 0"
    return f"{call.tool.value} {arguments}:\n{without_orders(answer.answer)}\n{added.text()}".strip()


__all__ = ["ROUNDS", "Planned", "PlannedQuestion", "Planner"]
