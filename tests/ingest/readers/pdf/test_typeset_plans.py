"""The sample plans set as PDFs by two engines come back row by row and cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.typeset import measure
from tests.typeset.compare import table


@pytest.mark.parametrize("engine", ["ReportLab", "Chromium"])
def test_every_row_and_nearly_every_cell_comes_back(
    engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builder = measure.engines().get(engine)
    if builder is None:
        pytest.skip(f"{engine} is not on this machine")
    measured = [score for score, _ in measure.scores(builder, tmp_path)]
    with capsys.disabled():
        print(f"\n{table([(engine, score) for score in measured])}")
    for score in measured:
        assert score.rows_found == score.rows, score.misses
        assert score.rows_extra == 0, score.misses
        assert score.cells_exact >= 0.99 * score.cells, score.misses
        assert score.groups_found == score.groups, score.misses
        assert score.prose_found >= 0.97 * score.prose, score.misses
        assert score.facts_found == score.facts, score.misses
