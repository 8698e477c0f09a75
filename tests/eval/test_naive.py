"""The tutorial recipe as a baseline."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from langchain_core.embeddings import Embeddings

from eval.errors import EvalError
from eval.naive import NEAREST, PIECE, NaiveAssistant
from eval.run import run
from eval.subject import Subject
from tests.eval.samples import UNSAID, WHO
from tests.ingest.store.samples import BagOfWords

EMBEDDINGS = cast("Embeddings", BagOfWords())
TASK = "Số hóa hồ sơ bệnh án: Văn phòng chủ trì."


def plan(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    filler = [f"Mục {number}. " + "đào tạo tập huấn cán bộ " * 30 for number in range(12)]
    return [
        plan(tmp_path, "Sở Y tế 2026.txt", "\n\n".join([*filler, TASK, *filler])),
        plan(tmp_path, "so-khac-2025.txt", "\n\n".join(filler)),
    ]


def test_the_answer_is_the_five_nearest_pieces_of_at_most_a_thousand_characters(files: list[Path]) -> None:
    assistant = NaiveAssistant(files, EMBEDDINGS)
    answer = assistant.ask("Ai chủ trì số hóa hồ sơ bệnh án?")
    assert assistant.size > NEAREST
    assert "Văn phòng chủ trì" in answer.answer
    assert len(answer.answer) <= NEAREST * (PIECE + 2)
    assert answer.answerable
    assert answer.citations == ()


def test_only_the_plans_asked_for_are_searched(files: list[Path]) -> None:
    assistant = NaiveAssistant(files, EMBEDDINGS)
    question = "Ai chủ trì số hóa hồ sơ bệnh án?"
    assert "Văn phòng" in assistant.ask(question, plans=["so-y-te-2026"]).answer
    assert "Văn phòng" not in assistant.ask(question, plans=["so-khac-2025"]).answer


def test_two_baselines_of_a_process_do_not_share_their_pieces(tmp_path: Path) -> None:
    one = NaiveAssistant([plan(tmp_path, "a.txt", "một")], EMBEDDINGS)
    two = NaiveAssistant([plan(tmp_path, "b.txt", "hai")], EMBEDDINGS)
    assert (one.ask("gì?").answer, two.ask("gì?").answer) == ("một", "hai")


def test_it_is_measured_like_the_assistant_for_its_facts(files: list[Path]) -> None:
    found, unsaid = run([WHO, UNSAID], Subject("naive", NaiveAssistant(files, EMBEDDINGS), cites=False))
    assert found.score.facts_found
    assert not found.score.right
    assert not unsaid.score.right


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\x00\x01\x02"])
def test_a_file_that_is_no_text_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.txt").write_bytes(content)
    with pytest.raises(EvalError, match=r"plan\.txt"):
        NaiveAssistant([tmp_path / "plan.txt"], EMBEDDINGS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"plan\.txt"):
        NaiveAssistant([tmp_path / "plan.txt"], EMBEDDINGS)
