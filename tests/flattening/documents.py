"""A whole plan: the prose of its front part and its appendices, flattened, with the truth of the tables.

The front part is set like the tables, through the same page writer, so that a reader meets the same line ends, page
breaks and page numbers in it; nobody asks for its truth here beyond the titles.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.flattening.layout import Font, wrap
from tests.flattening.pages import CellLines, PageWriter, place
from tests.flattening.tables import Table, TruthTable

PROSE_FONT = Font(14.0)
PROSE_WIDTH = 453.0
"""A4 upright with Vietnamese office margins (30 mm left, 20 mm right), in points."""
PROSE_HEIGHT = 700.0
UPRIGHT_HEIGHT = 690.0
LYING_HEIGHT = 440.0
_PARAGRAPH_GAP = 6.0
_LIST_FONT = Font(11.0)


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix: its label line as printed ("Phụ lục 1"), its title, the line under it ("" for none), its table.

    `footnote` is a paragraph below the table that is no part of it, "" for none.
    """

    label: str
    title: str
    subtitle: str
    table: Table
    is_upright: bool = False
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class PlanSpec:
    """A plan as typed: what stands before its appendices, and the appendices.

    `opening` holds the lines above the title (issuer, motto, number, dateline), none where the text begins with the
    title, `paragraphs` the prose in print order, `recipients` the list under "Nơi nhận:", `signature` office and name.
    """

    name: str
    opening: tuple[str, ...]
    title: str
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    appendices: tuple[Appendix, ...]
    numbered_from: int | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reader has to find in one flattened plan: its tables in print order, with the titles over them."""

    name: str
    tables: tuple[TruthTable, ...]
    labels: tuple[str, ...]
    titles: tuple[str, ...]


def flatten(spec: PlanSpec) -> tuple[str, Truth]:
    """Set a plan on pages and read it back as a text extractor would. Out: the text and its truth."""
    pages = PageWriter(spec.numbered_from)
    pages.new_page(PROSE_FONT, PROSE_HEIGHT)
    _write_front(spec, pages)
    for appendix in spec.appendices:
        _write_appendix(appendix, pages)
    truth = Truth(
        spec.name,
        tuple(appendix.table.truth() for appendix in spec.appendices),
        tuple(appendix.label for appendix in spec.appendices),
        tuple(appendix.title for appendix in spec.appendices),
    )
    return f"{pages.text()}\n \n", truth


def _write_front(spec: PlanSpec, pages: PageWriter) -> None:
    for line in spec.opening:
        _write_paragraph(line, pages, PROSE_FONT)
    for line in ("KẾ HOẠCH", spec.title, ""):
        _write_paragraph(line, pages, Font(PROSE_FONT.size, bold=True))
    for paragraph in spec.paragraphs:
        _write_paragraph(paragraph, pages, PROSE_FONT, gap=_PARAGRAPH_GAP)
    recipients = [line for text in ("Nơi nhận:", *spec.recipients) for line in wrap(text, 215.0, _LIST_FONT)]
    office, *names = spec.signature
    signature = [f"{office} ", " ", " ", " ", *(f"{name} " for name in names)]
    cells = [CellLines(tuple(recipients), is_centred=False), CellLines(tuple(signature), is_centred=False)]
    pages.write(place(cells, _LIST_FONT.line_height))


def _write_paragraph(text: str, pages: PageWriter, font: Font, gap: float = 0.0, width: float = PROSE_WIDTH) -> None:
    lines = wrap(text, width, font)
    for index, line in enumerate(lines, start=1):
        pages.write(place([CellLines((line,))], font.line_height), gap if index == len(lines) else 0.0)


def _write_appendix(appendix: Appendix, pages: PageWriter) -> None:
    style = appendix.table.style
    height, width = (UPRIGHT_HEIGHT, PROSE_WIDTH) if appendix.is_upright else (LYING_HEIGHT, 690.0)
    pages.new_page(style.font, height)
    for text in (appendix.label, *appendix.title.split("\n"), appendix.subtitle):
        if text:
            _write_paragraph(text, pages, Font(style.font.size, bold=True), width=width)
    _write_paragraph("", pages, style.font)
    appendix.table.write(pages)
    if appendix.footnote:
        _write_paragraph(appendix.footnote, pages, style.font, width=width)
