"""Both stores read as one: the plans that everybody may see, and the internal ones beside them.

Each store answers for its own plans, and the answers are put together: lists are joined, counts added up, hits merged.
A plan that is on its way from one store to the other may be in both for a moment; the internal one is taken.
Where there is no internal plan, everything is asked of the public store alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import TypeVar

from ingest.model import Column, Passage, Plan, Row
from ingest.store.catalogue import Catalogue
from ingest.store.directory import DeadlineCell, PlanCard, PlanDirectory
from ingest.store.plan_store import PlanStore
from ingest.store.records import PlanEntry, ScoredPassage
from ingest.store.versions import FormerVersion
from ingest.units import Unit

K = TypeVar("K")
E = TypeVar("E", PlanCard, PlanEntry)


class JointDirectory:
    """`PlanDirectory` over several catalogues; what the later ones say of a plan holds."""

    def __init__(self, parts: Callable[[], tuple[PlanDirectory, ...]]) -> None:
        self._parts = parts

    def cards(self, besides: Collection[str] = ()) -> tuple[PlanCard, ...]:
        """What each plan in force, and each one named beside them, says of itself, by id."""
        return _by_id(card for part in self._parts() for card in part.cards(besides))

    def replaced_cards(self) -> tuple[PlanCard, ...]:
        """What each plan that another has taken the place of says of itself, by id."""
        in_force = {card.id for card in self.cards()}
        found = _by_id(card for part in self._parts() for card in part.replaced_cards())
        return tuple(card for card in found if card.id not in in_force)

    def units(self, besides: Collection[str] = ()) -> dict[str, Unit]:
        """The bodies that rows of plans in force, and of those named beside them, name, by their folded names."""
        found: dict[str, Unit] = {}
        for part in self._parts():
            found = part.units(besides) | found
        return found

    def leaders(self, besides: Collection[str] = ()) -> tuple[str, ...]:
        """The names of the leaders that rows of plans in force, and of those named beside them, name, sorted."""
        return tuple(sorted({name for part in self._parts() for name in part.leaders(besides)}))

    def plans_naming(self, kind: str, names: Sequence[str]) -> frozenset[str]:
        """The ids of the plans whose rows name one of some bodies (by their folded names) or leaders."""
        return frozenset(plan for part in self._parts() for plan in part.plans_naming(kind, names))

    def passage_count(self) -> int:
        """How many passages there are."""
        return sum(part.passage_count() for part in self._parts())

    def word_counts(self) -> dict[str, int]:
        """By folded word, how many passages have it."""
        return _added(part.word_counts() for part in self._parts())

    def form_counts(self) -> dict[str, int]:
        """By word as printed, in lower case, how often it stands; the most frequent first."""
        counts = _added(part.form_counts() for part in self._parts())
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def followers(self, forms: Sequence[str]) -> dict[str, dict[str, int]]:
        """By printed word, the words that stand behind it and how often; a word that is always last has none."""
        found = [part.followers(forms) for part in self._parts()]
        return {form: _added(one[form] for one in found) for form in forms}

    def rows_at(self, anchors: Sequence[str]) -> dict[str, Row]:
        """The rows at some anchors; anchors without a row are left out."""
        return {anchor: row for part in self._parts() for anchor, row in part.rows_at(anchors).items()}

    def rows_by_plan(self, plans: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """The rows of some plans, by plan and in print order."""
        found: dict[str, tuple[Row, ...]] = dict.fromkeys(plans, ())
        for part in self._parts():
            found |= {plan: rows for plan, rows in part.rows_by_plan(plans).items() if rows}
        return found

    def deadlines(self) -> dict[str, tuple[DeadlineCell, ...]]:
        """By plan, what its rows say of when they are due, each once; plans without rows are left out."""
        return {plan: cells for part in self._parts() for plan, cells in part.deadlines().items()}

    def rows_due(self, plans: Sequence[str], cells: Collection[DeadlineCell]) -> dict[str, tuple[Row, ...]]:
        """The rows of some plans that say one of some deadlines, by plan and in print order."""
        found: dict[str, tuple[Row, ...]] = dict.fromkeys(plans, ())
        for part in self._parts():
            found |= {plan: rows for plan, rows in part.rows_due(plans, cells).items() if rows}
        return found

    def table_columns(self, besides: Collection[str] = ()) -> tuple[Column, ...]:
        """The columns of all appendices of plans in force, and of those named beside them."""
        return tuple(column for part in self._parts() for column in part.table_columns(besides))

    def appendix_titles(self) -> dict[str, list[tuple[str, str]]]:
        """By plan, the labels and titles of its appendices."""
        return {plan: titles for part in self._parts() for plan, titles in part.appendix_titles().items()}

    def section_texts(self, plans: Sequence[str]) -> dict[str, dict[str, str]]:
        """The texts of the sections of some plans, by plan and path, in print order."""
        found: dict[str, dict[str, str]] = {plan: {} for plan in plans}
        for part in self._parts():
            found |= {plan: texts for plan, texts in part.section_texts(plans).items() if texts}
        return found

    def any_says(self, plans: Sequence[str], texts: Collection[str]) -> bool:
        """Whether a passage of some plans has one of some texts in it, letter for letter."""
        return any(part.any_says(plans, texts) for part in self._parts())


class JointVersions:
    """`PlanVersions` over the public catalogue and that of the internal plans, each for its own plans."""

    def __init__(self, parts: Callable[[], tuple[Catalogue, ...]]) -> None:
        self._parts = parts

    def of(self, plan_id: str) -> tuple[FormerVersion, ...]:
        """The former versions of a plan that are kept, the newest first."""
        return _holder(self._parts(), plan_id).versions.of(plan_id)

    def counts(self) -> dict[str, int]:
        """How many former versions of each plan are kept; plans without any are left out."""
        return {plan: count for part in self._parts() for plan, count in part.versions.counts().items()}

    def replaced_by(self, plan_ids: Collection[str]) -> tuple[str, ...]:
        """The plans that some plans have taken the place of, by id."""
        return tuple(sorted({plan for part in self._parts() for plan in part.versions.replaced_by(plan_ids)}))

    def successor(self, plan_id: str) -> str | None:
        """The plan that took a plan's place, None where it is in force. Raises UnknownPlanError."""
        return _holder(self._parts(), plan_id).versions.successor(plan_id)


