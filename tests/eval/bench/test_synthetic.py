"""Made-up plans have the shape of real ones, other names, and vectors near those of the real passages."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.bench.synthetic import DrawnEmbeddings, Synthesis, is_synthetic
from ingest.passages import passages
from ingest.store.records import vector_id
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in


class Drawn(BagOfWords):
    """The stand-in for a model, behind drawn vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = DrawnEmbeddings(BagOfWords())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.drawn.embed_documents(texts)


def test_an_index_grows_by_plans_of_the_same_shape_that_can_be_found(tmp_path: Path) -> None:
    model = Drawn()
    store = store_in(tmp_path, model)
    store.add(sample_plan())
    Synthesis(store, model.drawn).grow(12)
    made = [card for card in store.catalogue.directory.cards() if is_synthetic(card.id)]
    assert len(made) == 11
    assert len({card.header.province for card in made}) == 11
    real, plan = sample_plan(), store.catalogue.plan(made[0].id)
    assert [len(one.rows) for one in plan.appendices] == [len(one.rows) for one in real.appendices]
    assert [section.path for section in plan.sections] == [section.path for section in real.sections]
    assert "Bến Tre" not in plan.header.title + plan.header.issuer
    assert store.is_complete()
    assert {hit.passage.anchor.plan for hit in store.search_words("bệnh án điện tử", [plan.id])} == {plan.id}
    found = store.search_meaning(BagOfWords().embed_query("bệnh án điện tử"), [plan.id], ["row"])
    assert {hit.passage.anchor.plan for hit in found} == {plan.id}
    store.close()


def test_drawn_vectors_lie_near_the_real_ones(tmp_path: Path) -> None:
    model = Drawn()
    store = store_in(tmp_path, model)
    store.add(sample_plan())
    Synthesis(store, model.drawn).grow(2)
    ids = list(dict.fromkeys(vector_id(one) for one in passages(sample_plan())))
    made = next(card.id for card in store.catalogue.directory.cards() if is_synthetic(card.id))
    others = list(dict.fromkeys(vector_id(one) for one in store.catalogue.passages_of([made])))
    cosines = store.vectors.matrix(others) @ store.vectors.matrix(ids).T
    assert cosines.max(axis=1).min() > 0.9
    assert np.allclose(np.linalg.norm(store.vectors.matrix(others), axis=1), 1, atol=1e-5)
    store.close()
