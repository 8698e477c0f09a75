"""What is asked of an index, and which whole states of it the answers can come from."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import Answer, Assistant, open_assistant
from assistant.settings import AssistantSettings
from ingest.pipeline import Outcome, default_reading, ingest_paths
from ingest.store.plan_store import open_store
from tests.faults.ingesting import Model
from tests.faults.plans import QUESTIONS, write_plans
from tests.servers import settings_for

State = tuple[bool, bool]
"""Whether the plan that is replaced is the new one, and whether the added one is there."""

FORMER, NEW = (False, False), (True, True)
NAMES = {FORMER: "former", (True, False): "one replaced", (False, True): "one added", NEW: "new"}

Said = tuple[str, bool, tuple[tuple[str, str], ...]]
"""An answer's text, whether it is one, and the anchors and quotes of its citations."""


def said(answer: Answer) -> Said:
    """What counts of an answer."""
    return answer.answer, answer.answerable, tuple((one.anchor, one.quote) for one in answer.citations)


def opened(index: Path, model: Model) -> Assistant:
    """The assistant over an index, as a process that has just begun sees it."""
    return open_assistant(settings_for(index), model, AssistantSettings(llm_model=""))


def ask_all(assistant: Assistant) -> tuple[Said, ...]:
    """The answers to all questions."""
    return tuple(said(assistant.ask(question)) for question in QUESTIONS)


@dataclass(frozen=True)
class Reference:
    """The answers to all questions in each whole state."""

    answers: Mapping[State, tuple[Said, ...]]

    def state_of(self, answers: Sequence[Said]) -> State | None:
        """The one whole state that all answers come from, None where they come from none or from several."""
        return next((state for state, known in self.answers.items() if known == tuple(answers)), None)

    def knows(self, at: int, answer: Said) -> bool:
        """Whether an answer to a question is that of some whole state."""
        return any(known[at] == answer for known in self.answers.values())


class _Quiet:
    def begins(self, path: Path, number: int, total: int) -> None:
        """Nothing to say."""

    def embedded(self, done: int, total: int) -> None:
        """Nothing to say."""

    def ends(self, outcome: Outcome) -> None:
        """A failed file fails the test."""
        assert outcome.error is None, outcome.error


def build(index: Path, files: Path, model: Model) -> None:
    """Add the files of a folder to an index, in this process."""
    store = open_store(settings_for(index), model)
    ingest_paths([files], store, default_reading(), _Quiet())
    store.close()


def references(folder: Path, model: Model) -> Reference:
    """Build each whole state in a folder of its own and ask it everything; the former one stays in `folder/former`."""
    answers = {}
    for state, name in NAMES.items():
        index = folder / name
        build(index, write_plans(folder / f"{name} files", *state), model)
        answers[state] = ask_all(opened(index, model))
    assert len({*answers.values()}) == len(answers), "the states cannot be told apart"
    return Reference(answers)


@dataclass
class Reader:
    """Asks without end from a thread of its own, as a server does, and keeps what came from no whole state."""

    assistant: Assistant
    reference: Reference
    asked: int = 0
    faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to ask."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            at = self.asked % len(QUESTIONS)
            try:
                answer = said(self.assistant.ask(QUESTIONS[at]))
            except Exception as error:
                self.faults.append(f"{QUESTIONS[at]}: {error!r}")
            else:
                if not self.reference.knows(at, answer):
                    self.faults.append(f"{QUESTIONS[at]}: {answer!r}")
            self.asked += 1
            self._stop.wait(0.05)
