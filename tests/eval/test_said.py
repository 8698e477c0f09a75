"""How questions are said is learned from those typed with accents, without the names of places and leaders."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.lexicon import said
from assistant.lexicon.said import BEGINNING
from eval.questions import Form, Question
from eval.said import said_in, write_said


def asked(text: str, form: Form = Form.ACCENTED, history: tuple[str, ...] = ()) -> Question:
    return Question(text, text, form, "lookup", True, history)


def test_pairs_stand_within_a_clause_and_names_are_cut_out() -> None:
    pairs = said_in([asked("Ai chủ trì ở Cà Mau, hạn khi nào?")], {"Cà Mau"})
    assert pairs == {
        (BEGINNING, "ai"): 1,
        ("ai", "chủ"): 1,
        ("chủ", "trì"): 1,
        ("trì", "ở"): 1,
        (BEGINNING, "hạn"): 1,
        ("hạn", "khi"): 1,
        ("khi", "nào"): 1,
    }


def test_english_and_what_is_typed_without_accents_teach_nothing() -> None:
    questions = [asked("who leads it", Form.ENGLISH), asked("ai chu tri don thuoc", Form.UNACCENTED)]
    assert not said_in(questions, ())


def test_a_text_counts_once_and_what_was_asked_before_it_too() -> None:
    questions = [asked("bao giờ xong", history=("việc nào gấp",)), asked("bao giờ xong")]
    pairs = said_in(questions, ())
    assert pairs["bao", "giờ"] == 1
    assert pairs["việc", "nào"] == 1


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = said_in([asked("bao giờ xong, bao nhiêu tiền, bao giờ trả")], ())
    write_said(pairs, 1, tmp_path / said.SAID)
    monkeypatch.setattr(said, "files", lambda _: tmp_path)
    said.asked_pairs.cache_clear()
    try:
        read = said.asked_pairs()
    finally:
        said.asked_pairs.cache_clear()
    assert read.behind("bao", "giờ") == 2
    assert read.behind("bao", "nhiêu") == 1
    assert read.times("bao") == 3
