"""Scans: a picture of a page to its text and table blocks, by Tesseract with Vietnamese and English.

    picture -> upright, straight, grey (`page`) -> ruled tables (`rulings`) -> their cells (`cells`, `tables`)
                                                -> the print around them (`lines`, `paragraphs`)

Each block says how surely it was read (`Place.certainty`) and where on the page it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from ingest.errors import ReadError
from ingest.progress import Stage, Tell, nobody
from ingest.readers.document import Block, Document, TableBlock
from ingest.readers.scan.aligned import find_aligned
from ingest.readers.scan.cells import print_box, read_cells, without_grids
from ingest.readers.scan.page import Grey, PageImage, ink, is_sure_turn, prepare, without_dust
from ingest.readers.scan.paragraphs import text_blocks
from ingest.readers.scan.pictures import pages_of_image
from ingest.readers.scan.recogniser import Recogniser, RecogniserError, Word, shared_recogniser
from ingest.readers.scan.roman import with_roman_numbers
from ingest.readers.scan.rulings import Grid, find_grids, find_rulings
from ingest.readers.scan.tables import table_blocks
from ingest.readers.scan.words import readable

__all__ = ["FORMAT", "RecogniserError", "read_image", "read_page_image"]

FORMAT = "scan"


def read_page_image(image: Image.Image, page: int, dpi: float) -> tuple[Block, ...]:
    """The blocks of a scanned page in reading order.

    `page` counts from 1 and `dpi` are the picture's dots an inch; places are in points on the picture as given. Raises
    RecogniserError where Tesseract or its data for Vietnamese are missing.
    """
    reader = shared_recogniser()
    shown = _upright(reader, image, page, dpi)
    rulings = find_rulings(ink(shown.grey, shown.dpi), shown.dpi)
    grids = find_grids(rulings, shown.dpi)
    clean = without_dust(without_grids(shown, rulings.drawn, grids), shown.dpi)
    words = _words_around(reader, clean, shown.dpi, grids)
    unruled = find_aligned(words, rulings.across, shown.dpi)
    if unruled:
        clean = without_grids(replace(shown, grey=clean), rulings.drawn, unruled)
        words = tuple(word for word in words if not any(_holds(grid, word) for grid in unruled))
    tables: list[tuple[Grid, TableBlock]] = []
    for grid in sorted([*grids, *unruled], key=lambda grid: grid.box[1]):
        blocks = table_blocks(shown, grid, read_cells(reader, clean, shown.dpi, grid))
        tables += [(grid, block) for block in blocks]
    return tuple(_in_order(shown, words, tables))


def _holds(grid: Grid, word: Word) -> bool:
    left, top, right, bottom = grid.box
    return left <= (word.left + word.right) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom


def read_image(data: bytes, name: str, tell: Tell = nobody) -> Document:
    """The blocks of an image file, given as its bytes, which may have several pages; `name` stands for it in messages.

    Raises ReadError where the picture is broken or too large, or where scans cannot be read on this machine.
    """
    blocks: list[Block] = []
    number = 0
    try:
        for number, (image, dpi) in enumerate(pages_of_image(data, name), start=1):
            tell(Stage.RECOGNISE, number - 1, 0)
            blocks += read_page_image(image, number, dpi)
    except RecogniserError as error:
        raise ReadError(name, error.vietnamese, error.english) from None
    return Document(name, hashlib.sha256(data).hexdigest(), FORMAT, tuple(blocks), number)


def _upright(reader: Recogniser, image: Image.Image, page: int, dpi: float) -> PageImage:
    shown = prepare(image, page, dpi)
    turns, confidence = reader.quarter_turns(shown.grey)
    return prepare(image, page, dpi, turns) if turns and is_sure_turn(confidence) else shown


def _words_around(reader: Recogniser, clean: Grey, dpi: float, grids: Sequence[Grid]) -> tuple[Word, ...]:
    """The words outside the tables."""
    around = clean.copy()
    dark = ink(clean, dpi)
    for grid in grids:
        left, top, right, bottom = grid.box
        around[top : bottom + 1, left : right + 1] = np.uint8(np.percentile(clean, 80))
        dark[top : bottom + 1, left : right + 1] = 0
    if print_box(dark, dpi, (0, 0, dark.shape[1] - 1, dark.shape[0] - 1)) is None:
        return ()
    return with_roman_numbers(readable(reader.prose(around, dpi)), around, dpi)


def _in_order(page: PageImage, words: Sequence[Word], tables: Sequence[tuple[Grid, TableBlock]]) -> Iterator[Block]:
    """The print above each table, the table, and the print under the last one."""
    rest = list(words)
    for grid, table in tables:
        middle = (grid.box[1] + grid.box[3]) / 2
        above = [word for word in rest if (word.top + word.bottom) / 2 < middle]
        rest = [word for word in rest if (word.top + word.bottom) / 2 >= middle]
        yield from text_blocks(page, above)
        yield table
    yield from text_blocks(page, rest)
