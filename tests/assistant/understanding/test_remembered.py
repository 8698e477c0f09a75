"""A question that goes on with the one before does not ask that one again, unless the index has changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.search.retriever import Search
from tests.assistant.sample import assistant_in, ben_tre
from tests.assistant.test_former_plans import content
from tests.assistant.test_one_state import version


def _searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the questions that are searched for from now on."""
    searched: list[str] = []
    real = Search.candidates

    def candidates(self: Search, question, *rest, **named):  # type: ignore[no-untyped-def]
        searched.append(question.text)
        return real(self, question, *rest, **named)

    monkeypatch.setattr(Search, "candidates", candidates)
    return searched


def test_the_question_before_is_not_searched_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_in(tmp_path, [version(1)])
    first = f"Ai chủ trì {content(ben_tre())}?"
    assistant.ask(first)
    searched = _searched(monkeypatch)
    answer = assistant.ask("Bao giờ xong?", [first])
    assert answer.answerable
    assert first not in searched


def test_one_that_was_never_asked_here_gives_the_same_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, then = f"Ai chủ trì {content(ben_tre())}?", "Bao giờ xong?"
    assistant = assistant_in(tmp_path, [version(1)])
    searched = _searched(monkeypatch)
    alone = assistant.ask(then, [first])
    assert first in searched
    assistant.ask(first)
    assert assistant.ask(then, [first]).answer == alone.answer


def test_what_was_told_from_an_older_index_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_in(tmp_path, [version(1)])
    first = f"Ai chủ trì {content(ben_tre())}?"
    assistant.ask(first)
    assistant._library.store.add(version(2))  # type: ignore[union-attr]
    searched = _searched(monkeypatch)
    assert assistant.ask("Bao giờ xong?", [first]).answerable
    assert first in searched
