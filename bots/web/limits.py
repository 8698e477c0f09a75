"""How often one address, or one conversation, may ask."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from bots.web.errors import RateError


class RateLimits:
    """Counts questions over a sliding minute, in the memory of this process."""

    def __init__(self, by_address: int, by_conversation: int) -> None:
        """Questions a minute; 0 sets no limit."""
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._by_address = RateLimitItemPerMinute(by_address) if by_address else None
        self._by_conversation = RateLimitItemPerMinute(by_conversation) if by_conversation else None

    def check_address(self, address: str) -> None:
        """Count a question from an address. Raises RateError when there were too many."""
        self._check(self._by_address, "address", address)

    def check_conversation(self, conversation: str) -> None:
        """Count a question of a conversation. Raises RateError when there were too many."""
        self._check(self._by_conversation, "conversation", conversation)

    def _check(self, limit: RateLimitItemPerMinute | None, kind: str, name: str) -> None:
        if limit is not None and name and not self._limiter.hit(limit, kind, name):
            free_at = self._limiter.get_window_stats(limit, kind, name).reset_time
            raise RateError(max(1, math.ceil(free_at - time.time())))
