"""What a writer did in a run: how much of what it wrote was supported, and what it took.

A sentence is supported when the check of the language-model writer (`assistant.writing.verifier`) lets it through. Of a
model, all sentences of its replies are counted as it wrote them, before those that are not supported are taken out;
what readers see of them is supported by that check. Of the built-in writer, the sentences that carry a mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant import Answer, Assistant
from assistant.answer import BUILT_IN
from assistant.plans.library import Library
from assistant.search.retriever import Hit
from assistant.settings import AssistantSettings
from assistant.writing.available import writer_of
from assistant.writing.errors import WriterError
from assistant.writing.evidence import Grounds
from assistant.writing.statements import statements
from assistant.writing.verifier import Verifier
from eval.measures import Writing, share_of
from ingest.settings import Settings
from ingest.store.plan_store import open_store


@dataclass(frozen=True, slots=True)
class _Note:
    sentences: int
    supported: int
    tokens_in: int = 0
    tokens_out: int = 0
    outcome: str = ""
    is_worded: bool = False


@dataclass
class WatchedAssistant:
    """An assistant that notes what its writer does."""

    assistant: Assistant
    library: Library
    notes: list[_Note] = field(default_factory=list)
    model_notes: list[_Note] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[str] = (), plans: Sequence[str] = ()) -> Answer:
        """The assistant's answer."""
        self.model_notes.clear()
        answer = self.assistant.ask(question, history, plans)
        self.notes.append(self._note(answer))
        return answer

    def search(self, question: str, plans: Sequence[str] = ()) -> list[Hit]:
        """The assistant's search."""
        return self.assistant.search(question, plans)

    def writing(self, questions: int) -> Writing:
        """The measures of the last so many questions; what was asked to warm up is left out."""
        notes = self.notes[-questions:] if questions else []
        return Writing(
            share_of(sum(note.supported for note in notes), sum(note.sentences for note in notes)),
            share_of(sum(note.is_worded for note in notes), len(notes)),
            sum(note.tokens_in for note in notes),
            sum(note.tokens_out for note in notes),
            Counter(note.outcome for note in notes if note.outcome),
        )

    def _note(self, answer: Answer) -> _Note:
        if self.model_notes:
            return self.model_notes[-1]
        if answer.writer != BUILT_IN or not answer.citations:
            return _Note(0, 0)
        verifier = Verifier(Grounds().with_answer(answer, self.library.shelf()), answer.language)
        verdicts = [verifier.check(one) for one in statements(answer.answer) if one.marks]
        return _Note(len(verdicts), sum(verdict.stands for verdict in verdicts))


def open_watched(settings: Settings, own: AssistantSettings) -> WatchedAssistant:
    """The assistant over an index with the writer of `own`, watched. Raises WriterError, NoIndexError."""
    library = Library(open_store(settings, must_exist=True))
    if not own.llm_model:
        return WatchedAssistant(Assistant(library, own), library)
    notes: list[_Note] = []
    writer = writer_of(
        own,
        lambda told: notes.append(
            _Note(
                told.sentences,
                told.supported,
                told.tokens_in,
                told.tokens_out,
                told.reason.value,
                told.reason.value == "written",
            )
        ),
    )
    return WatchedAssistant(Assistant(library, own, writer), library, model_notes=notes)


def model_settings() -> AssistantSettings:
    """The settings of the environment, with their model. Raises WriterError where none is set."""
    own = AssistantSettings()
    if not own.llm_model:
        raise WriterError(
            "--writer llm: chưa đặt mô hình; hãy đặt LLM_MODEL (và LLM_BASE_URL, LLM_API_KEY nếu cần)",
            "--writer llm: no model is set; set LLM_MODEL (and LLM_BASE_URL, LLM_API_KEY where needed)",
        )
    return own
