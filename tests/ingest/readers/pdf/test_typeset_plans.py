"""The sample plans set as PDFs by two engines come back row by row and cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf import read_pdf
from tests.flattening.measure import report, score
from tests.typeset import browser, measure
from tests.typeset.compare import table
from tests.typeset.drawn import draw


@pytest.mark.parametrize("engine", ["ReportLab", "Chromium"])
def test_every_row_and_nearly_every_cell_comes_back(
    engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builder = measure.engines().get(engine)
    if builder is None:
        pytest.skip(f"{engine} is not on this machine")
    measured = [one for one, _ in measure.scores(builder, tmp_path)]
    with capsys.disabled():
        print(f"\n{table([(engine, one) for one in measured])}")
    for one in measured:
        assert one.rows_found == one.rows, one.misses
        assert one.rows_extra == 0, one.misses
        assert one.cells_exact >= 0.99 * one.cells, one.misses
        assert one.groups_found == one.groups, one.misses
        assert one.prose_found >= 0.97 * one.prose, one.misses
        assert one.facts_found == one.facts, one.misses


def test_made_up_plans_of_layouts_that_nothing_was_tuned_to_come_back(tmp_path: Path) -> None:
    if browser.browser() is None:
        pytest.skip("Chromium is not on this machine")
    scores = []
    for number in range(100, 105):
        plan, truth, style = draw(f"kept {number}")
        path = tmp_path / f"{number}.pdf"
        browser.set_plan(plan, path, style)
        scores.append(score(read_pdf(path.read_bytes(), path.name), truth))
    rows, cells = sum(one.rows for one in scores), sum(one.cells for one in scores)
    assert sum(one.rows_found for one in scores) >= 0.99 * rows, report(scores, 10)
    assert sum(one.cells_exact for one in scores) >= 0.98 * cells, report(scores, 10)
