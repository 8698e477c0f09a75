"""The typed records of a plan.

Everything that reads a document ends in these records and everything that answers starts from them. They are frozen,
hold no handle on a file or a database, and import nothing of the project. Text in them is Unicode NFC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """The canonical meaning of a table column, the same for every plan whatever its header says."""

    CONTENT = "content"
    SOLUTION = "solution"
    LEAD_UNIT = "lead_unit"
    COORDINATING_UNITS = "coordinating_units"
    RESPONSIBLE_LEADER = "responsible_leader"
    DELIVERABLE = "deliverable"
    TARGET = "target"
    DEADLINE = "deadline"
    SCHEDULE = "schedule"
    AREA = "area"
    BUDGET = "budget"
    APPROVAL = "approval"
    ALLOCATED_BUDGET = "allocated_budget"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown, in points from its upper left corner; `page` counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: Box) -> Box:
        """The smallest box that holds this one and another of the same page."""
        corners = (min(self.left, other.left), min(self.top, other.top))
        return Box(self.page, *corners, max(self.right, other.right), max(self.bottom, other.bottom))


DOUBTFUL = 0.75
"""The certainty under which what was read from a scan is marked as doubtful wherever it is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source, all numbers from 1 and inclusive.

    `page` and `end_page` are None where the format has no pages; `line` and `end_line` where it has no lines.
    """

    page: int | None = None
    line: int | None = None
    end_page: int | None = None
    end_line: int | None = None
    boxes: tuple[Box, ...] = ()
    """At most one a page, in the order of pages; none where the format has no pages to draw."""
    certainty: float = 1.0
    """How surely the text there was read: 1 for text, the recogniser's share for a scan, the least of its parts."""

    @property
    def is_doubtful(self) -> bool:
        """Whether the text there was read from a scan and may well be wrong."""
        return self.certainty < DOUBTFUL

    def through(self, other: Place) -> Place:
        """The place that begins where this one begins and ends where `other` ends."""
        boxes = {box.page: box for box in self.boxes}
        for box in other.boxes:
            boxes[box.page] = boxes[box.page].around(box) if box.page in boxes else box
        return Place(
            self.page,
            self.line,
            other.end_page or other.page,
            other.end_line or other.line,
            tuple(boxes[page] for page in sorted(boxes)),
            min(self.certainty, other.certainty),
        )


NOWHERE = Place()
"""The place of what has none."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The stable address of a row, a section or the header: `ca-mau-2026/pl-1/13`, `an-giang-2025/III.6.c`.

    Exactly one of `section` (a path of printed numbers, or `header`) and `appendix` (its label, "" where it has none)
    is set. `repeat` tells apart rows that a plan printed under one number, and tasks told in one section: 1 for the
    first, 2 for the next (`13~2`).
    """

    plan: str
    section: str | None = None
    appendix: str | None = None
    group: str = ""
    stt: str = ""
    repeat: int = 1

    @property
    def table(self) -> str:
        """The label that a table is asked for by: "1" where it has none; "" for what stands in the prose."""
        return "" if self.section is not None else self.appendix or "1"

    def __str__(self) -> str:
        if self.section is not None:
            return f"{self.plan}/{self.section}" + ("" if self.repeat == 1 else f"~{self.repeat}")
        label = f"pl-{self.appendix}" if self.appendix else "pl"
        number = self.stt if self.repeat == 1 else f"{self.stt}~{self.repeat}"
        return "/".join(part for part in (self.plan, label, self.group, number) if part)


HEADER = "header"
"""The section path under which number, date, signer, recipients and the replaced plan are cited."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document that a plan names: its `kind` ("Kế hoạch"), `number` ("92/KH-UBND"), `date` and `issuer`."""

    kind: str
    number: str
    date: str = ""
    issuer: str = ""
    text: str = ""
    """The words that name it, as printed, with what it is about."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a plan says of itself. Text is as printed and "" where the plan leaves it out."""

    title: str
    """What the plan is for, without the word KẾ HOẠCH: "Triển khai thực hiện chuyển đổi số ngành Y tế năm 2025"."""
    issuer: str = ""
    """The body that issues it: "Sở Y tế tỉnh Cà Mau"."""
    province: str = ""
    """The bare name of the province or city: "Cà Mau"."""
    number: str = ""
    """"57/KH-SYT", or "/KH-SYT" where the number itself is left blank."""
    place_and_date: str = ""
    """The dateline as printed: "An Giang, ngày 19 tháng 9 năm 2025"."""
    date: str = ""
    """What is known of the date in ISO form: "2025-09-19", "2026-03", "2025" or ""."""
    years: tuple[int, ...] = ()
    """The years that the plan covers, in order: those of its title, else of its date, else of its latest basis."""
    signer: str = ""
    office: str = ""
    """The signer's office, with what it stands in for: "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"."""
    recipients: tuple[str, ...] = ()
    basis: tuple[Reference, ...] = ()
    """The documents that it rests on, in the order in which its opening names them, each once."""
    replaces: Reference | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of prose; `marker` is the printed sign before it that carries no number: "-", "+" or ""."""

    text: str
    marker: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the prose, with the unnumbered paragraphs that follow it before the next number.

    `path` joins the printed numbers from the top, without dots and brackets of their own: "III", "III.7.2.b". Where
    the print itself carries the upper numbers ("7.2." under "7."), they are not said twice. The opening of a plan,
    before its first number, is the section `header`, whose `number` and `text` are "".
    """

    path: str
    number: str
    """The number as printed, without its dot or brackets: "III", "7.2", "b"."""
    text: str
    """The heading, or the whole numbered paragraph."""
    paragraphs: tuple[Paragraph, ...] = ()
    place: Place = NOWHERE


