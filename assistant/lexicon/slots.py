"""Phrases of the lexicon with slots: "{nói|bàn} về {cái|} gì" stands for "nói về cái gì", "nói về gì", "bàn về cái gì"
and "bàn về gì", so that a way of asking is written once and not once for each of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

_SLOT = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"\{([^{}]*)\}|[^\s{}]+")


def expanded(texts: Iterable[str]) -> tuple[str, ...]:
    """Each phrase that some texts stand for, once, in their order; one without slots stands for itself."""
    return tuple(dict.fromkeys(phrase for text in texts for phrase in _phrases(text)))


def pieces(text: str) -> tuple[tuple[str, ...], ...]:
    """The phrase of a text piece by piece: what each slot can say, "" where it may be left out, and each other word."""
    found = _PIECE.finditer(text)
    return tuple(tuple(piece[1].split("|")) if piece[1] is not None else (piece[0],) for piece in found)


def _phrases(text: str) -> Iterable[str]:
    pieces = _SLOT.split(text)  # what stands between slots, and every second one the words of a slot
    choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return (" ".join("".join(chosen).split()) for chosen in product(*choices))
