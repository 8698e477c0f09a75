"""The right answers, worked out before the load begins: of every question of every talk, in every state of the index.

A talk is a question with its follow-ups. The index has three states: without the plan that is replaced, with its one
form, with its other. The assistant is asked in this process, where nothing else goes on.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant
from assistant.plans.library import Library
from assistant.settings import AssistantSettings
from bots.telegram.library import OwnLibrary
from bots.telegram.rendering import render
from bots.telegram.texts import texts
from ingest.pipeline import Outcome, default_reading, ingest_paths
from ingest.settings import Settings
from ingest.store.plan_store import open_store

PLAN = "tai-thu-2027"
STATES = ("without", "one", "other")
QUESTION = "Ai chủ trì lắp đặt trạm đo mực nước hồ Tà Pạ?"
LEADS = {"one": "Phòng Thủy văn số Một", "other": "Trung tâm Quan trắc số Hai"}
_TEXT = """SỞ TÀI NGUYÊN
TỈNH AN GIANG

Số: 15/KH-STN

KẾ HOẠCH
Quan trắc mực nước hồ năm 2027

I. MỤC ĐÍCH
1. Theo dõi mực nước hồ Tà Pạ.

PHỤ LỤC 1
DANH MỤC NHIỆM VỤ

| STT | Nhiệm vụ | Đơn vị chủ trì | Thời gian hoàn thành |
| --- | --- | --- | --- |
| 1 | Lắp đặt trạm đo mực nước hồ Tà Pạ | {lead} | Tháng 6/2027 |
| 2 | Vận hành trạm đo mực nước hồ Tà Pạ | {lead} | Quý IV/2027 |
"""

Talk = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in the forms in which channels show it."""

    text: str
    anchors: tuple[str, ...]
    html: str

    def shown(self, channel: str) -> str:
        """What a channel shows of it: the bot its message, the others the text with what it cites."""
        return self.html if channel == "bot" else json.dumps([self.text, *self.anchors])


@dataclass(frozen=True, slots=True)
class Expected:
    """The right answers by state, talk and place in the talk."""

    talks: tuple[Talk, ...]
    told: dict[tuple[str, Talk, int], Told]
    by_question: dict[str, frozenset[str]]
    """What any channel shows of the right answers to a question in any talk and state."""


def plan_text(state: str) -> str:
    """The file of the plan that is replaced, in one of its two forms."""
    return _TEXT.format(lead=LEADS[state])


def read_talks(path: Path, singles: int, seed: int = 9) -> tuple[Talk, ...]:
    """The talks of a question set: all that have follow-ups, some of the others, and the one about the new plan."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    talks = [(*(line.get("history") or ()), line["question"]) for line in lines]
    alone = [talk for talk in talks if len(talk) == 1]
    chosen = random.Random(seed).sample(alone, min(singles, len(alone)))
    return tuple(dict.fromkeys([*(talk for talk in talks if len(talk) > 1), *chosen, (QUESTION,)]))


def work_out(index: Path, talks: Sequence[Talk], report: Callable[[str], object]) -> Expected:
    """The right answers over a copy of an index, which holds no plan named PLAN."""
    told: dict[tuple[str, Talk, int], Told] = {}
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        shutil.copytree(index, copy)
        settings = Settings.model_construct(plan_index=copy)
        for state in STATES:
            if state in LEADS:
                _add(settings, Path(folder) / f"{PLAN}.md", state)
            report(f"working out {sum(map(len, talks))} answers: {state}")
            told |= {(state, *place): answer for place, answer in _answers(settings, talks).items()}
    return expected_of(talks, told)


def expected_of(talks: Sequence[Talk], told: dict[tuple[str, Talk, int], Told]) -> Expected:
    """The right answers, also by question."""
    by_question: dict[str, set[str]] = {}
    for (_, talk, place), answer in told.items():
        by_question.setdefault(talk[place], set()).update(answer.shown(channel) for channel in ("web", "bot"))
    return Expected(tuple(talks), told, {name: frozenset(found) for name, found in by_question.items()})


def _answers(settings: Settings, talks: Sequence[Talk]) -> dict[tuple[Talk, int], Told]:
    store = open_store(settings, must_exist=True)
    try:
        library = Library(store)
        assistant = Assistant(library, AssistantSettings.model_construct())
        rows = OwnLibrary(library, assistant)
        return {
            (talk, place): _told(assistant, rows, talk[place], talk[:place])
            for talk in talks
            for place in range(len(talk))
        }
    finally:
        store.close()


def _told(assistant: Assistant, rows: OwnLibrary, question: str, history: Talk) -> Told:
    answer = assistant.ask(question, history)
    anchors = tuple(citation.anchor for citation in answer.citations)
    pages = render(answer, rows.tasks_at(anchors), texts(answer.language))
    return Told(answer.answer, anchors, pages[0].html)


class _Quiet:
    """Listens to an ingest and says nothing."""

    def begins(self, path: Path, number: int, total: int) -> None:
        """See `ingest.pipeline.Listener`."""

    def embedded(self, done: int, total: int) -> None:
        """See `ingest.pipeline.Listener`."""

    def ends(self, outcome: Outcome) -> None:
        """A file that fails ends the run."""
        if outcome.error is not None:
            raise outcome.error


def _add(settings: Settings, path: Path, state: str) -> None:
    path.write_text(plan_text(state), "utf-8")
    store = open_store(settings)
    try:
        ingest_paths([path], store, default_reading(), _Quiet(), PLAN)
    finally:
        store.close()