_DATED = re.compile(r"\b20\d\d\b")
"""A header over several columns that says of which year they are."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an appendix: its header as printed and what it means."""

    title: str
    field: Field | None = None
    year: str = ""
    """For a column of a yearly schedule, its key: "2026", "Quý I"."""
    parent: str = ""
    """The header printed over several columns, of which this is one: "Thời gian"."""

    @property
    def printed(self) -> str:
        """The header in full: "Thời gian 2026" for a year under the header over it, "Năm 2026 Ngân sách tỉnh" for a
        source under a year."""
        told = self.year or _DATED.search(self.parent)
        return f"{self.parent} {self.title}" if told and self.parent else self.title


@dataclass(frozen=True, slots=True)
class Group:
    """A heading row inside an appendix table."""

    number: str
    title: str
    place: Place = NOWHERE

    @property
    def name(self) -> str:
        """Its number, where it has one, and its title."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Row:
    """One task, indicator or project of an appendix. Its cells are whole, whatever page breaks ran through them."""

    anchor: Anchor
    fields: Mapping[str, str]
    """Cell text by canonical field, or by printed header where that means none of them; "" for a blank cell."""
    schedule: Mapping[str, str] = field(default_factory=dict)
    """Marks of the columns that are one a year ({"2025": "X", "2026": "Quý 3"}), only those that hold one."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Cell text by header as printed, every column in its order."""
    group_title: str = ""
    place: Place = NOWHERE
    amounts_in: str = ""
    """The unit of its table's amounts where a line over the table gives it, "triệu đồng", else ""."""

    @property
    def stt(self) -> str:
        """The printed number without dots or leading zeros."""
        return self.anchor.stt

    @property
    def group(self) -> str:
        """The number of the group that it stands in, "" where there is none."""
        return self.anchor.group

    @property
    def is_doubtful(self) -> bool:
        """Whether it was read from a scan and may well be wrong."""
        return self.place.is_doubtful

    def text(self, wanted: Field) -> str:
        """The text of one field, "" where the cell is blank or the table has no such column."""
        if wanted is Field.SCHEDULE:
            return "; ".join(f"{year}: {mark}" for year, mark in self.schedule.items())
        return self.fields.get(wanted.value, "")

    def has(self, wanted: Field) -> bool:
        """Whether the table has a column for the field at all, blank or not."""
        return bool(self.schedule) if wanted is Field.SCHEDULE else wanted.value in self.fields


PROSE = "mục "
"""How the label of the tasks that the prose tells begins, behind which the path of their section stands."""


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix table."""

    label: str
    """As printed, "1" or "II"; "" where it has no number."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    """Text that stands with the table but is not in it: "Ghi chú: (*) mục tiêu giao cụ thể cho Sở Y tế"."""
    place: Place = NOWHERE

    @property
    def is_prose(self) -> bool:
        """Whether it is no table that is printed, but the tasks that the prose tells (see `structure.prose_tasks`)."""
        return self.label.startswith(PROSE)


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a plan was read from."""

    name: str
    sha256: str
    format: str
    """What it was read as: "flattened text", "tab-separated text", "markdown"."""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One published document, read."""

    id: str
    header: Header
    sections: tuple[Section, ...]
    appendices: tuple[Appendix, ...]
    source: Source
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Short forms that the plan itself defines, "KH-CN" -> "khoa học, công nghệ"."""

    def rows(self) -> Iterator[Row]:
        """Every row of every appendix, in print order."""
        for appendix in self.appendices:
            yield from appendix.rows


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: a row, a numbered section or one of its paragraphs, with its anchor."""

    id: str
    """The anchor, and "#2" and so on for the second and later passages of one section."""
    anchor: Anchor
    kind: str
    """"row", "section" or "header"."""
    text: str
    """What is quoted: the row as "column: value" lines, or the paragraph."""
    search_text: str
    """The text with enough of its context (plan, appendix, group, headings) to be found alone."""
    place: Place = NOWHERE
