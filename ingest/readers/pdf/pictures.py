"""Pages whose text cannot be taken from the file, because they are pictures or their letters mean nothing."""

from __future__ import annotations

from ingest.readers.document import Block, TableBlock
from ingest.readers.pdf.breaks import Part
from ingest.readers.pdf.geometry import Page
from ingest.readers.pdf.syllables import has_marks, plausible_share

_FEWEST_GLYPHS = 30
"""A page with fewer printed characters and a picture is a picture."""
_PLAUSIBLE = 0.5
"""The least share of words that can be syllables; plans have 0.97, English pages about 0.35."""
_LARGE = 0.3
"""The share of a page that a picture covers which could hold text."""


def is_picture(page: Page) -> bool:
    """Whether a page has to be read from what it looks like."""
    printed = sum(not glyph.is_space and not glyph.annotated for glyph in page.glyphs)
    area = page.frame.width * page.frame.height
    pictured = any(rect.width * rect.height > _LARGE * area for rect in page.pictures)
    return pictured and printed < _FEWEST_GLYPHS


def is_rubbish(text: str) -> bool:
    """Whether a page's text is letters without meaning: words that are no syllables and carry marks or worse."""
    broken = text.count("\ufffd") + sum(0xE000 <= ord(char) <= 0xF8FF for char in text)
    if broken * 20 > len(text):
        return True
    return plausible_share(text) < _PLAUSIBLE and (has_marks(text) or not text.isascii())


def recognise(data: bytes, page: Page) -> tuple[tuple[Block | Part, ...], tuple[str, ...]]:
    """The blocks of a page read from its picture, and notices in Vietnamese. `data` is the whole file.

    Without a recogniser for Vietnamese on this machine, the page is reported as not read, with the mend.
    """
    from ingest.readers.scan import RecogniserError, read_page_image
    from ingest.readers.scan.pictures import picture_of_page

    try:
        image, dpi = picture_of_page(data, page.frame.number)
        return tuple(map(_part, read_page_image(image, page.frame.number, dpi))), ()
    except RecogniserError as error:
        return (), (f"trang {page.frame.number}: {error}",)


def _part(block: Block) -> Block | Part:
    """A table as a part that may go on over the page break."""
    if not isinstance(block, TableBlock):
        return block
    return Part(block, tuple(sum(map(bool, line.cells)) > 1 for line in block.lines))
