"""Pictures of the pages that plans were read from, with places marked on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import PlanError
from ingest.model import Box, Place, Plan

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.store.joint import ReadableStore

DPI = 110.0
_MARK = "#fff1a8"
_EDGE = "#e08a00"
_MOST_PIXELS = 40_000_000


class NoPageImageError(PlanError):
    """A page cannot be shown: its file was not kept, has no pages, or has fewer."""


def page_image(store: ReadableStore, plan_id: str, page: int, boxes: Sequence[Box] = (), dpi: float = DPI) -> bytes:
    """A page of the file that a plan was read from, as PNG, with boxes marked; pages count from 1.

    Boxes are in points from the upper left corner of the page as it is shown; those of other pages are passed over.
    Raises UnknownPlanError and NoPageImageError.
    """
    plan = store.catalogue.plan(plan_id)
    return _png(_marked_page(_kept_file(store, plan), plan, page, boxes, dpi))


def place_image(store: ReadableStore, plan_id: str, place: Place, dpi: float = DPI) -> bytes:
    """The pages on which something stands, one below the other, with its boxes marked, as PNG.

    Raises UnknownPlanError and NoPageImageError.
    """
    from PIL import Image

    plan = store.catalogue.plan(plan_id)
    if place.page is None:
        raise _no_pages(plan)
    path = _kept_file(store, plan)
    numbers = sorted({box.page for box in place.boxes}) or [place.page]
    pages = [_marked_page(path, plan, number, place.boxes, dpi) for number in numbers]
    if len(pages) == 1:
        return _png(pages[0])
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return _png(whole)


def _kept_file(store: ReadableStore, plan: Plan) -> Path:
    path = store.files.path(plan.source.sha256)
    if path is None:
        raise NoPageImageError(
            f"{plan.id}: chỉ mục không giữ tệp gốc {plan.source.name}; hãy thêm lại tệp",
            f"{plan.id}: the index does not hold the file {plan.source.name}; add it again",
        )
    return path


def _marked_page(path: Path, plan: Plan, page: int, boxes: Sequence[Box], dpi: float) -> Image:
    from PIL import Image, ImageChops, ImageDraw

    image, scale = _rendered(path, plan, page, dpi)
    marker = Image.new("RGB", image.size, "white")  # laid over the page as ink is, so that print stays black
    draw = ImageDraw.Draw(marker)
    for box in boxes:
        if box.page == page:
            corners = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
            draw.rectangle(corners, fill=_MARK, outline=_EDGE, width=max(1, round(scale * 1.5)))
    return ImageChops.multiply(image, marker)


def _rendered(path: Path, plan: Plan, page: int, dpi: float) -> tuple[Image, float]:
    """A page as drawn, and its pixels a point, fewer than asked for where the page is huge."""
    import pypdfium2 as pdfium

    with path.open("rb") as file:
        if not file.read(1024).lstrip().startswith(b"%PDF"):
            raise _no_pages(plan)
    document = pdfium.PdfDocument(path)
    try:
        if not 1 <= page <= len(document):
            raise NoPageImageError(
                f"{plan.id}: không có trang {page}; tệp có {len(document)} trang",
                f"{plan.id}: there is no page {page}; the file has {len(document)}",
            )
        document.init_forms()
        sheet = document[page - 1]
        scale = dpi / 72
        width, height = sheet.get_size()
        scale = min(scale, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        image: Image = sheet.render(scale=scale).to_pil()
        return image.convert("RGB"), scale
    finally:
        document.close()


def _no_pages(plan: Plan) -> NoPageImageError:
    return NoPageImageError(
        f"{plan.id}: tệp gốc {plan.source.name} không có trang để vẽ ({plan.source.format})",
        f"{plan.id}: its file {plan.source.name} has no pages to draw ({plan.source.format})",
    )


def _png(image: Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG", optimize=False)
    return written.getvalue()
