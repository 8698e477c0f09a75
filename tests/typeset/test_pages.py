"""The sample plans set as HTML pages and as workbooks come back whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from ingest.readers import read
from ingest.structure import build_plan
from tests.typeset.compare import compare, table
from tests.typeset.pages import set_html, set_xlsx
from tests.typeset.source import printed_plan, sample_names, sample_plan


@pytest.mark.parametrize("name", sample_names())
def test_a_plan_as_a_page_comes_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.html"
    set_html(printed_plan(sample_plan(name)), path)
    score = compare(sample_plan(name), build_plan(read(path), name))
    print(table([("HTML", score)]))
    assert (score.rows_found, score.rows_extra) == (score.rows, 0), score.misses
    assert score.cells_exact >= 0.99 * score.cells, score.misses
    assert score.groups_found == score.groups, score.misses
    assert score.prose_found >= 0.99 * score.prose, score.misses
    assert score.facts_found == score.facts, score.misses


@pytest.mark.parametrize("name", sample_names())
def test_the_appendices_of_a_plan_as_a_workbook_come_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    set_xlsx(printed_plan(sample_plan(name)), path)
    wanted = dataclasses.replace(sample_plan(name), sections=())
    score = compare(wanted, build_plan(read(path), name))
    print(table([("Excel", score)]))
    assert (score.rows_found, score.rows_extra) == (score.rows, 0), score.misses
    assert score.cells_exact >= 0.99 * score.cells, score.misses
    assert score.groups_found == score.groups, score.misses
