"""Rows by field and filter, for lists, downloads and tools; bodies and deadlines are compared as questions do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.plans.filters import deadline_of
from assistant.plans.library import Shelf
from ingest.deadlines import Due, due_within
from ingest.model import Field, Row
from ingest.periods import Interval, Kind
from ingest.unit_names import same_unit, unit_of
from ingest.units import split_units
from ingest.vietnamese import fold, words

_BODY_FIELDS = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Conditions that a row must all meet; "" and () set none."""

    plans: tuple[str, ...] = ()
    appendix: str | None = None
    """The label as printed; None for any, "" for the appendix that has none."""
    group: str = ""
    text: str = ""
    """Words that all stand in the row, in any order, with or without accents."""
    unit: str = ""
    """A body that leads or coordinates."""
    role: Field | None = None
    """The one role, lead or coordinating, in which `unit` must stand."""
    due_from: date | None = None
    due_to: date | None = None
    """A deadline that falls due between the two days, both included; one alone leaves the other side open."""


def find_rows(shelf: Shelf, wanted: RowFilter) -> list[Row]:
    """The rows that meet the conditions, by plan and in print order."""
    return [row for row in shelf.rows_of(wanted.plans) if _meets(row, wanted, shelf)]


def _meets(row: Row, wanted: RowFilter, shelf: Shelf) -> bool:
    if wanted.appendix is not None and fold(row.anchor.appendix or "") != fold(wanted.appendix):
        return False
    if wanted.group and fold(row.group) != fold(wanted.group):
        return False
    if wanted.text and not set(words(wanted.text)) <= _words_of(row):
        return False
    if wanted.unit and not _has_unit(row, wanted, shelf.plans[row.anchor.plan].abbreviations):
        return False
    if wanted.due_from is None and wanted.due_to is None:
        return True
    period = Interval(wanted.due_from or date.min, wanted.due_to or date.max, Kind.SPAN)
    return due_within(deadline_of(row, shelf.plans[row.anchor.plan]), period) >= Due.ENDS_THERE


def _words_of(row: Row) -> set[str]:
    return set(words(" ".join((row.group_title, *row.fields.values(), *row.schedule.values()))))


def _has_unit(row: Row, wanted: RowFilter, abbreviations: Mapping[str, str]) -> bool:
    roles: Sequence[Field] = (wanted.role,) if wanted.role else _BODY_FIELDS
    asked = unit_of(wanted.unit, abbreviations)
    return any(same_unit(asked, unit) for role in roles for unit in split_units(row.text(role), abbreviations))
