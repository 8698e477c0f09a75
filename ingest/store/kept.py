"""What was read last, kept so that it need not be read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The last values that were read, by key; threads may share it."""

    def __init__(self, read: Callable[[list[K]], Mapping[K, V]], most: int) -> None:
        """`read` gives the values of some keys at once, and leaves out those that there are none for."""
        self._read = read
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, keys: Collection[K]) -> dict[K, V]:
        """The values of some keys, in their order; those that are not held are read together."""
        wanted = dict.fromkeys(keys)
        with self._lock:
            found = {key: self._held[key] for key in wanted if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        if len(found) == len(wanted):
            return found
        read = self._read([key for key in wanted if key not in found])
        with self._lock:
            self._held.update(read)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return {key: value for key in wanted if (value := found.get(key, read.get(key))) is not None}
