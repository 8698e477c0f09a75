"""What a question and a day may take: time, tokens, money."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from langchain_core.messages import AIMessage

_CHARACTERS_A_TOKEN = 2.5
"""Of Vietnamese text; on the safe side for English. Used where a server tells no usage."""


@dataclass(slots=True)
class Allowance:
    """What one question may still take: seconds and tokens."""

    until: float
    """On `time.monotonic`."""
    tokens: int
    used_in: int = 0
    used_out: int = 0

    def seconds(self) -> float:
        """The time that is left, never below 0."""
        return max(0.0, self.until - time.monotonic())


@dataclass(slots=True)
class Budget:
    """What a day may take, of this process; shared by its threads."""

    tokens: int
    cost: float
    price_in: float
    price_out: float
    _day: date = field(default=date.min)
    _used: int = 0
    _spent: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_left(self) -> bool:
        """Whether anything may still be asked today."""
        with self._lock:
            self._turn()
            return not ((self.tokens and self._used >= self.tokens) or (self.cost and self._spent >= self.cost))

    def spend(self, tokens_in: int, tokens_out: int) -> None:
        """Counts what a call took."""
        with self._lock:
            self._turn()
            self._used += tokens_in + tokens_out
            self._spent += (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000

    def _turn(self) -> None:
        today = datetime.now(UTC).date()
        if today != self._day:
            self._day, self._used, self._spent = today, 0, 0.0


class Usage:
    """Counts the tokens of one call: as the server tells them, else by the length of the texts."""

    def __init__(self, asked: int) -> None:
        self._asked = asked
        self._written = 0
        self._told: tuple[int, int] | None = None
        self._began = False

    def add(self, piece: AIMessage) -> None:
        """Counts a piece of the reply."""
        self._began = True
        self._written += len(piece.text) + sum(len(str(call)) for call in piece.tool_calls)
        if told := piece.usage_metadata:
            before = self._told or (0, 0)
            self._told = (before[0] + told["input_tokens"], before[1] + told["output_tokens"])

    def close(self, budget: Budget, allowance: Allowance) -> None:
        """Charges the call to its day and its question; one that never began costs nothing."""
        if not self._began:
            return
        tokens_in, tokens_out = self._told or (self._asked, int(self._written / _CHARACTERS_A_TOKEN))
        budget.spend(tokens_in, tokens_out)
        allowance.tokens -= tokens_in + tokens_out
        allowance.used_in += tokens_in
        allowance.used_out += tokens_out


def tokens_of(text: str) -> int:
    """How many tokens a text is, roughly."""
    return int(len(text) / _CHARACTERS_A_TOKEN)
