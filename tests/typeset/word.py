"""Sets a printed plan as a .docx file, the way Word itself keeps one.

Numbers of sections and rows exist only in numbering.xml, headers and groups are merged cells, the letterhead and the
signature are tables without rulings, and some text was inserted or deleted with changes tracked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.typeset.source import MOTTO, STT, PrintedAppendix, PrintedGroup, PrintedParagraph, PrintedPlan, PrintedRow

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMBERED = re.compile(r"(?P<roman>[IVX]+)\.\s+|(?P<arabic>\d{1,2})\.\s+|(?P<letter>[a-z])\)\s+|(?P<bullet>[-+])\s+")
_LEVELS = {"roman": 0, "arabic": 1, "letter": 2}
_FORMS = ("upperRoman", "decimal", "lowerLetter")
_TEXTS = ("%1.", "%2.", "%3)")
_OUTLINE, _DASHES, _PLUSES, _ROWS = 90, 91, 92, 93  # abstract lists of the builder


@dataclass(frozen=True, slots=True)
class WordStyle:
    """The choices in which Word files differ."""

    automatic: bool = True
    """Numbers of sections and rows are counted by Word, not typed."""
    tracked: bool = True
    """Every seventh text holds tracked insertions and deletions."""
    merged_groups: bool = True
    """A group's title runs over all columns behind its number."""
    merges_same: bool = True
    """Neighbouring rows with the same cell share one, merged down."""
    column_numbers: bool = False
    """A line "(1) (2) (3)" stands under each header."""
    splits: int = 0
    """A new table begins after so many lines, with the header again in every other one; 0: never."""
    font: str = "Times New Roman"


def set_docx(plan: PrintedPlan, path: Path, style: WordStyle | None = None) -> None:
    """Write the plan as a .docx file."""
    setting = _Setting(style or WordStyle())
    document = Document()
    body = document.element.body
    section = body.sectPr
    for xml in setting.plan(plan):
        section.addprevious(parse_xml(xml))
    numbering = document.part.numbering_part.element
    for xml in (*_DEFINITIONS, *setting.lists):
        element = parse_xml(xml)
        if element.tag.endswith("abstractNum"):
            numbering.insert(0, element)
        else:
            numbering.append(element)
    document.save(str(path))


