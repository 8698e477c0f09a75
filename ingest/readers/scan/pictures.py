"""Pictures to read: pages of image files and of PDF files, with their resolution, within a limit of size.

A picture is decoded only after its size is known; one that is larger than any scanned page is refused.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.errors import ReadError

LARGEST = 120_000_000
"""Pixels of a picture: A3 at 600 dots an inch has 70 million."""
_COARSEST, _FINEST = 200.0, 300.0  # dots an inch at which pages of PDF files are drawn
_MOST_DRAWN = 40_000_000  # pixels of a drawn page; a larger page is drawn coarser
_A4_LONG_SIDE = 11.69  # inches
_BELIEVED = (100, 1300)  # dots an inch that a picture may claim; cameras and screens write 72 or 96


class _TooLargeError(Exception):
    """A picture has more pixels than `LARGEST`."""


def pages_of_image(data: bytes, name: str) -> Iterator[tuple[Image.Image, float]]:
    """Each page of an image file as shown, with its dots an inch.

    Raises ReadError for one that is broken, of a format that Pillow does not know, or too large.
    """
    with _image_errors(name), Image.open(io.BytesIO(data)) as image:
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            _check(image.size)
            turned = ImageOps.exif_transpose(image)
            yield turned.convert("RGB"), _resolution(image, turned.size)


def picture_of_page(data: bytes, number: int) -> tuple[Image.Image, float]:
    """A page of a PDF file drawn as it is shown, and its dots an inch: those of the scan on it, within bounds."""
    document = pdfium.PdfDocument(data)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        dpi = min(_FINEST, max(_COARSEST, _finest_picture(page)))
        scale = min(dpi / 72, (_MOST_DRAWN / max(1.0, width * height)) ** 0.5)
        return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"), scale * 72
    finally:
        document.close()


def _finest_picture(page: pdfium.PdfPage) -> float:
    """The dots an inch of the finest picture on a page that could be its scan; 0 where there is none."""
    found = 0.0
    area = page.get_width() * page.get_height()
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > 0.2 * area:
            pixels = item.get_px_size()
            found = max(found, 72 * max(pixels) / max(right - left, top - bottom))
    return found


def _resolution(image: Image.Image, size: tuple[int, int]) -> float:
    """The dots an inch that a picture states, if they can be true; else as if its long side were that of A4."""
    stated = image.info.get("dpi")
    if isinstance(stated, tuple) and stated and _BELIEVED[0] <= float(stated[0]) <= _BELIEVED[1]:
        return float(stated[0])
    return max(size) / _A4_LONG_SIDE


def _check(size: tuple[int, int]) -> None:
    if size[0] * size[1] > LARGEST:
        raise _TooLargeError


@contextmanager
def _image_errors(name: str) -> Iterator[None]:
    """Turns what Pillow raises into ReadError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, LARGEST
            try:
                yield
            finally:
                Image.MAX_IMAGE_PIXELS = before
    except (_TooLargeError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ReadError(
            name,
            f"ảnh lớn quá {LARGEST // 1_000_000} triệu điểm ảnh; hãy quét lại ở 300 dpi",
            f"the picture has more than {LARGEST // 1_000_000} million pixels; scan it again at 300 dpi",
        ) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadError(
            name,
            f"ảnh hỏng hoặc không đọc được ({error}); hãy quét hoặc chụp lại",
            f"the picture is broken or cannot be read ({error}); scan it again",
        ) from None
