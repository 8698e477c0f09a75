"""The indexed plans as the assistant sees them: a snapshot that is taken anew when the index has changed."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Collection, Sequence

from assistant.accents import Accents
from assistant.columns import column_cues
from assistant.lexicon.questions import cues_by_word
from assistant.matching import Words
from assistant.shelf import PlanView, Rows, shelved
from assistant.shelf import Shelf as Shelf
from ingest.store.kept import Kept
from ingest.store.plan_store import PlanStore
from ingest.vietnamese import fold

_DEPARTMENT = re.compile(r"\b(?:tỉnh|thành phố|Tỉnh|Thành phố|TP\.?)\s+")
_FORMS_KEPT = 2048  # words with what stands behind them


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
        directory = catalogue.directory
        plans = shelved(directory.cards(), catalogue)
        units = sorted(directory.units().items(), key=lambda item: -len(item[0]))
        return Shelf(
            generation,
            catalogue,
            plans,
            Rows(plans, catalogue),
            Words(directory.word_counts(), directory.passage_count()),
            Accents(directory.form_counts(), Kept(directory.followers, _FORMS_KEPT).of),
            dict(units),
            directory.leaders(),
            cues_by_word(column_cues(directory.table_columns())),
            names_of(plans.values()),
        )


def names_of(plans: Collection[PlanView]) -> dict[str, str]:
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
