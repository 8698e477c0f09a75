"""The sentences of a paragraph, and of one too long to be quoted its clauses."""

from __future__ import annotations

import re
from functools import lru_cache

_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZĐÀ-Ỹ“+\-(])|\n")
_CLAUSE = re.compile(r"(?<=[;:,)])\s+|\s+(?=\()")


@lru_cache(maxsize=8192)
def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text in their order, without the dashes of a list."""
    return tuple(piece.strip().lstrip("-+ ") for piece in _SENTENCE.split(text) if piece.strip())


def clauses_of(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence in their order; joined by spaces they are the sentence."""
    return tuple(_CLAUSE.split(sentence))
