"""What goes in and out of the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Kind
from bots.desk import Answered
from bots.state import Verdict
from bots.views import CitationOut, PlanOut, RowOut
from bots.web.jobs import Job, JobState

LONGEST_QUESTION = 1000
"""Characters of a question that is read; longer ones are refused."""

Text = Annotated[str, StringConstraints(max_length=LONGEST_QUESTION, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Id = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00/]*$")]
Language = Literal["vi", "en"]
MOST_HISTORY = 20


class Question(BaseModel):
    """A question. A follow-up names its `conversation`, or brings the earlier questions in `history`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Ai chủ trì triển khai đơn thuốc điện tử?"},
                {"question": "Còn đơn vị phối hợp?", "conversation": "0q1w2e3r4t5y6u7i8o9p0a"},
                {"question": "who leads it?", "history": ["e-prescription in Ca Mau"], "plans": ["ca-mau-2026"]},
            ]
        },
    )

    question: Text
    conversation: Id | None = None
    history: list[Text] = Field(default_factory=list, max_length=MOST_HISTORY)
    plans: list[Id] = Field(default_factory=list, max_length=100)
    language: Language | None = None


class AnswerOut(BaseModel):
    """An answer with its citations, and the ids for feedback (`id`) and follow-ups (`conversation`)."""

    id: str
    conversation: str
    answer: str = Field(examples=["Cà Mau 2026: **Phòng Nghiệp vụ** chủ trì “Triển khai đơn thuốc điện tử”. [1]"])
    answerable: bool
    kind: Kind
    language: Language
    citations: list[CitationOut]
    took_ms: float

    @classmethod
    def of(cls, answered: Answered) -> AnswerOut:
        """The answer of the desk."""
        told = answered.answer.to_json()
        return cls.model_validate({**told, "id": answered.turn, "conversation": answered.conversation})


class FeedbackIn(BaseModel):
    """What a reader says of the answer `id`; `verdict` null withdraws it."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    verdict: Verdict | None
    reason: str = Field(default="", max_length=1000, pattern=r"^[^\x00]*$")


class FeedbackOut(BaseModel):
    """Feedback as it is kept."""

    id: str
    verdict: Verdict | None


class SectionOut(BaseModel):
    """A numbered part of the prose."""

    path: str
    number: str
    text: str
    paragraphs: list[str]
    url: str


class PlanDetail(PlanOut):
    """A plan with what it says of itself and its sections."""

    signer: str
    office: str
    place_and_date: str
    recipients: list[str]
    basis: list[str]
    abbreviations: dict[str, str]
    contents: list[SectionOut]


class RowPage(BaseModel):
    """Some of the rows that were found."""

    total: int
    offset: int
    rows: list[RowOut]


class JobOut(BaseModel):
    """How far a file has come on its way into the index; poll until `state` is `done` or `failed`."""

    id: str
    state: JobState
    file: str
    plan: str
    done: int
    total: int
    outcome: str
    rows: int
    passages: int
    error: str | None
    begun_at: datetime
    changed_at: datetime
    url: str

    @classmethod
    def of(cls, job: Job, english: bool) -> JobOut:
        """A job, its error in the reader's language."""
        told = job.english if english else job.vietnamese
        values = {name: getattr(job, name) for name in ("id", "state", "file", "plan", "done", "total", "outcome")}
        return cls(
            **values,
            rows=job.rows,
            passages=job.passages,
            error=told or None,
            begun_at=job.begun_at,
            changed_at=job.changed_at,
            url=f"/api/admin/jobs/{job.id}",
        )


class UnansweredOut(BaseModel):
    """A question that the plans did not answer."""

    question: str
    answer: str
    kind: str
    language: str
    channel: str
    times: int
    first_asked_at: datetime
    last_asked_at: datetime


class UnansweredPage(BaseModel):
    """Some of the unanswered questions, the one asked last first."""

    total: int
    offset: int
    questions: list[UnansweredOut]


class FeedbackEntry(BaseModel):
    """Feedback with the answer that it is about."""

    turn: str
    given_at: datetime
    channel: str
    verdict: Verdict
    reason: str
    question: str
    answer: str
    answerable: bool
    kind: str
    language: str
    anchors: list[str]


class WidgetOut(BaseModel):
    """What the widget needs to begin: may it run on this page, about which plans, and what to suggest."""

    allowed: bool
    reason: str | None
    plans: list[PlanOut]
    suggestions: list[str]
