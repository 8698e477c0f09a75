"""What can be measured: anything that answers as the assistant does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from eval.measures import Writing
from ingest.model import Passage


class Citation(Protocol):
    """One citation of an answer: a row (`appendix`, `group`, `stt`) or a `section` of a plan."""

    @property
    def plan(self) -> str:
        """The plan's id."""

    @property
    def appendix(self) -> str | None:
        """The appendix' label as printed."""

    @property
    def group(self) -> str | None:
        """The number of the group."""

    @property
    def stt(self) -> str | None:
        """The row's number."""

    @property
    def section(self) -> str | None:
        """The path of a section."""

    @property
    def label(self) -> str:
        """The place in words."""

    @property
    def quote(self) -> str:
        """What stands there."""


class Answer(Protocol):
    """An answer; it may also have `confidence`, a number that is higher the surer it is (see `measures.trade_off`)."""

    @property
    def answer(self) -> str:
        """The text."""

    @property
    def answerable(self) -> bool:
        """False where it abstains."""

    @property
    def kind(self) -> str:
        """What was taken to be asked."""

    @property
    def language(self) -> str:
        """ "vi" or "en"."""

    @property
    def citations(self) -> Sequence[Citation]:
        """What the answer rests on."""


class Assistant(Protocol):
    """Answers questions."""

    def ask(self, question: str, history: Sequence[str] = (), plans: Sequence[str] = ()) -> Answer:
        """The answer from `plans`, or from all; `history` holds the questions asked before, the earliest first."""


class Hit(Protocol):
    """Something that search found."""

    @property
    def passage(self) -> Passage:
        """The passage, with its anchor."""


class Searcher(Protocol):
    """Finds the rows and sections that a question is about, without answering it."""

    def search(self, question: str, plans: Sequence[str] = ()) -> Sequence[Hit]:
        """What it finds in `plans`, or in all, the best first."""


class SearchingAssistant(Assistant, Searcher, Protocol):
    """Answers questions, and shows what it searches in to do so."""


@runtime_checkable
class Watched(Protocol):
    """Knows what its writer did."""

    def writing(self, questions: int) -> Writing:
        """The measures of the writer over the last so many questions."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured, under the name by which reports know it."""

    name: str
    assistant: Assistant
    searcher: Searcher | None = None
    """None: search is not measured."""
    cites: bool = True
    """False for one that cannot cite: only the facts in its answers are scored."""
