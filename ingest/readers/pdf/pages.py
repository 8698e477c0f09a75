"""What a page holds, in the order of reading: ruled tables, tables by alignment, columns of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf.aligned import Sheet, aligned_tables
from ingest.readers.pdf.flow import Column, columns
from ingest.readers.pdf.geometry import Glyph, Page, Rect
from ingest.readers.pdf.grid import grids, level_groups
from ingest.readers.pdf.lines import Line, lines_of
from ingest.readers.pdf.margins import without_margins
from ingest.readers.pdf.pictures import is_picture, is_rubbish
from ingest.readers.pdf.tables import FilledGrid, fill

Flow = tuple[Column | FilledGrid, ...]


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page with its ruled tables filled, and its other lines."""

    page: Page
    tables: tuple[FilledGrid, ...]
    lines: tuple[Line, ...]
    unread: bool = False
    """Whether it has to be read from its picture."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in whole points."""
        return round(self.page.frame.width), round(self.page.frame.height)


def raw_page(page: Page, keeps_spaces: bool) -> RawPage:
    """Divides a page's glyphs among its ruled tables and the rest; `keeps_spaces` is of the whole file."""
    bare = replace(page, glyphs=())  # of which long documents have millions
    if is_picture(page):
        return RawPage(bare, (), (), unread=True)
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
    return RawPage(bare, tables, lines, is_rubbish("\n".join(texts)))


def flows(pages: Sequence[RawPage], keeps_spaces: bool) -> Iterator[Flow]:
    """What each page holds in the order of reading, running headers and page numbers left out."""
    kept = without_margins([(raw.page.frame, raw.lines) for raw in pages])
    rooms = _rooms(pages, kept)
    sheets = [
        Sheet(() if raw.unread else tuple(lines), tuple(level_groups(raw.page.rulings, 2)), not raw.tables)
        for raw, lines in zip(pages, kept, strict=True)
    ]
    for raw, lines, room, found in zip(pages, kept, rooms, aligned_tables(sheets), strict=True):
        if raw.unread:
            yield ()
            continue
        unruled = [fill(table.grid, _glyphs(table.lines), raw.page.frame, keeps_spaces) for table in found]
        taken = {id(line) for table in found for line in table.lines}
        rest = [line for line in lines if id(line) not in taken]
        yield _in_order([*raw.tables, *unruled], rest, room)


def _glyphs(lines: Sequence[Line]) -> list[Glyph]:
    """The glyphs of some lines, each knowing of the space before it."""
    return [
        replace(glyph, after_space=space)
        for line in lines
        for glyph, space in zip(line.glyphs, line.spaces, strict=True)
    ]


def _in_order(tables: Sequence[FilledGrid], lines: Sequence[Line], room: Rect) -> Flow:
    flow: list[Column | FilledGrid] = []
    rest = sorted(lines, key=lambda line: line.rect.middle[1])
    for table in sorted(tables, key=lambda table: (table.grid.ys[0], table.grid.xs[0])):
        above = [line for line in rest if line.rect.middle[1] < table.grid.rect.middle[1]]
        flow += columns(above, room)
        rest = rest[len(above) :]
        flow.append(table)
    return (*flow, *columns(rest, room))


def _rooms(pages: Sequence[RawPage], lines: Sequence[Sequence[Line]]) -> list[Rect]:
    """For each page, the room that pages of its size leave for text."""
    rooms: dict[tuple[int, int], Rect] = {}
    for raw, kept in zip(pages, lines, strict=True):
        for rect in [line.rect for line in kept] + [table.grid.rect for table in raw.tables]:
            room = rooms.get(raw.size, rect)
            rooms[raw.size] = Rect(min(room.left, rect.left), 0, max(room.right, rect.right), raw.page.frame.height)
    return [rooms.get(raw.size, Rect(0, 0, raw.page.frame.width, raw.page.frame.height)) for raw in pages]
