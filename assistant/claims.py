"""The words of a question, and which of them a known phrase has already claimed."""

from __future__ import annotations

import re

from assistant.matching import tokens

_WORD = re.compile(r"[^\W_]+")


class Claims:
    """Keeps, while a question is read, which of its words are spoken for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [(found.start(), found.end()) for found in _WORD.finditer(text)]
        self.said = tokens(text)
        self.taken = [False] * len(self.said)

    def claim(self, start: int, end: int) -> None:
        """Claims the words [start, end)."""
        self.taken[start:end] = [True] * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether there are words [start, end) and none is claimed."""
        return start < end and not any(self.taken[start:end])

    def words_at(self, start: int, end: int) -> tuple[int, int]:
        """The words [first, last) under the characters [start, end)."""
        inside = [at for at, (left, right) in enumerate(self.spans) if left < end and right > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)
