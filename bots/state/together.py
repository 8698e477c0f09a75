"""Writes that come at the same time are made in one transaction.

A database has one writer at a time. Where fifty requests each want a transaction of their own, SQLite has them sleep
and try again, and some are unlucky again and again: seconds for a write of a millisecond. Here one thread writes, and
takes all that has come while it was at work; everyone is told when theirs is written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from sqlalchemy.exc import DataError, IntegrityError

T = TypeVar("T")

_MOST = 200  # written in one transaction


class Together(Generic[T]):
    """Collects what is to be written; threads may share it."""

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        """`write` writes several at once, all or none."""
        self._write = write
        self._waiting: list[tuple[T, Future[None]]] = []
        self._at_work = False
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "writing")  # started with the first write

    def put(self, what: T) -> Future[None]:
        """Have something written; the future ends when it is, or with the fault."""
        done = Future[None]()
        done.set_running_or_notify_cancel()  # whoever waits for it may give up, but it is written all the same
        with self._lock:
            self._waiting.append((what, done))
            if not self._at_work:
                self._thread.submit(self._work)  # raises where it was closed
                self._at_work = True
        return done

    def close(self) -> None:
        """Write what has been put, and take no more."""
        self._thread.shutdown()

    def _work(self) -> None:
        while True:
            with self._lock:
                taken, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
                if not taken:
                    self._at_work = False
                    return
            self._write_all(taken)

    def _write_all(self, taken: Sequence[tuple[T, Future[None]]]) -> None:
        try:
            self._write([what for what, _ in taken])
        except Exception as error:
            if len(taken) > 1 and isinstance(error.__cause__, DataError | IntegrityError):
                for one in taken:  # one of them cannot be written; the others are not to suffer for it
                    self._write_all([one])
                return
            for _, done in taken:
                done.set_exception(error)
        else:
            for _, done in taken:
                done.set_result(None)
