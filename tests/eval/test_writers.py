"""`python -m eval run --writer llm`: a model beside the built-in writer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.record import read_record
from tests.assistant.sample import ben_tre, lao_cai
from tests.assistant.writing.asking import ANCHOR, GOOD, WHO
from tests.assistant.writing.openai_server import Say, serving
from tests.ingest.store.samples import store_in

QUESTIONS = (
    {"id": "w1", "question": WHO, "facts": [["Văn phòng Sở"]], "answerable": True},
    {"id": "w2", "question": "Ai xây sân bay?", "facts": [], "answerable": False},
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A question that the plans answer, and one that they do not."""
    plan, appendix, group, stt = ANCHOR.split("/")
    place = {"plan": plan, "appendix": appendix.removeprefix("pl-"), "group": group, "stt": stt}
    lines = [
        {"history": [], "form": "accented", "type": "lookup", "plans": [plan], "citations": [], **line}
        for line in QUESTIONS
    ]
    lines[0]["citations"] = [place]
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the made-up plans, found by its folder, with the stand-in for an embedding model."""
    folder = tmp_path / "index"
    store = store_in(folder)
    for plan in (ben_tre(), lao_cai()):
        store.add(plan)
    monkeypatch.setattr("eval.writing.open_store", lambda settings, must_exist: store)
    return folder


def test_what_a_model_writes_is_measured_beside_the_built_in_writer(
    questions: Path,
    index: Path,
    tmp_path: Path,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = tmp_path / "out.json"
    invented = Say(GOOD + " Kinh phí là 5 tỷ đồng [1].", usage=(400, 50))
    with serving(invented) as server:
        monkeypatch.setenv("LLM_MODEL", "scripted")
        monkeypatch.setenv("LLM_BASE_URL", server.url)
        arguments = ["run", "--writer", "llm", "--questions", str(questions), "--index", str(index)]
        assert main([*arguments, "--json", str(told), "--language", "en"]) == 0
    written, built_in = read_record(told).runs
    assert (written.subject, built_in.subject) == ("llm", "built-in")
    assert written.writing is not None
    assert built_in.writing is not None
    assert (written.writing.supported.count, written.writing.supported.total) == (2, 3)
    assert (built_in.writing.supported.count, built_in.writing.supported.total) == (2, 2)
    assert (written.writing.worded.count, built_in.writing.worded.count) == (1, 0)
    assert (written.writing.tokens_in, written.writing.tokens_out) == (400 * 4, 50 * 4)  # three rounds for the second
    assert written.writing.outcomes == {"written": 1, "empty": 1}
    assert [result.score.right for result in written.results] == [True, True]
    shown = capsys.readouterr().out
    assert "sentences supported (before the check)" in shown
    assert "66.7%" in shown


def test_without_a_model_the_mend_is_told(
    questions: Path, index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LLM_MODEL", "")
    arguments = ["run", "--writer", "llm", "--questions", str(questions), "--index", str(index), "--language", "en"]
    assert main(arguments) == 1
    assert "LLM_MODEL" in capsys.readouterr().err
