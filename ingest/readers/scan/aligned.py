"""Tables that a scan shows without rulings: found from how their words are aligned, as in PDFs with text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import cv2
import numpy as np

from ingest.readers.pdf.aligned import Sheet, aligned_tables
from ingest.readers.pdf.geometry import Glyph, Rect, Ruling
from ingest.readers.pdf.grid import Grid as PageGrid
from ingest.readers.pdf.lines import lines_of
from ingest.readers.scan.page import POINTS, Grey
from ingest.readers.scan.recogniser import Word
from ingest.readers.scan.rulings import Grid, GridCell
from ingest.readers.scan.words import lines_of as word_lines

_LONG = 0.15  # share of the page's width; what is shorter is an underline or the bar of letters


def find_aligned(words: Sequence[Word], across: Grey, dpi: float) -> tuple[Grid, ...]:
    """The tables without upright rulings among the words of a page; `across` is the mask of its level rulings."""
    scale = POINTS / dpi
    glyphs = [glyph for line in word_lines(words) for glyph in _glyphs(line, scale)]
    if not glyphs:
        return ()
    level = tuple(_level(across, scale))
    [found] = aligned_tables([Sheet(tuple(lines_of(glyphs)), (level,) if level else ())])
    return tuple(_grid(table.grid, scale) for table in found)


def _glyphs(line: Sequence[Word], scale: float) -> Iterator[Glyph]:
    """A glyph for each character of a line: its word's box divided evenly, as high as the line."""
    top, bottom = median(word.top for word in line), median(word.bottom for word in line)
    for word in line:
        step = (word.right - word.left) / len(word.text)
        for at, char in enumerate(word.text):
            left = word.left + at * step
            rect = Rect(left * scale, top * scale, (left + step) * scale, bottom * scale)
            yield Glyph(char, rect, bottom * scale)


def _level(across: Grey, scale: float) -> Iterator[Ruling]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(across), connectivity=8)
    for left, top, width, height, _ in np.asarray(stats)[1:count]:
        if width < _LONG * across.shape[1]:
            continue
        yield Ruling(float(top + height / 2) * scale, float(left) * scale, float(left + width) * scale)


def _grid(grid: PageGrid, scale: float) -> Grid:
    xs, ys = [round(x / scale) for x in grid.xs], [round(y / scale) for y in grid.ys]
    cells = tuple(
        GridCell(
            *(cell.row, cell.column, cell.end_row - 1, cell.end_column - 1),
            (xs[cell.column], ys[cell.row], xs[cell.end_column], ys[cell.end_row]),
        )
        for cell in grid.cells
    )
    return Grid(len(ys) - 1, len(xs) - 1, cells, (xs[0], ys[0], xs[-1], ys[-1]))
