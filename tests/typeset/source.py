"""A plan as it is to be printed: letterhead, paragraphs, appendix tables, closing; the same for every format.

`printed_plan` takes a `Plan` that was read (from the texts of `eval/plans`, say) and lays down what stands on its pages
in print order, without fonts, widths or pages: those are a builder's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.model import HEADER, Appendix, Group, Plan, Row, Section
from ingest.readers import read
from ingest.structure import build_plan
from ingest.vietnamese import fold

PLANS = Path(__file__).parents[2] / "eval" / "plans"
"""The folder of the sample plans."""
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
STT = "STT"
"""The header of the number's column."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column beside the number's: its header, and the header over it and its neighbours ("" for none)."""

    header: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """A heading line inside a table: number ("II", "" for none) and title."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row: its number, and a cell for each of the table's columns."""

    stt: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedAppendix:
    """An appendix: label ("II", "" for none), title, the note in brackets under it, its table, and notes below it."""

    label: str
    title: str
    note: str
    columns: tuple[PrintedColumn, ...]
    lines: tuple[PrintedGroup | PrintedRow, ...]
    notes: tuple[str, ...] = ()
    printed_label: str = ""
    """The line over the title where it is not "Phụ lục" with the label: "PHỤ LỤC SỐ 2:"."""
    stt: str = STT
    """The header of the number's column."""

    @property
    def heading(self) -> str:
        """The line over the title: "Phụ lục II"."""
        return self.printed_label or f"Phụ lục {self.label}".strip()

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        """The rows without the headings between them."""
        return tuple(line for line in self.lines if isinstance(line, PrintedRow))


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph of prose, its number or bullet included; `is_heading` where it is printed bold."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """A whole plan. `number` and `dateline` are the two lines below the letterhead ("Số: 57/KH-SYT")."""

    name: str
    issuer: tuple[str, ...]
    """The left side of the letterhead, the upper body first: ("UBND TỈNH CÀ MAU", "SỞ Y TẾ")."""
    number: str
    dateline: str
    title: str
    paragraphs: tuple[PrintedParagraph, ...]
    recipients: tuple[str, ...]
    office: str
    signer: str
    appendices: tuple[PrintedAppendix, ...]


def sample_names() -> tuple[str, ...]:
    """The names of the sample plans: ("an-giang-2025", …)."""
    return tuple(sorted(path.stem for path in PLANS.glob("*.txt")))


@cache
def sample_plan(name: str) -> Plan:
    """A sample plan as the reader of its text gives it: the truth that other formats are held against."""
    return build_plan(read(PLANS / f"{name}.txt"), name)


def printed_plan(plan: Plan) -> PrintedPlan:
    """What is printed of a plan."""
    header = plan.header
    number = header.number or "/KH-SYT"
    note = f"(Kèm theo Kế hoạch số {number} của {header.issuer})" if header.number else ""
    return PrintedPlan(
        name=plan.id,
        issuer=_letterhead(header.issuer, header.province),
        number=f"Số: {number}",
        dateline=header.place_and_date or f"{header.province}, ngày    tháng    năm {header.years[0]}",
        title=header.title,
        paragraphs=tuple(paragraph for section in plan.sections for paragraph in _paragraphs(section, plan)),
        recipients=header.recipients,
        office=header.office,
        signer=header.signer,
        appendices=tuple(_appendix(appendix, note) for appendix in plan.appendices),
    )


def _letterhead(issuer: str, province: str) -> tuple[str, ...]:
    above, _, _ = issuer.partition(" tỉnh ")
    return (f"UBND TỈNH {province.upper()}", above.upper())


def _paragraphs(section: Section, plan: Plan) -> Iterator[PrintedParagraph]:
    below = any(other.path.startswith(f"{section.path}.") for other in plan.sections)
    if section.path != HEADER:
        is_heading = (below or bool(section.paragraphs)) and len(section.text.split()) <= 20
        yield PrintedParagraph(f"{_number(section.number)} {section.text}".strip(), is_heading)
    for paragraph in section.paragraphs:
        if section.path == HEADER and fold(paragraph.text) in fold(plan.header.title):
            continue  # a line of the title
        yield PrintedParagraph(f"{paragraph.marker} {paragraph.text}".strip())


def _number(number: str) -> str:
    return f"{number})" if len(number) == 1 and number.islower() else f"{number}."


def _appendix(appendix: Appendix, note: str) -> PrintedAppendix:
    columns = tuple(PrintedColumn(column.title, column.parent) for column in appendix.columns)
    notes = tuple(paragraph.text for paragraph in appendix.notes)
    return PrintedAppendix(appendix.label, appendix.title, note, columns, tuple(_lines(appendix)), notes)


def _lines(appendix: Appendix) -> Iterator[PrintedGroup | PrintedRow]:
    """The rows under their headings; a heading without rows of its own stands before the next one that has some."""
    waiting: list[Group] = list(appendix.groups)
    current = ("", "")
    for row in appendix.rows:
        if (row.group, row.group_title) != current:
            current = (row.group, row.group_title)
            while waiting:
                group = waiting.pop(0)
                yield PrintedGroup(group.number.rpartition(".")[2], group.title)
                if (group.number, group.title) == current:
                    break
        yield _row(row, len(appendix.columns))


def _row(row: Row, width: int) -> PrintedRow:
    cells: Sequence[str] = tuple(row.columns.values())
    if len(cells) != width:
        raise ValueError(f"{row.anchor}: {len(cells)} cells under {width} columns")
    return PrintedRow(row.stt, tuple(cells))
