"""The cells of a yearly schedule in flattened text: marks, times and the traces of blank cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import cell_lexicon
from ingest.readers.flattened.strips import Fragment
from ingest.vietnamese import fold

_VALUE = re.compile(r"[<>≥≤]?\d+(?:[.,]\d+)*%?")
_TIME_WORD = re.compile(r"(?:thang|quy|nam|t|q)\b")
_SPACES_OF_A_BLANK = (2, 1, 3)


@dataclass(frozen=True, slots=True)
class ScheduleCells:
    """The cells of a schedule; `exact` where the traces of its blank cells account for every one of them."""

    cells: tuple[str, ...]
    exact: bool
    untold: int = 0
    """How many marks there are of which nothing tells the years: blank cells left no trace. Then no cell holds one."""


def schedule_cells(fragments: Sequence[Fragment], count: int) -> ScheduleCells | None:
    """The texts of `count` neighbouring schedule cells, or None where the fragments cannot be just those.

    A mark or a value is a cell; the words of a time ("Tháng", "4") are one together. A run of blank cells prints as
    spaces, the same number for each.
    """
    tokens = _tokens(fragments)
    if tokens is None:
        return None
    filled = sum(isinstance(token, str) for token in tokens)
    gaps = [token for token in tokens if isinstance(token, int)]
    missing = count - filled
    if missing > 0 and not gaps and filled and all(map(_is_mark_or_time, filter(_is_text, tokens))):
        return ScheduleCells(("",) * count, exact=False, untold=filled)
    if missing < 0 or (missing > 0 and not gaps):
        return None
    for spaces in _SPACES_OF_A_BLANK:
        blanks = [gap // spaces for gap in gaps]
        if sum(blanks) == missing and all(blanks[at] or gap <= 1 for at, gap in enumerate(gaps)):
            return ScheduleCells(_laid_out(tokens, blanks), exact=True)
    if sum(gap > 1 for gap in gaps) == 1 and missing:
        return ScheduleCells(_laid_out(tokens, [missing if gap > 1 else 0 for gap in gaps]), exact=False)
    return None


def could_be_schedule(text: str) -> bool:
    """Whether every word of a text can stand in a schedule cell; True for a line of spaces."""
    return all(_is_value(word) or _is_mark(word) or _is_time_word(word) for word in text.split())


def _is_text(token: str | int) -> bool:
    return isinstance(token, str)


def _is_mark_or_time(token: str | int) -> bool:
    """Whether a cell is a mark or a time ("X", "Quý 4") and no plain number, which may be a cell of another column."""
    return any(_is_mark(word) or _is_time_word(word) for word in str(token).split())


@lru_cache(maxsize=4096)
def _is_time_word(word: str) -> bool:
    return bool(_TIME_WORD.fullmatch(fold(word)))


@lru_cache(maxsize=4096)
def _is_mark(word: str) -> bool:
    return fold(word) in cell_lexicon().marks


@lru_cache(maxsize=4096)
def _is_value(word: str) -> bool:
    return bool(_VALUE.fullmatch(word)) or fold(word) in {"i", "ii", "iii", "iv"}


def _laid_out(tokens: Sequence[str | int], blanks: Sequence[int]) -> tuple[str, ...]:
    cells: list[str] = []
    counts = iter(blanks)
    for token in tokens:
        cells += [token] if isinstance(token, str) else [""] * next(counts)
    return tuple(cells)


def _tokens(fragments: Sequence[Fragment]) -> list[str | int] | None:
    """Cell texts, and the lengths of the runs of spaces between them; None at a text that is no schedule cell."""
    tokens: list[str | int] = []
    in_time, line = False, -1
    for fragment in fragments:
        if not fragment.text:
            last = tokens[-1] if tokens and fragment.line == line else None
            if isinstance(last, int):
                tokens[-1] = last + 1
            else:
                tokens.append(1)
            in_time, line = False, fragment.line
            continue
        line = fragment.line
        for word in fragment.text.split():
            time_word = _is_time_word(word)
            if in_time and _is_value(word) and isinstance(tokens[-1], str):
                tokens[-1] += f" {word}"
                in_time = False
            elif time_word or _is_mark(word) or _is_value(word):
                tokens.append(word)
                in_time = time_word
            else:
                return None
    return tokens
