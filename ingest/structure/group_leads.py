"""Tables that are parted by who leads: a heading names a body ("Cục Quản lý Dược"), and no column says "chủ trì"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Column, Field, Row
from ingest.units import find_units

_BEFORE = re.compile(
    r"(?:(?:các\s+)?(?:nhiệm vụ|nội dung|công việc)\s+)?(?:của|(?:được\s+)?giao(?:\s+cho)?|do|thuộc)\s+", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*(?:(?:chủ trì|thực hiện|chịu trách nhiệm)\s*)*[:.]?\s*")
_FEWEST_GROUPS = 2


def with_group_leads(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Row, ...]:
    """The rows, with the body that heads their group as lead unit where no column names one and all groups are such."""
    titles = {row.group_title for row in rows}
    if any(column.field is Field.LEAD_UNIT for column in columns) or len(titles) < _FEWEST_GROUPS:
        return tuple(rows)
    leads = {title: _body(title) for title in titles}
    if not all(leads.values()):
        return tuple(rows)
    lead = Field.LEAD_UNIT.value
    return tuple(replace(row, fields={**row.fields, lead: leads[row.group_title]}) for row in rows)


def _body(title: str) -> str:
    """The one body that a heading names and says no more than, else ""."""
    start = found.end() if (found := _BEFORE.match(title)) else 0
    said = title[start:]
    units = find_units(said)
    if len(units) != 1 or units[0].start or units[0].unit.group:
        return ""
    return said[: units[0].end] if _BEHIND.fullmatch(said, units[0].end) else ""
