"""What an answer was told from, at which the next question of a conversation may point: rows, and whom they name."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.plans.library import Shelf
from assistant.understanding.question import Question
from ingest.model import Field, Row
from ingest.units import Unit
from ingest.vietnamese import fold

_ROLES = {Field.LEAD_UNIT, Field.COORDINATING_UNITS}


@dataclass(frozen=True, slots=True)
class Told:
    """What the answer to the question before was told from."""

    rows: tuple[Row, ...] = ()
    leaders: tuple[str, ...] = ()
    """The names of the leaders who oversee those rows, each once."""
    units: tuple[Unit, ...] = ()
    """The bodies in the column that was asked for, or else in that of the lead, each once."""
    places: tuple[str, ...] = ()
    """The anchors of all that was told, sections too, in the order of the answer."""


def told_from(asked: Question, rows: tuple[Row, ...], shelf: Shelf, places: tuple[str, ...] = ()) -> Told:
    """What some rows, from which a question was answered, name: their leaders, and the bodies asked for."""
    role = next((wanted for wanted in asked.fields if wanted in _ROLES), Field.LEAD_UNIT)
    units = {unit.key: unit for row in rows for unit in shelf.units_of(row.anchor.plan, row.text(Field(str(role))))}
    cells = [fold(row.text(Field.RESPONSIBLE_LEADER)) for row in rows]
    leaders = [name for cell in cells for folded, name in shelf.leaders_by_name.items() if folded in cell]
    return Told(rows, tuple(dict.fromkeys(leaders)), tuple(units.values()), places)
