"""Rows whose cells are filled, and rows to which money has been allocated."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.plans.columns import cell
from ingest.columns import meaning
from ingest.model import Field, Row
from ingest.vietnamese import fold

_OFTEN_THE_CONTENT = {Field.TARGET}
"""What some tables have as what their rows are about, and no column of its own beside it."""
_VOID = {"", "0", "-", "–", "khong", "khong co"}


def with_filled(filled: Collection[Field], rows: Sequence[Row]) -> list[Row]:
    """Those of some rows whose cells are filled."""
    kept = list(rows)
    for wanted in filled:
        known = [row for row in kept if _has(row, wanted)]
        if known or wanted not in _OFTEN_THE_CONTENT:
            kept = [row for row in known if _says(row, wanted)]
    return kept


def with_funds(rows: Sequence[Row]) -> list[Row]:
    """Those of some rows to which money has been allocated; those with a budget where no table says what has been."""
    known = any(_has(row, Field.ALLOCATED_BUDGET) for row in rows)
    return with_filled((Field.ALLOCATED_BUDGET if known else Field.BUDGET,), rows)


def _has(row: Row, wanted: Field) -> bool:
    scheduled = wanted is Field.DEADLINE and bool(row.schedule)
    return row.has(wanted) or scheduled or any(meaning(title) is wanted for title in row.columns)


def _says(row: Row, wanted: Field) -> bool:
    texts = [cell(row, wanted), *(text for title, text in row.columns.items() if meaning(title) is wanted)]
    texts += row.schedule.values() if wanted is Field.DEADLINE else ()
    return any(fold(text).strip(" .") not in _VOID for text in texts)
