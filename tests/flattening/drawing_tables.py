"""Draws one table: its columns, headers and widths, its groups and rows, and the untidiness of typed cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from ingest.model import Field
from tests.flattening import corpus
from tests.flattening.corpus import Sector, Task
from tests.flattening.layout import Font, text_width
from tests.flattening.tables import PADDING, Cell, Column, GroupForm, GroupLine, RowLine, Table, TableStyle

_LYING_WIDTH = 690.0
_UPRIGHT_WIDTH = 470.0
_NARROWEST = 34.0
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_OPTIONAL = (
    (Field.COORDINATING_UNITS, 8),
    (Field.DELIVERABLE, 7),
    (Field.DEADLINE, 7),
    (Field.SCHEDULE, 2),
    (Field.NOTE, 5),
    (Field.BUDGET, 4),
    (Field.RESPONSIBLE_LEADER, 3),
    (Field.TARGET, 3),
    (Field.SOLUTION, 2),
    (Field.AREA, 2),
    (Field.APPROVAL, 1),
    (Field.ALLOCATED_BUDGET, 1),
)
_WEIGHTS = {
    Field.CONTENT: 3.2,
    Field.SOLUTION: 2.6,
    Field.DELIVERABLE: 1.6,
    Field.TARGET: 1.2,
    Field.COORDINATING_UNITS: 1.4,
    Field.APPROVAL: 1.3,
    Field.NOTE: 1.0,
    Field.DEADLINE: 0.9,
    Field.AREA: 0.9,
}
_COUNTS = range(3, 11)
_SCHEDULES = (
    ("2026", "2027", "2028", "2029"),
    ("Năm 2026", "Năm 2027", "Năm 2028", "Năm 2029"),
    ("Quý I", "Quý II", "Quý III", "Quý IV"),
)
_SHARED = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)
_STT_FORMS = ("{}", "{} ", "{}.", "{}. ", "{:02d}", "{:02d}.")


def draw_table(rng: Random, sector: Sector, is_upright: bool) -> Table:
    """One table of 3 to 10 columns with 4 to 22 tasks of a sector, in groups or without."""
    font = Font(rng.choice((12.0, 12.0, 13.0, 13.0, 14.0)))
    weights = (3, 4, 4, 2, 0, 0, 0, 0) if is_upright else (1, 2, 4, 6, 6, 4, 3, 2)
    fields = _draw_fields(rng, rng.choices(_COUNTS, weights)[0])
    columns = _draw_columns(rng, fields, _UPRIGHT_WIDTH if is_upright else _LYING_WIDTH, font)
    style = TableStyle(
        font=font,
        is_centred=rng.random() < 0.65,
        repeats_header=rng.random() < 0.6,
        breaks_rows=rng.random() < 0.5,
        breaks_after_slash=rng.random() < 0.2,
        blank=rng.choice((" ", " ", "  ")),
        group_form=rng.choices((GroupForm.TITLE, GroupForm.WHOLE, GroupForm.NONE), (6, 2, 2))[0],
    )
    tasks = rng.sample(sector.tasks, k=min(len(sector.tasks), rng.randint(4, 22)))
    return Table(columns, tuple(_draw_lines(rng, sector, tasks, columns)), style)


def _draw_fields(rng: Random, count: int) -> list[Field]:
    """The fields of a table of `count` columns, stt included, in their order."""
    chosen = [Field.CONTENT, Field.LEAD_UNIT]
    pool = dict(_OPTIONAL)
    room = count - 3
    while room > 0 and pool:
        field = rng.choices(list(pool), list(pool.values()))[0]
        del pool[field]
        width = 4 if field is Field.SCHEDULE else 1
        if field is Field.SCHEDULE and (room < width or Field.DEADLINE in chosen):
            continue
        chosen.append(field)
        room -= width
    rest = [field for field in chosen if field not in (Field.CONTENT, Field.NOTE)]
    if rng.random() < 0.4:
        rng.shuffle(rest)  # else the usual order: who, with whom, the rest as drawn
    fields = [Field.CONTENT, *rest, *([Field.NOTE] if Field.NOTE in chosen else [])]
    if rng.random() < 0.08:
        fields[0], fields[1] = fields[1], fields[0]
    return fields


def _draw_columns(rng: Random, fields: Sequence[Field], total: float, font: Font) -> tuple[Column, ...]:
    pools = corpus.pools()
    is_shouting = rng.random() < 0.12
    stt_header = rng.choice(pools.stt_headers)
    columns = [Column(stt_header, text_width(stt_header, Font(font.size, bold=True)) + rng.uniform(1, 12))]
    is_shared = rng.random() < 0.15 and _SHARED in pairwise(fields)
    for field in fields:
        header = rng.choice(pools.headers[field])
        header = header.upper() if is_shouting else header
        if field is Field.SCHEDULE:
            columns += _schedule_columns(rng, header, font)
        elif is_shared and field in _SHARED:
            title = "Chủ trì" if field is Field.LEAD_UNIT else "Phối hợp"
            columns.append(Column(title, 0.0, field, "Phân công thực hiện"))
        else:
            columns.append(Column(header, 0.0, field))
    if rng.random() < 0.15:
        place = rng.randrange(1, len(columns))
        columns[place] = replace(columns[place], is_centred=rng.random() < 0.5)
    return _with_widths(rng, columns, total, font)


def _schedule_columns(rng: Random, header: str, font: Font) -> list[Column]:
    names = rng.choice(_SCHEDULES)
    parent = header if rng.random() < 0.75 else ""
    width = rng.uniform(30.0, 46.0) * font.size / 13
    return [Column(name, width, Field.SCHEDULE, parent) for name in names]


def _with_widths(rng: Random, columns: Sequence[Column], total: float, font: Font) -> tuple[Column, ...]:
    """Share the table's width out: by what a column holds, never narrower than most words of its header."""
    fixed = sum(column.width for column in columns) + PADDING * len(columns)
    shares = [
        0.0 if column.width or not column.field else _WEIGHTS.get(column.field, 1.0) * rng.uniform(0.75, 1.3)
        for column in columns
    ]
    unit = max(total - fixed, 0.0) / sum(shares)
    bold = Font(font.size, bold=True)
    widths = []
    for column, share in zip(columns, shares, strict=True):
        longest = max(text_width(word, bold) for word in column.header.split()) + 0.5
        if column.field in (Field.BUDGET, Field.ALLOCATED_BUDGET) and rng.random() < 0.8:
            longest = max(longest, text_width("10.000.000.000", font) + 1.0)  # most people leave room for a number
        widths.append(column.width or max(share * unit, longest, _NARROWEST))
    return tuple(replace(column, width=width) for column, width in zip(columns, widths, strict=True))


