"""Writes that come at the same time: one transaction for all, each told how it went, none lost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import DataError, OperationalError

from bots.state.database import StateError
from bots.state.together import Together
from tests.bots.state.samples import answer_of, state_in


class Slow:
    """Writes when it is allowed to."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, numbers: Sequence[int]) -> None:
        self.begun.set()
        assert self.go_on.wait(10)
        self.written.append(list(numbers))


def test_what_comes_meanwhile_is_written_at_once() -> None:
    slow = Slow()
    together = Together(slow)
    first = together.put(0)
    assert slow.begun.wait(10)
    others = [together.put(number) for number in range(1, 6)]
    assert not first.done()
    slow.go_on.set()
    for done in (first, *others):
        done.result(10)
    assert slow.written == [[0], [1, 2, 3, 4, 5]]
    together.close()


def test_what_was_put_is_written_before_it_is_closed() -> None:
    slow = Slow()
    together = Together(slow)
    done = [together.put(number) for number in range(3)]
    slow.go_on.set()
    together.close()
    assert all(one.done() for one in done)
    with pytest.raises(RuntimeError):
        together.put(4)


def _fails(numbers: Sequence[int], cause: Exception, at: int) -> None:
    if at in numbers:
        raise StateError("hỏng", "broken") from cause


def test_one_that_cannot_be_written_is_no_fault_of_the_others() -> None:
    slow = Slow()

    def write(numbers: Sequence[int]) -> None:
        slow(numbers)
        _fails(numbers, DataError("", {}, ValueError()), 3)

    together = Together(write)
    done = [together.put(number) for number in range(5)]
    slow.go_on.set()
    assert [one.exception(10) is None for one in done] == [True, True, True, False, True]
    together.close()


def test_a_database_that_is_away_is_asked_once_for_all() -> None:
    slow = Slow()

    def write(numbers: Sequence[int]) -> None:
        slow(numbers)
        _fails(numbers, OperationalError("", {}, ValueError()), 3)

    together = Together(write)
    first = together.put(0)
    assert slow.begun.wait(10)
    done = [together.put(number) for number in range(1, 5)]
    slow.go_on.set()
    assert first.exception(10) is None
    assert all(isinstance(one.exception(10), StateError) for one in done)
    assert slow.written == [[0], [1, 2, 3, 4]]
    together.close()


def test_turns_and_unanswered_questions_of_many_threads_are_all_kept(tmp_path: Path) -> None:
    state = state_in(tmp_path)
    turns: dict[str, str] = {}

    def ask(name: str) -> None:
        for number in range(10):
            answer = answer_of(f"{name} {number}", *(["a/pl-1/1"] if number % 2 else []))
            turn, written = state.record(f"c-{name}", "web", f"Hỏi {number}?", answer)
            written.result(30)
            turns[turn] = answer.answer

    threads = [threading.Thread(target=ask, args=(str(one),)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {turn.id: turn.answer for turn in state.conversations.recent(100)}
    assert kept == turns
    assert len(kept) == 80
    assert {(one.question, one.times) for one in state.unanswered.latest()} == {
        (f"Hỏi {number}?", 8) for number in range(0, 10, 2)
    }
    assert state.conversations.earlier_questions("c-3", 3) == ("Hỏi 7?", "Hỏi 8?", "Hỏi 9?")
    state.close()
