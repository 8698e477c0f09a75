"""Memory given back that a former state of the index took.

When plans have changed, what was held of them goes piece by piece while the same is read anew, and glibc keeps the gaps
between the pieces: a server would seem to grow with each change. So they are given back once the new state is there.
And what is held for good, some 300,000 objects once the model and the lexicons are loaded, is left out of what Python
looks through for garbage again and again, which holds up all answers for a tenth of a second each time.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Tidier:
    """Tidies up after each change of the index; threads may share it."""

    def __init__(self, generation: Callable[[], int]) -> None:
        """`generation` is that of the catalogue."""
        self._generation = generation
        self._seen: int | None = None
        self._lock = threading.Lock()

    def tick(self) -> bool:
        """Tidy up where the index is another than when this was last called, and at first; whether that was so.

        To be called now and then; takes some tenths of a second then.
        """
        generation = self._generation()
        with self._lock:
            if generation == self._seen:
                return False
            self._seen = generation
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            _give_back()
            return True


def _give_back() -> None:
    """Give the system the free memory that the C library keeps, where it is one that can."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        log.debug("this C library keeps its free memory")
