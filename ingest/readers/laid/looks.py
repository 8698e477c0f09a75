"""Whether a text is laid out with blanks, told without the reader, which is slow to load."""

from __future__ import annotations

import re

from ingest.columns import is_stt

_HEADER = re.compile(r"\S.*?(?= {2}|\t|$)")
_WIDE = re.compile(r"\S {3,}\S")
_FEWEST = 4
"""Lines with wide blanks inside."""
_TABBED = 0.1
"""No more of the lines have tabs inside: what a tab parts are cells."""
_INNER_TAB = re.compile(r"\S\t+\S")


def looks_laid(text: str) -> bool:
    """Whether a text is laid out with blanks: several lines hold wide ones, and pages end or a header is among them."""
    lines = [line for line in text.split("\n") if line.strip()]
    wide = [line for line in lines if _WIDE.search(line)]
    if len(wide) < _FEWEST or sum(bool(_INNER_TAB.search(line)) for line in lines) > _TABBED * len(lines):
        return False
    return "\f" in text or any(_opens_header(line) for line in wide)


def _opens_header(line: str) -> bool:
    found = _HEADER.match(line.lstrip("\f "))
    return found is not None and is_stt(found.group())
