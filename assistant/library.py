"""The indexed plans as the assistant sees them: a snapshot that is taken anew when the index has changed."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.accents import Accents
from assistant.columns import column_cues
from assistant.lexicon.questions import Cue
from assistant.matching import Words
from ingest.model import Field, Header, Passage, Plan, Row
from ingest.store.plan_store import PlanStore
from ingest.units import Unit, split_units
from ingest.vietnamese import fold, words

_HEADING_WORDS = 30
_DEPARTMENT = re.compile(r"\b(?:tỉnh|thành phố|Tỉnh|Thành phố|TP\.?)\s+")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything of the index that answering needs, at one generation of the catalogue."""

    generation: int
    plans: Mapping[str, Plan]
    rows: Mapping[str, Row]
    """By anchor, in print order."""
    passages: Mapping[str, Passage]
    words: Words
    accents: Accents
    units: Mapping[str, Unit] = field(default_factory=dict)
    """The bodies that rows name, by their folded names, the longest first."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """The headings over a section and its own, by anchor."""
    columns: tuple[Cue, ...] = ()
    """The headers of the indexed tables, by which their columns can be asked for."""
    names: Mapping[str, str] = field(default_factory=dict)
    """How each plan is called in a line, by id: "Cà Mau 2026"; no two alike."""

    def rows_of(self, plans: Collection[str]) -> Iterator[Row]:
        """The rows of some plans, of all where none is named, in print order."""
        for row in self.rows.values():
            if not plans or row.anchor.plan in plans:
                yield row

    def headers(self) -> Iterator[tuple[str, Header]]:
        """Each plan's id and header."""
        for plan_id, plan in self.plans.items():
            yield plan_id, plan.header


class Library:
    """Gives the current shelf; safe to share between threads."""

    def __init__(self, store: PlanStore) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None

    def shelf(self) -> Shelf:
        """The plans as they are indexed now."""
        generation = self.store.catalogue.generation()
        with self._lock:
            if self._shelf is None or self._shelf.generation != generation:
                self._shelf = self._take(generation)
            return self._shelf

    def _take(self, generation: int) -> Shelf:
        catalogue = self.store.catalogue
        plans = {entry.id: catalogue.plan(entry.id) for entry in catalogue.plans()}
        rows = {str(row.anchor): row for plan in plans.values() for row in plan.rows()}
        passages = catalogue.passages_of()
        return Shelf(
            generation,
            plans,
            rows,
            {passage.id: passage for passage in passages},
            Words(passage.search_text for passage in passages),
            Accents(passage.search_text for passage in passages),
            _units(plans.values()),
            {anchor: text for plan in plans.values() for anchor, text in _headings(plan)},
            column_cues(plans.values()),
            names_of(plans.values()),
        )


def _units(plans: Iterable[Plan]) -> dict[str, Unit]:
    """The bodies of the lead and coordinating columns, each under its name as printed and its usual one."""
    found: dict[str, Unit] = {}
    for plan in plans:
        for row in plan.rows():
            for wanted in (Field.LEAD_UNIT, Field.COORDINATING_UNITS):
                for unit in split_units(row.text(wanted), plan.abbreviations):
                    for name in (unit.text, unit.name, unit.key):
                        found.setdefault(" ".join(words(name)), unit)
    return dict(sorted(((name, unit) for name, unit in found.items() if name), key=lambda item: -len(item[0])))


def _headings(plan: Plan) -> Iterator[tuple[str, str]]:
    """The anchor of each section with the headings over it and its own."""
    texts = {section.path: section.text for section in plan.sections}
    for section in plan.sections:
        parts = section.path.split(".")
        paths = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
        said = [texts.get(path, "") for path in paths]
        yield f"{plan.id}/{section.path}", " ".join(text for text in said if 0 < len(text.split()) <= _HEADING_WORDS)


def names_of(plans: Collection[Plan]) -> dict[str, str]:
    """A short name for each plan by its id: its province and year, "Cà Mau 2026".

    Where plans share that, the issuer is named too, then the number or else the title, so that no two are alike.
    """
    shortest = {
        plan.id: _joined(plan.header.province or plan.header.issuer or plan.id, plan_year(plan)) for plan in plans
    }
    names = dict(shortest)
    for longer in (issuer_name, _numbered_name, _titled_name):
        counts = Counter(names.values())
        names |= {plan.id: longer(plan) for plan in plans if counts[names[plan.id]] > 1}
    return names


def _numbered_name(plan: Plan) -> str:
    number = plan.header.number
    return f"{issuer_name(plan)} ({number})" if number[:1].isdigit() else _titled_name(plan)


def _titled_name(plan: Plan) -> str:
    return f"{issuer_name(plan)} ({plan.header.title or plan.id})"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def plan_year(plan: Plan) -> str:
    """The year or years that a plan is for: "2026", "2025-2030"; "" where it does not say."""
    years = plan.header.years
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def issuer_name(plan: Plan) -> str:
    """The issuer as citations call it: "Sở Y tế Cà Mau 2026"."""
    issuer = _DEPARTMENT.sub("", plan.header.issuer) or plan.id
    if plan.header.province and fold(plan.header.province) not in fold(issuer):
        issuer = f"{issuer} {plan.header.province}"
    return _joined(issuer, plan_year(plan))


def appendix_title(plan: Plan, label: str) -> str:
    """The title of the first appendix with a label, "" where it has none."""
    return next((appendix.title for appendix in plan.appendices if appendix.label == label), "")


def sorted_plans(ids: Collection[str], order: Sequence[str]) -> list[str]:
    """Plan ids in the order of another sequence."""
    return [plan_id for plan_id in order if plan_id in ids]
