"""What a former state of the index took is given back when there is a new one."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from bots.tidying import Tidier
from tests.assistant.sample import ben_tre, lao_cai, library_in, store_of

pytestmark = pytest.mark.once(reason="is about memory")

QUESTION = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện?"


@pytest.fixture
def frozen() -> Iterator[None]:
    """Leaves nothing frozen behind."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("frozen")
def test_it_tidies_up_at_first_and_after_each_change_only() -> None:
    generation = 1
    tidier = Tidier(lambda: generation)
    assert [tidier.tick(), tidier.tick()] == [True, False]
    assert gc.get_freeze_count() > 10_000
    generation = 2
    assert [tidier.tick(), tidier.tick()] == [True, False]


@pytest.mark.usefixtures("frozen")
def test_garbage_of_before_is_found_though_it_was_frozen() -> None:
    class Knot:
        """Refers to itself."""

        def __init__(self) -> None:
            self.me = self

    generation = 1
    knot, tidier = Knot(), Tidier(lambda: generation)
    tidier.tick()
    last = weakref.ref(knot)
    del knot
    gc.collect()
    assert last() is not None
    generation = 2
    tidier.tick()
    assert last() is None


def test_the_plans_of_a_former_state_go_without_being_looked_for(tmp_path: Path) -> None:
    """A shelf that referred to itself would stay beside the next one until all objects are looked through."""
    library = library_in(tmp_path, (ben_tre(),))
    assistant = Assistant(library)
    assistant.ask(QUESTION)
    assistant.ask("Văn phòng Sở chủ trì bao nhiêu nhiệm vụ?")
    assistant.ask("Theo mục I, mục tiêu là gì?")
    former = weakref.ref(library.shelf())
    gc.collect()
    gc.disable()
    try:
        store_of(library).add(replace(lao_cai()))
        library.shelf()
        assert former() is None
    finally:
        gc.enable()
