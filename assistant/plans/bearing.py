"""By what rows are counted: the leader, the bodies or the group that each of them has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.plans.shelf import Shelf
from ingest.lexicon.signing import looks_like_person, without_titles
from ingest.model import Field, Group, Row
from ingest.vietnamese import fold

_BODIES = {"unit": Field.LEAD_UNIT, "coordinating": Field.COORDINATING_UNITS}
"""The columns of the bodies that are counted."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a row: what tells bearers apart, and the name as printed."""

    key: str
    name: str


def bearers_by(ranks: str, shelf: Shelf) -> Callable[[Row], list[Bearer]] | None:
    """Who bears a row, as "leader", "unit", "coordinating" or "group" says; None for anything else."""
    if ranks == "leader":
        return lambda row: [_person(text)] if (text := row.text(Field.RESPONSIBLE_LEADER)) else []
    if ranks in _BODIES:
        role = _BODIES[ranks]
        return lambda row: [Bearer(unit.key, unit.text) for unit in shelf.units_of(row.anchor.plan, row.text(role))]
    if ranks == "group":
        return lambda row: [Bearer(title, title)] if (title := group_of(row)) else []
    return None


def held_by(rows: Iterable[Row], key: Callable[[Row], list[Bearer]]) -> list[tuple[str, list[Row]]]:
    """Each bearer in the order in which they are met: the name that most of its rows have for it, and its rows."""
    held: defaultdict[str, list[Row]] = defaultdict(list)
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for bearer in key(row):
            held[bearer.key].append(row)
            names[bearer.key][bearer.name] += 1
    return [(names[one].most_common(1)[0][0], found) for one, found in held.items()]


def group_of(row: Row) -> str:
    """The name of the group that a row stands in; "" where it stands in none."""
    return Group(row.group, row.group_title).name if row.group_title else ""


def _person(cell: str) -> Bearer:
    """A leader, told apart by the name alone, for "GĐ Sở" and "Giám đốc Sở" may stand behind it."""
    name = _plain(cell).split(" - ")[0]
    return Bearer(fold(without_titles(name)) if looks_like_person(name) else fold(_plain(cell)), _plain(cell))


def _plain(bearer: str) -> str:
    """A leader's cell with its dashes spaced alike, so that "Lắm- PGĐ" and "Lắm - PGĐ" are one."""
    return re.sub(r"\s*[-–]\s*", " - ", bearer).strip()
