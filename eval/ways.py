"""`python -m eval.ways`: whether rows are found however they are asked for.

What a body leads or supports, what a leader oversees and what is due in a time is taken from the rows of the plans
(`eval/agreement.py`) and asked in a plain way and in each of the ways of `ways.toml`: in Vietnamese with accents and
without, and in English. A way holds where it tells the rows that the plain one tells. Nothing here says which rows are
right, only that the way of asking must not matter.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from assistant.assistant import Assistant
from eval.agreement import assistants, conditions_of, rows_of
from ingest.vietnamese import fold

_WAYS = Path(__file__).with_name("ways.toml")
_SEED = 7
_EACH = 2
"""Conditions of each kind that are asked of one plan: so many stand for the others, and all take an hour."""


class Ways(BaseModel):
    """The ways of asking for one kind of condition."""

    plain: str
    vi: tuple[str, ...]
    en: tuple[str, ...] = ()
    of: str = ""
    """The kind of condition, where it is not what the ways are called."""
    before: str = ""
    """The question before, behind which they are short turns; {other} in it is another condition of the kind."""
    before_en: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a way of asking told beside the plain one."""

    kind: str
    form: str
    way: str
    question: str
    wanted: frozenset[str]
    """The rows that the plain way tells."""
    rows: frozenset[str]
    named: frozenset[str]
    """The rows that name the body, leader or time: indicators too, which a question for tasks leaves out."""

    @property
    def holds(self) -> bool:
        """Whether both tell the same rows; who asks for anything rather than for tasks may be told indicators too."""
        return self.wanted <= self.rows <= self.wanted | self.named


def read_ways() -> Mapping[str, Ways]:
    """The ways of `ways.toml` by the kind of condition. Raises pydantic's ValidationError for any other shape."""
    return TypeAdapter(dict[str, Ways]).validate_python(tomllib.loads(_WAYS.read_text("utf-8")))


def told_ways(assistant: Assistant, ways: Mapping[str, Ways], drawn: random.Random) -> Iterator[Told]:
    """Each way of asking for some conditions of each plan; those that the plain way finds no rows for are left out."""
    shelf = assistant.shelf()
    for plan, name in shelf.names.items():
        found = [
            one for one in conditions_of(shelf, plan) if one.kind in {own.of or kind for kind, own in ways.items()}
        ]
        drawn.shuffle(found)
        for kind, own in ways.items():
            alike = [one for one in found if one.kind == (own.of or kind)]
            for condition in alike[:_EACH]:
                other = next((one.value for one in reversed(alike) if one.value != condition.value), "")
                said = {"plan": name, "what": condition.value, "other": other}
                wanted = rows_of(assistant.ask(own.plain.format(**said)))
                for form, way in _forms(own) if wanted and (other or not own.before) else ():
                    history, question = _history(own, form, said), _in_form(way.format(**said), form)
                    rows = rows_of(assistant.ask(question, history))
                    asked = " >> ".join((*history, question))
                    yield Told(kind, form, way, asked, wanted, rows, condition.rows | wanted)


def _history(ways: Ways, form: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """The question before the ways of asking, in their form; none where they stand alone."""
    before = ways.before_en if form == "english" else ways.before
    return (_in_form(before.format(**said), form),) if before else ()


def _in_form(text: str, form: str) -> str:
    return fold(text) if form == "unaccented" else text


def _forms(ways: Ways) -> Iterator[tuple[str, str]]:
    yield from (("accented", way) for way in ways.vi)
    yield from (("unaccented", way) for way in ways.vi)
    yield from (("english", way) for way in ways.en)


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks in all ways, tells where rows differ, and counts the ways that hold by kind, form and way."""
    parser = argparse.ArgumentParser(prog="python -m eval.ways", description=__doc__)
    parser.add_argument("--plans", type=Path, help="one folder of plans; all of the evaluation without it")
    options = parser.parse_args(arguments)
    drawn, asked, held = random.Random(_SEED), Counter[str](), Counter[str]()
    for assistant in assistants(options.plans):
        for told in told_ways(assistant, read_ways(), drawn):
            for name in ("all", told.form, told.kind, f"   {told.way}"):
                asked[name] += 1
                held[name] += told.holds
            if not told.holds:
                lost, besides = sorted(told.wanted - told.rows), sorted(told.rows - told.wanted)
                print(f"{told.question} | not told {lost} | besides {besides}")
    for name, count in asked.items():
        print(f"{name}: {held[name]} of {count} hold")


if __name__ == "__main__":
    main()
