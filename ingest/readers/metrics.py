"""How wide text prints in Times New Roman, the face that Decree 30/2020/ND-CP prescribes for official documents.

The advance widths are those of Adobe's Times-Roman, which Times New Roman shares; a Vietnamese letter is as wide as
its base letter. Only ratios matter here: the size of the type cancels out.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pdfminer.fontmetrics import FONT_METRICS

_TIMES: dict[str, int] = FONT_METRICS["Times-Roman"][1]
_BOLD: dict[str, int] = FONT_METRICS["Times-Bold"][1]
_UNKNOWN = 500
SPACE = _TIMES[" "]


@lru_cache(maxsize=8192)
def _advance(char: str, bold: bool) -> int:
    widths = _BOLD if bold else _TIMES
    if char in widths:
        return widths[char]
    base = unicodedata.normalize("NFD", char)[0].translate(str.maketrans("đĐ", "dD"))
    return widths.get(base, _UNKNOWN)


@lru_cache(maxsize=65536)
def width(text: str, bold: bool = False) -> int:
    """The advance width of a line of text in thousandths of the type size, its outer spaces not counted."""
    return sum(_advance(char, bold) for char in text.strip())
