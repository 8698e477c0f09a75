"""The JSON form of a measurement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.compare import compare
from eval.errors import EvalError
from eval.measures import measure
from eval.record import FORMAT, Record, Run, conditions, read_record, to_json
from eval.results import Result
from eval.trade_off import trade_off
from tests.eval.samples import LINE, UNSAID, result, right, write_lines, wrong


def made(tmp_path: Path, *results: Result) -> Record:
    told = conditions([write_lines(tmp_path / "q.jsonl", LINE)], tmp_path / "plans", None, within_plans=False)
    run = Run("assistant", True, measure(results), trade_off(results), results)
    return Record(FORMAT, told, (run,), compare(results, results))


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = made(
        tmp_path,
        result(UNSAID, "không nêu", answerable=False, confidence=0.1),
        right("a", history=("trước",)),
        wrong("b"),
        result(UNSAID, "75 triệu", confidence=0.7, retrieved=("p/x",)),
    )
    file = tmp_path / "out.json"
    file.write_text(to_json(record), encoding="utf-8")
    assert read_record(file) == record


def test_json_holds_the_measures_and_every_answer_in_readable_letters(tmp_path: Path) -> None:
    text = to_json(made(tmp_path, right("a")))
    read = json.loads(text)
    assert read["runs"][0]["measures"]["right"]["value"] == 1.0
    assert read["runs"][0]["results"][0]["given"]["text"] == "Văn phòng"
    assert "Văn phòng" in text
    assert text.endswith("}\n")


def test_conditions_tell_the_files_by_their_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = made(tmp_path, right("a")).conditions.files[0]
    write_lines(tmp_path / "q.jsonl", LINE, {**LINE, "id": "q2"})
    after = conditions([tmp_path / "q.jsonl"], tmp_path / "plans", 3, within_plans=True)
    assert before.name == after.files[0].name == "q.jsonl"
    assert before.sha256 != after.files[0].sha256
    assert (after.index, after.limit, after.within_plans) == ("plans", 3, True)


def test_a_missing_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="--compare"):
        read_record(tmp_path / "nowhere.json")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "conditions": {}, "runs": []}'])
def test_what_is_no_record_is_named_with_the_mend(tmp_path: Path, content: str) -> None:
    file = tmp_path / "old.json"
    file.write_text(content)
    with pytest.raises(EvalError) as raised:
        read_record(file)
    assert raised.value.vietnamese.startswith(f"{file}: ")
    assert "--json" in raised.value.vietnamese


def test_a_record_of_another_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text(to_json(made(tmp_path, right("a"))).replace('"format": 1', '"format": 99', 1))
    with pytest.raises(EvalError, match="99"):
        read_record(file)
