"""The five sample plans set as Word files come back whole: rows, cells, headings, prose, header."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import read
from ingest.structure import build_plan
from tests.typeset.compare import Score, compare, table
from tests.typeset.source import printed_plan, sample_names, sample_plan
from tests.typeset.word import WordStyle, set_docx

STYLES = {
    "Word": WordStyle(),
    "Word, typed numbers": WordStyle(automatic=False, tracked=False, merged_groups=False, column_numbers=True),
    "Word, tables split": WordStyle(splits=5),
}


def score(style: WordStyle, name: str, folder: Path) -> Score:
    path = folder / f"{name}.docx"
    set_docx(printed_plan(sample_plan(name)), path, style)
    return compare(sample_plan(name), build_plan(read(path), name))


@pytest.mark.parametrize("style", STYLES)
def test_every_row_and_99_of_100_cells_of_a_plan_come_back(style: str, tmp_path: Path) -> None:
    scores = [score(STYLES[style], name, tmp_path) for name in sample_names()]
    print(table([(style, one) for one in scores]))
    for one in scores:
        assert (one.rows_found, one.rows_extra) == (one.rows, 0), one.misses
        assert one.cells_exact >= 0.99 * one.cells, one.misses
        assert one.groups_found == one.groups, one.misses
        assert one.prose_found >= 0.99 * one.prose, one.misses
        assert one.facts_found == one.facts, one.misses
    assert sum(one.rows for one in scores) == 160
