"""Roman numbers by their upright strokes: Tesseract reads a lone III as I, II or H, but its three strokes are plain."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from ingest.readers.scan.words import CellText

_ROMAN_LIKE = re.compile(r"(?P<head>[XV]{0,2})(?P<strokes>[IH]*)[.)]?")
_UPRIGHT = 0.8  # share of the height that a stroke inks
_HEAD = 0.95  # times the height that a V or X is wide
_AGREED, _COUNTED = 0.95, 0.85  # certainty where the count is what was read, and where it is not
_MOST = 3


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


def _count_strokes(dark: NDArray[np.bool_]) -> int:
    if not dark.size:
        return 0
    full = (dark.mean(axis=0) > _UPRIGHT).astype(int)
    return int((np.diff(full, prepend=0) == 1).sum())