class JointCatalogue:
    """What is read of a `Catalogue`, over the public one and that of the internal plans."""

    def __init__(self, parts: Callable[[], tuple[Catalogue, ...]]) -> None:
        """`parts` gives the public catalogue and, where there is one, the internal one."""
        self._parts = parts
        self.directory = JointDirectory(lambda: tuple(part.directory for part in parts()))
        self.versions = JointVersions(parts)

    @property
    def is_far(self) -> bool:
        """Whether it is asked over a network."""
        return self._parts()[0].is_far

    def generation(self) -> int:
        """A number that goes up with every change to the plans of either."""
        return sum(part.generation() for part in self._parts())

    def plans(self, replaced: bool = False) -> tuple[PlanEntry, ...]:
        """Every plan in force, by id; with `replaced`, those too that another has taken the place of."""
        public, *internal = self._parts()
        inside = (replace(entry, internal=True) for part in internal for entry in part.plans(replaced))
        return _by_id(chain(public.plans(replaced), inside))

    def plan(self, plan_id: str) -> Plan:
        """The whole plan. Raises UnknownPlanError."""
        return _holder(self._parts(), plan_id).plan(plan_id)

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages with these ids, in the order asked for; ids that are nowhere are left out."""
        found = {passage.id: passage for part in self._parts() for passage in part.passages(ids)}
        return tuple(found[passage] for passage in ids if passage in found)

    def passages_of(self, plan_ids: Collection[str] | None = None) -> tuple[Passage, ...]:
        """The passages of the plans asked for (None: all), by plan and in print order."""
        found = {passage.id: passage for part in self._parts() for passage in part.passages_of(plan_ids)}
        return tuple(sorted(found.values(), key=lambda passage: passage.anchor.plan))


class JointFiles:
    """The kept files of several stores."""

    def __init__(self, parts: Callable[[], tuple[PlanStore, ...]]) -> None:
        self._parts = parts

    def path(self, sha256: str) -> Path | None:
        """Where the file of this content is, None where no store kept it."""
        return next((path for part in self._parts() if (path := part.files.path(sha256))), None)


class JointStore:
    """What is read of a `PlanStore`, over the public one and that of the internal plans. Threads may share it."""

    def __init__(self, public: PlanStore, internal: PlanStore) -> None:
        self._public = public
        self._internal = internal
        self.catalogue = JointCatalogue(lambda: tuple(part.catalogue for part in self._parts()))
        self.files = JointFiles(self._parts)

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self._public.folder

    def search_words(
        self,
        query: str,
        plans: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> list[ScoredPassage]:
        """The passages that share words with `query`, the best of each store first: up to `limit` of each, since how
        rare a word is in one says nothing of the other, and so their scores cannot be compared."""
        found = [part.search_words(query, plans, kinds, limit) for part in self._parts()]
        return _each_once(hit for together in zip_longest(*found) for hit in together if hit is not None)

    def search_meaning(
        self,
        query: str | Sequence[float],
        plans: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> list[ScoredPassage]:
        """The passages nearest in meaning, nearest first; see `PlanStore.search_meaning`."""
        vector = self._public.vectors.embeddings.embed_query(query) if isinstance(query, str) else query
        found = [hit for part in self._parts() for hit in part.search_meaning(vector, plans, kinds, limit)]
        return _each_once(sorted(found, key=lambda hit: -hit.score))[:limit]

    def embed(self, question: str) -> None:
        """Embed a question that is about to be searched for; see `PlanStore.embed`."""
        self._public.embed(question)

    def search_words_each(self, query: str, plans: Sequence[str], limit: int) -> dict[str, list[ScoredPassage]]:
        """The passages of each plan by itself that share words with `query`."""
        return self._each(plans, lambda part, own: part.search_words_each(query, own, limit))

    def search_meaning_each(self, query: str, plans: Sequence[str], limit: int) -> dict[str, list[ScoredPassage]]:
        """The passages of each plan by itself that are nearest in meaning."""
        return self._each(plans, lambda part, own: part.search_meaning_each(query, own, limit))

    def is_complete(self) -> bool:
        """Whether every passage of both has its vector; see `PlanStore.is_complete`."""
        return all(part.is_complete() for part in self._parts())

    def close(self) -> None:
        """Let go of the files of both."""
        self._public.close()
        self._internal.close()

    def _each(
        self, plans: Sequence[str], search: Callable[[PlanStore, list[str]], dict[str, list[ScoredPassage]]]
    ) -> dict[str, list[ScoredPassage]]:
        """What is found in each plan, asked of the store that holds it."""
        found: dict[str, list[ScoredPassage]] = {plan: [] for plan in plans}
        parts = self._parts()
        for part in parts:
            if own := [plan for plan in plans if len(parts) == 1 or part.catalogue.has(plan)]:
                found |= search(part, own)
        return found

    def _parts(self) -> tuple[PlanStore, ...]:
        return (self._public, self._internal) if self._internal.catalogue.exists() else (self._public,)


ReadableStore = PlanStore | JointStore
"""The plans that somebody may see."""

ReadableCatalogue = Catalogue | JointCatalogue


def _holder(parts: Sequence[Catalogue], plan_id: str) -> Catalogue:
    """The catalogue that answers for a plan: the internal one where it is there, else the public one."""
    public, *internal = parts
    return next((part for part in internal if part.has(plan_id)), public)


def _by_id(found: Iterable[E]) -> tuple[E, ...]:
    """Each plan once, as the last one says, by id."""
    last = {one.id: one for one in found}
    return tuple(last[plan] for plan in sorted(last))


def _added(counts: Iterator[dict[K, int]]) -> dict[K, int]:
    total: Counter[K] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def _each_once(hits: Iterator[ScoredPassage] | Sequence[ScoredPassage]) -> list[ScoredPassage]:
    return list({hit.passage.id: hit for hit in reversed(list(hits))}.values())[::-1]
