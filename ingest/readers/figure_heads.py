"""Headers that no word of the lexicon tells alone: told by the figures that stand under them.

A small table in the prose numbers no rows and names things of its own ("Nhóm cơ sở", "Đã liên thông"). Its first line
is its header where it fills every column, holds no figure itself, names one known column, and columns of figures or
dates stand under it. The first line of a table that goes on from the page before has figures as the others have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.columns import counts_things, is_of_figures, meaning, names_bodies, time_point

_LONGEST_TITLE = 60
_FEWEST_COLUMNS = 3
_FEWEST_LINES = 2
_FEWEST_FIGURES = 2
_SENTENCE_END = re.compile(r"[.;:,]$")
_DATE = re.compile(r"\d{1,2}/\d{1,4}(?:/\d{4})?")


def heads_figures(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first line of a table names the columns of the lines below it, two of which hold figures or dates."""
    width = len(first)
    full = [line for line in below if len(line) == width]
    if width < _FEWEST_COLUMNS or len(full) < _FEWEST_LINES or len({text.lower() for text in first}) < width:
        return False
    if not all(map(_is_title, first)) or not any(map(_is_known, first)):
        return False
    return sum(_is_of_figures([line[at] for line in full]) for at in range(width)) >= _FEWEST_FIGURES


def _is_of_figures(cells: Sequence[str]) -> bool:
    return is_of_figures([_DATE.sub("1", cell) for cell in cells])


def _is_title(text: str) -> bool:
    has_name = any(letter.isalpha() for letter in text) or bool(time_point(text))
    return has_name and len(text) <= _LONGEST_TITLE and not _SENTENCE_END.search(text) and not _DATE.search(text)


def _is_known(title: str) -> bool:
    return meaning(title) is not None or bool(time_point(title)) or counts_things(title) or names_bodies(title)
