"""The indexed plans as the assistant sees them: a snapshot that is taken anew when the index has changed."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from assistant.lexicon.questions import cues_by_word
from assistant.lexicon.said import said_names
from assistant.plans.accents import Accents
from assistant.plans.columns import column_cues
from assistant.plans.mistyped import Spelling
from assistant.plans.shelf import PlanView, Rows, shelved
from assistant.plans.shelf import Shelf as Shelf
from assistant.text.matching import Words
from ingest.cores import available_cores, has_free_core
from ingest.lexicon.places import local_place
from ingest.store.joint import ReadableStore
from ingest.store.kept import Kept
from ingest.units import Unit
from ingest.vietnamese import fold

T = TypeVar("T")

_WIDER_KEPT = 8
_DEPARTMENT = re.compile(r"\b(?:tỉnh|thành phố|Tỉnh|Thành phố|TP\.?)\s+")
_FORMS_KEPT = 2048  # words with what stands behind them


class Library:
    """Gives the current shelf; safe to share between threads.

    What a store does not hold, nobody who asks this library can learn of: the public store gives the public's library,
    both stores together (`JointStore`) that of those who may see internal plans too.
    """

    def __init__(self, store: ReadableStore) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None
        self._wider: OrderedDict[frozenset[str], Shelf] = OrderedDict()
        cores = available_cores()
        self._helpers = ThreadPoolExecutor(cores, thread_name_prefix="beside") if cores > 1 else None

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin some work on another core while the caller goes on, where one is free; gives what waits for it.

        It is worth it for embedding, which leaves the interpreter to others meanwhile: 12 ms an answer instead of 14.
        On a busy machine two threads wait for their turns instead of one, which makes it 21.
        """
        return self._helpers.submit(work).result if self._helpers is not None and has_free_core() else work

    def embed_ahead(self, text: str) -> None:
        """Begin to embed a question that is likely to be searched for, where a core is free for it."""
        if self._helpers is not None and has_free_core():
            self._helpers.submit(self.store.embed, text)

    def shelf(self, besides: Collection[str] = ()) -> Shelf:
        """The plans in force as they are indexed now, and those replaced ones that are named beside them."""
        generation = self.store.catalogue.generation()
        with self._lock:
            if self._shelf is None or self._shelf.generation != generation:
                self._shelf = self._take(generation)
                self._wider.clear()
            base = self._shelf
            wanted = frozenset(plan for plan in besides if plan in base.replaced)
            if not wanted:
                return base
            if wanted not in self._wider:
                self._wider[wanted] = self._widened(base, wanted)
            self._wider.move_to_end(wanted)
            while len(self._wider) > _WIDER_KEPT:
                self._wider.popitem(last=False)
            return self._wider[wanted]

    def is_current(self, shelf: Shelf) -> bool:
        """Whether the index is still as it was when a shelf was taken."""
        return self.store.catalogue.generation() == shelf.generation

    def _take(self, generation: int) -> Shelf:
        catalogue = self.store.catalogue
        directory = catalogue.directory
        former = directory.replaced_cards()
        plans = shelved(directory.cards(), catalogue)
        followers = Kept(directory.followers, _FORMS_KEPT).of
        accents = Accents(directory.form_counts(), followers, said_names(directory.leaders(), followers))
        return Shelf(
            generation,
            catalogue,
            plans,
            Rows(plans, catalogue),
            Words(directory.word_counts(), directory.passage_count()),
            accents,
            Spelling(accents),
            _longest_first(directory.units()),
            directory.leaders(),
            cues_by_word(column_cues(directory.table_columns())),
            names_of(plans.values()),
            shelved(former, catalogue),
            {card.id: card.replaced_by for card in former if card.replaced_by},
        )

    def _widened(self, base: Shelf, besides: frozenset[str]) -> Shelf:
        """A shelf with some replaced plans among the others; what words weigh stays as it is."""
        directory = base.catalogue.directory
        plans = shelved(directory.cards(besides), base.catalogue)
        return replace(
            base,
            plans=plans,
            rows=Rows(plans, base.catalogue),
            units=_longest_first(directory.units(besides)),
            leaders=directory.leaders(besides),
            columns=cues_by_word(column_cues(directory.table_columns(besides))),
            names=names_of(plans.values()),
        )


def _longest_first(units: Mapping[str, Unit]) -> dict[str, Unit]:
    return dict(sorted(units.items(), key=lambda item: -len(item[0])))


def names_of(plans: Collection[PlanView]) -> dict[str, str]:
    """A short name for each plan by its id: its province and year, "Cà Mau 2026".

    Where plans share that, the issuer is named too, then the number or else the title, so that no two are alike.
    """
    shortest = {plan.id: _joined(_place(plan) or plan.header.issuer or plan.id, plan_year(plan)) for plan in plans}
    names = dict(shortest)
    for longer in (issuer_name, _numbered_name, _titled_name):
        counts = Counter(names.values())
        names |= {plan.id: longer(plan) for plan in plans if counts[names[plan.id]] > 1}
    return names


def _place(plan: PlanView) -> str:
    """The district or commune that issued a plan, else its province."""
    place = local_place(plan.header.issuer)
    return f"{place[:1].upper()}{place[1:]}" if place else plan.header.province


def _numbered_name(plan: PlanView) -> str:
    number = plan.header.number
    return f"{issuer_name(plan)} ({number})" if number[:1].isdigit() else _titled_name(plan)


def _titled_name(plan: PlanView) -> str:
    return f"{issuer_name(plan)} ({plan.header.title or plan.id})"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def plan_year(plan: PlanView) -> str:
    """The year or years that a plan is for: "2026", "2025-2030"; "" where it does not say."""
    years = plan.header.years
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def issuer_name(plan: PlanView) -> str:
    """The issuer as citations call it: "Sở Y tế Cà Mau 2026"."""
    issuer = _DEPARTMENT.sub("", plan.header.issuer) or plan.id
    if plan.header.province and fold(plan.header.province) not in fold(issuer):
        issuer = f"{issuer} {plan.header.province}"
    return _joined(issuer, plan_year(plan))


def appendix_title(plan: PlanView, label: str) -> str:
    """The title of the first appendix with a label, "" where it has none."""
    return next((appendix.title for appendix in plan.appendices if appendix.label == label), "")


def sorted_plans(ids: Collection[str], order: Sequence[str]) -> list[str]:
    """Plan ids in the order of another sequence."""
    return [plan_id for plan_id in order if plan_id in ids]
