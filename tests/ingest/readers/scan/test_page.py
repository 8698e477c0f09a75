"""Pages made straight and grey, and the way back to the page as it is shown."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ingest.readers.scan.page import ink, prepare, skew, without_dust

DPI = 200.0


def lined(height: int = 1400, width: int = 1000) -> NDArray[np.uint8]:
    """A white page with lines of print, as bars."""
    page = np.full((height, width), 255, np.uint8)
    for top in range(150, height - 150, 40):
        for left in range(100, width - 150, 60):
            page[top : top + 18, left : left + 45] = 0
    return page


def turned(page: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(255,)), dtype=np.uint8)


@pytest.mark.parametrize("degrees", [-2.5, -0.7, 0.0, 0.4, 1.3, 4.0])
def test_a_skewed_page_is_made_straight(degrees: float) -> None:
    page = turned(lined(), degrees)
    assert skew(page) == pytest.approx(-degrees, abs=0.1)
    straight = prepare(Image.fromarray(page), 1, DPI)
    assert abs(skew(straight.grey)) < 0.06


def test_a_blank_page_has_no_skew() -> None:
    assert skew(np.full((500, 400), 250, np.uint8)) == 0.0


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_boxes_lead_back_to_the_page_as_shown(turns: int) -> None:
    page = np.full((1400, 1000), 255, np.uint8)
    page[200:260, 100:400] = 0
    ready = prepare(Image.fromarray(page), 3, DPI, turns)
    rows, columns = np.nonzero(ready.grey < 128)
    box = ready.box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    wanted = (100 * 72 / DPI, 200 * 72 / DPI, 400 * 72 / DPI, 260 * 72 / DPI)
    assert box.page == 3
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(wanted, abs=1.5)


def test_boxes_of_a_skewed_page_lead_back_too() -> None:
    ready = prepare(Image.fromarray(turned(lined(), 2.0)), 1, DPI)
    height, width = ready.grey.shape
    middle = ready.box(width / 2 - 5, height / 2 - 5, width / 2 + 5, height / 2 + 5)
    assert (middle.left + middle.right) / 2 == pytest.approx(500 * 72 / DPI, abs=1)
    corner = ready.box(0, 0, 1, 1)
    assert corner.left < 30
    assert corner.top >= 0


def test_a_red_seal_goes_and_the_print_under_it_stays() -> None:
    page = np.full((1400, 1000, 3), 255, np.uint8)
    cv2.circle(page, (500, 700), 140, (200, 30, 40), 10)
    page[695:715, 400:620] = 0
    grey = prepare(Image.fromarray(page), 1, DPI).grey
    assert grey[705, 500] < 60
    assert grey[565, 500] > 180


def test_a_number_stamped_in_red_stays() -> None:
    page = np.full((1400, 1000, 3), 255, np.uint8)
    page[200:225, 300:330] = (200, 30, 40)
    assert prepare(Image.fromarray(page), 1, DPI).grey[210, 315] < 130


def test_fine_scans_are_made_smaller_and_coarse_ones_larger() -> None:
    page = Image.fromarray(lined())
    assert prepare(page, 1, 600).dpi == 300
    assert prepare(page, 1, 100).dpi == 200
    assert prepare(page, 1, 240).dpi == 240


def test_dust_goes_and_dots_of_letters_stay() -> None:
    page = lined(600, 600)
    page[60:63, 300:303] = 0
    page[143:147, 120:124] = 0
    clean = without_dust(page, DPI)
    assert clean[61, 301] > 200
    assert clean[145, 122] < 60


def test_print_on_a_grey_page_is_ink_and_its_ground_is_not() -> None:
    grey = (lined().astype(int) * 0.5 + 90).astype(np.uint8)
    mask = ink(grey, DPI)
    assert mask[159, 120] == 255
    assert mask[20, 20] == 0
