"""The opened plans of `eval/unseen` are read to the cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.export import export_lines
from ingest.readers import read
from ingest.structure import build_plan

UNSEEN = Path(__file__).parents[2] / "eval" / "unseen"
TYPED: dict[str, list[dict[str, Any]]] = {}
for _line in (UNSEEN / "rows.jsonl").read_text(encoding="utf-8").splitlines():
    _row = json.loads(_line)
    TYPED.setdefault(_row["plan"], []).append(_row)


@pytest.mark.parametrize("plan", sorted(TYPED))
def test_every_row_and_cell_is_read_and_no_line_else(plan: str) -> None:
    (file,) = UNSEEN.glob(f"plans/{plan}.*")
    found = [json.loads(line) for line in export_lines(build_plan(read(file), plan))]
    kept = [{key: row[key] for key in TYPED[plan][0]} for row in found]
    assert kept == TYPED[plan]
