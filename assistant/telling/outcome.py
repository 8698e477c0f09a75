"""What the steps of answering share: the task before them, and what a step that can answer gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Kind
from assistant.plans.library import Shelf
from assistant.replies import Replies
from assistant.search.retriever import Hit, Search
from assistant.telling.citing import CitationBook
from assistant.understanding.question import Question


@dataclass(frozen=True)
class Task:
    """One question with all that is needed to answer it."""

    question: Question
    shelf: Shelf
    search: Search
    book: CitationBook
    words: Replies

    @cached_property
    def hits(self) -> list[Hit]:
        """The passages of the plans asked about, best first; searched for when first needed."""
        return self.search.find(self.question, self.question.plans)

    @property
    def has_searched(self) -> bool:
        """Whether `hits` were needed."""
        return "hits" in self.__dict__


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer before its citations are attached."""

    text: str
    answerable: bool
    kind: Kind
    confidence: float = 0.0
