"""How often something was asked within the last minutes, counted for all processes that share the state.

The count over a sliding span of time is estimated from two fixed ones, as the package `limits` and many gateways do:
what was counted in the one under way, and of the one before it the share that the sliding span still covers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from bots.state import tables
from bots.state.database import Database
from ingest.store.engine import insert_or


class RateCounts:
    """Counts by key; processes may share them."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def hit(self, key: str, most: int, seconds: int) -> float:
        """Count one more for a key, unless there were `most` within the last `seconds` already.

        Returns 0.0 where it was counted, else after how many seconds it would be.
        """
        now = self._now()
        window, since = divmod(now.timestamp(), seconds)
        columns = tables.rates.c
        first = {
            "key": key,
            "window": int(window),
            "times": 1,
            "expires_at": datetime.fromtimestamp((window + 2) * seconds, UTC),
        }
        with self._database.transaction() as connection:
            counted = insert_or(connection, tables.rates).values(first)
            counted = counted.on_conflict_do_update(
                index_elements=[columns.key, columns.window], set_={"times": columns.times + 1}
            )
            current = connection.execute(counted.returning(columns.times)).scalar_one()
            before = select(columns.times).where(columns.key == key, columns.window == int(window) - 1)
            previous = connection.execute(before).scalar() or 0
            if previous * (1 - since / seconds) + current <= most:
                return 0.0
            mine = update(tables.rates).where(columns.key == key, columns.window == int(window))
            connection.execute(mine.values(times=columns.times - 1))
        return min(seconds - since, seconds / previous) if previous else seconds - since

    def erase_expired(self) -> int:
        """Erase the counts that say nothing any more; returns how many."""
        with self._database.transaction() as connection:
            old = tables.rates.c.expires_at <= self._now() - timedelta(seconds=1)
            return connection.execute(delete(tables.rates).where(old)).rowcount
