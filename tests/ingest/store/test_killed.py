"""A process killed at any moment of an add leaves the former state answering, and the next add completes."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.model import Plan
from ingest.passages import passages
from ingest.store.plan_store import PlanStore
from tests import apart
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in

FORMER = sample_plan(tasks=tuple(f"Việc cũ số {number}" for number in range(80)))
NEW = sample_plan(tasks=tuple(f"Việc mới số {number}" for number in range(90)))


_FOUND = 0.97
"""The least share that Chroma's graph, which is approximate, finds of passages that are nearly alike."""


def die(*_: object, **__: object) -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


class DyingModel(BagOfWords):
    """A model whose process dies in its second batch."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.asked:
            die()
        return super().embed_documents(texts)


def _before_the_transaction(store: PlanStore) -> None:
    store.catalogue.replace_all = die  # type: ignore[assignment]


def _within_the_transaction(store: PlanStore) -> None:
    store.catalogue._index_words = die  # type: ignore[method-assign,assignment]


def _after_the_transaction(store: PlanStore) -> None:
    store.vectors.keep_only = die  # type: ignore[assignment]


def _before_the_last_note(store: PlanStore) -> None:
    store._keeper.end = die  # type: ignore[method-assign]


MOMENTS: dict[str, Callable[[PlanStore], None]] = {
    "before the transaction": _before_the_transaction,
    "within the transaction": _within_the_transaction,
    "after the transaction": _after_the_transaction,
    "before the last note": _before_the_last_note,
}


def add_and_die(folder: str, moment: str) -> None:
    """Add the new plan in this process, which ends at the moment named, or at none that is known of."""
    store = store_in(Path(folder), DyingModel() if moment == "while embedding" else None)
    if moment in MOMENTS:
        MOMENTS[moment](store)
    store.add(NEW)


def start(folder: Path, moment: str) -> apart.Apart:
    """Add the new plan in a process of its own."""
    return apart.start(add_and_die, str(folder), moment)


def check_answers(store: PlanStore, plan: Plan) -> None:
    """The store answers from this plan, all of it, and from nothing else."""
    assert store.catalogue.plan(plan.id) == plan
    wanted = set(passages(plan))
    assert {hit.passage for hit in store.search_meaning("việc số", [plan.id], limit=1000)} == wanted
    nearest = {hit.passage for hit in store.search_meaning("việc số", limit=1000)}
    assert nearest <= wanted
    assert len(nearest) >= _FOUND * len(wanted)
    assert {hit.passage for hit in store.search_words("việc", kinds=["row"], limit=1000)} <= wanted


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("while embedding", FORMER),
        ("before the transaction", FORMER),
        ("within the transaction", FORMER),
        ("after the transaction", NEW),
        ("before the last note", NEW),
    ],
)
def test_killed_at_each_step_of_replacing_a_plan(tmp_path: Path, moment: str, left: Plan) -> None:
    before = store_in(tmp_path)
    before.add(FORMER)
    before.close()
    assert start(tmp_path, moment).wait() == -signal.SIGKILL

    store = store_in(tmp_path)
    check_answers(store, left)
    store.add(NEW)
    check_answers(store, NEW)
    assert store.is_complete()
    assert store.vectors.count() == len({passage.search_text for passage in passages(NEW)})
    store.close()


def test_killed_at_any_moment_the_store_answers_from_one_whole_plan(tmp_path: Path) -> None:
    former = store_in(tmp_path)
    former.add(FORMER)
    former.close()
    waits = random.Random(7)
    for _ in range(int(os.environ.get("KILLS", "3"))):
        process = start(tmp_path, "none")
        time.sleep(waits.uniform(0.0, 1.2))
        process.kill()
        process.wait()
        store = store_in(tmp_path)
        check_answers(store, store.catalogue.plan(FORMER.id))
        assert store.catalogue.plan(FORMER.id) in (FORMER, NEW)
        store.add(FORMER)
        check_answers(store, FORMER)
        assert store.vectors.count() == len({passage.search_text for passage in passages(FORMER)})
        store.close()


def test_a_reader_in_another_process_follows_the_writer(tmp_path: Path) -> None:
    reader = store_in(tmp_path)
    reader.add(FORMER)
    check_answers(reader, FORMER)
    assert start(tmp_path, "none").wait() == 0
    check_answers(reader, NEW)
    reader.close()


def test_a_reader_answers_from_one_whole_plan_while_another_process_writes(tmp_path: Path) -> None:
    reader = store_in(tmp_path)
    reader.add(FORMER)
    process = start(tmp_path, "none")
    plans = {"cũ": set(passages(FORMER)), "mới": set(passages(NEW))}
    while process.poll() is None:
        found = {hit.passage for hit in reader.search_meaning("việc số", kinds=["row"], limit=50)}
        assert len(found) == 50
        assert found <= plans["cũ"] or found <= plans["mới"]
        assert reader.catalogue.plan(FORMER.id) in (FORMER, NEW)
    assert process.returncode == 0
    check_answers(reader, NEW)
    reader.close()
