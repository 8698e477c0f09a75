"""The command line: who can read the folder sees all; with `--public`, what the public sees, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.__main__ import main as assistant_main
from ingest.__main__ import main as ingest_main
from tests.bots.leaks.samples import OTHERS, PUBLIC_ROW, QUESTIONS, ROW, SECRET, settled, with_it, without_it
from tests.servers import use

COMMANDS = (
    ["list"],
    ["show", SECRET],
    ["show", SECRET, "--row", "pl-7/1"],
    ["show", "ben-tre-2027"],
    ["export"],
    ["export", "--plan", SECRET],
)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The folders of an index with the internal plan and of one without."""
    made = [make(tmp_path_factory.mktemp("command") / "a") for make in (with_it, without_it)]
    yield made[0].library.store.folder, made[1].library.store.folder
    for services in made:
        services.close()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_ingest(
    indexes: tuple[Path, Path], command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for index, options in zip((*indexes, indexes[0]), (["--public"], ["--public"], []), strict=True):
        use(monkeypatch, index)
        code = ingest_main([*command, "--index", str(index), *options])
        out, errors = capsys.readouterr()
        told.append((code, re.sub(r"\S*/index", "INDEX", out), re.sub(r"\S*/index", "INDEX", errors)))
    public, without, all_plans = told
    assert public == without
    if command != ["show", "ben-tre-2027"]:
        assert all_plans != public


@pytest.mark.once(reason="both stores are read as by the web, which is tried in test_web_leaks.py")
def test_ask(
    indexes: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = tmp_path / "questions.jsonl"
    lines: list[dict[str, object]] = [{"question": question} for question in (*QUESTIONS, *OTHERS)]
    lines.append({"question": "Còn đơn vị phối hợp?", "history": [QUESTIONS[0]]})
    questions.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    told = []
    for index, options in zip((*indexes, indexes[0]), (["--public"], ["--public"], []), strict=True):
        use(monkeypatch, index)
        assert assistant_main(["ask", "--batch", str(questions), "--index", str(index), *options]) == 0
        told.append(settled(capsys.readouterr().out).splitlines())
    public, without, all_plans = told
    assert public == without
    assert sum(one != other for one, other in zip(all_plans, public, strict=True)) > len(QUESTIONS) // 2
    assert ROW in "".join(all_plans)
    assert PUBLIC_ROW in "".join(public)
