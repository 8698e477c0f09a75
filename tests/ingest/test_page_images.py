"""The pages that rows were read from, shown with the row marked, and the kept files that they are drawn from."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import PlanError
from ingest.model import Box, Place
from ingest.page_images import NoPageImageError, page_image, place_image
from ingest.store.plan_store import PlanStore
from tests.faults.places import kept_files
from tests.ingest.store.samples import sample_plan, store_in

WHITE = (255, 255, 255)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PlanStore]:
    opened = store_in(tmp_path / "index")
    yield opened
    opened.close()


def _file(path: Path, pages: int = 2) -> str:
    """A PDF of blank pages, 200 by 100 points, and its hash."""
    canvas = Canvas(str(path), pagesize=(200, 100))
    for _ in range(pages):
        canvas.showPage()
    canvas.save()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _add(store: PlanStore, path: Path, sha256: str) -> str:
    plan = sample_plan()
    plan = replace(plan, source=replace(plan.source, sha256=sha256))
    return store.add(plan, source=path).plan_id


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_box_is_marked_where_it_stands_on_its_page(store: PlanStore, tmp_path: Path) -> None:
    plan = _add(store, tmp_path / "a.pdf", _file(tmp_path / "a.pdf"))
    drawn = _image(page_image(store, plan, 2, [Box(2, 10, 20, 60, 40), Box(1, 100, 50, 150, 90)], dpi=72))
    assert drawn.size == (200, 100)
    assert drawn.getpixel((30, 30)) != WHITE
    assert drawn.getpixel((120, 70)) == WHITE, "a box of another page"
    assert drawn.getpixel((80, 30)) == WHITE


def test_a_place_over_two_pages_is_shown_as_both_one_below_the_other(store: PlanStore, tmp_path: Path) -> None:
    plan = _add(store, tmp_path / "a.pdf", _file(tmp_path / "a.pdf"))
    place = Place(page=1, end_page=2, boxes=(Box(1, 10, 80, 60, 95), Box(2, 10, 5, 60, 20)))
    drawn = _image(place_image(store, plan, place, dpi=72))
    assert drawn.size == (200, 200)
    assert drawn.getpixel((30, 90)) != WHITE
    assert drawn.getpixel((30, 112)) != WHITE


def test_a_page_that_the_file_lacks_and_a_place_without_pages_are_refused(store: PlanStore, tmp_path: Path) -> None:
    plan = _add(store, tmp_path / "a.pdf", _file(tmp_path / "a.pdf"))
    with pytest.raises(NoPageImageError, match="không có trang 3; tệp có 2 trang"):
        page_image(store, plan, 3)
    with pytest.raises(NoPageImageError, match="không có trang để vẽ"):
        place_image(store, plan, Place(line=4))


def test_a_file_without_pages_or_that_was_not_kept_is_refused(store: PlanStore, tmp_path: Path) -> None:
    store.add(sample_plan())
    with pytest.raises(NoPageImageError, match="không giữ tệp gốc"):
        page_image(store, sample_plan().id, 1)
    text = tmp_path / "a.txt"
    text.write_text("KẾ HOẠCH", encoding="utf-8")
    plan = _add(store, text, hashlib.sha256(text.read_bytes()).hexdigest())
    with pytest.raises(NoPageImageError, match="không có trang để vẽ"):
        page_image(store, plan, 1)


def test_a_file_is_kept_as_long_as_a_plan_or_its_former_version_was_read_from_it(
    store: PlanStore, tmp_path: Path
) -> None:
    first, second = _file(tmp_path / "a.pdf"), _file(tmp_path / "b.pdf", pages=3)
    plan = _add(store, tmp_path / "a.pdf", first)
    assert store.files.path(first) is not None
    _add(store, tmp_path / "b.pdf", second)
    assert store.files.path(first) is not None  # a former version was read from it
    assert store.files.path(second) is not None
    store.remove(plan)
    assert kept_files(store) == set()


def test_a_file_that_changed_while_it_was_read_is_refused_and_nothing_is_left(store: PlanStore, tmp_path: Path) -> None:
    _file(tmp_path / "a.pdf")
    with pytest.raises(PlanError, match="đã thay đổi trong khi đọc"):
        _add(store, tmp_path / "a.pdf", "0" * 64)
    assert store.catalogue.plans() == ()
    assert kept_files(store) == set()
