"""The two flattened sample plans against rows labelled by hand."""

import json
from pathlib import Path

import pytest

from ingest.columns import assign
from ingest.model import Field
from ingest.readers import read
from ingest.readers.document import TableBlock

ROOT = Path(__file__).parents[4]


def labelled(plan: str) -> list[dict[str, object]]:
    lines = (ROOT / "tests" / "labels" / f"{plan}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def rows_read(plan: str) -> list[dict[str, object]]:
    """Every numbered row of a plan's tables: its cells by field, and the marks of its schedule."""
    rows: list[dict[str, object]] = []
    for block in read(ROOT / "eval" / "plans" / f"{plan}.txt").blocks:
        if not isinstance(block, TableBlock):
            continue
        columns = assign([(cell.title, cell.parent) for cell in block.header[1:]])
        for line in block.lines:
            if not line.cells[0][:1].isdigit():
                continue
            cells = list(zip(columns, line.cells[1:], strict=True))
            schedule = {column.year: cell for column, cell in cells if column.field is Field.SCHEDULE and cell}
            row: dict[str, object] = {"stt": line.cells[0].rstrip("."), "schedule": schedule}
            rows.append(row | {str(column.field): cell for column, cell in cells if column.field is not Field.SCHEDULE})
    return rows


@pytest.mark.parametrize("plan", ["ca-mau-2026", "dong-nai-2025"])
def test_every_labelled_row_is_found_in_its_order(plan: str) -> None:
    assert [row["stt"] for row in rows_read(plan)] == [label["stt"] for label in labelled(plan)]


@pytest.mark.parametrize("plan", ["ca-mau-2026", "dong-nai-2025"])
def test_at_least_98_of_100_labelled_cells_are_exact(plan: str) -> None:
    exact = total = 0
    for row, label in zip(rows_read(plan), labelled(plan), strict=True):
        fields = label["fields"]
        assert isinstance(fields, dict)
        total += len(fields)
        exact += sum(row.get(name) == cell for name, cell in fields.items())
    assert total > 90
    assert exact >= 0.98 * total
