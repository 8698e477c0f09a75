"""How often one address, or one conversation, may ask: counted in this process, or for all that share a state."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from bots.web.errors import RateError

if TYPE_CHECKING:
    from bots.state.rates import RateCounts

_MINUTE = 60


class RateLimits:
    """Counts questions over a sliding minute: in memory, or in a state that processes of several machines share."""

    def __init__(self, by_address: int, by_conversation: int, shared: RateCounts | None = None) -> None:
        """Questions a minute; 0 sets no limit."""
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = shared
        self._by_address = by_address
        self._by_conversation = by_conversation

    @property
    def are_shared(self) -> bool:
        """Whether they are counted in a database, which takes its time."""
        return self._shared is not None

    def check_address(self, address: str) -> None:
        """Count a question from an address. Raises RateError when there were too many."""
        self._check(self._by_address, "address", address)

    def check_conversation(self, conversation: str) -> None:
        """Count a question of a conversation. Raises RateError when there were too many."""
        self._check(self._by_conversation, "conversation", conversation)

    def _check(self, most: int, kind: str, name: str) -> None:
        if not most or not name:
            return
        counted = self._hit if self._shared is None else self._hit_for_all
        if wait := counted(most, kind, name):
            raise RateError(max(1, math.ceil(wait)))

    def _hit_for_all(self, most: int, kind: str, name: str) -> float:
        return self._shared.hit(f"{kind}/{name}", most, _MINUTE) if self._shared else 0.0

    def _hit(self, most: int, kind: str, name: str) -> float:
        """Seconds to wait, 0.0 for none."""
        limit = RateLimitItemPerMinute(most)
        if self._limiter.hit(limit, kind, name):
            return 0.0
        return max(0.001, self._limiter.get_window_stats(limit, kind, name).reset_time - time.time())
