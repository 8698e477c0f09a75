"""The indexed plans as the assistant sees them, at one generation of the catalogue.

What every question looks at is held: what each plan says of itself, the vocabulary, the names of bodies and leaders,
the headers of tables. That grows with the number of plans, not with their text. Rows, sections and headings are read
for the plans and places that a question comes to, and the last ones are kept; so nothing is held or looked through for
plans that a question has nothing to do with, unless it asks for the rows of all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Protocol

from rapidfuzz.distance import OSA

from assistant.lexicon.questions import Cues
from assistant.plans.accents import Accents
from assistant.plans.mistyped import Spelling
from assistant.text.matching import Indexed, Words, split
from ingest.lexicon.places import own_place
from ingest.model import Appendix, Header, Passage, Plan, Row, Section
from ingest.store.directory import DeadlineCell, PlanCard
from ingest.store.joint import ReadableCatalogue
from ingest.store.kept import Kept
from ingest.store.records import LEADER, UNIT
from ingest.units import Unit, split_units
from ingest.vietnamese import fold, words

_HEADING_WORDS = 30
_TITLE_WORDS = 18
_PLANS_KEPT = 32  # whole
_PLANS_OF_ROWS_KEPT = 512
_ROWS_KEPT = 4096
_HEADINGS_KEPT = 8192
_CELLS_KEPT = 16384
_AT_A_TIME = 64  # plans whose rows are read together


class PlanView(Protocol):
    """A plan, whether it is held or read when it is looked into."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def header(self) -> Header:
        """What it says of itself."""

    @property
    def abbreviations(self) -> Mapping[str, str]:
        """The short forms that it defines."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its prose."""

    @property
    def appendices(self) -> tuple[Appendix, ...]:
        """Its tables."""


@dataclass(frozen=True, slots=True)
class ShelvedPlan:
    """A plan whose sections and appendices are read when they are asked for."""

    id: str
    header: Header
    abbreviations: Mapping[str, str]
    _read: Callable[[str], Plan] = field(repr=False, compare=False)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its prose."""
        return self._read(self.id).sections

    @property
    def appendices(self) -> tuple[Appendix, ...]:
        """Its tables."""
        return self._read(self.id).appendices


class Rows(Mapping[str, Row]):
    """All rows by anchor, in print order; read when they are asked for."""

    def __init__(self, plans: Collection[str], catalogue: ReadableCatalogue) -> None:
        self._plans = plans
        self._places = {plan: place for place, plan in enumerate(plans)}
        self._one: Kept[str, Row] = Kept(catalogue.directory.rows_at, _ROWS_KEPT)
        self._all: Kept[str, tuple[Row, ...]] = Kept(catalogue.directory.rows_by_plan, _PLANS_OF_ROWS_KEPT)

    def at(self, anchors: Collection[str]) -> dict[str, Row]:
        """The rows at some anchors; anchors without one are left out."""
        return self._one.of(anchors)

    def of(self, plans: Collection[str]) -> Iterator[Row]:
        """The rows of some plans, in print order."""
        ordered = list(plans)
        if plans is not self._plans:
            ordered = sorted(self._places.keys() & plans, key=self._places.__getitem__)
        for start in range(0, len(ordered), _AT_A_TIME):
            for rows in self._all.of(ordered[start : start + _AT_A_TIME]).values():
                yield from rows

    def __getitem__(self, anchor: str) -> Row:
        return self.at([anchor])[anchor]

    def __iter__(self) -> Iterator[str]:
        return (str(row.anchor) for row in self.of(self._plans))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def written_out(name: str) -> str:
    """A folded name with its short words for a place written out, as they are in questions: "vien pasteur tp ho chi
    minh"."""
    return re.sub(r"\btp\b", "thanh pho", name)


