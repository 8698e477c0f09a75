"""A text folded for matching that still knows where each of its characters stands in the original.

`vietnamese.fold` may change the length of a text (a letter typed as base and combining mark becomes one); whoever has
to say which characters of a question were a date or a name needs the way back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, in lower case without accents, and for each of its characters the place it comes from."""

    original: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original behind those from `start` to `end` of the folded text, marks included."""
        return self._place(start), self._place(max(start, end))

    def _place(self, index: int) -> int:
        return len(self.original) if index == len(self.offsets) else self.offsets[index]

    def printed(self, start: int, end: int) -> str:
        """What the original has at a span of the folded text."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold_with_places(text: str) -> Folded:
    """The text folded, every kind of space as one plain space of its own, with the way back to the original."""
    chars = [_folded(char) for char in text]
    folded = "".join(chars)
    if len(folded) == len(text) and "" not in chars:
        return Folded(text, folded, range(len(text)))
    return Folded(text, folded, tuple([index for index, plain in enumerate(chars) for _ in plain]))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return " " if char.isspace() else fold(char)


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """The text with what a pattern matches overwritten by NULs, so that the rest keeps its place and nothing joins."""
    return pattern.sub(lambda found: "\0" * len(found.group()), text)
