"""Ingests killed at a few random instants, with a quick model; `python -m tests.faults` kills 200 with the real one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.faults.__main__ import instants, table
from tests.faults.answers import NEW
from tests.faults.places import place_of_tests
from tests.faults.trial import Bench, Trial, bench
from tests.servers import DATABASE_SERVER

KILLS = int(os.environ.get("KILLS", "2" if os.environ.get(DATABASE_SERVER) else "4"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with place_of_tests() as place:
        yield bench(tmp_path_factory.mktemp("faults"), "fake", place)


def test_killed_at_random_instants_nothing_is_lost_and_nothing_half(prepared: Bench) -> None:
    prepared.measure(times=1)
    trials = [prepared.run(share) for share in instants(KILLS, 11)]
    assert [fault for trial in trials for fault in trial.faults] == [], "\n".join(table(trials))


def test_an_ingest_that_nobody_kills_ends_in_the_new_state(prepared: Bench) -> None:
    trial = prepared.run(40)
    assert (trial.state, trial.was_at_work, trial.faults) == (NEW, False, [])


def test_what_is_lost_would_be_noticed(prepared: Bench) -> None:
    """The checks themselves: an answer of no whole state, vectors too many and too few."""
    known = list(prepared.reference.answers[NEW])
    assert prepared.reference.state_of(known) == NEW
    mixed = [prepared.reference.answers[(False, False)][0], *known[1:]]
    assert prepared.reference.state_of(mixed) is None
    assert not prepared.reference.knows(0, ("khác", True, ()))
    told = list(table([Trial(0.5, True, None, 3, ["x"])]))
    assert len(told) == 14
    assert told[7] == told[-1].replace("all", "50-60%") == "| 50-60% | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 3 | 1 |"


def test_the_instants_are_random_spread_and_the_same_each_time() -> None:
    drawn = instants(200, 7)
    assert drawn == instants(200, 7) != instants(200, 8)
    assert all(part * 0.0055 <= share < (part + 1) * 0.0055 for part, share in enumerate(drawn))
