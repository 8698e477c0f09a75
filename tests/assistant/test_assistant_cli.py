"""`python -m assistant` as people and scripts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from ingest.settings import Settings
from tests.servers import database_url_for, use

ROOT = Path(__file__).parents[2]
QUESTION = "Ai chủ trì đơn thuốc điện tử của Cà Mau?"
ANSWER_KEYS = ["answer", "answerable", "kind", "language", "citations", "took_ms", "writer"]
CITATION_KEYS = [
    "n", "plan", "plan_title", "appendix", "group", "stt", "section", "page", "anchor", "label", "quote", "url",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _at_home(index: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and an environment that names the index of the sample plans."""
    monkeypatch.chdir(tmp_path)
    use(monkeypatch, index.plan_index)


def printed_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def write(path: Path, *lines: Mapping[str, object] | str) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


def test_a_question_is_answered_with_its_sources_below(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION]) == 0
    told = capsys.readouterr()
    assert "Phòng Nghiệp vụ" in told.out
    assert "[1] Sở Y tế Cà Mau 2026, Phụ lục 1, STT 13" in told.out.splitlines()
    assert "**" not in told.out
    assert told.err == ""


def test_a_refusal_is_an_answer_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Có bao nhiêu nhiệm vụ của Hà Nội?"]) == 0
    assert "[1]" not in capsys.readouterr().out


def test_json_has_no_key_beside_those_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "xin chào", "--json"]) == 0
    (answer,) = printed_lines(capsys)
    assert list(answer) == ANSWER_KEYS


def test_json_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, "--json"]) == 0
    printed = capsys.readouterr().out
    assert "Phòng Nghiệp vụ" in printed
    answer = json.loads(printed)
    assert answer.keys() >= set(ANSWER_KEYS)
    (citation,) = answer["citations"]
    assert list(citation) == CITATION_KEYS
    assert citation["label"] == "Sở Y tế Cà Mau 2026, Phụ lục 1, STT 13"
    assert (citation["n"], citation["plan"], citation["appendix"]) == (1, "ca-mau-2026", "1")
    assert (citation["stt"], citation["section"], citation["page"]) == ("13", None, 11)
    assert citation["url"].endswith("/sources/ca-mau-2026/pl-1/13")
    assert answer["took_ms"] > 0


def test_json_of_prose_has_a_section_and_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "An Giang sao lưu dữ liệu theo nguyên tắc nào?", "--json"]) == 0
    (answer,) = printed_lines(capsys)
    citation = answer["citations"][0]
    assert citation["section"] == "III.6.c"
    assert (citation["appendix"], citation["group"], citation["stt"]) == (None, None, None)


def test_plan_limits_the_answer_to_some_plans(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Ai chủ trì đơn thuốc điện tử?", "--json", "--plan", "ninh-thuan-2025"]) == 0
    (answer,) = printed_lines(capsys)
    assert {citation["plan"] for citation in answer["citations"]} == {"ninh-thuan-2025"}


def test_a_batch_answers_line_by_line_under_its_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = write(
        tmp_path / "asked.jsonl",
        {"id": "a", "question": QUESTION},
        "",
        {"id": 7, "question": "Còn đơn vị phối hợp?", "history": [QUESTION]},
        {"id": "c", "question": "Ai chủ trì đơn thuốc điện tử?", "plans": ["ninh-thuan-2025"]},
        {"question": "xin chào"},
    )
    assert main(["ask", "--batch", str(batch)]) == 0
    lines = printed_lines(capsys)
    assert [line["id"] for line in lines] == ["a", 7, "c", None]
    assert [line["answerable"] for line in lines] == [True, True, True, False]
    assert all(next(iter(line)) == "id" and line.keys() >= set(ANSWER_KEYS) for line in lines)
    assert "Văn phòng" in lines[1]["answer"]
    assert [citation["plan"] for citation in lines[2]["citations"]] == ["ninh-thuan-2025"]


def test_a_batch_may_begin_with_a_byte_order_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "asked.jsonl").write_text(json.dumps({"id": "a", "question": "?"}), "utf-8-sig")
    assert main(["ask", "--batch", "asked.jsonl"]) == 0
    assert [line["id"] for line in printed_lines(capsys)] == ["a"]


@pytest.mark.parametrize(
    ("broken", "mend"),
    [
        ('{"id": "b", "question": ', "JSON"),
        ("not json", "JSON"),
        ('["a list"]', "question"),
        ('{"id": "b"}', "question"),
        ('{"id": "b", "question": 5}', "question"),
    ],
)
def test_a_broken_line_is_named_with_its_file_its_number_and_the_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str, mend: str
) -> None:
    write(tmp_path / "asked.jsonl", "", broken)
    assert main(["ask", "--batch", "asked.jsonl"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("asked.jsonl:2: ")
    assert mend in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


def test_a_batch_that_is_not_there_or_is_no_text_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--batch", "none.jsonl"]) == 1
    assert capsys.readouterr().err.startswith("none.jsonl: ")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00\x81")
    assert main(["ask", "--batch", "bytes.jsonl"]) == 1
    assert capsys.readouterr().err.startswith("bytes.jsonl: ")


def test_an_empty_batch_answers_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "asked.jsonl", "")
    assert main(["ask", "--batch", "asked.jsonl"]) == 0
    assert capsys.readouterr().out == ""


def test_a_missing_index_is_named_with_the_command_that_makes_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, nowhere := Path("nowhere"))
    assert main(["ask", QUESTION, "--index", "nowhere"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("postgresql+psycopg://plans@" if database_url_for(nowhere) else "nowhere: ")
    assert "python -m ingest add" in told.err
    assert not Path("nowhere").exists()


@pytest.mark.parametrize("arguments", [[], ["ask"], ["ask", QUESTION, "--batch", "asked.jsonl"], ["ask", "--top", "3"]])
def test_a_command_that_is_not_understood_says_how_it_is_used(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_module_runs_and_does_not_load_the_slow_libraries(index: Settings) -> None:
    code = (
        "import sys; from assistant.__main__ import main; failed = main(sys.argv[1:]);"
        "sys.exit(failed or sorted({'torch', 'sentence_transformers'} & set(sys.modules)) or 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "ask", QUESTION, "--json", "--index", str(index.plan_index)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["answerable"]


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_reader_may_leave_early(index: Settings, more: list[str]) -> None:
    command = [sys.executable, "-m", "assistant", "ask", QUESTION, "--index", str(index.plan_index), *more]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ask", "--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    assert all(option in told for option in ("--json", "--plan", "--batch", "--index"))
