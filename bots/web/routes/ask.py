"""Asking: the answer at once or piece by piece, and what readers say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bots.desk import Answered, Asked
from bots.web.errors import InvalidRequestError, NothingHereError, RateError
from bots.web.models import AnswerOut, FeedbackIn, FeedbackOut, Question
from bots.web.problems import as_web_error, problem_of, responses, wants_english
from bots.web.services import Served, Services

router = APIRouter(tags=["ask"])

_PIECE = re.compile(r"\S+\s*|\s+")
_PIECE_LENGTH = 24  # characters of text sent at a time, give or take a word


async def limited(request: Request, services: Served) -> None:
    """Counts a question from this address. Raises RateError."""
    address = request.client.host if request.client else ""
    if services.limits.are_shared:
        await run_in_threadpool(services.limits.check_address, address)
    else:
        services.limits.check_address(address)


def asked_of(question: Question, services: Services, channel: str) -> Asked:
    """The question for the desk. Raises NothingHereError for a plan that there is not, RateError."""
    check_plans(question.plans, services)
    services.limits.check_conversation(question.conversation or "")
    return Asked(
        question=question.question.strip(),
        channel=channel,
        conversation=question.conversation or "",
        history=tuple(question.history),
        plans=tuple(question.plans),
        language=question.language or "",
    )


def check_plans(plans: list[str], services: Services) -> None:
    """Raises NothingHereError where one of the plans is not in the index."""
    known = services.shelf(*plans).plans if plans else {}
    for plan in plans:
        if plan not in known:
            raise NothingHereError(
                f"Không có kế hoạch “{plan}”; xem danh sách ở /api/plans.",
                f"There is no plan “{plan}”; see /api/plans for the list.",
            )


def answer(asked: Asked, services: Services) -> Answered:
    """Has the desk answer."""
    return services.desk.ask(asked)


Limited = Annotated[None, Depends(limited)]


@router.post(
    "/api/ask",
    response_model=AnswerOut,
    responses=responses(NothingHereError, InvalidRequestError, RateError),
)
async def ask(question: Question, services: Served, _limited: Limited) -> Response:
    """Answers a question from the plans, with citations."""
    if question.plans or services.limits.are_shared:  # which are looked up
        asked = await run_in_threadpool(asked_of, question, services, "web")
    else:
        asked = asked_of(question, services, "web")
    out = AnswerOut.of(await services.desk.hear(asked))
    return Response(out.model_dump_json(), media_type="application/json")  # it needs no second check


def checked(question: Question, services: Served, _limited: Limited) -> Asked:
    """A question that may be answered, checked before the stream begins."""
    return asked_of(question, services, "stream")


@router.post(
    "/api/ask/stream",
    response_class=EventSourceResponse,
    responses=responses(NothingHereError, InvalidRequestError, RateError),
)
def ask_stream(
    request: Request, asked: Annotated[Asked, Depends(checked)], services: Served
) -> Iterator[ServerSentEvent]:
    """The same as server-sent events: `stage`, then `text` in pieces, `citations`, and `done` with the whole answer.

    A language model's text comes sentence by sentence, as they are checked. Where it does not stand in the end, `reset`
    takes it back and the `text` of the answer follows. What fails after the stream has begun comes as the event `error`
    with a problem document.
    """
    yield ServerSentEvent(event="stage", data={"stage": "searching"})
    shown = ""
    try:
        for piece in services.desk.stream(asked):
            if isinstance(piece, str):
                if not shown:
                    yield ServerSentEvent(event="stage", data={"stage": "answering"})
                shown += piece
                yield ServerSentEvent(event="text", data={"text": piece})
            else:
                out = AnswerOut.of(piece)
    except Exception as error:
        yield ServerSentEvent(
            event="error",
            data=problem_of(as_web_error(error), wants_english(request)).model_dump(exclude_none=True),
        )
        return
    if not shown:
        yield ServerSentEvent(event="stage", data={"stage": "answering"})
    elif not out.answer.startswith(shown):
        shown = ""
        yield ServerSentEvent(event="reset", data={})
    for piece in pieces(out.answer[len(shown) :]):
        yield ServerSentEvent(event="text", data={"text": piece})
    yield ServerSentEvent(event="citations", data={"citations": [one.model_dump() for one in out.citations]})
    yield ServerSentEvent(event="done", data=out.model_dump(mode="json"))


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of some words, which joined are the text."""
    held = ""
    for part in _PIECE.findall(text):
        held += part
        if len(held) >= _PIECE_LENGTH:
            yield held
            held = ""
    if held:
        yield held


@router.post("/api/feedback", responses=responses(NothingHereError, InvalidRequestError, RateError))
def feedback(said: FeedbackIn, services: Served, _limited: Limited) -> FeedbackOut:
    """Keeps what a reader says of an answer, in the place of what was said before."""
    turn = services.state.conversations.turn(said.id)
    if turn is None:
        raise NothingHereError(
            "Không còn câu trả lời này (đã hết hạn lưu); hãy hỏi lại rồi góp ý.",
            "This answer is not kept any more; ask again and then say what you think of it.",
        )
    if said.verdict is None:
        services.state.feedback.withdraw(turn.id)
    else:
        services.state.feedback.give(turn, "web", said.verdict, said.reason)
    return FeedbackOut(id=turn.id, verdict=said.verdict)
