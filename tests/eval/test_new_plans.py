"""The plans of `eval/new` and `eval/content` are read to the cell, but for one whose text lost what was blank."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.export import export_lines
from ingest.readers import read
from ingest.structure import build_plan

EVAL = Path(__file__).parents[2] / "eval"
FOLDERS = ("new", "content")
TYPED: dict[tuple[str, str], list[dict[str, Any]]] = {}
for _folder in FOLDERS:
    for _line in (EVAL / _folder / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        _row = json.loads(_line)
        TYPED.setdefault((_folder, _row["plan"]), []).append(_row)
LEFT = {"so-y-te-dien-bien-benh-an-dien-tu-2026-2028": 20}
"""Cells that are not read as typed: of the plan whose flattened text has no sign of blank cells."""


@pytest.mark.parametrize(("folder", "plan"), sorted(TYPED))
def test_every_row_is_read_and_no_line_else(folder: str, plan: str) -> None:
    (file,) = (EVAL / folder).glob(f"plans/{plan}.*")
    found = [json.loads(line) for line in export_lines(build_plan(read(file), plan))]
    address = ("appendix", "group", "stt")
    assert [[row[key] for key in address] for row in found] == [
        [row[key] for key in address] for row in TYPED[folder, plan]
    ]
    wrong = [
        (row["stt"], name)
        for row, typed in zip(found, TYPED[folder, plan], strict=True)
        for name, cell in typed["fields"].items()
        if row["fields"].get(name, "") != cell
    ]
    assert len(wrong) <= LEFT.get(plan, 0)
