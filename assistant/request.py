"""What a writer is given: a question with its built-in answer, and the way to ask the tables again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.plans.library import Shelf
from assistant.search.retriever import Search
from assistant.understanding.question import Question


@dataclass(frozen=True, slots=True)
class Request:
    """One question as it was put, what the rules made of it, and what they answered."""

    text: str
    history: tuple[str, ...]
    plans: tuple[str, ...]
    """The plans by id that the question is limited to, empty for all."""
    question: Question
    shelf: Shelf
    search: Search
    answer: Answer
    """The built-in answer."""
    again: Callable[[Question], Answer]
    """The built-in answer to another question."""
