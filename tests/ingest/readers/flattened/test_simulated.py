"""Floors on drawn layouts; the figures that they stand under were measured when they were set."""

import pytest

from ingest.readers import read_text
from tests.flattening.drawing import make_documents
from tests.flattening.measure import measure


@pytest.mark.parametrize(
    ("seed", "floor"),
    [
        (2, 0.95),  # looked at while the reader was built: 97.0%
        (900, 0.92),  # none of its tables was looked at: 94.6%
    ],
)
def test_most_cells_of_drawn_tables_are_exact(seed: int, floor: float) -> None:
    scores = measure(read_text, make_documents(seed, 18))
    assert sum(one.cells_exact for one in scores) >= floor * sum(one.cells for one in scores)
    assert sum(one.rows_found for one in scores) >= 0.96 * sum(one.rows for one in scores)
