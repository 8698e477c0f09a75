"""Sets a printed plan as a PDF with a word processor: the plan as a .docx file, laid out and exported by LibreOffice.

The export is tagged and keeps each run of text on its own, as Word's "Save as PDF" does: a letterhead in two columns
(issuer left, motto right), recipients beside the signature, the header of a table again on every page.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell, _Row

from tests.typeset.platypus import column_widths, register_fonts
from tests.typeset.source import PrintedAppendix, PrintedPlan
from tests.typeset.style import GroupForm, Rules, Style
from tests.typeset.word import WordStyle, set_docx

_EXPORT = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_FONT = "Liberation Serif"
_ROOM = {True: 698.0, False: 451.0}  # points between the margins of a page, whether it lies or stands


def libreoffice() -> str | None:
    """The command of LibreOffice on this machine, None where there is none."""
    return next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), None)


def set_plan(plan: PrintedPlan, path: Path, style: Style | None = None) -> None:
    """Write the plan as a PDF file. Raises FileNotFoundError without LibreOffice, CalledProcessError when it fails."""
    style = style or Style()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{path.stem}.docx")
        merged = style.group_form is not GroupForm.PLAIN
        word = WordStyle(
            automatic=False, tracked=False, merged_groups=merged, merges_same=style.merges_same,
            column_numbers=style.column_numbers, font=_FONT,
        )  # fmt: skip
        set_docx(plan, source, word)
        _lay_out(source, plan, style)
        convert(source, path, _EXPORT)


def convert(source: Path, target: Path, to: str) -> None:
    """Convert a document with LibreOffice. Raises as `set_plan` does."""
    command = libreoffice()
    if command is None:
        raise FileNotFoundError("no soffice on this machine; install Debian's package libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as folder:
        options = ["--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
        command_line = [command, *options, "--convert-to", to, "--outdir", folder, str(source)]
        subprocess.run(command_line, check=True, capture_output=True, timeout=180)
        shutil.copy(Path(folder, source.stem).with_suffix(target.suffix), target)


def _lay_out(file: Path, plan: PrintedPlan, style: Style) -> None:
    """Give the paragraphs and tables of a .docx file the look that the style names."""
    register_fonts()
    document = Document(str(file))
    for paragraph in document.paragraphs:
        bold = bool(paragraph.runs) and all(run.bold for run in paragraph.runs)
        is_title = bold and (paragraph.text.isupper() or paragraph.text.startswith("Phụ lục"))
        centred = is_title or paragraph.text == plan.title or paragraph.text.startswith("(Kèm theo")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.paragraph_format.first_line_indent = Pt(0 if centred else 36)
        _set_size(paragraph.runs, 14)
    for at, section in enumerate(document.sections):
        lies = style.landscape and at > 0
        section.page_width, section.page_height = (Pt(842), Pt(595)) if lies else (Pt(595), Pt(842))
        section.left_margin, section.right_margin = Pt(72), Pt(72)
    lists = list(plan.appendices)
    for at, table in enumerate(document.tables):
        if table._tbl.tblPr.find(qn("w:tblBorders")) is None:
            _lay_out_columns(table, at == 0)
        else:
            _lay_out_table(table, lists.pop(0), style)
    if style.page_numbers:
        _number_pages(document)
    document.save(str(file))


def _lay_out_columns(table: Table, is_letterhead: bool) -> None:
    """The letterhead, or the recipients beside the signature."""
    cells = table.rows[0].cells
    for at, (cell, width) in enumerate(zip(cells, (185, 285) if is_letterhead else (240, 230), strict=True)):
        cell.width = table.columns[at].width = Pt(width)
        for paragraph in cell.paragraphs:
            if is_letterhead or at == 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            _set_size(paragraph.runs, 13 if is_letterhead else 12)


def _lay_out_table(table: Table, appendix: PrintedAppendix, style: Style) -> None:
    _set_rules(table, style)
    widths = column_widths(appendix, _ROOM[style.landscape], style.size)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    head = _header_rows(appendix, style)
    for at, row in enumerate(table.rows):
        if at < head and not style.repeats_header:
            for mark in row._tr.trPr.findall(qn("w:tblHeader")):
                row._tr.trPr.remove(mark)
        if style.rules is Rules.SHADED and (at < head or at % 2):
            _shade(row, "D0D0D0" if at < head else "F2F2F2")
        column = 0
        for cell in _own_cells(row, table):
            span = cell.grid_span
            cell.width = Pt(sum(widths[column : column + span]))
            _set_cell(cell, style, centred=at < head or column == 0, head=at < head)
            column += span
    if style.rules is Rules.HEAD:
        for cell in _own_cells(table.rows[head - 1], table):
            _set_border(cell, "bottom")


def _header_rows(appendix: PrintedAppendix, style: Style) -> int:
    return 1 + any(column.parent for column in appendix.columns) + style.column_numbers


def _own_cells(row: _Row, table: Table) -> list[_Cell]:
    """The cells of a row as they are written, one that is merged over columns once."""
    return [_Cell(tc, table) for tc in row._tr.tc_lst]


def _set_cell(cell: _Cell, style: Style, centred: bool, head: bool) -> None:
    if style.centred or head:
        vertical = OxmlElement("w:vAlign")
        vertical.set(qn("w:val"), "center")
        cell._tc.get_or_add_tcPr().append(vertical)
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_after = Pt(2)
        _set_size(paragraph.runs, style.size)


def _set_size(runs: Sequence[object], size: float) -> None:
    for run in runs:
        run.font.size = Pt(size)  # type: ignore[attr-defined]


def _set_rules(table: Table, style: Style) -> None:
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    drawn = {
        Rules.LEVEL: {"top", "bottom", "insideH"},
        Rules.HEAD: {"top", "bottom"},
        Rules.NONE: set[str](),
        Rules.SHADED: set[str](),
    }.get(style.rules)
    for side in list(borders if borders is not None else ()):
        if drawn is not None and side.tag.rpartition("}")[2] not in drawn:
            side.set(qn("w:val"), "nil")
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), str(round(20 * style.padding)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _set_border(cell: _Cell, side: str) -> None:
    borders = OxmlElement("w:tcBorders")
    border = OxmlElement(f"w:{side}")
    border.set(qn("w:val"), "single")
    border.set(qn("w:sz"), "4")
    borders.append(border)
    cell._tc.get_or_add_tcPr().append(borders)


def _shade(row: _Row, colour: str) -> None:
    for tc in row._tr.tc_lst:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), colour)
        tc.get_or_add_tcPr().append(shade)


def _number_pages(document: object) -> None:
    for section in document.sections:  # type: ignore[attr-defined]
        paragraph = section.header.paragraphs[0]
        section.header.is_linked_to_previous = False
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
