"""Questions are counted over a sliding minute, for all that share a state."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bots.state import State, tables
from bots.web.errors import RateError
from bots.web.limits import RateLimits
from tests.bots.state.samples import Clock, state_in


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path, clock: Clock) -> State:
    return state_in(tmp_path, clock)


def test_so_many_are_counted_and_the_next_is_told_when_to_come_again(state: State) -> None:
    assert [state.rates.hit("address/a", 3, 60) for _ in range(3)] == [0, 0, 0]
    assert 0 < state.rates.hit("address/a", 3, 60) <= 60
    assert state.rates.hit("address/b", 3, 60) == 0


def test_what_was_refused_does_not_count(state: State, clock: Clock) -> None:
    for _ in range(50):
        state.rates.hit("address/a", 2, 60)
    clock.move(seconds=120)
    assert [state.rates.hit("address/a", 2, 60) for _ in range(2)] == [0, 0]


def test_the_minute_slides(state: State, clock: Clock) -> None:
    for _ in range(4):
        assert state.rates.hit("address/a", 4, 60) == 0
    clock.move(seconds=61 - clock.now.timestamp() % 60)  # a second into the next minute
    assert state.rates.hit("address/a", 4, 60) > 0
    clock.move(seconds=30)
    assert state.rates.hit("address/a", 4, 60) == 0


def test_processes_count_together(state: State, tmp_path: Path, clock: Clock) -> None:
    other = state_in(tmp_path, clock)
    one, two = RateLimits(3, 2, state.rates), RateLimits(3, 2, other.rates)
    for limits in (one, two, one):
        limits.check_address("203.0.113.7")
    with pytest.raises(RateError, match="thử lại sau"):
        two.check_address("203.0.113.7")
    one.check_conversation("c")
    two.check_conversation("c")
    with pytest.raises(RateError):
        one.check_conversation("c")
    other.close()


def test_no_more_pass_however_many_ask_at_once(state: State) -> None:
    passed: list[bool] = []

    def ask() -> None:
        passed.extend(state.rates.hit("address/a", 7, 60) == 0 for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), sum(passed)) == (30, 7)


def test_old_counts_are_erased(state: State, clock: Clock) -> None:
    state.rates.hit("address/a", 7, 60)
    clock.move(minutes=5)
    state.rates.hit("address/a", 7, 60)
    state.erase_expired()
    with state.database.transaction() as connection:
        assert connection.execute(select(func.count()).select_from(tables.rates)).scalar_one() == 1
