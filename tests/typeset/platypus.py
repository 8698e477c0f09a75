"""Sets a printed plan as a PDF with ReportLab's Platypus."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from tests.typeset.source import MOTTO, PrintedAppendix, PrintedGroup, PrintedPlan, PrintedRow
from tests.typeset.style import GroupForm, Rules, Style

_FONTS = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))
"""Where Debian's packages put the fonts; in the older of two packages they lack the letters of Vietnamese."""
_CM = 72 / 2.54
_BAR = 0.48
"""The width of a ruling in points, as word processors print it."""


def set_plan(plan: PrintedPlan, path: Path, style: Style | None = None) -> None:
    """Write the plan as a PDF file. Raises FileNotFoundError where the Liberation fonts are not installed."""
    register_fonts()
    setting = _Setting(style or Style())
    upright, lying = A4, landscape(A4) if setting.style.landscape else A4
    document = BaseDocTemplate(str(path), pagesize=A4, title=plan.title, author=" ".join(plan.issuer))
    document.addPageTemplates(
        [
            PageTemplate("prose", [_frame(upright)], onPage=setting.draw_margins, pagesize=upright),
            PageTemplate("table", [_frame(lying)], onPage=setting.draw_margins, pagesize=lying),
        ]
    )
    story: list[Flowable] = [*_front(plan)]
    for appendix in plan.appendices:
        story += [NextPageTemplate("table"), PageBreak(), *setting.appendix(appendix)]
    document.build(story, canvasmaker=_BarCanvas if setting.style.rules is Rules.BARS else Canvas)


def register_fonts() -> None:
    """Make the fonts "Serif", "Serif-Bold" and "Serif-Italic" known, which have the letters of Vietnamese."""
    if "Serif" in pdfmetrics.getRegisteredFontNames():
        return
    folder = next((folder for folder in _FONTS if (folder / "LiberationSerif-Bold.ttf").exists()), _FONTS[0])
    for name, file in (("Serif", "Regular"), ("Serif-Bold", "Bold"), ("Serif-Italic", "Italic")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"LiberationSerif-{file}.ttf")))


def _frame(size: tuple[float, float]) -> Frame:
    width, height = size
    left, right, edge = 2.5 * _CM, 1.5 * _CM, 2 * _CM
    return Frame(left, edge, width - left - right, height - 2 * edge, 0, 0, 0, 0)


