"""Where a question of any channel is answered: within its conversation, kept, and counted when it has no answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.library import Library
from bots.metrics import Metrics
from bots.observing import Observer
from bots.state import State
from bots.state.conversations import opaque_id
from ingest.stages import stage

_AT_ONCE = 2
"""Answers worked out at a time: more would share one interpreter, and hold up what is known already."""


_Key = tuple[int, str, tuple[str, ...], tuple[str, ...], str]
"""The state of the index, and all that an answer hangs on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it comes from a channel."""

    question: str
    channel: str
    """"web", "stream", "openai", "mcp"."""
    conversation: str = ""
    """The id of the conversation that it belongs to; "" or one that has expired begins a new one."""
    history: tuple[str, ...] = ()
    """The earlier questions, the oldest first, where the channel keeps them itself."""
    plans: tuple[str, ...] = ()
    language: str = ""
    """The language to answer in, "vi" or "en"; "" for the question's own."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the ids under which it is kept."""

    answer: Answer
    turn: str
    conversation: str


class Desk:
    """Answers the questions of all channels; threads may share it.

    Answers follow from the plans alone, so that one given before, on the same state of the index, is given again
    without being worked out anew. The newest `kept_answers` are held in memory.
    """

    def __init__(
        self,
        library: Library,
        assistant: Assistant,
        state: State,
        kept_answers: int = 1024,
        observer: Observer | None = None,
    ) -> None:
        """`observer` notes each question; None: nobody looks at what is noted."""
        self.library = library
        self.state = state
        self._assistant = assistant
        self._kept_answers = kept_answers
        self._observer = observer or Observer(Metrics())
        self._answers: OrderedDict[_Key, Answer] = OrderedDict()
        self._begun: dict[_Key, Future[Answer]] = {}
        self._lock = threading.Lock()
        self._working = threading.Semaphore(_AT_ONCE)

    def warm(self) -> None:
        """Load what the first questions would wait for. Raises PlanError."""
        self._assistant.warm()

    def ask(self, asked: Asked) -> Answered:
        """Answer a question and keep it in its conversation. Raises StoreError or StateError."""
        with self._observer.asking(asked.channel, asked.question) as note:
            answered = self._ask(asked)
            note(answered.answer)
        return answered

    def _ask(self, asked: Asked) -> Answered:
        conversation = asked.conversation
        if conversation and not self.state.conversations.is_open(conversation):
            conversation = ""
        history = asked.history
        if conversation and not history:
            history = self.state.conversations.earlier_questions(conversation)
        conversation = conversation or opaque_id()
        answer = self._answer(asked, history)
        turn = self.state.conversations.record(conversation, asked.channel, asked.question, answer)
        if not answer.answerable:
            self.state.unanswered.note(asked.question, asked.channel, answer)
        return Answered(answer, turn, conversation)

    def _answer(self, asked: Asked, history: tuple[str, ...]) -> Answer:
        generation = self.library.store.catalogue.generation()
        key = (generation, asked.question, history, asked.plans, asked.language)
        with self._lock:
            if known := self._answers.get(key):
                self._answers.move_to_end(key)
                return known
            begun = self._begun.get(key)
            if begun is None:
                mine = self._begun[key] = Future[Answer]()
        if begun is not None:
            return begun.result()  # another is working on the same question
        try:
            with stage("wait"):
                self._working.acquire()
            try:
                answer = self._assistant.ask(asked.question, history, asked.plans, asked.language)
            finally:
                self._working.release()
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(answer)
            self._keep(key, answer)
            return answer
        finally:
            with self._lock:
                del self._begun[key]

    def _keep(self, key: _Key, answer: Answer) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._kept_answers:
                self._answers.popitem(last=False)
