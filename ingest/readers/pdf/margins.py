"""Running headers, footers and page numbers: found by standing at the edge of page after page, and left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.pdf.geometry import Frame
from ingest.readers.pdf.lines import Line
from ingest.vietnamese import fold

_EDGE = 0.1
"""The share of a page's height, at its top and bottom, in which running text stands."""
_PAGE_NUMBER = re.compile(r"(?:trang|page|tr\.?)?\s*[-–—|]?\s*\d{1,4}\s*[-–—|.]?(?:\s*(?:/|tren|of)\s*\d{1,4})?")
_FEWEST = 3
"""Pages on which the same text must stand to be running text."""


def without_margins(pages: Sequence[tuple[Frame, Sequence[Line]]]) -> list[list[Line]]:
    """The lines of each page without page numbers and without text that runs at the edge of many pages."""
    repeated = Counter(key for frame, lines in pages for key in {_key(line) for line in _at_edges(frame, lines)})
    fewest = max(_FEWEST, len(pages) // 4)
    kept = []
    for frame, lines in pages:
        edge = {
            id(line)
            for line in _at_edges(frame, lines)
            if _PAGE_NUMBER.fullmatch(fold(line.text)) or repeated[_key(line)] >= fewest
        }
        kept.append([line for line in lines if id(line) not in edge])
    return kept


def _key(line: Line) -> str:
    text = fold(line.text)
    return re.sub(r"\d+", "#", text) if re.search(r"\btrang\b|\bpage\b|^\W*\d+\W*\w|\w\W*\d+\W*$", text) else text


def _at_edges(frame: Frame, lines: Sequence[Line]) -> list[Line]:
    """The outermost lines of a page at its top and bottom: page numbers, and up to two lines of running text."""
    top = [line for line in lines if line.rect.bottom < _EDGE * frame.height]
    bottom = [line for line in lines if line.rect.top > (1 - _EDGE) * frame.height]
    return [*top[:2], *bottom[-2:]]
