"""Ruled tables found in the ink of a page, with their merged cells."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.readers.scan.rulings import Grid, find_grids, find_rulings

DPI = 200.0
XS, YS = (100, 180, 600, 900), (100, 180, 300, 420)


def drawn(*lines: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """A page of ink with lines from (x, y) to (x, y)."""
    page = np.zeros((700, 1100), np.uint8)
    for x0, y0, x1, y1 in lines:
        cv2.line(page, (x0, y0), (x1, y1), (255,), 2)
    return page


def full_grid() -> list[tuple[int, int, int, int]]:
    return [(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[0], x, YS[-1]) for x in XS]


def grids_of(page: NDArray[np.uint8]) -> tuple[Grid, ...]:
    return find_grids(find_rulings(page, DPI), DPI)


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.top, cell.left, cell.bottom, cell.right) for cell in grid.cells]


def test_a_grid_has_a_cell_for_each_field() -> None:
    (grid,) = grids_of(drawn(*full_grid()))
    assert (grid.lines, grid.columns, len(grid.cells)) == (3, 3, 9)
    left, top, right, bottom = grid.cells[4].box
    assert max(abs(left - 180), abs(top - 180), abs(right - 600), abs(bottom - 300)) <= 3


def test_fields_without_a_ruling_between_them_are_one_cell() -> None:
    lines = [line for line in full_grid() if line[0] != 600 or line[2] != 600]
    (grid,) = grids_of(drawn(*lines, (600, 180, 600, 420), *[]))
    assert (0, 1, 0, 2) in spans(grid)
    assert (1, 1, 1, 1) in spans(grid)


def test_a_cell_may_span_several_lines() -> None:
    lines = [line for line in full_grid() if line[1] != 300 or line[3] != 300]
    (grid,) = grids_of(drawn(*lines, (180, 300, 900, 300)))
    assert (1, 0, 2, 0) in spans(grid)


def test_the_bar_of_a_letter_is_no_ruling() -> None:
    (grid,) = grids_of(drawn(*full_grid(), (112, 140, 168, 140)))
    assert (grid.lines, len(grid.cells)) == (3, 9)


def test_a_ruling_with_a_gap_still_parts() -> None:
    lines = [line for line in full_grid() if line[1] != 300 or line[3] != 300]
    (grid,) = grids_of(drawn(*lines, (100, 300, 380, 300), (430, 300, 900, 300)))
    assert len(grid.cells) == 9


def test_a_table_that_a_page_break_leaves_open_below_is_closed() -> None:
    lines = [line for line in full_grid() if line[1] != 420 or line[3] != 420]
    (grid,) = grids_of(drawn(*lines))
    assert (grid.lines, len(grid.cells)) == (3, 9)


def test_two_tables_are_found_from_top_to_bottom() -> None:
    lower = [(x0, y0 + 400, x1, y1 + 400) for x0, y0, x1, y1 in full_grid() if max(y0, y1) < 301]
    lower = [
        (100, 520, 900, 520),
        (100, 600, 900, 600),
        (100, 520, 100, 600),
        (500, 520, 500, 600),
        (900, 520, 900, 600),
    ]
    found = grids_of(drawn(*full_grid(), *lower))
    assert [grid.columns for grid in found] == [3, 2]


def test_a_frame_and_an_underline_are_no_tables() -> None:
    frame = [(100, 100, 900, 100), (100, 300, 900, 300), (100, 100, 100, 300), (900, 100, 900, 300)]
    assert grids_of(drawn(*frame)) == ()
    assert grids_of(drawn((100, 400, 500, 400))) == ()
