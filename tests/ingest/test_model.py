"""Places: what stands in several lines, on several pages, is one place."""

from __future__ import annotations

from ingest.model import Box, Place


def test_a_place_that_goes_on_keeps_one_box_a_page_and_the_least_certainty() -> None:
    first = Place(page=2, boxes=(Box(2, 10, 700, 300, 780),))
    second = Place(page=2, boxes=(Box(2, 50, 780, 500, 800),), certainty=0.9)
    third = Place(page=3, boxes=(Box(3, 10, 40, 300, 60),), certainty=0.7)
    joined = first.through(second).through(third)
    assert joined == Place(2, None, 3, None, (Box(2, 10, 700, 500, 800), Box(3, 10, 40, 300, 60)), 0.7)


def test_a_place_within_its_page_ends_on_that_page() -> None:
    assert Place(page=1, line=4).through(Place(page=1, line=9)) == Place(1, 4, 1, 9)
