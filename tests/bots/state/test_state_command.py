"""The command that shows and erases what is kept of the people who ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.state import State, Verdict, open_state
from bots.state.__main__ import KINDS, main
from bots.telegram.memory import Memory
from bots.telegram.records import Chat
from tests.bots.state.samples import answer_of
from tests.servers import use


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """The state of the environment, with something of every sort in it."""
    monkeypatch.chdir(tmp_path)
    use(monkeypatch, tmp_path / "index")
    with closing(open_state()) as opened:
        for conversation in ("a", "b"):
            opened.conversations.record(conversation, "web", "Ai?", answer_of("Văn phòng. [1]", "x/pl-1/1"))
        opened.feedback.give(opened.conversations.recent(1)[0], "web", Verdict.UP)
        opened.unanswered.note("Giá vàng?", "web", answer_of("Không có."))
        memory = Memory(opened, 1, 1, lambda: datetime.now(UTC))
        for chat in (7, 8):
            memory.chats.put(Chat(chat, "vi"))
            memory.follows.add(chat, "Văn phòng", "")
        yield opened


def counts(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    assert main(["list"]) == 0
    return {line.split()[0]: int(line.split()[1]) for line in capsys.readouterr().out.splitlines()}


def test_what_is_kept_is_counted_by_sort(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    found = counts(capsys)
    assert set(found) == set(KINDS)
    assert (found["conversations"], found["turns"], found["feedback"], found["unanswered"]) == (2, 2, 1, 1)
    assert (found["telegram-chats"], found["telegram-follows"]) == (2, 2)


@pytest.mark.parametrize(
    ("erased", "left"),
    [
        (["--all"], dict.fromkeys(KINDS, 0)),
        (["--kind", "feedback"], {"feedback": 0, "conversations": 2}),
        (["--conversation", "a"], {"conversations": 1, "turns": 1, "feedback": 1}),
        (["--chat", "7"], {"telegram-chats": 1, "telegram-follows": 1, "conversations": 2}),
    ],
)
def test_what_is_named_is_erased_and_nothing_else(
    state: State, capsys: pytest.CaptureFixture[str], erased: list[str], left: dict[str, int]
) -> None:
    assert main(["erase", *erased]) == 0
    found = counts(capsys)
    assert {kind: found[kind] for kind in left} == left


def test_erasing_needs_to_be_told_what(state: State) -> None:
    with pytest.raises(SystemExit):
        main(["erase"])
