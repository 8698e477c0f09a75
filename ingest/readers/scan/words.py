"""Words as they were read: which of them to keep, how surely a text was read, and their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.readers.scan.recogniser import Word

_HOPELESS = 0.6  # certainty under which a word without letters or digits is dirt
_EDGE_MARKS = re.compile(r"^[|¦\[\]_~^`‘’'°=*\\]+$")


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell says, and how surely it was read: 1 for a blank one."""

    text: str = ""
    certainty: float = 1.0


def readable(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words that are print, not the traces of rulings and dirt."""
    return tuple(word for word in words if not _is_dirt(word))


def _is_dirt(word: Word) -> bool:
    if _EDGE_MARKS.match(word.text):
        return True
    says_nothing = not any(char.isalnum() for char in word.text)
    return says_nothing and word.certainty < _HOPELESS


def certainty(words: Sequence[Word]) -> float:
    """How surely a text was read, from 0 to 1: the mean of its words by their length; 1 for none."""
    length = sum(len(word.text) for word in words)
    return round(sum(word.certainty * len(word.text) for word in words) / length, 3) if length else 1.0


def lines_of(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words by lines as Tesseract saw them, in its order."""
    return [tuple(line) for _, line in groupby(words, key=lambda word: word.line)]