def _draw_lines(
    rng: Random, sector: Sector, tasks: Sequence[Task], columns: Sequence[Column]
) -> list[RowLine | GroupLine]:
    groups = _draw_groups(rng, sector, len(tasks))
    stt_form = rng.choice(_STT_FORMS)
    restarts = rng.random() < 0.6
    optional = [column.field for column in columns if column.field and column.field is not Field.CONTENT]
    empty: set[Field] = {field for field in optional if rng.random() < 0.05}
    lines: list[RowLine | GroupLine] = []
    number = 0
    for index, task in enumerate(tasks):
        if index in groups:
            lines.append(groups[index])
            number = 0 if restarts else number
        number += 1
        lines.append(_draw_row(rng, stt_form.format(number), task, columns, empty))
    return lines


def _draw_groups(rng: Random, sector: Sector, count: int) -> dict[int, GroupLine]:
    """The group lines of a table of `count` tasks, by the task before which they stand; none in many a table."""
    if len(sector.groups) < 2 or rng.random() < 0.45:
        return {}
    wanted = min(rng.randint(2, 5), len(sector.groups), count)
    starts = [0, *sorted(rng.sample(range(1, count), k=wanted - 1))]
    titles = rng.sample(sector.groups, k=wanted)
    numbers = "ABCDE" if rng.random() < 0.1 else _ROMAN
    is_upper = rng.random() < 0.2
    return {
        start: GroupLine(number, title.upper() if is_upper else title)
        for start, number, title in zip(starts, numbers, titles, strict=False)
    }


def _draw_row(rng: Random, stt: str, task: Task, columns: Sequence[Column], empty: set[Field]) -> RowLine:
    marks = _draw_marks(rng, sum(column.field is Field.SCHEDULE for column in columns))
    drop = rng.choice((0.0, 0.0, 0.0, 4.0))  # blank paragraphs often have another size, and so another height
    cells = []
    for place, column in enumerate(columns):
        if column.field is None:
            text = stt
        elif column.field is Field.SCHEDULE:
            text = marks.pop(0)
        else:
            text = "" if column.field in empty else _draw_text(rng, column.field, task)
        if text:
            cells.append(_untidy(rng, text) if place else Cell((text,)))
        else:
            is_last = place == len(columns) - 1
            cells.append(Cell(drop=drop, swallowed=is_last and rng.random() < 0.15))
    return RowLine(tuple(cells))


def _draw_marks(rng: Random, count: int) -> list[str]:
    """The marks of a yearly schedule: all alike, or one date and blanks, or a span of marks."""
    kind = rng.random()
    if kind < 0.35:
        return ["X"] * count
    if kind < 0.65:
        marks = [""] * count
        if count:
            marks[rng.randrange(count)] = rng.choice(corpus.pools().schedule_marks)
        return marks
    start = rng.randrange(count) if count else 0
    return ["x" if start <= place <= start + 1 else "" for place in range(count)]


def _draw_text(rng: Random, field: Field, task: Task) -> str:
    if field in task:
        return task[field]
    fillers = corpus.pools().fillers.get(field, ())
    chance = 0.3 if field is Field.NOTE else 0.85
    return rng.choice(fillers) if fillers and rng.random() < chance else ""


def _untidy(rng: Random, text: str) -> Cell:
    """The cell as somebody in a hurry typed it: stray spaces, empty paragraphs, other spacing."""
    paragraphs = text.split("\n")
    if rng.random() < 0.08:
        paragraphs[-1] += " "
    if rng.random() < 0.03:
        paragraphs[0] = f" {paragraphs[0]}"
    if rng.random() < 0.04:
        paragraphs[0] = paragraphs[0].replace(" ", "  ", 1)
    if rng.random() < 0.03:
        paragraphs += [""] * rng.randint(1, 2)
    return Cell(tuple(paragraphs), drop=rng.choice((3.0, 5.0)) if rng.random() < 0.04 else 0.0)
