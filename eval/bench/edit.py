"""One edited row, to see that only what it changes is embedded again."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Field, Plan, Row
from ingest.store.plan_store import PlanStore


def edit_one_row(store: PlanStore) -> int:
    """Change the content of one row of the first plan that has any; returns how many passages were embedded."""
    plans = (store.catalogue.plan(card.id) for card in store.catalogue.directory.cards())
    plan = next(plan for plan in plans if any(plan.rows()))
    return store.add(_edited(plan)).embedded


def _edited(plan: Plan) -> Plan:
    first = next(plan.rows())
    appendices = tuple(
        replace(one, rows=tuple(_with_word(row) if row is first else row for row in one.rows))
        for one in plan.appendices
    )
    return replace(plan, appendices=appendices)


def _with_word(row: Row) -> Row:
    content = row.text(Field.CONTENT)
    changed = f"{content} (đã sửa)"

    def cells(values: dict[str, str]) -> dict[str, str]:
        return {title: changed if cell == content else cell for title, cell in values.items()}

    return replace(row, fields=cells(dict(row.fields)), columns=cells(dict(row.columns)))
