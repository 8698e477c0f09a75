"""Indexes of many times the passages of the real plans, made once and kept: all provinces, all sectors, ten years."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.bench.synthetic import DrawnEmbeddings, Synthesis
from ingest.embedding import load_embedder
from ingest.settings import Settings
from ingest.store.plan_store import open_store

FACTORS = (1, 10, 100, 1000)


def grown(settings: Settings, factors: Sequence[int], report: Callable[[str], object]) -> dict[int, Settings]:
    """The settings of an index for each factor, made where it is missing out of the next smaller one.

    `settings` are those of the index of the real plans, beside whose folder the others are kept.
    """
    real = Path(settings.plan_index)
    found = {1: settings}
    smaller = settings
    for factor in sorted(set(factors) - {1}):
        folder = real.parent / f"{real.name}-x{factor}"
        mine = settings.model_copy(update={"plan_index": folder})
        if not folder.exists():
            _grow(Path(smaller.plan_index), mine, factor, report)
        found[factor] = smaller = mine
    return {factor: found[factor] for factor in sorted(set(factors))}


def _grow(source: Path, settings: Settings, factor: int, report: Callable[[str], object]) -> None:
    folder = Path(settings.plan_index)
    begun = folder.with_name(f"{folder.name}.begun")
    shutil.rmtree(begun, ignore_errors=True)
    shutil.copytree(source, begun)
    embeddings = DrawnEmbeddings(load_embedder(settings))
    store = open_store(settings.model_copy(update={"plan_index": begun}), lambda: embeddings)
    synthesis = Synthesis(store, embeddings, seed=factor)
    synthesis.grow(factor * synthesis.real, lambda held: report(f"x{factor}: {held} plans"))
    store.close()
    begun.rename(folder)
