"""The bodies and the people that the rows of a plan name, found once when it is indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.lexicon.issuers import find_bodies
from ingest.lexicon.signing import without_titles
from ingest.model import Field, Plan
from ingest.units import Unit, find_units, split_units
from ingest.vietnamese import words

_PEOPLE = re.compile(r"[;,\n]")
_OFFICE = re.compile(r"\s*[-–(]\s*")  # what a name is parted from its office by


def named_units(plan: Plan) -> dict[str, Unit]:
    """The bodies of the lead and coordinating columns, each under its printed and usual name and its key, folded."""
    found: dict[str, Unit] = {}
    for row in plan.rows():
        for wanted in (Field.LEAD_UNIT, Field.COORDINATING_UNITS):
            for unit in split_units(row.text(wanted), plan.abbreviations):
                for name in (unit.text, unit.name, unit.key):
                    found.setdefault(" ".join(words(name)), unit)
    return {name: unit for name, unit in found.items() if name}


def named_leaders(plan: Plan) -> tuple[str, ...]:
    """The names of the leaders that rows name, without titles and offices, each once and in order."""
    cells = dict.fromkeys(row.text(Field.RESPONSIBLE_LEADER) for row in plan.rows())
    return tuple(sorted({name for cell in cells for name in _people(cell)}))


def _people(cell: str) -> Iterable[str]:
    for at, person in enumerate(_PEOPLE.split(cell)):
        name = _OFFICE.split(without_titles(person), maxsplit=1)[0].strip()
        if 2 <= len(name.split()) <= 6 and not (at and _is_body(name)):
            yield name


def _is_body(name: str) -> bool:
    """Whether it is a body behind the office that a leader has in it: "Ông Lê Văn Trọng, PGĐ Công an tỉnh"."""
    found = [*((one.start, one.end) for one in find_bodies(name)), *(one.span for one in find_units(name))]
    return any(start == 0 for start, _ in found)
