"""Where a question of any channel is answered: within its conversation, kept, and counted when it has no answer."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

from assistant.answer import BUILT_IN, Answer
from assistant.assistant import Assistant
from assistant.plans.library import Library
from assistant.understanding.today import today_in_vietnam
from bots.metrics import Metrics
from bots.observing import Observer
from bots.state import State
from bots.state.conversations import opaque_id
from ingest.stages import stage

P = ParamSpec("P")
R = TypeVar("R")

_AT_ONCE = 2
"""Answers worked out at a time: more would share one interpreter, and hold up what is known already. Those for which a
language model is waited for take no part in that."""


PUBLIC, INTERNAL = "", "internal"
"""Who is answered at a desk: everybody, or those who may see internal plans."""

Heard = Callable[[str], None]

_Key = tuple[int, date, str, tuple[str, ...], tuple[str, ...], str]
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
        audience: str = PUBLIC,
        observer: Observer | None = None,
    ) -> None:
        """`library` and `assistant` hold the plans that the audience may see; conversations of one audience are not
        gone on with by the other. `observer` notes each question; None: nobody looks at what is noted."""
        self.library = library
        self.state = state
        self._assistant = assistant
        self.audience = audience
        self._kept_answers = kept_answers
        self._observer = observer or Observer(Metrics())
        self._answers: OrderedDict[_Key, Answer] = OrderedDict()
        self._begun: dict[_Key, Future[Answer]] = {}
        self._lock = threading.Lock()
        self._working = threading.Semaphore(_AT_ONCE + assistant.calls)
        self._threads = ThreadPoolExecutor(_AT_ONCE + assistant.calls, "desk")
        self._is_far = library.store.catalogue.is_far

    def warm(self) -> None:
        """Load what the first questions would wait for. Raises PlanError."""
        self._assistant.warm()

    def ask(self, asked: Asked) -> Answered:
        """Answer a question and keep it in its conversation. Raises StoreError or StateError."""
        return self._told(asked, None)

    def stream(self, asked: Asked) -> Iterator[str | Answered]:
        """The same as it is written: the checked pieces of a language model's text, then the answer, which stands
        whatever was shown before it. Without a model, and of an answer that is known, there are no pieces."""
        if not self._assistant.has_writer:
            yield self.ask(asked)
            return
        pieces: SimpleQueue[str | Answered | BaseException] = SimpleQueue()

        def work() -> None:  # in one thread, whose context the observer needs, whichever threads take the pieces
            try:
                pieces.put(self._told(asked, pieces.put))
            except BaseException as error:
                pieces.put(error)

        threading.Thread(target=copy_context().run, args=(work,), daemon=True).start()
        while isinstance(piece := pieces.get(), str):
            yield piece
        if isinstance(piece, BaseException):
            raise piece
        yield piece

    async def hear(self, asked: Asked) -> Answered:
        """`ask` for an event loop: an answer that is known does not wait behind those that are being worked out."""
        with self._observer.asking(self._channel(asked), asked.question) as note:
            conversation, history = await self._looked_up(asked.conversation != "", self._goes_on, asked)
            key = await self._looked_up(self._is_far, self._key, asked, history)
            answer = self._known(key)
            if answer is None:
                begun, is_mine = self._begin(key)
                if is_mine:
                    self._threads.submit(copy_context().run, self._work_out, key, begun, None)
                answer = await asyncio.shield(asyncio.wrap_future(begun))
            answered, written = self._record(asked, conversation, answer)
            await asyncio.shield(asyncio.wrap_future(written))
            note(answer)
        return answered

    @staticmethod
    async def _looked_up(takes_time: bool, look: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """What a function gives; one that takes its time has a thread of its own."""
        return await asyncio.to_thread(look, *arguments, **named) if takes_time else look(*arguments, **named)

    def _told(self, asked: Asked, heard: Heard | None) -> Answered:
        with self._observer.asking(self._channel(asked), asked.question) as note:
            conversation, history = self._goes_on(asked)
            key = self._key(asked, history)
            answer = self._known(key)
            if answer is None:
                begun, is_mine = self._begin(key)
                if is_mine:
                    self._work_out(key, begun, heard)
                answer = begun.result()
            answered, written = self._record(asked, conversation, answer)
            written.result()
            note(answer)
        return answered

    def _channel(self, asked: Asked) -> str:
        return ":".join(filter(None, (asked.channel, self.audience)))

    def _goes_on(self, asked: Asked) -> tuple[str, tuple[str, ...]]:
        """The conversation that a question belongs to, or a new one's id, and its earlier questions."""
        conversation, history = asked.conversation, asked.history
        if conversation and not self._is_ours(conversation):
            conversation = ""
        if conversation and not history:
            history = self.state.conversations.earlier_questions(conversation)
        return conversation or opaque_id(), history

    def _is_ours(self, conversation: str) -> bool:
        """Whether a conversation is open and was begun by the same audience."""
        channel = self.state.conversations.channel(conversation)
        return channel is not None and channel.partition(":")[2] == self.audience

    def _record(self, asked: Asked, conversation: str, answer: Answer) -> tuple[Answered, Future[None]]:
        turn, written = self.state.record(conversation, self._channel(asked), asked.question, answer)
        return Answered(answer, turn, conversation), written

    def _key(self, asked: Asked, history: tuple[str, ...]) -> _Key:
        generation = self.library.store.catalogue.generation()
        return generation, today_in_vietnam(), asked.question, history, asked.plans, asked.language

    def _known(self, key: _Key) -> Answer | None:
        with self._lock:
            if known := self._answers.get(key):
                self._answers.move_to_end(key)
            return known

    def _worked_out(self, key: _Key, heard: Heard | None) -> Answer:
        _, _, question, history, plans, language = key
        if heard is None:
            return self._assistant.ask(question, history, plans, language)
        for piece in self._assistant.stream(question, history, plans, language):
            if isinstance(piece, Answer):
                return piece
            heard(piece)
        raise AssertionError("a stream ends with its answer")

    def _begin(self, key: _Key) -> tuple[Future[Answer], bool]:
        """What an answer will come by, and whether it is the caller who has to work it out."""
        with self._lock:
            if begun := self._begun.get(key):
                return begun, False
            begun = self._begun[key] = Future[Answer]()
            begun.set_running_or_notify_cancel()  # others may wait for it, whoever gives up
            return begun, True

    def _work_out(self, key: _Key, begun: Future[Answer], heard: Heard | None) -> None:
        """Work an answer out, in its turn, for all who wait for it."""
        try:
            with stage("wait"):
                self._working.acquire()
            try:
                answer = self._worked_out(key, heard)
            finally:
                self._working.release()
            if not answer.words_only:  # it will be better when the vectors are back
                self._keep(key, answer)
        except BaseException as error:
            self._end(key)
            begun.set_exception(error)
        else:
            self._end(key)
            begun.set_result(answer)

    def _end(self, key: _Key) -> None:
        with self._lock:
            del self._begun[key]

    def _keep(self, key: _Key, answer: Answer) -> None:
        """Hold an answer, but for a built-in one in the place of a language model's, which may be back next time."""
        if self._assistant.has_writer and answer.writer == BUILT_IN:
            return
        with self._lock:
            self._answers[key] = answer
            while self._answers and (
                len(self._answers) > self._kept_answers or next(iter(self._answers))[0] < key[0]  # never asked again
            ):
                self._answers.popitem(last=False)
