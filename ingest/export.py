"""The rows of plans as JSON lines, for scripts: one object a row, its keys held by a test."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ingest.model import Appendix, Field, Plan, Row


def export_lines(plan: Plan) -> Iterator[str]:
    """A JSON object without its line end for each row of a plan's tables, in print order."""
    for appendix in plan.appendices:
        if appendix.is_prose:
            continue
        for row in appendix.rows:
            yield row_json(row, has_schedule=_has_schedule(appendix))


def row_json(row: Row, has_schedule: bool) -> str:
    """A row as one JSON object; with `has_schedule`, its `fields` hold the marks of the year columns, if only {}.

    `certainty` is there only for a row that was read from a scan: how surely, below 1.
    """
    fields: dict[str, str | dict[str, str]] = dict(row.fields)
    if has_schedule:
        fields[Field.SCHEDULE.value] = dict(row.schedule)
    line: dict[str, object] = {
        "plan": row.anchor.plan,
        "appendix": row.anchor.appendix,
        "group": row.group,
        "group_title": row.group_title,
        "stt": row.stt,
        "fields": fields,
        "columns": dict(row.columns),
        "page": row.place.page,
        "anchor": str(row.anchor),
    }
    if row.place.certainty < 1:
        line["certainty"] = round(row.place.certainty, 3)
    return json.dumps(line, ensure_ascii=False)


def _has_schedule(appendix: Appendix) -> bool:
    return any(column.year for column in appendix.columns) or any(row.schedule for row in appendix.rows)
