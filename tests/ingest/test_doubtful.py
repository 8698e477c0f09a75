"""A row that was recognised on a scan is marked wherever rows are shown; others look as they always did."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from ingest.export import row_json
from ingest.model import Place, Row
from ingest.outline import outline
from ingest.pipeline import AppendixRead, Outcome, Status
from ingest.telling import Voice, shown, summary
from tests.ingest.store.samples import sample_plan


def doubtful(row: Row) -> Row:
    return replace(row, place=replace(row.place, certainty=0.6124))


def test_the_export_says_how_surely_a_doubtful_row_was_read() -> None:
    row = next(sample_plan().rows())
    assert "certainty" not in json.loads(row_json(row, has_schedule=False))
    assert json.loads(row_json(doubtful(row), has_schedule=False))["certainty"] == 0.612
    assert Place().certainty == 1


def test_the_outline_marks_it() -> None:
    plan = sample_plan()
    first, *others = plan.appendices
    marked = replace(plan, appendices=(replace(first, rows=(doubtful(first.rows[0]), *first.rows[1:])), *others))
    assert sum("[chưa chắc chắn]" in line for line in outline(marked)) == 1
    assert sum("[doubtful]" in line for line in outline(marked, english=True)) == 1
    assert not any("chắc chắn" in line for line in outline(plan))


def test_the_summary_counts_it_by_appendix() -> None:
    read = (AppendixRead("1", 24, 3), AppendixRead("", 2))
    outcome = Outcome(Path("a.pdf"), Status.ADDED, "a", 26, 40, 40, appendices=read)
    lines = summary([outcome], 0, 1.0, Voice(english=False)).splitlines()
    assert lines[1] == "  a: Phụ lục 1: 24 hàng (3 hàng chưa chắc chắn); Phụ lục: 2 hàng"
    assert "(3 rows doubtful)" in summary([outcome], 0, 1.0, Voice(english=True))


def test_a_path_cannot_move_the_cursor_or_turn_the_line() -> None:
    assert shown("kế hoạch\u202etxt\x1b[2J\n.md") == "kế hoạch?txt?[2J?.md"
