"""The plans of `eval/makes` are read to the cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.export import export_lines
from ingest.readers import read
from ingest.structure import build_plan

MAKES = Path(__file__).parents[2] / "eval" / "makes"
TYPED: dict[str, list[dict[str, Any]]] = {}
for _name in ("rows.jsonl", "closed-rows.jsonl"):
    for _line in (MAKES / _name).read_text(encoding="utf-8").splitlines():
        _row = json.loads(_line)
        TYPED.setdefault(_row["plan"], []).append(_row)


@pytest.mark.parametrize("plan", sorted(TYPED))
def test_every_row_and_cell_is_read_and_no_line_else(plan: str) -> None:
    (file,) = MAKES.glob(f"plans/{plan}.*")
    found = [json.loads(line) for line in export_lines(build_plan(read(file), plan))]
    address = ("appendix", "group", "stt")
    assert [[row[key] for key in address] for row in found] == [[row[key] for key in address] for row in TYPED[plan]]
    wrong = [
        (typed["stt"], name)
        for row, typed in zip(found, TYPED[plan], strict=True)
        for name, cell in typed["fields"].items()
        if row["fields"].get(name, "") != cell
    ]
    assert not wrong