@dataclass(frozen=True)
class Shelf:
    """Everything of the index that answering needs, at one generation of the catalogue."""

    generation: int
    catalogue: ReadableCatalogue
    plans: Mapping[str, PlanView]
    rows: Rows
    """By anchor, in print order."""
    words: Words
    accents: Accents
    spelling: Spelling
    units: Mapping[str, Unit]
    """The bodies that rows name, by their folded names, the longest first."""
    leaders: tuple[str, ...]
    """The leaders that rows name, sorted."""
    columns: Cues
    """The headers of the indexed tables, by which their columns can be asked for."""
    names: Mapping[str, str]
    """How each plan is called in a line, by id: "Cà Mau 2026"; no two alike."""
    replaced: Mapping[str, PlanView] = field(default_factory=dict)
    """All plans that another has taken the place of, by id, whether they are among `plans` or left out."""
    successors: Mapping[str, str] = field(default_factory=dict)
    """The plans that took their places, by their ids."""

    def rows_of(self, plans: Collection[str]) -> Iterator[Row]:
        """The rows of some plans, of all where none is named, in print order."""
        return self.rows.of(plans or self.plans)

    def headers(self) -> Iterator[tuple[str, Header]]:
        """Each plan's id and header."""
        for plan_id, plan in self.plans.items():
            yield plan_id, plan.header

    def passages_of(self, plan: str) -> tuple[Passage, ...]:
        """The passages of a plan, in print order."""
        return self.catalogue.passages_of([plan])

    def passages_under(self, plan: str, path: str) -> list[Passage]:
        """The paragraphs of a plan's section and of those under it, in print order."""
        sections = ((one, one.anchor.section or "") for one in self.passages_of(plan) if one.kind == "section")
        return [one for one, section in sections if section == path or section.startswith(f"{path}.")]

    def passages_at(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages with some ids, in the order asked for."""
        return self.catalogue.passages(ids)

    def any_says(self, plans: Sequence[str], texts: Collection[str]) -> bool:
        """Whether a passage of some plans has one of some texts in it, letter for letter."""
        return self.catalogue.directory.any_says(plans, texts)

    def headings(self, anchors: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The headings over sections and their own, by plan and path; sections without any are left out."""
        return {anchor: text for anchor, text in self._headings.of(anchors).items() if text}

    def section_texts(self, plan: str) -> Mapping[str, str]:
        """The texts of a plan's sections by path, in print order; of a section with a heading that heading."""
        return self._section_texts.of([plan]).get(plan, {})

    def title_over(self, plan: str, path: str) -> str:
        """The nearest heading of a section: its own or one over it that is short enough to be one; "" for none."""
        texts = self._section_texts.of([plan]).get(plan, {})
        parts = path.split(".")
        above = (texts.get(".".join(parts[:length]), "") for length in range(len(parts), 0, -1))
        return next((text for text in above if 0 < len(text.split()) <= _TITLE_WORDS), "")

    def units_in(self, typed: Collection[str]) -> list[tuple[str, Unit]]:
        """The bodies whose folded name begins with one of some words, the longest names first."""
        found = [item for word in set(typed) for item in self._units_by_word.get(word, ())]
        return [(name, unit) for _, name, unit in sorted(found, key=lambda item: item[0])]

    def plans_naming(self, unit: Unit) -> frozenset[str]:
        """The plans whose rows may name a body: under its name, that with or without a province, or one letter off."""
        names = [name for name in self.units if _may_mean(unit.key, name, self._folded_provinces)]
        return self.catalogue.directory.plans_naming(UNIT, names)

    def plans_led_by(self, leader: str) -> frozenset[str]:
        """The plans whose rows name a leader."""
        names = [name for name in self.leaders if fold(leader) in fold(name)]
        return self.catalogue.directory.plans_naming(LEADER, names)

    def units_of(self, plan: str, cell: str) -> tuple[Unit, ...]:
        """The bodies that a cell of a plan names; see `split_units`."""
        return self._units_of_cell(plan, cell)

    def appendix_titles(self, plan: str) -> list[tuple[str, str]]:
        """The labels and titles of a plan's appendices."""
        return self._appendix_titles[plan]

    def table_titles(self, plan: str) -> list[tuple[str, str]]:
        """The labels and titles of a plan's appendices that have rows."""
        titles = self.appendix_titles(plan)
        if len({label for label, _ in titles}) < len(titles):  # only the plan itself tells which of them has rows
            return [(one.label, one.title) for one in self.plans[plan].appendices if one.rows]
        filled = {row.anchor.appendix or "" for row in self.rows_of([plan])}
        return [(label, title) for label, title in titles if label in filled]

    @cached_property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """The plans' numbers that begin with a digit, folded and without spaces, each with its plan's id."""
        folded = ((fold(header.number).replace(" ", ""), plan) for plan, header in self.headers())
        return tuple((number, plan) for number, plan in folded if number[:1].isdigit())

    @cached_property
    def deadlines(self) -> Mapping[str, tuple[DeadlineCell, ...]]:
        """By plan, what its rows say of when they are due, each once."""
        return self.catalogue.directory.deadlines()

    @cached_property
    def indexed_titles(self) -> Mapping[str, Indexed]:
        """The plans' titles, prepared for matching."""
        return {title: split(title) for title in {header.title for _, header in self.headers()}}

    @cached_property
    def plans_by_province(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the plans of each province."""
        found: dict[str, list[str]] = {}
        for plan, header in self.headers():
            if header.province:
                found.setdefault(header.province, []).append(plan)
        return {province: tuple(plans) for province, plans in found.items()}

    @cached_property
    def short_forms(self) -> Mapping[str, str]:
        """What the plans' own short forms stand for, by the folded form."""
        return {fold(short): full for plan in self.plans.values() for short, full in plan.abbreviations.items()}

    @cached_property
    def plans_by_place(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the plans of each district or commune, by its name with its kind, "thành phố Vinh", and of each
        hospital with a name of its own, by that: "Đức Giang"."""
        found: dict[str, list[str]] = {}
        for plan, header in self.headers():
            if place := own_place(header.issuer):
                found.setdefault(place, []).append(plan)
        return {place: tuple(plans) for place, plans in found.items()}

    @cached_property
    def _folded_provinces(self) -> frozenset[str]:
        return frozenset(map(fold, self.plans_by_province))

    @cached_property
    def plans_by_issuer(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the plans of each issuer, by its folded name without its province: "uy ban nhan dan"."""
        found: dict[str, list[str]] = {}
        for plan, header in self.headers():
            name = " ".join(words(header.issuer.replace(header.province, "")))
            if name := name.removesuffix(" tinh").removesuffix(" thanh pho").strip():
                found.setdefault(name, []).append(plan)
        return {name: tuple(plans) for name, plans in found.items()}

    def issues_plans(self, body: str) -> bool:
        """Whether the body of a key ("so y te") issued one of the plans, whatever else of its name stands there."""
        issuers = self.plans_by_issuer
        return any(name == body or name.startswith(f"{body} ") or body.startswith(f"{name} ") for name in issuers)

    @cached_property
    def leaders_by_name(self) -> dict[str, str]:
        """The leaders by their folded names, sorted by their names."""
        return {fold(name): name for name in self.leaders}

    @cached_property
    def leaders_by_given_name(self) -> dict[str, list[str]]:
        """The leaders by their folded given names."""
        found: dict[str, list[str]] = {}
        for plain, name in self.leaders_by_name.items():
            found.setdefault(plain.split()[-1], []).append(name)
        return found

    @cached_property
    def _units_by_word(self) -> dict[str, list[tuple[int, str, Unit]]]:
        found: defaultdict[str, list[tuple[int, str, Unit]]] = defaultdict(list)
        for place, (name, unit) in enumerate(self.units.items()):
            for named in dict.fromkeys((name, written_out(name))):
                found[named.split()[0]].append((place, named, unit))
        return found

    @cached_property
    def _units_of_cell(self) -> Callable[[str, str], tuple[Unit, ...]]:
        plans = self.plans  # a shelf that refers to itself would outlive the next one
        return lru_cache(_CELLS_KEPT)(lambda plan, cell: split_units(cell, plans[plan].abbreviations))

    @cached_property
    def _headings(self) -> Kept[tuple[str, str], str]:
        section_texts = self._section_texts

        def read(anchors: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
            texts = section_texts.of([plan for plan, _ in anchors])
            return {(plan, path): _heading(texts.get(plan, {}), path) for plan, path in anchors}

        return Kept(read, _HEADINGS_KEPT)

    @cached_property
    def _section_texts(self) -> Kept[str, dict[str, str]]:
        return Kept(self.catalogue.directory.section_texts, _PLANS_OF_ROWS_KEPT)

    @cached_property
    def _appendix_titles(self) -> Mapping[str, list[tuple[str, str]]]:
        return defaultdict(list, self.catalogue.directory.appendix_titles())


def shelved(cards: Sequence[PlanCard], catalogue: ReadableCatalogue) -> dict[str, ShelvedPlan]:
    """The plans of some cards, each read when it is looked into."""
    read = lru_cache(_PLANS_KEPT)(catalogue.plan)
    return {card.id: ShelvedPlan(card.id, card.header, card.abbreviations, read) for card in cards}


def _may_mean(key: str, name: str, provinces: Collection[str]) -> bool:
    """Whether the key of a body and the folded name of another may be of one and the same."""
    shorter, longer = sorted((key, name), key=len)
    if longer.startswith(f"{shorter} ") and longer[len(shorter) + 1 :] in provinces:
        return True
    return abs(len(key) - len(name)) <= 1 and OSA.distance(key, name, score_cutoff=1) <= 1


def _heading(texts: Mapping[str, str], path: str) -> str:
    """The headings over a section and its own."""
    if path not in texts:
        return ""
    parts = path.split(".")
    paths = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return " ".join(text for above in paths if 0 < len((text := texts.get(above, "")).split()) <= _HEADING_WORDS)
