"""The print of a ruled table, cell by cell: each cell is given to Tesseract alone, so that no line runs into the next.

The rulings are painted over first; a cell in which nothing but specks is left is blank and costs no reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import cv2
import numpy as np

from ingest.readers.scan.page import Grey, PageImage, ink
from ingest.readers.scan.recogniser import Layout, Recogniser, Word
from ingest.readers.scan.roman import roman_by_strokes, with_roman_numbers
from ingest.readers.scan.rulings import Grid, GridCell
from ingest.readers.scan.words import CellText, certainty, lines_of, readable
from ingest.readers.scan.wrapped import join_lines

_RULED = 0.035  # inches from a cell's border in which ink that runs along it is its ruling
_SPECK = 0.035  # inches; a mark smaller both ways is dirt
_MARGIN = 0.03  # inches of its own paper left around the print of a cell
_EDGE = 0.1  # inches of plain paper put around that
_SHORT = 0.5  # inches; print that is narrower is a number, a mark or a short word
_ONE_LETTER = 1.4  # times its height that a single letter may be wide
_SIZES = (1.0, 0.7, 1.3, 0.85)  # at which short print is read, until once surely
_SURE = 0.85
_ONE_LINE = 0.27  # inches; print that is lower is one line


def without_grids(page: PageImage, drawn: Grey, grids: tuple[Grid, ...]) -> Grey:
    """The page with the rulings of its tables painted over by paper."""
    reach = max(2, int(page.dpi * _RULED))
    borders = np.zeros_like(page.grey)
    for grid in grids:
        for cell in grid.cells:
            left, top, right, bottom = cell.box
            cv2.rectangle(borders, (left, top), (right, bottom), (1,), 2 * reach + 1)
    rulings = cv2.dilate((drawn & borders).astype(np.uint8), np.ones((3, 3), np.uint8))
    paper = np.uint8(np.percentile(page.grey, 80))
    return np.where(np.asarray(rulings) > 0, paper, page.grey).astype(np.uint8)


def read_cells(recogniser: Recogniser, clean: Grey, dpi: float, grid: Grid) -> Mapping[GridCell, CellText]:
    """The text of each cell of a page whose rulings are painted over (`clean`)."""
    dark = ink(clean, dpi)
    paper = int(np.percentile(clean, 80))
    return {cell: _read(recogniser, clean, dark, dpi, cell, paper) for cell in grid.cells}


def _read(recogniser: Recogniser, clean: Grey, dark: Grey, dpi: float, cell: GridCell, paper: int) -> CellText:
    found = print_box(dark, dpi, cell.box)
    if found is None:
        return CellText()
    margin, edge = int(dpi * _MARGIN), int(dpi * _EDGE)
    left, top = max(cell.box[0] + 1, found[0] - margin), max(cell.box[1] + 1, found[1] - margin)
    right, bottom = min(cell.box[2], found[2] + margin), min(cell.box[3], found[3] + margin)
    piece = np.asarray(
        cv2.copyMakeBorder(clean[top:bottom, left:right], *(edge,) * 4, cv2.BORDER_CONSTANT, value=(paper,)),
        dtype=np.uint8,
    )
    wide, high = found[2] - found[0], found[3] - found[1]
    if high >= dpi * _ONE_LINE:
        return _text(with_roman_numbers(recogniser.words(piece, dpi, Layout.BLOCK), piece, dpi))
    if wide >= dpi * _SHORT:
        return _text(with_roman_numbers(recogniser.words(piece, dpi, Layout.LINE), piece, dpi))
    if cell.left == 0:
        number = _surest(lambda finer: recogniser.numbers(piece, dpi, finer))
        if number.text:
            return roman_by_strokes(number, dark[found[1] : found[3], found[0] : found[2]] > 0)
    short = _surest(lambda finer: recogniser.words(piece, dpi, Layout.LINE, finer))
    return _single(short) if wide < _ONE_LETTER * high else short


def _text(words: tuple[Word, ...]) -> CellText:
    kept = readable(words)
    text = join_lines([" ".join(word.text for word in line) for line in lines_of(kept)])
    return CellText(text, certainty(kept)) if text else CellText(certainty=0.0)


def _surest(read: Callable[[float], tuple[Word, ...]]) -> CellText:
    """The reading of short print on which its readings at several sizes agree most; the first, if it is sure.

    Tesseract is taught with lines of text; a lone digit or letter it may misread at one size and know at the next.
    """
    readings: defaultdict[str, list[float]] = defaultdict(list)
    for finer in _SIZES:
        found = _text(read(finer))
        if found.certainty >= _SURE and found.text:
            return found
        if found.text:
            readings[found.text].append(found.certainty)
    if not readings:
        return CellText(certainty=0.0)
    text = max(readings, key=lambda text: sum(readings[text]))
    return CellText(text, round(max(readings[text]), 3))


def _single(found: CellText) -> CellText:
    """Print as wide as one letter, which was read as both its capital and its small form."""
    text = found.text
    return CellText(text[0], found.certainty) if len(text) == 2 and text.lower() == text[0].lower() * 2 else found


def print_box(ink: Grey, dpi: float, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The box around the print within a box, in pixels, specks left out; None where there is no print."""
    left, top, right, bottom = box
    inside = ink[top + 1 : bottom, left + 1 : right]
    if not inside.size:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    marks = np.asarray(stats)[1:count]
    speck = dpi * _SPECK
    marks = marks[(marks[:, cv2.CC_STAT_WIDTH] >= speck) | (marks[:, cv2.CC_STAT_HEIGHT] >= speck)]
    if not marks.size:
        return None
    x0, y0 = marks[:, cv2.CC_STAT_LEFT], marks[:, cv2.CC_STAT_TOP]
    x1, y1 = x0 + marks[:, cv2.CC_STAT_WIDTH], y0 + marks[:, cv2.CC_STAT_HEIGHT]
    return left + 1 + int(x0.min()), top + 1 + int(y0.min()), left + 1 + int(x1.max()), top + 1 + int(y1.max())
