"""Which states the index may have been in while an answer was made: one, or two while a plan is being replaced."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass


@dataclass(slots=True)
class _Change:
    state: str
    begun: float
    done: float | None = None


class States:
    """The states of the index over time; threads may share it."""

    def __init__(self, first: str) -> None:
        self._changes = [_Change(first, 0.0, 0.0)]
        self._lock = threading.Lock()

    def begin(self, state: str) -> None:
        """The index begins to change to another state."""
        with self._lock:
            self._changes.append(_Change(state, time.monotonic()))

    def done(self) -> None:
        """The last change is done."""
        with self._lock:
            self._changes[-1].done = time.monotonic()

    def between(self, began: float, ended: float) -> tuple[str, ...]:
        """The states of which an answer may be that was asked for at one time and came at another (monotonic)."""
        with self._lock:
            found: list[str] = []
            for place, change in enumerate(self._changes):
                following = self._changes[place + 1] if place + 1 < len(self._changes) else None
                is_over = following is not None and following.done is not None and following.done < began
                if change.begun <= ended and not is_over:
                    found.append(change.state)
            return tuple(found)