class _BarCanvas(Canvas):  # type: ignore[misc]
    """Draws level and upright lines as thin filled rectangles."""

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line from one point to another."""
        half = _BAR / 2
        left, right, bottom, top = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        self.rect(left - half, bottom - half, right - left + _BAR, top - bottom + _BAR, stroke=0, fill=1)


def _text(text: str, bold: bool = False, size: float = 13, align: int = TA_JUSTIFY, indent: float = 0) -> Paragraph:
    font = "Serif-Bold" if bold else "Serif"
    style = ParagraphStyle("p", fontName=font, fontSize=size, leading=size * 1.2, alignment=align, spaceAfter=4)
    style.firstLineIndent = indent
    return Paragraph(escape(text), style)


def _centred(text: str, bold: bool = True, size: float = 13) -> Paragraph:
    return _text(text, bold, size, TA_CENTER)


def _front(plan: PrintedPlan) -> Iterable[Flowable]:
    left = [*(_centred(line, at == len(plan.issuer) - 1) for at, line in enumerate(plan.issuer)), _rule(40)]
    right = [*(_centred(line) for line in MOTTO), _rule(120)]
    below = [_centred(plan.number, bold=False), _centred(plan.dateline, bold=False)]
    yield Table([[left, right], below], colWidths=[180, 290], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    yield Spacer(1, 12)
    yield _centred("KẾ HOẠCH", size=14)
    yield _centred(plan.title, size=14)
    yield Spacer(1, 12)
    for paragraph in plan.paragraphs:
        yield _text(paragraph.text, paragraph.is_heading, size=14, indent=1.27 * _CM)
    recipients = [_text("Nơi nhận:", bold=True, size=12, align=0)]
    recipients += [_text(f"- {name};", size=11, align=0) for name in plan.recipients]
    signature = [_centred(plan.office, size=14), Spacer(1, 50), _centred(plan.signer, size=14)]
    yield Spacer(1, 10)
    yield Table([[recipients, signature]], colWidths=[240, 230], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _rule(width: float) -> Flowable:
    return Table([[""]], colWidths=[width], rowHeights=[2], style=[("LINEABOVE", (0, 0), (-1, -1), 0.7, colors.black)])


class _Setting:
    """Sets appendices in one style."""

    def __init__(self, style: Style) -> None:
        self.style = style

    def draw_margins(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        """Number the page, but not the first, and set the running footer; turn it where the style says so."""
        width, height = canvas._pagesize
        canvas.setFont("Serif", 13)
        if self.style.page_numbers and document.page > 1:
            canvas.drawCentredString(width / 2, height - 1.2 * _CM, str(document.page))
        if self.style.running_footer:
            canvas.setFont("Serif", 9)
            canvas.drawString(2.5 * _CM, 1 * _CM, self.style.running_footer)

    def appendix(self, appendix: PrintedAppendix) -> Iterable[Flowable]:
        """Heading, title, note, table and the notes below it."""
        yield _centred(appendix.heading)
        yield _centred(appendix.title)
        if appendix.note:
            yield _centred(appendix.note, bold=False)
        yield Spacer(1, 8)
        yield self._table(appendix)
        for note in appendix.notes:
            yield _text(note)

    def _cell(self, text: str, bold: bool = False, align: int = 0) -> Paragraph:
        return _text(text, bold, self.style.size, align)

    def _table(self, appendix: PrintedAppendix) -> Table:
        header, commands = self._header(appendix)
        lines: list[list[Any]] = [*header]
        for line in appendix.lines:
            if isinstance(line, PrintedGroup):
                lines.append(self._group(line, len(appendix.columns), commands, len(lines)))
            else:
                lines.append([self._cell(line.stt, align=TA_CENTER), *(self._cell(cell) for cell in line.cells)])
        if self.style.merges_same:
            _merge_same(appendix, len(header), lines, commands)
        size = landscape(A4) if self.style.landscape else A4
        widths = column_widths(appendix, size[0] - 4 * _CM, self.style.size)
        return Table(
            lines,
            colWidths=widths,
            repeatRows=len(header) if self.style.repeats_header else 0,
            # ReportLab draws a row that it splits wrongly where other rows are merged downwards.
            splitInRow=0 if self.style.merges_same or len(header) > 1 else 1,
            style=[*self._rules(len(header)), *commands],
        )

    def _rules(self, header: int) -> list[tuple[Any, ...]]:
        centred = "MIDDLE" if self.style.centred else "TOP"
        styles: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), centred)]
        styles += [(f"{side}PADDING", (0, 0), (-1, -1), self.style.padding) for side in ("LEFT", "RIGHT")]
        if self.style.rules is Rules.LEVEL:
            styles += [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.5, 0)]
        elif self.style.rules is Rules.HEAD:
            head = [("LINEABOVE", (0, 0), (-1, 0), 0.8, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.8, 0)]
            styles += [*head, ("LINEBELOW", (0, header - 1), (-1, header - 1), 0.5, colors.black)]
        elif self.style.rules is Rules.SHADED:
            styles += [("ROWBACKGROUNDS", (0, header), (-1, -1), (colors.white, colors.whitesmoke))]
            styles += [("BACKGROUND", (0, 0), (-1, header - 1), colors.lightgrey)]
        elif self.style.rules is not Rules.NONE:
            # Not GRID: it loses the line between a repeated header and the rest of a split row.
            sides = ("LINEABOVE", "LINEBELOW", "LINEBEFORE", "LINEAFTER")
            styles += [(side, (0, 0), (-1, -1), 0.5, colors.black) for side in sides]
        return styles

    def _header(self, appendix: PrintedAppendix) -> tuple[list[list[Any]], list[tuple[Any, ...]]]:
        """The header's lines, two where columns share a parent, and the commands that merge its cells."""
        columns, commands = appendix.columns, list[tuple[Any, ...]]()
        upper: list[Any] = [self._cell(appendix.stt, True, TA_CENTER)]
        lower: list[Any] = [""]
        for at, column in enumerate(columns, start=1):
            first = at == 1 or columns[at - 2].parent != column.parent
            upper.append(
                self._cell(column.parent or column.header, True, TA_CENTER) if first or not column.parent else ""
            )
            lower.append(self._cell(column.header, True, TA_CENTER) if column.parent else "")
        lines = [upper]
        if any(column.parent for column in columns):
            lines.append(lower)
            commands.append(("SPAN", (0, 0), (0, 1)))
            for at, column in enumerate(columns, start=1):
                if not column.parent:
                    commands.append(("SPAN", (at, 0), (at, 1)))
                elif at == 1 or columns[at - 2].parent != column.parent:
                    last = max(i for i, other in enumerate(columns, start=1) if other.parent == column.parent)
                    commands.append(("SPAN", (at, 0), (last, 0)))
        if self.style.column_numbers:
            lines.append([self._cell(f"({at})", align=TA_CENTER) for at in range(1, len(columns) + 2)])
        return lines, commands

    def _group(self, group: PrintedGroup, width: int, commands: list[tuple[Any, ...]], at: int) -> list[Any]:
        blank: list[Any] = [""] * (width - 1)
        if self.style.group_form is GroupForm.WHOLE:
            commands.append(("SPAN", (0, at), (-1, at)))
            text = f"{group.number}. {group.title}" if group.number else group.title
            return [self._cell(text, bold=True), "", *blank]
        if self.style.group_form is GroupForm.TITLE:
            commands.append(("SPAN", (1, at), (-1, at)))
        return [self._cell(group.number, True, TA_CENTER), self._cell(group.title, bold=True), *blank]


