"""Answers that are one field of a row, or the same field of a row in each plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.citing import CitationBook
from assistant.columns import Wanted, cell, has, of_year
from assistant.due import with_day
from assistant.library import Shelf
from assistant.replies import Replies
from assistant.retriever import Hit
from ingest.columns import meaning
from ingest.model import Field, Row

ALIKE = 0.86
"""Rows whose score is at least this share of the best of their plan are as likely meant."""
_WORTH_NAMING = 0.8
"""A plan whose best row scores under this share of the best of all is not named beside it."""
_MOST_ROWS = 6
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?\s*%|\d{2,}")
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


@dataclass(frozen=True, slots=True)
class Said:
    """A row with what it says of the fields asked for."""

    hit: Hit
    row: Row
    values: tuple[tuple[Wanted, str], ...]
    """The fields that the row fills, as asked or by a substitute."""

    @property
    def filled(self) -> bool:
        """Whether every field asked for has a text."""
        return bool(self.values) and all(value for _, value in self.values)


def value_of(row: Row, wanted: Wanted, language: str = "vi", years: Collection[int] = ()) -> tuple[Wanted, str] | None:
    """The text of a field, or of the one that answers for it; None where the table has no column for either.

    Where the table has a column of the field for one of `years`, that is told.
    """
    if dated := of_year(row, wanted, years):
        title, text = dated
        return title, f"{text} {unit_of_header(row, title)}".strip() if text else ""
    if not isinstance(wanted, Field):
        return (wanted, cell(row, wanted)) if has(row, wanted) else None
    known = [other for other in _SUBSTITUTES.get(wanted, (wanted,)) if row.has(other)]
    if not known and wanted is Field.TARGET and _AMOUNT.search(row.text(Field.CONTENT)):
        return Field.CONTENT, row.text(Field.CONTENT)
    for other in known:
        if other in _AMOUNTS and (text := amount_text(row, other)):
            return other, text
        if text := row.text(other) if other is not Field.SCHEDULE else schedule_text(row, language):
            return other, text
    if wanted is Field.TARGET and _SHARE.search(row.text(Field.CONTENT)):
        return Field.CONTENT, row.text(Field.CONTENT)
    return (wanted, "") if known else None


def cell_text(row: Row, wanted: Field) -> str:
    """A cell as it is told: as printed, an amount with the unit of its column."""
    return amount_text(row, wanted) if wanted in _AMOUNTS else row.text(wanted)


def unit_of_header(row: Row, title: str) -> str:
    """The unit of money that a column of amounts goes by: its header's, or that of the table's total."""
    if not _BARE_AMOUNT.fullmatch(row.columns.get(title, "")) or meaning(title) is not Field.BUDGET:
        return ""
    units = (_UNIT.search(header) for header in (title, *row.columns) if meaning(header) is Field.BUDGET)
    return next((found[1] for found in units if found), "")


def amount_text(row: Row, wanted: Field) -> str:
    """An amount as printed, with the unit that its column's header gives where the cell has none."""
    text = row.text(wanted)
    header = next((title for title, cell in row.columns.items() if cell and cell == text), "")
    unit = _UNIT.search(header)
    return f"{text} {unit[1]}" if unit and _BARE_AMOUNT.fullmatch(text) else text


def schedule_text(row: Row, language: str) -> str:
    """A yearly schedule in words: "Quý 3 năm 2026; các năm 2027, 2028"."""
    marked = [year for year, mark in row.schedule.items() if len(mark) == 1 and not mark.isdigit()]
    timed = [f"{mark} ({year})" for year, mark in row.schedule.items() if year not in marked]
    years = ", ".join(marked)
    label = ("năm " if len(marked) == 1 else "các năm ") if language == "vi" else ""
    return "; ".join([*timed, *([f"{label}{years}"] if marked else [])])


def said_of(hits: Sequence[Hit], fields: Sequence[Wanted], language: str, years: Collection[int] = ()) -> list[Said]:
    """What each row found says of the fields; rows whose table lacks them all are left out."""
    found: list[Said] = []
    for hit in hits:
        if hit.row is None:
            continue
        values = [value for wanted in fields if (value := value_of(hit.row, wanted, language, years)) is not None]
        if values:
            found.append(Said(hit, hit.row, tuple(values)))
    return found


def choose_rows(said: Sequence[Said], plans: int) -> list[Said]:
    """The rows to answer with: of each plan the best, and those that fit as well; filled ones before blank ones.

    `plans` is how many plans the question names, 0 for none.
    """
    by_plan: dict[str, list[Said]] = {}
    top = max((one.hit.score for one in said), default=0.0)
    for one in said:
        if not plans and one.hit.score < _WORTH_NAMING * top:
            continue
        by_plan.setdefault(one.hit.plan, []).append(one)
    chosen: list[Said] = []
    for rows in by_plan.values():
        best = max(row.hit.score for row in rows)
        alike = [row for row in rows if row.hit.score >= ALIKE * best]
        filled = [row for row in alike if row.filled]
        kept = filled or alike[:1]
        clear = [row for row in kept if row.hit.score >= 0.97 * max(r.hit.score for r in kept)]
        chosen += clear if len(clear) <= 2 or plans else clear[:2]
    return chosen[:_MOST_ROWS]


def state_rows(
    chosen: Sequence[Said], shelf: Shelf, book: CitationBook, words: Replies, fields: Sequence[Wanted]
) -> str:
    """The rows' statements, one a line where there are several."""
    statements = []
    for one in chosen:
        parts = [
            _statement(one, wanted, with_day(one.row, wanted, value, shelf, words), words, fields)
            for wanted, value in one.values
            if value
        ]
        plan = shelf.names[one.hit.plan]
        statements.append((plan, "; ".join(parts), book.row(one.row)))
    if len(statements) == 1:
        plan, text, mark = statements[0]
        return f"{words.say('single', plan=plan, statement=text)}. {mark}"
    plans = {plan for plan, _, _ in statements}
    head = words.say("several_plans" if len(plans) == len(statements) else "several_rows", count=len(statements))
    return "\n".join(
        [head, *(f"{words.say('line', plan=plan, statement=text)} {mark}" for plan, text, mark in statements)]
    )


def _statement(one: Said, wanted: Wanted, value: str, words: Replies, fields: Sequence[Wanted]) -> str:
    row = one.row
    with_whom = ""
    if wanted is Field.LEAD_UNIT and Field.COORDINATING_UNITS not in fields:
        with_whom = row.text(Field.COORDINATING_UNITS)
    elif wanted is Field.COORDINATING_UNITS and Field.LEAD_UNIT not in fields:
        with_whom = row.text(Field.LEAD_UNIT)
    content = row.text(Field.CONTENT) or row.group_title
    return words.state(wanted, content, value.rstrip(" .;,"), with_whom.rstrip(" .;,"))


def state_blank(one: Said, asked: Wanted, shelf: Shelf, book: CitationBook, words: Replies) -> str:
    """That a row leaves the field asked for blank."""
    content = one.row.text(Field.CONTENT)
    plan = shelf.names[one.hit.plan]
    return words.say("blank", plan=plan, content=content, field=words.name(asked), mark=book.row(one.row))
