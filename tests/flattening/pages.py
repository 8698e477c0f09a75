"""Pages filled from top to bottom with rows of cells.

A row is given as the wrapped lines of its cells; here they get their height on the page, rows that do not fit go over
to the next page whole or are broken inside their cells, and a table's header is written again where it repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.flattening.layout import Font, Fragment, serialise

_FEWEST_LINES = 2
"""A row is broken only where this many of its lines still fit on the page."""


@dataclass(frozen=True, slots=True)
class CellLines:
    """The visual lines of a cell, whether they stand in its middle or at its top, and how much lower, in points."""

    lines: tuple[str, ...]
    is_centred: bool = True
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with the lines of every cell at their height below the row's top, in writing order, in points."""

    height: float
    fragments: tuple[Fragment, ...]


def place(cells: Sequence[CellLines], line_height: float) -> PlacedRow:
    """Give the lines of a row's cells their height; the row is as high as its highest cell."""
    height = max((len(cell.lines) for cell in cells), default=1) * line_height
    fragments = []
    for cell in cells:
        free = height - len(cell.lines) * line_height
        top = (free / 2 if cell.is_centred else 0.0) + cell.drop
        fragments += [Fragment(line, top + (i + 0.5) * line_height) for i, line in enumerate(cell.lines)]
    return PlacedRow(height, tuple(fragments))


def split(cells: Sequence[CellLines], count: int) -> tuple[list[CellLines], list[CellLines]]:
    """The first `count` lines of every cell and the rest; a cell that the break runs through starts at the top.

    A blank last cell is lost in a broken row, as it is in real text.
    """
    if cells and not "".join(cells[-1].lines).strip():
        cells = [*cells[:-1], replace(cells[-1], lines=())]
    head = [
        replace(cell, lines=cell.lines[:count], is_centred=cell.is_centred and len(cell.lines) <= count)
        for cell in cells
    ]
    rest = [replace(cell, lines=cell.lines[count:], is_centred=False, drop=0.0) for cell in cells]
    return head, rest


@dataclass(slots=True)
class PageWriter:
    """Collects the pages of one document.

    `numbered_from` is the first page on which the page number is printed as text, None where it never is; the other
    pages begin with the single space of their empty header.
    """

    numbered_from: int | None = None
    _texts: list[str] = field(default_factory=list)
    _fragments: list[Fragment] = field(default_factory=list)
    _font: Font = field(default_factory=Font)
    _height: float = 0.0
    _used: float = 0.0

    def new_page(self, font: Font | None = None, height: float | None = None) -> None:
        """Close the page, if one is open, and open the next one, with another font or height (points) if given."""
        self._close()
        self._font = font or self._font
        self._height = height or self._height

    def write(self, row: PlacedRow, gap: float = 0.0) -> None:
        """Write a row below the last one, on a new page if it does not fit, and leave a gap (points) after it."""
        if self._fragments and self._used + row.height > self._height:
            self.new_page()
        self._fragments += [Fragment(part.text, self._used + part.y) for part in row.fragments]
        self._used += row.height + gap

    def write_row(self, cells: Sequence[CellLines], header: PlacedRow | None, is_breakable: bool) -> None:
        """Write a table row, over as many pages as it needs, with `header` again at the top of every new one."""
        line_height = self._font.line_height
        row = place(cells, line_height)
        while self._used + row.height > self._height:
            count = int((self._height - self._used) / line_height)
            is_fresh = self._used <= (header.height if header else 0.0)
            if is_fresh or (is_breakable and count >= _FEWEST_LINES):
                head, cells = split(cells, max(count, 1))
                self.write(place(head, line_height))
                row = place(cells, line_height)
            self.new_page()
            if header:
                self.write(header)
        self.write(row)

    def text(self) -> str:
        """Everything written so far, pages joined by a line break, as an extractor prints it."""
        self._close()
        return "\n".join(self._texts)

    def _close(self) -> None:
        if self._fragments:
            number = len(self._texts) + 1
            is_numbered = self.numbered_from is not None and number >= self.numbered_from
            start = f"\n\n\n{number} \n\n" if is_numbered else " "
            self._texts.append(start + serialise(self._fragments, self._font))
        self._fragments = []
        self._used = 0.0
