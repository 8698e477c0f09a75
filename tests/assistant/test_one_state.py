"""An answer comes from one state of the index, though plans are replaced while it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.search.retriever import Search
from ingest.model import Plan
from ingest.store.errors import StoreError
from ingest.store.plan_store import PlanStore
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre
from tests.assistant.test_former_plans import content, moved

WORDS_ONLY = "chỉ tìm được theo từ ngữ"


def version(number: int) -> Plan:
    plan = moved(ben_tre(), BEN_TRE, f"Phòng số {number}")
    return replace(plan, source=replace(plan.source, sha256=f"{number:064}"))


class Interfering:
    """Replaces the plan whenever something is searched for, a number of times."""

    def __init__(self, store: PlanStore, times: int) -> None:
        self.store = store
        self.left = times
        self.number = 1
        self._real = Search.candidates

    def __call__(self, search: Search, *arguments: object, **named: object) -> object:
        found = self._real(search, *arguments, **named)  # type: ignore[arg-type]
        if self.left:
            self.left -= 1
            self.number += 1
            self.store.add(version(self.number))
        return found


@pytest.mark.parametrize("times", [1, 3])
def test_an_answer_is_made_again_when_the_index_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    assistant = assistant_in(tmp_path, [version(1)])
    store = assistant._library.store
    assert isinstance(store, PlanStore)
    interfering = Interfering(store, times)
    monkeypatch.setattr(Search, "candidates", lambda *a, **k: interfering(*a, **k))
    answer = assistant.ask(f"Ai chủ trì {content(ben_tre())}?")
    assert interfering.left == 0
    assert f"Phòng số {interfering.number}" in answer.answer
    assert all(f"Phòng số {older}" not in answer.answer for older in range(1, interfering.number))


def test_a_plan_that_is_removed_meanwhile_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_in(tmp_path, [version(1)])
    store, real = assistant._library.store, Search.candidates
    assert isinstance(store, PlanStore)

    def removing(search: Search, *arguments: object, **named: object) -> object:
        if store.catalogue.has(BEN_TRE):
            store.remove(BEN_TRE)
        return real(search, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Search, "candidates", removing)
    answer = assistant.ask(f"Ai chủ trì {content(ben_tre())}?")
    assert not answer.answerable


def test_a_fault_that_no_change_explains_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_in(tmp_path, [version(1)])

    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("hỏng")

    monkeypatch.setattr(Search, "candidates", broken)
    with pytest.raises(RuntimeError, match="hỏng"):
        assistant.ask(f"Ai chủ trì {content(ben_tre())}?")


def test_without_vectors_answers_come_by_words_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_in(tmp_path, [version(1)])
    question = f"Ai chủ trì {content(ben_tre())}?"
    whole = assistant.ask(question)
    assert WORDS_ONLY not in whole.answer

    def unreadable(*_: object) -> Sequence[object]:
        raise StoreError("hỏng", "damaged")

    monkeypatch.setattr(PlanStore, "search_meaning", unreadable)
    answer = assistant.ask(question)
    assert answer.answer == f"{whole.answer}\n\n{answer.answer.splitlines()[-1]}"
    assert WORDS_ONLY in answer.answer
    assert answer.citations == whole.citations
    assert "by their words only" in assistant.ask(question, language="en").answer
