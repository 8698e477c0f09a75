"""Roman numbers by their upright strokes: Tesseract reads III as I, II or H, but its three strokes are plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ingest.readers.scan.page import Grey, ink
from ingest.readers.scan.recogniser import Word
from ingest.readers.scan.words import CellText
from ingest.vietnamese import fold

_ROMAN_LIKE = re.compile(r"(?P<head>[XV]{0,2})(?P<strokes>[IH]*)[.)]?")
_UPRIGHT = 0.8  # share of the height that a stroke inks
_HEAD = 1.12  # times the height that a V or X is wide
_AGREED, _COUNTED = 0.95, 0.85  # certainty where the count is what was read, and where it is not
_MOST = 3
_PITCH = 0.64  # times their height that strokes of one number lie apart at most
_NUMBERED = frozenset(["luc", "phan", "chuong", "muc", "quy", "bieu", "nhom"])
"""Words that a roman number follows: Phụ lục II, Phần III, Quý IV."""
_STROKES_LIKE = re.compile(r"(?P<strokes>[IHl1|!iíTJ]{1,4})(?P<rest>[.,;:)]?|[/-].*)")


def roman_by_strokes(read: CellText, dark: NDArray[np.bool_]) -> CellText:
    """A row's number with the I's at its end counted in its picture (True is ink), if it is a roman one."""
    found = _ROMAN_LIKE.fullmatch(read.text)
    if found is None or not (found["strokes"] or found["head"] == "V"):
        return read
    strokes = _count_strokes(dark[:, round(len(found["head"]) * _HEAD * dark.shape[0]) :])
    number = found["head"] + "I" * strokes
    if strokes > _MOST or not number:
        return read
    agreed = number == read.text.rstrip(".)")
    return CellText(number, max(read.certainty, _AGREED if agreed else _COUNTED))


def _count_strokes(dark: NDArray[np.bool_], pitch: float = np.inf) -> int:
    """The strokes from top to bottom, up to the first that stands farther than `pitch` heights from the one before."""
    rows = np.flatnonzero(dark.any(axis=1))
    if not rows.size:
        return 0
    dark = dark[rows[0] : rows[-1] + 1]
    full = (dark.mean(axis=0) > _UPRIGHT).astype(int)
    starts = np.flatnonzero(np.diff(full, prepend=0) == 1)
    far = np.flatnonzero(np.diff(starts) > pitch * dark.shape[0])
    return int(far[0]) + 1 if far.size else int(starts.size)


def with_roman_numbers(words: Sequence[Word], grey: Grey, dpi: float) -> tuple[Word, ...]:
    """The words of a picture, those numbers put right that follow "Phụ lục", "Quý" and the like: "quý H/2025"."""
    mended = list(words)
    dark: NDArray[np.bool_] | None = None
    for at in range(1, len(mended)):
        word = mended[at]
        found = _STROKES_LIKE.fullmatch(word.text)
        if found is None or found["strokes"] == "1" or fold(mended[at - 1].text) not in _NUMBERED:
            continue
        dark = ink(grey, dpi) > 0 if dark is None else dark
        strokes = _count_strokes(dark[word.top : word.bottom, max(0, word.left - 2) : word.right + 2], _PITCH)
        if 0 < strokes <= _MOST:
            mended[at] = replace(word, text="I" * strokes + found["rest"], certainty=max(word.certainty, _COUNTED))
    return tuple(mended)
