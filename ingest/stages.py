"""A hook for whoever wants to know how long the stages of the work take: understanding, searching, reading, embedding.

`staged` marks a function as a stage. It only calls the function as long as nobody watches; within `watched_by`, the
watcher's `stage` is entered around each call. The watcher belongs to the context (a request, a thread), not to the
process, so that two of them never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Watcher(Protocol):
    """Is told when a stage begins and ends; stages may lie within each other."""

    def stage(self, name: str) -> AbstractContextManager[object]:
        """Entered when the stage begins, left when it ends, with the exception where it failed."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
_UNWATCHED = nullcontext()


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Has the stages of this context told to a watcher until the block ends."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def stage(name: str) -> AbstractContextManager[object]:
    """A part of a function as a stage: `with stage("write"): …`."""
    watcher = _watcher.get()
    return _UNWATCHED if watcher is None else watcher.stage(name)


def staged(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a function as a stage of this name."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def marked(*arguments: P.args, **named: P.kwargs) -> R:
            watcher = _watcher.get()
            if watcher is None:
                return function(*arguments, **named)
            with watcher.stage(name):
                return function(*arguments, **named)

        return marked

    return mark
