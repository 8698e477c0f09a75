"""Search by meaning without a graph, over the vectors that the catalogue keeps beside each plan.

What is compared is all of a few plans' vectors, or all vectors of an index that has few: a product of a matrix and a
vector, exact, and faster than a graph with a filter, or than opening Chroma at all. The matrices read last are kept,
for one generation of the catalogue.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from ingest.store.catalogue import Catalogue
from ingest.store.kept import Kept
from ingest.store.records import PlanVectors

_PLANS_KEPT = 512  # 80 MB for plans of 100 passages
_FEW = 8_192
"""Vectors that are all compared for one question, which takes about a millisecond; they take 12 MB."""
_MANY = 100_000
"""Vectors that are all compared where there is no graph to ask; they take 150 MB."""


class KeptVectors:
    """The vectors of one embedding model at one generation of the catalogue; threads may share it."""

    def __init__(self, catalogue: Catalogue, generation: int, collection: str) -> None:
        self.generation = generation
        self.collection = collection
        self._catalogue = catalogue
        self._plans: Kept[str, PlanVectors] = Kept(self._read, _PLANS_KEPT)

    def nearest_of(self, plans: Collection[str], vector: Sequence[float], limit: int) -> list[tuple[str, float]] | None:
        """The vectors of some plans with the largest cosine to `vector`, the nearest first; None where those of one
        that has any passages are not kept."""
        kept = self._plans.of(plans)
        if len(kept) < len(set(plans)) and any(plan not in kept and self._catalogue.has(plan) for plan in plans):
            return None
        return _nearest([vectors for vectors in kept.values() if vectors.ids], vector, limit)

    def nearest(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]] | None:
        """The same of all plans; None where there are many vectors, or not all are kept."""
        return None if self._few is None else _nearest([self._few], vector, limit)

    def nearest_without_graph(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]] | None:
        """The same where there are many as well, for want of a graph; None where there are very many."""
        return None if self._many is None else _nearest([self._many], vector, limit)

    @cached_property
    def _few(self) -> PlanVectors | None:
        return self._all(_FEW)

    @cached_property
    def _many(self) -> PlanVectors | None:
        return self._all(_MANY)

    def _all(self, most: int) -> PlanVectors | None:
        directory = self._catalogue.directory
        if directory.passage_count() > most:
            return None
        plans = [card.id for card in directory.cards()]
        kept = self._read(plans)
        if len(kept) < len(plans):
            return None
        return _joined([vectors for vectors in kept.values() if vectors.ids], self.collection)

    def _read(self, plans: Sequence[str]) -> dict[str, PlanVectors]:
        return self._catalogue.directory.vectors(self.collection, plans)


def _joined(kept: Sequence[PlanVectors], collection: str) -> PlanVectors:
    ids = tuple([vector_id for vectors in kept for vector_id in vectors.ids])
    matrix = np.concatenate([vectors.matrix for vectors in kept]) if kept else np.empty((0, 0), np.float32)
    return PlanVectors(collection, ids, matrix)


def _nearest(kept: Sequence[PlanVectors], vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
    """The vectors with the largest cosine to `vector`, the nearest first; of equally near ones the first first."""
    if not any(vectors.ids for vectors in kept):
        return []
    asked = np.asarray(vector, np.float32)
    cosines = np.concatenate([vectors.matrix @ asked for vectors in kept])  # copying them together would take longer
    least = np.partition(cosines, -limit)[-limit] if len(cosines) > limit else -np.inf
    near = np.flatnonzero(cosines >= least)
    order = near[np.argsort(-cosines[near], kind="stable")][:limit]
    ends = np.cumsum([len(vectors.ids) for vectors in kept])
    of = np.searchsorted(ends, order, side="right")
    return [
        (kept[at].ids[place - ends[at]], float(cosines[place])) for place, at in zip(order.tolist(), of, strict=True)
    ]