def _merge_same(appendix: PrintedAppendix, start: int, lines: list[list[Any]], commands: list[tuple[Any, ...]]) -> None:
    """Merge runs of up to four rows that have the same text in a column after the first."""
    printed = appendix.lines
    for column in range(1, len(appendix.columns)):
        at = 0
        while at < len(printed):
            end = at + 1
            while end < min(len(printed), at + 4) and _same(printed[at], printed[end], column):
                end += 1
            if end - at > 1:
                commands.append(("SPAN", (column + 1, start + at), (column + 1, start + end - 1)))
                for below in range(at + 1, end):
                    lines[start + below][column + 1] = ""
            at = end


def _same(first: PrintedGroup | PrintedRow, second: PrintedGroup | PrintedRow, column: int) -> bool:
    if isinstance(first, PrintedGroup) or isinstance(second, PrintedGroup):
        return False
    return bool(first.cells[column]) and first.cells[column] == second.cells[column]


def column_widths(appendix: PrintedAppendix, room: float, size: float = 12) -> list[float]:
    """Widths in points for the number and the columns that fill the room: each holds its longest word if it can."""
    fewest: list[float] = []
    weights: list[float] = []
    for at, column in enumerate(appendix.columns):
        texts = [row.cells[at] for row in appendix.rows]
        words = [word for text in (*texts, column.header) for word in text.split()]
        fewest.append(max((pdfmetrics.stringWidth(word, "Serif-Bold", size) for word in words), default=0) + 14)
        weights.append((sum(map(len, texts)) / max(len(texts), 1)) ** 0.7 + 1)
    spare = room - 40 - sum(fewest)
    if spare < 0:
        return [40, *((room - 40) * width / sum(fewest) for width in fewest)]
    return [40, *(width + spare * weight / sum(weights) for width, weight in zip(fewest, weights, strict=True))]
