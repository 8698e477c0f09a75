"""From which places the last questions were answered, so that one that goes on with them need not ask them again."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation
from assistant.plans.library import Shelf
from assistant.understanding.question import Question

_MOST = 256


@dataclass(frozen=True, slots=True)
class Places:
    """The places that an answer cites, in its order."""

    anchors: tuple[str, ...]
    rows: tuple[str, ...]
    """Those of them that are rows of an appendix, and what was asked."""


def places_of(citations: Sequence[Citation], told: int) -> Places:
    """The places of some citations, of which the first `told` are what was asked, the others only near to it."""
    rows = tuple(one.anchor for one in citations[:told] if one.appendix is not None and one.stt)
    return Places(tuple(one.anchor for one in citations), rows)


class Remembered:
    """The places of the last answers by what was asked, in whatever language; threads may share it.

    What was told from another state of the index is not known any more, nor is that state kept for it.
    """

    def __init__(self, most: int = _MOST) -> None:
        """`most` is how many answers are remembered."""
        self._most = most
        self._held: OrderedDict[Question, tuple[weakref.ref[Shelf], Places]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, asked: Question, shelf: Shelf, places: Places) -> None:
        """Remember the places from which a question was answered over a shelf."""
        with self._lock:
            key = replace(asked, language="")
            self._held[key] = weakref.ref(shelf), places
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def of(self, asked: Question, shelf: Shelf) -> Places | None:
        """The places from which a question was answered over this very shelf, None where that is not known."""
        with self._lock:
            held = self._held.get(replace(asked, language=""))
        return held[1] if held is not None and held[0]() is shelf else None
