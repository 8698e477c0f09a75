"""What was read from a scan with doubt is marked wherever it is shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ingest.export import row_json
from ingest.model import DOUBTFUL, Place, Plan
from ingest.outline import outline
from tests.typeset.source import sample_plan


@pytest.fixture
def plan() -> Plan:
    """A plan whose first row was read surely, the second with doubt; the others are text."""
    plan = sample_plan("ca-mau-2026")
    first, *others = plan.appendices
    sure = replace(first.rows[0], place=Place(page=9, certainty=0.91234))
    doubtful = replace(first.rows[1], place=Place(page=9, certainty=DOUBTFUL - 0.01))
    return replace(plan, appendices=(replace(first, rows=(sure, doubtful, *first.rows[2:])), *others))


def test_only_doubtful_rows_are_marked_in_the_outline(plan: Plan) -> None:
    marked = [line.strip() for line in outline(plan) if "[chưa chắc chắn]" in line]
    assert [line[:24] for line in marked] == ["2 (tr. 9) [chưa chắc chắ"]
    assert sum("[doubtful]" in line for line in outline(plan, english=True)) == 1


def test_the_export_says_how_surely_a_row_was_read_from_a_scan(plan: Plan) -> None:
    sure, doubtful, text = (json.loads(row_json(row, has_schedule=False)) for row in plan.appendices[0].rows[:3])
    assert sure["certainty"] == 0.912
    assert doubtful["certainty"] == pytest.approx(DOUBTFUL - 0.01)
    assert "certainty" not in text


def test_a_place_is_as_doubtful_as_the_worst_of_its_parts() -> None:
    whole = Place(page=1, certainty=0.99).through(Place(page=2, certainty=0.3))
    assert whole.is_doubtful
    assert not Place().is_doubtful
