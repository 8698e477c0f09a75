"""Ways to ask an assistant whose model is scripted, and what it then answers."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant import Answer, Assistant
from assistant.plans.library import Library
from assistant.settings import AssistantSettings
from assistant.writer import Report, Writer, open_writer
from assistant.writing.model import Client
from ingest.model import Plan
from tests.assistant.sample import library_in

WHO = "Ai chủ trì nâng cấp đường truyền mạng nội bộ của Bến Tre?"
WHO_ENGLISH = "who leads upgrading the internal network in Ben Tre?"
BUILT_IN = (
    "Bến Tre 2027: **Văn phòng Sở** chủ trì “Nâng cấp đường truyền mạng nội bộ”, "
    "phối hợp: Phòng Kế hoạch - Tài chính. [1]\n"
    "Lãnh đạo phụ trách: Bà Trần Thị Hoa - PGĐ Sở; thời hạn: Tháng 6/2027; kết quả, sản phẩm: Báo cáo nghiệm thu; "
    "mục tiêu: 100%. [1]"
)
GOOD = (
    "Việc nâng cấp đường truyền mạng nội bộ của Bến Tre do **Văn phòng Sở** chủ trì, phối hợp với Phòng Kế hoạch - "
    "Tài chính [1]. Thời hạn là tháng 6/2027 [1]."
)
ANCHOR = "ben-tre-2027/pl-1/I/1"
VAGUE = "Ai lo chuyện khách hàng có vừa lòng không?"
"""A question whose words no plan has; the row meant is about "sự hài lòng của người bệnh"."""
SURVEY = "ben-tre-2027/pl-1/II/2"


@cache
def library() -> Library:
    """The made-up plans, indexed once."""
    return library_in(Path(mkdtemp()))


@dataclass
class Told:
    """What came of a question."""

    answer: Answer
    pieces: list[str]
    seconds: float
    reports: list[Report]

    @property
    def report(self) -> Report:
        """What became of it."""
        (report,) = self.reports
        return report


@dataclass
class Asker:
    """An assistant with a writer."""

    assistant: Assistant
    reports: list[Report] = field(default_factory=list)

    def ask(self, question: str, *history: str) -> Told:
        """The answer, what was shown before it, and how long it took."""
        self.reports.clear()
        began = time.monotonic()
        *pieces, answer = self.assistant.stream(question, history)
        seconds = time.monotonic() - began
        assert isinstance(answer, Answer)
        return Told(answer, [str(piece) for piece in pieces], seconds, list(self.reports))


def settings(**told: Any) -> AssistantSettings:
    """Settings for tests: short times, nothing of this machine's environment."""
    short = {"llm_model": "scripted", "llm_seconds": 5.0, "llm_stall_seconds": 2.0, "llm_retries": 1}
    return AssistantSettings.model_validate({**short, **told})


def by_server(url: str, plans: tuple[Plan, ...] = (), **told: Any) -> Asker:
    """An assistant whose model is a server that speaks the OpenAI API."""
    own = settings(llm_base_url=url, **told)
    reports: list[Report] = []
    shelf = library_in(Path(mkdtemp()), plans) if plans else library()
    return Asker(Assistant(shelf, own, open_writer(own, reports.append)), reports)


def by_model(model: BaseChatModel, **told: Any) -> Asker:
    """An assistant with any chat model of LangChain's."""
    own = settings(**told)
    reports: list[Report] = []
    return Asker(Assistant(library(), own, Writer(Client(model, own), "fake", reports.append)), reports)
