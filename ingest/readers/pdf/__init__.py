"""Reads PDF files that carry their text: ruled tables, tables by alignment, prose in reading order, with page and box.

`drawing` takes glyphs and lines from each page; `pages` divides them: `grid`, `aligned` and `tables` make table blocks
of what stands in tables, `flow` and `paragraphs` order and join the rest. A page that is a picture goes through
`pictures`. PDFium does the drawing work; what is found is its glyphs' places, and nothing in a file is run or fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pypdfium2 as pdfium

from ingest.errors import ReadError
from ingest.progress import Stage, Tell, nobody
from ingest.readers.document import Block, Document, TextBlock
from ingest.readers.limits import Limits
from ingest.readers.pdf.breaks import Part, whole_rows
from ingest.readers.pdf.drawing import draw
from ingest.readers.pdf.flow import Column
from ingest.readers.pdf.geometry import Page
from ingest.readers.pdf.lines import keeps_line_spaces
from ingest.readers.pdf.mending import mended
from ingest.readers.pdf.opening import attachments, opened
from ingest.readers.pdf.pages import Flow, RawPage, flows, raw_page
from ingest.readers.pdf.paragraphs import Measure, Paragraph, goes_on, joined, paragraphs, usual_measure
from ingest.readers.pdf.pictures import recognise
from ingest.readers.pdf.tables import Columns, read_grid

__all__ = ["FORMAT", "read_pages", "read_pdf"]

FORMAT = "PDF"
_SAMPLED = 20  # pages, to tell how a file prints its lines' ends; the others are drawn one at a time


def read_pdf(data: bytes, name: str, limits: Limits | None = None, tell: Tell = nobody) -> Document:
    """The blocks of a PDF file, given as its bytes; `name` stands for it in messages.

    Raises ReadError where the file is broken, locked with a password, or has no page or more than it may.
    """
    with opened(data, name) as document:
        (limits or Limits()).check_pages(len(document), name)
        attached = attachments(document)
        first: list[Page] = []
        for index in range(min(_SAMPLED, len(document))):
            tell(Stage.PAGES, index, len(document))
            first.append(_drawn(document, index, name))
        keeps_spaces = keeps_line_spaces(first)
        pages = [raw_page(page, keeps_spaces) for page in first]
        for index in range(len(first), len(document)):
            tell(Stage.PAGES, index, len(document))
            pages.append(raw_page(_drawn(document, index, name), keeps_spaces))
    reader = _Reader(data, tell)
    reader.read(pages, keeps_spaces)
    blocks, notices = mended(whole_rows(reader.blocks))
    encodings = sorted({encoding for raw in pages for encoding in raw.page.encodings})
    old = [f"phông {encoding}; đã chuyển sang Unicode" for encoding in encodings]
    notices = [*attached, *old, *reader.notices, *notices]
    return Document(name, hashlib.sha256(data).hexdigest(), FORMAT, tuple(blocks), len(pages), tuple(notices))


def read_pages(pages: Sequence[RawPage]) -> tuple[list[Block], list[str]]:
    """The blocks of pages that were set from something else than a PDF, and notices of what was mended."""
    reader = _Reader(b"", nobody)
    reader.read(pages, keeps_spaces=False)
    return mended(whole_rows(reader.blocks))


def _drawn(document: pdfium.PdfDocument, index: int, name: str) -> Page:
    try:
        return draw(document, index)
    except pdfium.PdfiumError as error:
        raise ReadError(
            name,
            f"trang {index + 1} hỏng, không mở được; hãy xuất lại tệp PDF từ bản gốc",
            f"page {index + 1} is damaged ({error}); export the PDF again from the original",
        ) from None


class _Reader:
    """Puts the pages of one document together."""

    def __init__(self, data: bytes, tell: Tell) -> None:
        self._data = data
        self._tell = tell
        self.blocks: list[Block | Part] = []
        self.notices: list[str] = []
        self._columns: Columns | None = None
        self._last: Paragraph | None = None

    def read(self, pages: Sequence[RawPage], keeps_spaces: bool) -> None:
        """Add the blocks and notices of all pages."""
        ordered = list(flows(pages, keeps_spaces))
        texts = [item for flow in ordered for item in flow if isinstance(item, Column)]
        measure = usual_measure(texts, keeps_spaces)
        unread = sum(raw.unread for raw in pages)
        done = 0
        for raw, flow in zip(pages, ordered, strict=True):
            if raw.unread:
                self._tell(Stage.RECOGNISE, done, unread)
                done += 1
                blocks, notices = recognise(self._data, raw.page)
                self.blocks += blocks
                self.notices += notices
                self._last = None
            self._add_page(raw, flow, measure)

    def _add_page(self, raw: RawPage, flow: Flow, measure: Measure) -> None:
        for item in flow:
            if isinstance(item, Column):
                for paragraph in paragraphs(item, raw.page.frame, measure):
                    self._add_paragraph(paragraph)
                continue
            blocks, self._columns = read_grid(item, self._columns)
            self.blocks += blocks
            self._last = None

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        last, before = self._last, self.blocks[-1] if self.blocks else None
        new_page = last is not None and last.block.place.page != paragraph.block.place.page
        if last is not None and new_page and isinstance(before, TextBlock) and goes_on(last, paragraph):
            self.blocks[-1] = joined(before, paragraph.block)
        else:
            self.blocks.append(paragraph.block)
        self._last = paragraph
