"""Cells that say "nt" or "như trên", and the dash before tasks that have no number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lexicon import cell_lexicon
from ingest.vietnamese import fold

DASH = re.compile(r"[-–+•*]\s+")
"""What a task without a number begins with."""


def said_in_full(cells: Sequence[str], above: Sequence[str]) -> list[str]:
    """The cells of a row, those that say "nt" with the words of the last filled ones `above` them."""
    return [before if is_as_above(cell) else cell for before, cell in zip(above, cells, strict=True)]


def is_as_above(cell: str) -> bool:
    """Whether a cell stands for what the one above it says: "nt", "-nt-", "Như trên"."""
    return bool(cell) and fold(cell).strip("-–.() ") in cell_lexicon().as_above
