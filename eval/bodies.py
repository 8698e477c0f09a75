"""`python -m eval.bodies`: whether the tasks of each body are told, whatever its name is like.

Each body that the rows of a plan name, in the role in which they name it, is asked for in two ways, with accents and
without. An answer must cite each row whose cell names the body; the rows of tables of indicators are left out, since
a question for tasks leaves them out. Beside `eval.ways`, where ways of asking are held against each
other, this holds answers against the cells themselves, so that a name that is misread in every way is seen.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.plans.library import Shelf
from assistant.tabular.choosing import lists_indicators
from eval.agreement import assistants, rows_of
from ingest.model import Field
from ingest.vietnamese import fold

_ROLES = {
    Field.LEAD_UNIT: ("Những việc nào của {plan} do {body} chủ trì?", "{body} của {plan} chủ trì những việc nào?"),
    Field.COORDINATING_UNITS: (
        "Những việc nào của {plan} có {body} phối hợp?",
        "{body} phối hợp những việc gì trong kế hoạch {plan}?",
    ),
}


@dataclass(frozen=True, slots=True)
class Borne:
    """What a body bears in a plan in one role."""

    role: Field
    name: str
    """As most of its cells print it."""
    rows: frozenset[str]
    """The anchors of the rows whose cells name it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for the tasks of a body, and which of them its answer left out."""

    role: Field
    form: str
    question: str
    missing: frozenset[str]


def borne_in(shelf: Shelf, plan: str) -> Iterator[Borne]:
    """What each body of a plan bears, by role."""
    rows: defaultdict[tuple[Field, str], set[str]] = defaultdict(set)
    names: defaultdict[tuple[Field, str], Counter[str]] = defaultdict(Counter)
    for row in shelf.rows_of([plan]):
        if lists_indicators(row, shelf):
            continue
        for role in _ROLES:
            for unit in shelf.units_of(plan, row.text(role)):
                rows[role, unit.key].add(str(row.anchor))
                names[role, unit.key][unit.text] += 1
    for (role, key), anchors in rows.items():
        yield Borne(role, names[role, key].most_common(1)[0][0], frozenset(anchors))


def asked_for(assistant: Assistant, borne: Borne, name: str) -> Iterator[Asked]:
    """Each way of asking for what a body bears in the plan of some name."""
    for way in _ROLES[borne.role]:
        accented = way.format(plan=name, body=borne.name)
        for form, question in (("accented", accented), ("unaccented", fold(accented))):
            yield Asked(borne.role, form, question, borne.rows - rows_of(assistant.ask(question)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks for the tasks of each body, tells what was left out, and counts the answers that left out none."""
    parser = argparse.ArgumentParser(prog="python -m eval.bodies", description=__doc__)
    parser.add_argument("--plans", type=Path, help="one folder of plans; all of the evaluation without it")
    options = parser.parse_args(arguments)
    asked, whole = Counter[str](), Counter[str]()
    for assistant in assistants(options.plans):
        shelf = assistant.shelf()
        for plan, name in shelf.names.items():
            for one in (one for borne in borne_in(shelf, plan) for one in asked_for(assistant, borne, name)):
                for key in ("all", one.form, one.role.value):
                    asked[key] += 1
                    whole[key] += not one.missing
                if one.missing:
                    print(f"{plan} | {one.question} | left out {sorted(one.missing)}")
    for key, count in asked.items():
        print(f"{key}: {whole[key]} of {count} tell every row")


if __name__ == "__main__":
    main()
