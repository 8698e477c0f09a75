"""The index as a whole: a store of the plans that everybody may see, and one of those that are internal.

Internal plans stand apart, in a store of their own in the folder `internal` of the index (on a database server in a
schema, on a Chroma server in a collection of its own). So what the public is answered from is the same, byte by byte,
as if they had never been there: not only rows and passages, but how rare a word is, which accents are likely, what is
suggested, how often the index changed. Nothing that reads the public store can forget to leave them out.

A plan changes sides by being added to the one store and then removed from the other. Whoever is killed between the two
leaves it in both; the next writer then takes it out of the public one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.model import Plan
from ingest.store.errors import UnknownPlanError
from ingest.store.joint import JointStore
from ingest.store.plan_store import Added, PlanStore, Restored, store_of
from ingest.store.vectors import NamedEmbeddings, Report

if TYPE_CHECKING:
    from ingest.settings import Settings

FOLDER_NAME = "internal"


class PlanStores:
    """Both stores of an index, to be written to. Threads may share it; one object per folder in a process."""

    def __init__(self, public: PlanStore, internal: PlanStore) -> None:
        self.public = public
        self.internal = internal
        self.joint = JointStore(public, internal)

    def close(self) -> None:
        """Let go of the files of the index."""
        self.joint.close()

    def migrate(self) -> bool:
        """See `PlanStore.migrate`; internal plans get tables with the first of them."""
        return any([self.public.migrate(), self.internal.migrate(create=False)])

    def is_internal(self, plan_id: str) -> bool:
        """Whether a plan is internal. Raises UnknownPlanError."""
        if self._holds(self.internal, plan_id):
            return True
        if not self.public.catalogue.has(plan_id):
            raise UnknownPlanError(plan_id)
        return False

    def adding(self, internal: bool = False) -> Adding:
        """Where files are added: a plan of the index stays on its side unless `internal`, and so is every new one."""
        self.settle()
        return Adding(self, internal)

    def mark(self, plan_id: str, internal: bool, report: Report | None = None) -> bool:
        """Make a plan internal, or public; whether it was not before. Raises UnknownPlanError."""
        if self.is_internal(plan_id) == internal:
            self.settle()
            return False
        source, target = (self.public, self.internal) if internal else (self.internal, self.public)
        plan, version = source.catalogue.plan(plan_id), source.catalogue.reader_version(plan_id)
        target.add(plan, version, report, source.files.path(plan.source.sha256))
        self._take_out(source, plan_id)
        return True

    def remove(self, plan_id: str) -> None:
        """Remove a plan with all that belongs to it. Raises UnknownPlanError."""
        store = self.internal if self.is_internal(plan_id) else self.public
        self.settle()
        self._take_out(store, plan_id)

    def restore(self, plan_id: str, version: int | None = None, report: Report | None = None) -> Restored:
        """Bring back what stood before, on the side where the plan is; see `PlanStore.restore`."""
        store = self.internal if self.is_internal(plan_id) else self.public
        self.settle()
        return store.restore(plan_id, version, report)

    def complete(self, report: Report | None = None) -> int:
        """Bring the vectors of both into step with their catalogues; returns how many passages were embedded."""
        self.settle()
        return sum(store.complete(report) for store in self._stores())

    def rebuild(self, report: Report | None = None) -> int:
        """Build the word indexes and the vectors of both anew; returns how many passages were embedded."""
        self.settle()
        return sum(store.rebuild(report) for store in self._stores())

    def settle(self) -> None:
        """Take out of the public store what is in both, since a writer was killed between two steps."""
        if not self.internal.catalogue.exists():
            return
        for plan in self.internal.catalogue.plans(replaced=True):
            if self.public.catalogue.has(plan.id):
                self._take_out(self.public, plan.id)

    def _take_out(self, store: PlanStore, plan_id: str) -> None:
        """Remove a plan from a store, and from the public one without a trace in how rare its words are there: until
        its segments are merged, a word index goes on counting what was dropped."""
        store.remove(plan_id)
        if store is self.public and self.internal.catalogue.exists():
            store.forget_removed_words()

    def _stores(self) -> tuple[PlanStore, ...]:
        return (self.public, self.internal) if self.internal.catalogue.exists() else (self.public,)

    @staticmethod
    def _holds(store: PlanStore, plan_id: str) -> bool:
        return store.catalogue.exists() and store.catalogue.has(plan_id)


class Adding:
    """What the pipeline needs of a store, over both."""

    def __init__(self, stores: PlanStores, internal: bool) -> None:
        self._stores = stores
        self._internal = internal

    def unchanged(self, sha256: str, reader_version: str) -> str | None:
        """The id of the plan that this version of the readers read from this content, where it need not move."""
        for store in self._looked_in():
            if known := store.unchanged(sha256, reader_version):
                return known
        return None

    def holds(self, sha256: str) -> str | None:
        """The id of the plan that any version read from this content, where it need not move."""
        return next((known for store in self._looked_in() if (known := store.holds(sha256))), None)

    def add(
        self, plan: Plan, reader_version: str = "", report: Report | None = None, source: Path | None = None
    ) -> Added:
        """Put a plan in the place of the one of its id; see `PlanStore.add`."""
        stores = self._stores
        internal = self._internal or stores._holds(stores.internal, plan.id)
        added = (stores.internal if internal else stores.public).add(plan, reader_version, report, source)
        was_public = internal and stores.public.catalogue.has(plan.id)
        stores.settle()
        return replace(added, replaced=added.replaced or was_public)

    def _looked_in(self) -> tuple[PlanStore, ...]:
        stores = self._stores
        if not self._internal:
            return stores._stores()
        return (stores.internal,) if stores.internal.catalogue.exists() else ()


def open_stores(
    settings: Settings, embeddings: Callable[[], NamedEmbeddings] | None = None, must_exist: bool = False
) -> PlanStores:
    """The index that the settings name, made where it is missing and upgraded where it is of an earlier version.

    With `must_exist`, raises NoIndexError instead of making one. Raises StoreError when it cannot be used.
    """
    stores = stores_of(settings, embeddings)
    stores.public.open(must_exist)
    stores.internal.migrate(create=False)
    return stores


def stores_of(settings: Settings, embeddings: Callable[[], NamedEmbeddings] | None = None) -> PlanStores:
    """The index that the settings name, as it is. One model serves both stores."""
    lock, loaded = threading.Lock(), list[NamedEmbeddings]()

    def load() -> NamedEmbeddings:
        from ingest.embedding import load_embedder

        with lock:
            if not loaded:
                loaded.append(embeddings() if embeddings else load_embedder(settings))
            return loaded[0]

    return PlanStores(store_of(settings, load), store_of(settings, load, FOLDER_NAME))
