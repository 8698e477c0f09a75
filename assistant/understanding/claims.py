"""The words of a question, and which of them a known phrase has already claimed."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.text.matching import Token, tokens

_WORD = re.compile(r"[^\W_]+")


class Claims:
    """Keeps, while a question is read, which of its words are spoken for."""

    def __init__(self, text: str, restored: str = "") -> None:
        """`restored` is the text with the accents that are likely meant, where it was typed without."""
        self.text = text
        self.spans = [(found.start(), found.end()) for found in _WORD.finditer(text)]
        self.said = _likely(tokens(text), tokens(restored))
        self.likely = _in_place(text, self.spans, restored)
        """The text with the accents that are likely meant, letter for letter as long as what was typed."""
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

    def is_likely(self, start: int, end: int, name: str) -> bool:
        """Whether the words [start, end) are likely those of a name, which they are but for accents."""
        named = tokens(name)
        if len(named) != end - start:
            return True
        typed = self.said[start:end]
        return all(
            not one.likely or one.likely in (want.accented, want.plain) for one, want in zip(typed, named, strict=True)
        )


def _in_place(text: str, spans: list[tuple[int, int]], restored: str) -> str:
    words = _WORD.findall(restored)
    if [end - start for start, end in spans] != [len(word) for word in words]:
        return text
    for (start, end), word in zip(spans, words, strict=True):
        text = f"{text[:start]}{word}{text[end:]}"
    return text


def _likely(said: tuple[Token, ...], restored: tuple[Token, ...]) -> tuple[Token, ...]:
    if [token.plain for token in said] != [token.plain for token in restored]:
        return said
    return tuple(
        one if one.accented not in ("", other.accented) else replace(one, likely=other.accented or other.plain)
        for one, other in zip(said, restored, strict=True)
    )
