"""The files that plans were read from, and pictures of their pages, where the index keeps them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from bots.web.errors import NothingHereError
from ingest.errors import PlanError
from ingest.model import Box, Place, Plan

Draw = Callable[[str, int, Sequence[Box]], bytes]
"""A page of a plan (its id, the page from 1, boxes to mark) as PNG; raises PlanError where it cannot be drawn."""

_KEPT = 64
"""Pictures held in memory; one takes some 100 KB."""


class Originals:
    """Files and pictures; threads may share it. Pages are drawn one at a time: PDF libraries know no threads."""

    def __init__(self, find: Callable[[str], Path | None] | None = None, draw: Draw | None = None) -> None:
        """`find` gives the file of a digest (SHA-256), None where it is not kept."""
        self._find = find
        self._draw = draw
        self._lock = threading.Lock()
        self._drawn: OrderedDict[tuple[str, str, int, tuple[Box, ...]], bytes] = OrderedDict()

    def file(self, plan: Plan) -> Path | None:
        """The file that a plan was read from, None where it is not kept."""
        return self._find(plan.source.sha256) if self._find else None

    def pages(self, plan: Plan, place: Place) -> tuple[int, ...]:
        """The pages on which something stands and which can be drawn with it marked."""
        if self._draw is None or self.file(plan) is None:
            return ()
        return tuple(sorted({box.page for box in place.boxes}))

    def picture(self, plan: Plan, page: int, boxes: tuple[Box, ...]) -> bytes:
        """A page with boxes marked, as PNG. Raises NothingHereError where it cannot be drawn."""
        if self._draw is None:
            raise NothingHereError()
        key = (plan.id, plan.source.sha256, page, boxes)
        with self._lock:
            if key not in self._drawn:
                try:
                    self._drawn[key] = self._draw(plan.id, page, boxes)
                except PlanError as error:
                    raise NothingHereError(error.vietnamese, error.english) from error
            self._drawn.move_to_end(key)
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
            return self._drawn[key]
