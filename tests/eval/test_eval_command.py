"""The command line as people and scripts use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import ingest.embedding
from eval.__main__ import main
from ingest import pipeline
from ingest.settings import Settings
from tests.eval.samples import (
    CITED_ROW,
    LINE,
    NOT_SAID,
    UNSAID,
    WHO,
    ScriptedAnswer,
    ScriptedAssistant,
    write_lines,
)
from tests.eval.test_eval_index import OWN_FILES
from tests.ingest.store.samples import BagOfWords
from tests.ingest.test_pipeline import READING

ROOT = Path(__file__).parents[2]
RIGHT = ScriptedAnswer("Văn phòng [1]", citations=(CITED_ROW,), confidence=0.9)
WRONG = replace(RIGHT, answer="Phòng khác [1]")
UNANSWERABLE = {**LINE, "id": "q2", "question": UNSAID.question, "facts": [], "citations": [], "answerable": False}


@dataclass
class Opened:
    """Opens a scripted assistant and keeps over what index."""

    answer: ScriptedAnswer | Exception = RIGHT
    indexes: list[Settings] = field(default_factory=list)
    assistant: ScriptedAssistant | None = None

    def __call__(self, settings: Settings) -> ScriptedAssistant:
        self.indexes.append(settings)
        self.assistant = ScriptedAssistant({WHO.question: self.answer, UNSAID.question: NOT_SAID})
        return self.assistant


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two questions in a working folder, with readers and a model that need nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    monkeypatch.setattr(pipeline, "default_reading", lambda: READING)
    monkeypatch.setattr(ingest.embedding, "load_embeddings", lambda settings: BagOfWords())
    monkeypatch.setattr(ingest.embedding, "load_embedder", lambda settings: BagOfWords())
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "so-y-te-2026.txt").write_text("số hóa hồ sơ: Văn phòng chủ trì", encoding="utf-8")
    return write_lines(tmp_path / "q.jsonl", LINE, UNANSWERABLE)


def test_a_run_prints_its_scores_and_exits_0_whatever_they_are(
    questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--questions", str(questions), "--index", "here"], Opened(WRONG)) == 0
    out = capsys.readouterr().out
    assert "50,0%" in out
    assert "q1: thiếu: Văn phòng" in out


def test_an_index_that_is_there_is_used_as_it_is(questions: Path) -> None:
    opened = Opened()
    main(["run", "--questions", str(questions), "--index", "here"], opened)
    assert [settings.plan_index for settings in opened.indexes] == [Path("here")]
    assert not Path("var").exists()


@OWN_FILES
def test_without_an_index_one_is_made_of_the_plans_under_var_eval(questions: Path) -> None:
    opened = Opened()
    assert main(["run", "--questions", str(questions), "--plans", "plans"], opened) == 0
    (settings,) = opened.indexes
    assert settings.plan_index.parent == Path("var/eval")
    assert (settings.plan_index / "vectors").is_dir()


def test_json_and_html_are_written_where_asked(questions: Path) -> None:
    order = ["run", "--questions", str(questions), "--index", "here", "--json", "out/a.json", "--html", "out/a.html"]
    assert main(order, Opened()) == 0
    record = json.loads(Path("out/a.json").read_text(encoding="utf-8"))
    assert record["runs"][0]["measures"]["right"]["count"] == 2
    assert record["conditions"]["files"][0]["name"] == "q.jsonl"
    assert Path("out/a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_files_are_whole_though_the_reader_of_the_report_leaves_early(
    questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ["run", "--questions", str(questions), "--index", "here", "--json", "a.json", "--html", "a.html"]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as nobody_reads:
        monkeypatch.setattr(sys, "stdout", nobody_reads)
        try:
            code = main(order, Opened())
        except SystemExit as stopped:  # by rich, which draws the tables
            code = stopped.code if isinstance(stopped.code, int) else 0
    assert code == 1
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["runs"][0]["measures"]["right"]["count"] == 2
    assert Path("a.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_run_can_be_compared_with_an_earlier_one_and_take_its_place(
    questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["run", "--questions", str(questions), "--index", "here", "--json", "a.json"]
    main(order, Opened(WRONG))
    assert main([*order, "--compare", "a.json"], Opened()) == 0
    comparison = json.loads(Path("a.json").read_text(encoding="utf-8"))["comparison"]
    assert (comparison["better"], comparison["worse"], comparison["both_right"]) == (["q1"], [], 1)
    assert "So với lần đo trước" in capsys.readouterr().out


def test_the_naive_baseline_runs_beside_the_assistant(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["run", "--questions", str(questions), "--index", "here", "--plans", "plans", "--baseline", "naive"]
    assert main([*order, "--json", "a.json"], Opened(WRONG)) == 0
    runs = json.loads(Path("a.json").read_text(encoding="utf-8"))["runs"]
    assert [(run["subject"], run["measures"]["facts"]["count"]) for run in runs] == [("assistant", 0), ("naive", 1)]
    assert runs[1]["measures"]["right"] is None
    assert "naive: không trích dẫn nguồn" in capsys.readouterr().out


def test_two_runs_differ_in_nothing_but_their_times(questions: Path) -> None:
    order = ["run", "--questions", str(questions), "--index", "here", "--plans", "plans", "--baseline", "naive"]
    found = []
    for name in ("a.json", "b.json"):
        main([*order, "--json", name], Opened())
        record = json.loads(Path(name).read_text(encoding="utf-8"))
        del record["conditions"]["at"]
        for run in record["runs"]:
            del run["measures"]["latency"]
            for result in run["results"]:
                del result["milliseconds"]
        found.append(record)
    assert found[0] == found[1]


def test_a_limit_takes_the_first_questions(questions: Path) -> None:
    main(["run", "--questions", str(questions), "--index", "here", "--limit", "1", "--json", "a.json"], Opened())
    record = json.loads(Path("a.json").read_text(encoding="utf-8"))
    assert [result["question"]["id"] for result in record["runs"][0]["results"]] == ["q1"]
    assert record["conditions"]["limit"] == 1


def test_the_plans_of_questions_are_told_only_when_asked(questions: Path) -> None:
    write_lines(questions, {**LINE, "plans": ["so-y-te-2026"]})
    given, kept = Opened(), Opened()
    order = ["run", "--questions", str(questions), "--index", "here"]
    main(order, kept)
    main([*order, "--within-plans"], given)
    assert given.assistant is not None
    assert kept.assistant is not None
    assert given.assistant.asked[-1][2] == ("so-y-te-2026",)
    assert kept.assistant.asked[-1][2] == ()


def test_several_files_of_questions_make_one_run(questions: Path) -> None:
    more = write_lines(questions.parent / "more.jsonl", {**LINE, "id": "q3"})
    main(["run", "--questions", str(questions), str(more), "--index", "here", "--json", "a.json"], Opened())
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["runs"][0]["measures"]["questions"] == 3


def test_a_broken_question_is_one_line_and_exit_1_before_anything_is_opened(
    questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(questions, LINE, {**LINE, "id": "q2", "facts": "VP"})
    opened = Opened()
    assert main(["run", "--questions", str(questions)], opened) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{questions}, dòng 2: facts sai kiểu; hãy viết")
    assert error.count("\n") == 1
    assert opened.indexes == []
    assert main(["run", "--questions", str(questions), "--language", "en"], opened) == 1
    assert capsys.readouterr().err.startswith(f"{questions}, line 2: facts: ")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--compare", "nowhere.json"], "nowhere.json"),
        (["--plans", "nowhere"], "nowhere"),
        (["--index", "here", "--json", "q.jsonl/out.json"], "không ghi được"),
    ],
)
def test_other_bad_input_is_named_and_exit_1(
    questions: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    opened = Opened()
    assert main(["run", "--questions", str(questions), *more], opened) == 1
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert opened.indexes == []


@OWN_FILES
def test_a_plan_that_cannot_be_read_is_named_and_exit_1(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (questions.parent / "plans" / "hong.txt").write_text("bad", encoding="utf-8")
    assert main(["run", "--questions", str(questions), "--plans", "plans"], Opened()) == 1
    assert "hong.txt: dòng 1" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--limit", "0"], ["--limit", "all"], ["--baseline", "other"]])
def test_arguments_that_make_no_sense_are_refused(questions: Path, more: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["run", "--questions", str(questions), *more], Opened())
    assert raised.value.code == 2


def test_the_guide_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    guide = (ROOT / "eval" / "README.md").read_text(encoding="utf-8")
    assert len(options) >= 10
    assert [option for option in sorted(options) if f"`{option}" not in guide] == []


def test_help_comes_without_loading_what_answers() -> None:
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "eval", "run", "--help"],
        cwd=ROOT,
        env={**os.environ, "LANG": "en_US.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--baseline" in told.stdout
    assert not any(heavy in told.stderr for heavy in ("numpy", "chromadb", "scipy", "pydantic"))
    assert time.monotonic() - began < 5
