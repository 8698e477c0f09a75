"""Reads PDF files that carry their text: ruled tables, tables by alignment, prose in reading order, with page and box.

`drawing` takes glyphs and lines from each page; `grid` and `tables` make table blocks of the lines and what stands
between them; `flow` and `paragraphs` order and join the rest. A page that is a picture goes through `pictures`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.document import Block, Document, TextBlock
from ingest.readers.pdf.breaks import Part, whole_rows
from ingest.readers.pdf.drawing import draw
from ingest.readers.pdf.flow import Column, columns
from ingest.readers.pdf.geometry import Glyph, Page, Rect
from ingest.readers.pdf.grid import grids
from ingest.readers.pdf.lines import Line, keeps_line_spaces, lines_of
from ingest.readers.pdf.margins import without_margins
from ingest.readers.pdf.opening import opened
from ingest.readers.pdf.paragraphs import Measure, Paragraph, goes_on, joined, paragraphs, usual_measure
from ingest.readers.pdf.pictures import is_picture, is_rubbish, recognise
from ingest.readers.pdf.tables import Columns, FilledGrid, fill, read_grid

__all__ = ["FORMAT", "read_pdf"]

FORMAT = "PDF"


def read_pdf(data: bytes, name: str) -> Document:
    """The blocks of a PDF file, given as its bytes; `name` stands for it in messages.

    Raises ReadError where the file is broken, locked with a password, or has no page with text.
    """
    with opened(data, name) as document:
        drawn = [draw(document, index) for index in range(len(document))]
    notices: list[str] = []
    keeps_spaces = keeps_line_spaces(drawn)
    reader = _Reader(data, notices)
    blocks = reader.read([_read(page, keeps_spaces) for page in drawn], keeps_spaces)
    return Document(name, hashlib.sha256(data).hexdigest(), FORMAT, tuple(blocks), len(drawn), tuple(notices))


@dataclass(frozen=True, slots=True)
class _Read:
    """A page with its ruled tables filled and its other lines."""

    page: Page
    tables: tuple[FilledGrid, ...]
    lines: tuple[Line, ...]
    unread: bool = False
    """Whether it has to be read from its picture."""


def _read(page: Page, keeps_spaces: bool) -> _Read:
    if is_picture(page):
        return _Read(page, (), (), unread=True)
    found = grids(page.rulings)
    rects = [grid.rect.grown(1) for grid in found]
    inside: list[list[Glyph]] = [[] for _ in found]
    outside: list[Glyph] = []
    at: int | None = None
    for number, glyph in enumerate(page.glyphs):
        if not (glyph.is_space and number and glyph.follows(page.glyphs[number - 1])):
            at = next((at for at, rect in enumerate(rects) if rect.holds(*glyph.rect.middle)), None)
        (outside if at is None else inside[at]).append(glyph)
    tables = tuple(fill(grid, own, page.frame, keeps_spaces) for grid, own in zip(found, inside, strict=True))
    lines = tuple(lines_of(outside))
    texts = [line.text for line in lines] + [cell.text for table in tables for cell in table.cells]
    return _Read(page, tables, lines, is_rubbish("\n".join(texts)))


class _Reader:
    """Puts the pages of one document together."""

    def __init__(self, data: bytes, notices: list[str]) -> None:
        self._data = data
        self._notices = notices
        self._blocks: list[Block | Part] = []
        self._columns: Columns | None = None
        self._last: Paragraph | None = None

    def read(self, pages: Sequence[_Read], keeps_spaces: bool) -> list[Block]:
        kept = without_margins([(read.page.frame, read.lines) for read in pages])
        rooms = _rooms(pages, kept)
        flows = [
            _flow(read, lines, room) if not read.unread else []
            for read, lines, room in zip(pages, kept, rooms, strict=True)
        ]
        measure = usual_measure([item for flow in flows for item in flow if isinstance(item, Column)], keeps_spaces)
        for read, flow in zip(pages, flows, strict=True):
            if read.unread:
                blocks, notices = recognise(self._data, read.page)
                self._blocks += blocks
                self._notices += notices
                self._last = None
            self._add_page(read, flow, measure)
        return whole_rows(self._blocks)

    def _add_page(self, read: _Read, flow: Sequence[Column | FilledGrid], measure: Measure) -> None:
        for item in flow:
            if isinstance(item, Column):
                for paragraph in paragraphs(item, read.page.frame, measure):
                    self._add_paragraph(paragraph)
                continue
            blocks, self._columns = read_grid(item, self._columns)
            self._blocks += blocks
            self._last = None

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        last = self._last
        block = paragraph.block
        new_page = last is not None and last.block.place.page != block.place.page
        before = self._blocks[-1] if self._blocks else None
        if last is not None and new_page and isinstance(before, TextBlock) and goes_on(last, paragraph):
            self._blocks[-1] = joined(before, block)
        else:
            self._blocks.append(block)
        self._last = paragraph


def _rooms(pages: Sequence[_Read], lines: Sequence[Sequence[Line]]) -> list[Rect]:
    """For each page, the room that pages of its size leave for text."""
    rooms: dict[tuple[int, int], Rect] = {}
    for read, kept in zip(pages, lines, strict=True):
        size = _size(read)
        rects = [line.rect for line in kept] + [table.grid.rect for table in read.tables]
        for rect in rects:
            room = rooms.get(size, rect)
            rooms[size] = Rect(min(room.left, rect.left), 0, max(room.right, rect.right), read.page.frame.height)
    return [rooms.get(_size(read), Rect(0, 0, read.page.frame.width, read.page.frame.height)) for read in pages]


def _size(read: _Read) -> tuple[int, int]:
    return round(read.page.frame.width), round(read.page.frame.height)


def _flow(read: _Read, lines: Sequence[Line], room: Rect) -> list[Column | FilledGrid]:
    """What a page holds in the order of reading: its tables, and between them its text."""
    flow: list[Column | FilledGrid] = []
    rest = sorted(lines, key=lambda line: line.rect.middle[1])
    for table in read.tables:
        above = [line for line in rest if line.rect.middle[1] < table.grid.rect.middle[1]]
        flow += columns(above, room)
        rest = rest[len(above) :]
        flow.append(table)
    return flow + list(columns(rest, room))
