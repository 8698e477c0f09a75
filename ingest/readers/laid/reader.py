"""From a laid-out text to its blocks.

pages -> lines -> (header -> columns -> straight lines) -> set in points -> the reader of PDFs -> blocks with lines
instead of boxes. So rows, wrapped cells, page breaks, letterheads and paragraphs are read as they are in PDFs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Place
from ingest.readers.document import Block, TextBlock
from ingest.readers.laid.numbers import with_whole_numbers
from ingest.readers.laid.paragraphs import rejoined
from ingest.readers.laid.setting import SetPage, raw_page, row_of, usual_scale
from ingest.readers.laid.straight import straightened
from ingest.readers.laid.words import text_pages
from ingest.readers.pdf import read_pages


def read_laid(text: str) -> tuple[tuple[Block, ...], int | None, tuple[str, ...]]:
    """The blocks of a laid-out text in order, its number of pages (None without form feeds), and notices."""
    pages = with_whole_numbers(text_pages(text))
    scale = usual_scale(pages)
    straight = straightened(pages)
    raw = [raw_page(number, page, scale) for number, page in enumerate(straight, start=1)]
    blocks, notices = read_pages(raw)
    paged = "\f" in text.strip("\f\n ")
    placed = rejoined([_placed(block, straight, paged) for block in blocks], pages)
    return tuple(placed), len(pages) if paged else None, tuple(notices)


def _placed(block: Block, pages: Sequence[SetPage], paged: bool) -> Block:
    """A block with the lines of the file for its place."""
    place = _by_lines(block.place, pages, paged)
    if isinstance(block, TextBlock):
        return replace(block, place=place, emphasised=block.text.isupper())
    own = tuple(replace(line, place=_by_lines(line.place, pages, paged)) for line in block.lines)
    return replace(block, place=place, lines=own)


def _by_lines(place: Place, pages: Sequence[SetPage], paged: bool) -> Place:
    """The place of some boxes as lines of the file, and as pages where there are any."""
    numbers = [
        line.number
        for box in place.boxes
        for line in pages[box.page - 1].lines
        if row_of(box.top) - 0.5 < line.row < row_of(box.bottom) - 0.3
    ]
    first, last = (place.page, place.end_page) if paged else (None, None)
    return Place(first, min(numbers, default=None), last, max(numbers, default=None))