@dataclass(slots=True)
class _Setting:
    style: WordStyle
    lists: list[str] = field(default_factory=list)
    """The <w:num> elements that were needed."""
    _counters: dict[int, int] = field(default_factory=dict)
    _outline: int = 0
    _texts: Iterator[int] = field(default_factory=lambda: count(1))
    _ids: Iterator[int] = field(default_factory=lambda: count(500))

    def plan(self, plan: PrintedPlan) -> Iterator[str]:
        """The elements of the body, one after another."""
        issuer = [*plan.issuer, plan.number]
        yield self._layout([issuer, [*MOTTO, plan.dateline]])
        yield self._paragraph("KẾ HOẠCH", bold=True)
        yield self._paragraph(plan.title, bold=True)
        for paragraph in plan.paragraphs:
            yield self._numbered(paragraph)
        signer = [line for line in (plan.office, "", plan.signer) if line]
        yield self._layout([["Nơi nhận:", *(f"- {name};" for name in plan.recipients)], signer])
        for appendix in plan.appendices:
            yield _section_break()
            yield from self._appendix(appendix)

    # --- text -------------------------------------------------------------------------------------------------------

    def _numbered(self, paragraph: PrintedParagraph) -> str:
        found = _NUMBERED.match(paragraph.text)
        if found is None or not self.style.automatic:
            return self._paragraph(paragraph.text, bold=paragraph.is_heading)
        rest = paragraph.text[found.end() :]
        if found["bullet"]:
            return self._paragraph(rest, self._list(_DASHES if found["bullet"] == "-" else _PLUSES), 0)
        kind = found.lastgroup or ""
        value = _value(kind, found[kind])
        return self._paragraph(rest, *self._outline_number(_LEVELS[kind], value), bold=paragraph.is_heading)

    def _outline_number(self, level: int, value: int) -> tuple[int, int]:
        """The list and level that print a number: the running list, or a new one that starts there."""
        self._counters = {deep: last for deep, last in self._counters.items() if deep <= level}
        if not self._outline or self._counters.get(level, 0) + 1 != value:
            self._outline = self._list(_OUTLINE, {level: value})
        self._counters[level] = value
        return self._outline, level

    def _list(self, definition: int, starts: dict[int, int] | None = None) -> int:
        identifier = next(self._ids)
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in (starts or {}).items()
        )
        self.lists.append(
            f'<w:num {nsdecls("w")} w:numId="{identifier}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
        )
        return identifier

    def _paragraph(self, text: str, list_id: int = 0, level: int = 0, bold: bool = False) -> str:
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
        return f"<w:p {nsdecls('w')}><w:pPr>{number}</w:pPr>{self._runs(text, bold)}</w:p>"

    def _runs(self, text: str, bold: bool = False) -> str:
        font = self.style.font
        look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>{"<w:b/>" if bold else ""}</w:rPr>'

        def run(part: str, tag: str = "t") -> str:
            return f'<w:r>{look}<w:{tag} xml:space="preserve">{escape(part)}</w:{tag}></w:r>' if part else ""

        words = text.split(" ")
        if not self.style.tracked or next(self._texts) % 7 or len(words) < 3:
            return run(text)
        middle = len(words) // 2
        mark = 'w:id="1" w:author="Phòng Kế hoạch" w:date="2026-01-05T08:00:00Z"'
        before, after = " ".join(words[:middle]) + " ", " ".join(words[middle:])
        deleted, half = run("chữ đã bị xóa ", "delText"), len(after) // 2
        return (
            f"{run(before)}<w:del {mark}>{deleted}</w:del><w:ins {mark}>{run(after[:half])}</w:ins>{run(after[half:])}"
        )

    # --- tables -----------------------------------------------------------------------------------------------------

    def _layout(self, columns: Sequence[Sequence[str]]) -> str:
        """A table of one line without rulings, as letterheads and signatures are set."""
        cells = "".join(
            f"<w:tc><w:tcPr/>{''.join(self._paragraph(line) for line in lines) or '<w:p/>'}</w:tc>" for lines in columns
        )
        return f"<w:tbl {nsdecls('w')}><w:tblPr/>{_grid(len(columns))}<w:tr>{cells}</w:tr></w:tbl>"

    def _appendix(self, appendix: PrintedAppendix) -> Iterator[str]:
        yield self._paragraph(appendix.heading, bold=True)
        yield self._paragraph(appendix.title, bold=True)
        if appendix.note:
            yield self._paragraph(appendix.note)
        header = self._header(appendix)
        lines = list(appendix.lines)
        size = self.style.splits or len(lines)
        for part, start in enumerate(range(0, len(lines), size)):
            rows = self._lines(lines[start : start + size], len(appendix.columns))
            yield _table(len(appendix.columns) + 1, [*(header if part % 2 == 0 else []), *rows])
            yield f"<w:p {nsdecls('w')}/>"
        for note in appendix.notes:
            yield self._paragraph(note)

    def _header(self, appendix: PrintedAppendix) -> list[str]:
        two_lines = any(column.parent for column in appendix.columns)
        upper, lower = (
            [self._cell(STT, merge="restart" if two_lines else "", bold=True)],
            [self._cell("", merge="go on")],
        )
        for parent, run in groupby(appendix.columns, key=lambda column: column.parent):
            columns = list(run)
            if parent:
                upper.append(self._cell(parent, span=len(columns), bold=True))
                lower += [self._cell(column.header, bold=True) for column in columns]
            else:
                upper += [self._cell(c.header, merge="restart" if two_lines else "", bold=True) for c in columns]
                lower += [self._cell("", merge="go on") for _ in columns]
        rows = [_row(upper, header=True), *([_row(lower, header=True)] if two_lines else [])]
        if self.style.column_numbers:
            rows.append(_row([self._cell(f"({at})") for at in range(1, len(appendix.columns) + 2)]))
        return rows

    def _lines(self, lines: Sequence[PrintedGroup | PrintedRow], width: int) -> Iterator[str]:
        numbers, last = 0, 0
        above: tuple[str, ...] = ()
        for at, line in enumerate(lines):
            if isinstance(line, PrintedGroup):
                above = ()
                yield self._group(line, width)
                continue
            stt = self._cell(line.stt)
            if self.style.automatic and line.stt.isdigit():
                if not numbers or int(line.stt) != last + 1:
                    numbers = self._list(_ROWS, {0: int(line.stt)})
                last = int(line.stt)
                stt = self._cell("", list_id=numbers)
            below = lines[at + 1] if at + 1 < len(lines) else None
            yield _row([stt, *self._row_cells(line, above, below)])
            above = line.cells

    def _row_cells(
        self, row: PrintedRow, above: tuple[str, ...], below: PrintedGroup | PrintedRow | None
    ) -> Iterator[str]:
        under = below.cells if isinstance(below, PrintedRow) else ()
        for at, text in enumerate(row.cells):
            same = self.style.merges_same and at > 0 and bool(text)
            if same and above and above[at] == text:
                yield self._cell("", merge="go on")
            elif same and under and under[at] == text:
                yield self._cell(text, merge="restart")
            else:
                yield self._cell(text)

    def _group(self, group: PrintedGroup, width: int) -> str:
        number = self._cell(group.number, bold=True)
        if self.style.merged_groups:
            return _row([number, self._cell(group.title, span=width, bold=True)])
        return _row([number, self._cell(group.title, bold=True), *(self._cell("") for _ in range(width - 1))])

    def _cell(self, text: str, span: int = 1, merge: str = "", bold: bool = False, list_id: int = 0) -> str:
        properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties += {"": "", "restart": '<w:vMerge w:val="restart"/>'}.get(merge, "<w:vMerge/>")
        parts = re.split(r" (?=- \S)", text) if text.startswith("- ") else [text]  # the points of a cell's list
        paragraphs = "".join(self._paragraph(part, list_id, bold=bold) for part in parts)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _value(kind: str, number: str) -> int:
    if kind == "arabic":
        return int(number)
    return _ROMAN.index(number) if kind == "roman" else ord(number) - ord("a") + 1


def _table(columns: int, rows: Sequence[str]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>{_grid(columns)}"
        f"{''.join(rows)}</w:tbl>"
    )


def _grid(columns: int) -> str:
    return "<w:tblGrid>" + '<w:gridCol w:w="1200"/>' * columns + "</w:tblGrid>"


def _row(cells: Sequence[str], header: bool = False) -> str:
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if header else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _section_break() -> str:
    """The end of a section: the prose upright, what follows lying."""
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:sectPr><w:type w:val="nextPage"/>'
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr></w:p>'
    )


def _definition(identifier: int, levels: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identifier}">{inside}</w:abstractNum>'


_DEFINITIONS = (
    _definition(_OUTLINE, list(zip(_FORMS, _TEXTS, strict=True))),
    _definition(_DASHES, [("bullet", "-")]),
    _definition(_PLUSES, [("bullet", "+")]),
    _definition(_ROWS, [("decimal", "%1.")]),
)
