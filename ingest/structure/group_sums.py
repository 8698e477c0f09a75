"""Groups whose heading took the sum of their rows into its title, as text without cells gives it: "Hạ tầng 1.962".

A number at the end of a title is taken off where it is just what the rows of the group cost together, so that a year or
a number that belongs to the words stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.columns import figure_of
from ingest.model import Field, Group, Row

_SUM = re.compile(r"(?P<title>.*\S)\s+(?P<sum>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)")
_ROUNDED = 0.001


def without_sums(groups: Sequence[Group], rows: Sequence[Row]) -> tuple[tuple[Group, ...], tuple[Row, ...]]:
    """The groups and rows with the titles of groups as they are without what their rows cost together."""
    titles: dict[tuple[str, str], str] = {}
    for group in groups:
        found = _SUM.fullmatch(group.title)
        own = [row for row in rows if (row.group, row.group_title) == (group.number, group.title)]
        costs = sum(figure_of(row.text(Field.BUDGET)) for row in own)
        if found and costs > 0 and abs(figure_of(found["sum"]) - costs) <= _ROUNDED * costs:
            titles[group.number, group.title] = found["title"]
    if not titles:
        return tuple(groups), tuple(rows)
    return (
        tuple(replace(one, title=titles.get((one.number, one.title), one.title)) for one in groups),
        tuple(replace(row, group_title=titles.get((row.group, row.group_title), row.group_title)) for row in rows),
    )
