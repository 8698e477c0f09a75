"""What a row says of a field: the text of its cell, with the unit or the year that its column gives, or of the column
that answers for it."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.plans.columns import Wanted, cell, has, is_part_of_budget, of_point, of_year
from assistant.plans.fitting import without_dates
from ingest.columns import meaning, names_source
from ingest.model import Field, Row
from ingest.money import header_unit

_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?\s*%|\b\d{2,}")
_SHARE = re.compile(r"\d+(?:[.,]\d+)?\s*%")
_AMOUNTS = (Field.BUDGET, Field.ALLOCATED_BUDGET)
_UNIT = re.compile(r"((?:nghìn|triệu|tỷ)(?: đồng)?|1[.,]?000 ?đ)", re.IGNORECASE)
_BARE_AMOUNT = re.compile(r"[\d.,\s]+")
_SUBSTITUTES = {
    Field.DEADLINE: (Field.DEADLINE, Field.SCHEDULE),
    Field.TARGET: (Field.TARGET, Field.SCHEDULE),
    Field.SCHEDULE: (Field.SCHEDULE, Field.DEADLINE),
    Field.APPROVAL: (Field.APPROVAL, Field.NOTE),
}
"""Fields that answer for another where a table has no column for it."""


def value_of(
    row: Row, wanted: Wanted, language: str = "vi", years: Collection[int] = (), points: Collection[str] = ()
) -> tuple[Wanted, str] | None:
    """The text of a field, or of the one that answers for it; None where the table has no column for either.

    Where the table has a column of the field for one of `points` (quarters, months) or `years`, that is told.
    """
    if pointed := of_point(row, wanted, points):
        return pointed
    if dated := of_year(row, wanted, years):
        title, text = dated
        return title, f"{text} {unit_of_header(row, title)}".strip() if text else ""
    if not isinstance(wanted, Field):
        return (wanted, f"{cell(row, wanted)} {unit_of_header(row, wanted)}".strip()) if has(row, wanted) else None
    known = [other for other in _SUBSTITUTES.get(wanted, (wanted,)) if row.has(other)]
    if not known and wanted is Field.TARGET and (said := _says_amount(row)):
        return said
    for other in known:
        if other in _AMOUNTS and (text := amount_text(row, other)):
            return other, text
        if text := row.text(other) if other is not Field.SCHEDULE else schedule_text(row, language):
            return other, text
    if wanted is Field.TARGET and _SHARE.search(row.text(Field.CONTENT)):
        return Field.CONTENT, row.text(Field.CONTENT)
    return (wanted, "") if known else None


def _says_amount(row: Row) -> tuple[Field, str] | None:
    """The cell that states an amount where a table has no column of targets: a share before any other number."""
    cells = [(wanted, row.text(wanted)) for wanted in (Field.DELIVERABLE, Field.CONTENT, Field.SOLUTION, Field.NOTE)]
    for states in (_SHARE, _AMOUNT):  # the number of a document is no amount
        if found := next(((wanted, text) for wanted, text in cells if states.search(without_dates(text))), None):
            return found
    return None


def cell_text(row: Row, wanted: Field) -> str:
    """A cell as it is told: as printed, an amount with the unit of its column."""
    return amount_text(row, wanted) if wanted in _AMOUNTS else row.text(wanted)


def unit_of_header(row: Row, title: str) -> str:
    """The unit of money that a column of amounts goes by: its header's, or that of the table's total."""
    of_money = meaning(title) is Field.BUDGET or is_part_of_budget(row, title) or _is_from_source(row, title)
    if not _BARE_AMOUNT.fullmatch(row.columns.get(title, "")) or not of_money:
        return ""
    units = (_UNIT.search(header) for header in (title, *row.columns) if meaning(header) is Field.BUDGET)
    return next((found[1] for found in units if found), row.amounts_in)


def _is_from_source(row: Row, title: str) -> bool:
    """Whether a column holds what of a row's budget comes from one source: an amount under "NSNN" beside the total."""
    return names_source(title) and bool(_BARE_AMOUNT.fullmatch(row.text(Field.BUDGET)))


def dong_of_unit(row: Row, title: str) -> int:
    """What one of a column's bare amounts counts in đồng: by its header, or by the line over the table."""
    return max(header_unit(title), header_unit(f"({row.amounts_in})"))


def amount_text(row: Row, wanted: Field) -> str:
    """An amount as printed, with the unit that its column's header, or the line over its table, gives where the cell
    has none."""
    text = row.text(wanted)
    unit = unit_of_amounts(row, wanted)
    return f"{text} {unit}" if text and unit and _BARE_AMOUNT.fullmatch(text) else text


def unit_of_amounts(row: Row, wanted: Field) -> str:
    """The unit of money that bare amounts of a column go by: its header's, or that of the line over the table."""
    text = row.text(wanted)
    header = next((title for title, cell in row.columns.items() if cell and cell == text), "")
    found = _UNIT.search(header)
    return found[1] if found else row.amounts_in


def schedule_text(row: Row, language: str) -> str:
    """A yearly schedule in words: "Quý 3 năm 2026; các năm 2027, 2028"."""
    marked = [year for year, mark in row.schedule.items() if len(mark) == 1 and not mark.isdigit()]
    timed = [f"{mark} ({year})" for year, mark in row.schedule.items() if year not in marked]
    years = ", ".join(marked)
    label = ("năm " if len(marked) == 1 else "các năm ") if language == "vi" else ""
    return "; ".join([*timed, *([f"{label}{years}"] if marked else [])])
