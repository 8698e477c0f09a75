"""A chat model that can be relied on to come back: in time, within its limits, or with an error that says why not.

Every call runs on a thread of its own, which hands over what the model says piece by piece; whoever waits gives up when
the question's time is over or the model has been silent for too long, and the thread ends at its next piece or when its
connection times out. What fails in passing (429, 5xx, no connection) is called again after growing pauses (tenacity).
After some failures in a row nothing is called for a while (pybreaker). So a slow or broken server costs one question
its time, not all of them.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pybreaker
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from assistant.settings import AssistantSettings
from assistant.writing.errors import NotWrittenError, Reason
from assistant.writing.limits import Allowance, Budget, Usage, tokens_of

_PASSING = {408, 409, 425, 429}
_FINISHED_EARLY = {"length", "max_tokens", "MAX_TOKENS"}


@dataclass(slots=True)
class Reply:
    """What a call gives, as far as it has come."""

    text: str = ""
    is_cut: bool = False
    """Whether it ended at its longest, in the middle of a sentence perhaps."""


class Client:
    """Calls one chat model; threads may share it."""

    def __init__(self, model: BaseChatModel, settings: AssistantSettings) -> None:
        self.model = model
        self._settings = settings
        self._budget = Budget(
            settings.llm_daily_tokens, settings.llm_daily_cost, settings.llm_price_in, settings.llm_price_out
        )
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=settings.llm_failures,
            reset_timeout=settings.llm_pause_seconds,
            exclude=[GeneratorExit, _Refused],
            throw_new_error_on_trip=False,
            name="llm",
        )
        self._slots = threading.BoundedSemaphore(settings.llm_calls)

    def allowance(self) -> Allowance:
        """What a question that begins now may take."""
        return Allowance(time.monotonic() + self._settings.llm_seconds, self._settings.llm_question_tokens)

    def reply(
        self, messages: Sequence[BaseMessage], allowance: Allowance, bound: Runnable[Any, AIMessage] | None = None
    ) -> AIMessage:
        """The whole reply to messages, by the model as it is or `bound` to tools. Raises NotWrittenError."""
        caller = bound or self.model
        (message,) = self._pieces(lambda: iter((caller.invoke(list(messages)),)), messages, allowance)
        return message

    def stream(self, messages: Sequence[BaseMessage], allowance: Allowance) -> Iterator[Reply]:
        """The reply as it comes, each time all of it so far. Raises NotWrittenError, maybe after some of it."""
        reply = Reply()
        for chunk in self._pieces(lambda: self.model.stream(list(messages)), messages, allowance):
            reply.text += chunk.text
            told = chunk.response_metadata
            reply.is_cut = reply.is_cut or any(
                told.get(key) in _FINISHED_EARLY for key in ("finish_reason", "stop_reason", "done_reason")
            )
            yield reply

    def _pieces(
        self, make: Callable[[], Iterator[AIMessage]], messages: Sequence[BaseMessage], allowance: Allowance
    ) -> Iterator[AIMessage]:
        """The pieces of one call, its first after as many tries as may be made."""
        asked = tokens_of("".join(message.text for message in messages))
        if not self._budget.is_left() or asked + self._settings.llm_max_tokens > allowance.tokens:
            raise NotWrittenError(Reason.OVER_LIMIT)
        usage = Usage(asked)
        try:
            with self._breaker.calling():
                source, piece = self._begun(make, allowance)
                try:
                    while piece is not None:
                        usage.add(piece)
                        yield piece
                        piece = source.next(self._patience(allowance))
                finally:
                    source.cancel()
        except pybreaker.CircuitBreakerError as error:
            raise NotWrittenError(Reason.PAUSED, str(error)) from error
        except _Refused as error:
            raise NotWrittenError(Reason.BUSY) from error
        except NotWrittenError:
            raise
        except Exception as error:  # whatever a provider's package raises, the built-in answer is there
            raise NotWrittenError(Reason.FAILED, f"{type(error).__name__}: {error}") from error
        finally:
            usage.close(self._budget, allowance)

    def _begun(self, make: Callable[[], Iterator[AIMessage]], allowance: Allowance) -> tuple[_Source, AIMessage | None]:
        """A call that has given its first piece."""
        tries = Retrying(
            stop=stop_after_attempt(self._settings.llm_retries + 1),
            wait=_pause,
            retry=retry_if_exception(lambda error: is_passing(error) and allowance.seconds() > 0),
            sleep=lambda seconds: time.sleep(min(seconds, allowance.seconds())),
            reraise=True,
        )
        return tries(self._begin, make, allowance)

    def _begin(self, make: Callable[[], Iterator[AIMessage]], allowance: Allowance) -> tuple[_Source, AIMessage | None]:
        if not self._slots.acquire(blocking=False):
            raise _Refused
        source = _Source(make, self._slots.release)
        try:
            return source, source.next(self._patience(allowance))
        except BaseException:
            source.cancel()
            raise

    def _patience(self, allowance: Allowance) -> float:
        return min(self._settings.llm_stall_seconds, allowance.seconds())


class _Refused(Exception):  # noqa: N818 - no fault of the model's
    """As many calls as may be are under way."""


class _Source:
    """The pieces of one call, read by a thread of their own."""

    def __init__(self, make: Callable[[], Iterator[AIMessage]], done: Callable[[], None]) -> None:
        self._pieces: queue.SimpleQueue[AIMessage | Exception | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        threading.Thread(target=self._read, args=(make, done), name="llm-call", daemon=True).start()

    def next(self, seconds: float) -> AIMessage | None:
        """The next piece, None behind the last. Raises NotWrittenError (SLOW) where none comes in time."""
        try:
            piece = self._pieces.get(timeout=seconds)
        except queue.Empty:
            raise NotWrittenError(Reason.SLOW) from None
        if isinstance(piece, Exception):
            raise piece
        return piece

    def cancel(self) -> None:
        """Nobody waits any more."""
        self._cancelled.set()

    def _read(self, make: Callable[[], Iterator[AIMessage]], done: Callable[[], None]) -> None:
        try:
            for piece in make():
                if self._cancelled.is_set():
                    break
                self._pieces.put(piece)
            self._pieces.put(None)
        except Exception as error:  # raised again where it is waited for
            self._pieces.put(error)
        finally:
            done()


def status_of(error: BaseException | None) -> int | None:
    """The HTTP status that an error of any provider's package carries, or one that caused it."""
    while error is not None:
        for name in ("status_code", "code"):
            if isinstance(status := getattr(error, name, None), int):
                return status
        error = error.__cause__
    return None


def is_passing(error: BaseException) -> bool:
    """Whether a call may succeed if it is made again."""
    if isinstance(error, NotWrittenError | _Refused):
        return False
    status = status_of(error)
    if status is not None:
        return status in _PASSING or status >= 500
    kinds = " ".join(type(one).__name__ for one in (error, error.__cause__) if one is not None)
    return isinstance(error, OSError) or "Connect" in kinds or "RemoteProtocol" in kinds


_backoff = wait_exponential_jitter(initial=0.3, max=8, jitter=0.3)


def _pause(state: RetryCallState) -> float:
    """How long to wait before the next try: what the server asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return min(60.0, float(headers.get("retry-after", "")))
    except ValueError:
        return float(_backoff(state))
