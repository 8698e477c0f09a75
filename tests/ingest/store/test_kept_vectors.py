"""The nearest of the vectors that the catalogue keeps, over several plans: exact, equally near ones in their order."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.store.kept_vectors import KeptVectors
from ingest.store.records import PlanVectors
from tests.ingest.store.samples import catalogue_in

SIZES = {"a": 5, "b": 1, "c": 0, "d": 9}


class Held(KeptVectors):
    """Vectors drawn at random, some of them alike."""

    def _read(self, plans: object) -> dict[str, PlanVectors]:
        random = np.random.default_rng(3)
        held = {}
        for plan, size in SIZES.items():
            matrix = random.integers(-1, 2, (size, 3)).astype(np.float32)
            held[plan] = PlanVectors(self.collection, tuple(f"{plan}{at}" for at in range(size)), matrix)
        return held


@pytest.mark.parametrize("limit", [1, 4, 14, 15, 100])
def test_the_nearest_come_first_and_of_equals_the_first(limit: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    held = Held(catalogue_in(tmp_path_factory.mktemp("index")), 1, "test")
    asked = [1.0, 0.5, 0.0]
    every = [
        (vector_id, float(row @ np.asarray(asked, np.float32)))
        for vectors in held._read(()).values()
        for vector_id, row in zip(vectors.ids, vectors.matrix, strict=True)
    ]
    expected = sorted(every, key=lambda found: -found[1])[:limit]
    assert len({cosine for _, cosine in every}) < len(every), "there are equals"
    assert held.nearest_of(list(SIZES), asked, limit) == expected


def test_plans_without_passages_have_nothing_near(tmp_path_factory: pytest.TempPathFactory) -> None:
    held = Held(catalogue_in(tmp_path_factory.mktemp("index")), 1, "test")
    assert held.nearest_of(["c"], [1.0, 0.0, 0.0], 3) == []
