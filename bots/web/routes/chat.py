"""The OpenAI form of asking, so that any chat client can use the plans.

The last user message is the question, the user messages before it the conversation. The model `plans` asks all plans,
`plans:ID` one of them. Citations stand under the text and in the field `citations` of the message.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from bots.desk import Answered, Asked
from bots.views import CitationOut
from bots.web.errors import InvalidRequestError, NothingHereError, RateError
from bots.web.models import LONGEST_QUESTION, MOST_HISTORY
from bots.web.problems import as_web_error, problem_of, responses, wants_english
from bots.web.routes.ask import Limited, answer, check_plans, pieces
from bots.web.services import Served, Services

router = APIRouter(prefix="/v1", tags=["chat clients"])

ALL_PLANS = "plans"


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str = Field(default="", max_length=20_000)


class Message(BaseModel):
    """A message of a chat."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return " ".join(part.text for part in self.content if part.type == "text").strip()
        return (self.content or "").strip()


class ChatRequest(BaseModel):
    """A request for a completion; what is not named here is taken and has no effect."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"model": "plans", "messages": [{"role": "user", "content": "Ai chủ trì đơn thuốc điện tử?"}]}]
        },
    )

    model: str = Field(default=ALL_PLANS, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=1000)
    stream: StrictBool = False


class ChatMessage(BaseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    citations: list[CitationOut]


class Choice(BaseModel):
    """The one choice."""

    index: int = 0
    message: ChatMessage
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """No tokens are counted."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class ChatCompletion(BaseModel):
    """A completion."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage


class Model(BaseModel):
    """All plans, or one of them, as a model."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "plans"


class ModelList(BaseModel):
    """The models."""

    object: Literal["list"] = "list"
    data: list[Model]


@router.get("/models", responses=responses())
def models(services: Served) -> ModelList:
    """All plans as one model, and each plan as one."""
    return ModelList(data=[Model(id=ALL_PLANS), *(Model(id=f"{ALL_PLANS}:{plan}") for plan in services.shelf().plans)])


def _asked(request: ChatRequest, services: Served, _limited: Limited) -> Asked:
    """The question of a chat. Raises NothingHereError, InvalidRequestError."""
    name, _, plan = request.model.partition(":")
    if name != ALL_PLANS:
        raise NothingHereError(
            f"Không có mô hình “{request.model}”; hãy dùng “{ALL_PLANS}” hoặc xem /v1/models.",
            f"There is no model “{request.model}”; use “{ALL_PLANS}” or see /v1/models.",
        )
    check_plans([plan] if plan else [], services)
    said = [text for message in request.messages if message.role == "user" and (text := message.text())]
    question = said[-1] if said else ""
    if len(question) > LONGEST_QUESTION or "\0" in question:
        raise InvalidRequestError(
            (("/messages", f"> {LONGEST_QUESTION}"),),
            f"Tin nhắn cuối của người dùng dài quá {LONGEST_QUESTION} ký tự; hãy rút gọn.",
            f"The last user message is longer than {LONGEST_QUESTION} characters; shorten it.",
        )
    history = tuple(text[:LONGEST_QUESTION] for text in said[:-1][-MOST_HISTORY:])
    return Asked(question, "openai", history=history, plans=(plan,) if plan else ())


@router.post(
    "/chat/completions",
    response_model=ChatCompletion,
    responses={
        200: {"content": {"text/event-stream": {}}},
        **responses(NothingHereError, InvalidRequestError, RateError),
    },
)
def complete(
    http: Request, request: ChatRequest, services: Served, asked: Annotated[Asked, Depends(_asked)]
) -> Response:
    """Answers the last user message, at once or in chunks."""
    if request.stream:
        return StreamingResponse(_chunks(http, request, asked, services), media_type="text/event-stream")
    answered = answer(asked, services)
    message = ChatMessage(content=_with_sources(answered, http, services), citations=_citations(answered))
    whole = ChatCompletion(
        id=f"chatcmpl-{answered.turn}",
        created=int(time.time()),
        model=request.model,
        choices=[Choice(message=message)],
        usage=Usage(),
    )
    return JSONResponse(whole.model_dump(mode="json"))


def _chunks(http: Request, request: ChatRequest, asked: Asked, services: Services) -> Iterator[str]:
    try:
        answered = answer(asked, services)
    except Exception as error:
        problem = problem_of(as_web_error(error), wants_english(http))
        yield f"data: {problem.model_dump_json(exclude_none=True)}\n\n"
        return
    common: dict[str, Any] = {
        "id": f"chatcmpl-{answered.turn}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": request.model,
    }

    def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
        body = Chunk(**common, choices=[ChunkChoice(delta=delta, finish_reason=finish)])
        return f"data: {body.model_dump_json()}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    for piece in pieces(_with_sources(answered, http, services)):
        yield chunk({"content": piece})
    yield chunk({"citations": [one.model_dump() for one in _citations(answered)]})
    yield chunk({}, "stop")
    yield "data: [DONE]\n\n"


class ChunkChoice(BaseModel):
    """What a chunk adds."""

    index: int = 0
    delta: dict[str, Any]
    finish_reason: str | None


class Chunk(BaseModel):
    """A piece of a completion."""

    id: str
    object: str
    created: int
    model: str
    choices: list[ChunkChoice]


def _citations(answered: Answered) -> list[CitationOut]:
    return [CitationOut.model_validate(one, from_attributes=True) for one in answered.answer.citations]


def _with_sources(answered: Answered, http: Request, services: Services) -> str:
    """The text with its sources under it as links, for clients that show nothing but the text."""
    base = (services.settings.public_url or str(http.base_url)).rstrip("/")
    told = answered.answer
    lines = [f"[{one.n}] [{one.label}]({one.url if '://' in one.url else base + one.url})" for one in told.citations]
    return "\n\n".join(filter(None, (told.answer, "  \n".join(lines))))
