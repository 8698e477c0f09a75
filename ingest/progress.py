"""What is being done to a file, told while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """A step from a file to its plan in the index."""

    OPEN = "open"
    CONVERT = "convert"
    """By LibreOffice."""
    PAGES = "pages"
    RECOGNISE = "recognise"
    """Text of scans."""
    STRUCTURE = "structure"
    EMBED = "embed"


Tell = Callable[[Stage, int, int], None]
"""Is told the stage and how far it is: pages (or passages) done, and of how many; 0 of 0 where that is not known."""


def nobody(stage: Stage, done: int, total: int) -> None:
    """Told by those who have nobody to tell."""
