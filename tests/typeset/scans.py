"""Makes scans of printed pages: skewed, blurred, grey, dusty, stamped, pressed as JPEG, in an image-only PDF.

What a flat-bed scanner and an office's stamp do to a page, each within bounds of a `Wear`; the same seed gives the
same scan.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Wear:
    """How much a page suffers."""

    dpi: int = 200
    skew: float = 1.0
    """Degrees at most, either way."""
    blur: tuple[float, float] = (0.5, 0.8)
    """Standard deviation in pixels."""
    noise: float = 9.0
    """Standard deviation in levels of grey."""
    dust: int = 40
    """Specks on a page."""
    quality: int = 60
    """Of the JPEG."""
    stamped: bool = False
    """Whether a red seal is set on the page where the signature stands."""
    turns: int = 0
    """Quarter turns to the left with which the page was laid on the glass."""


def scan_pdf(source: Path, target: Path, wear: Wear | None = None, pages: Sequence[int] | None = None) -> None:
    """Scan a PDF file, or the given pages of it (from 0), to an image-only PDF."""
    wear = wear or Wear()
    pictures = [Image.open(io.BytesIO(picture)) for picture in scans(source, wear, pages)]
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=wear.dpi)


def scans(source: Path, wear: Wear, pages: Sequence[int] | None = None) -> list[bytes]:
    """The scanned pages of a PDF file as JPEG files."""
    document = pdfium.PdfDocument(source)
    try:
        chosen = range(len(document)) if pages is None else pages
        return [worn(document[at].render(scale=wear.dpi / 72).to_pil(), wear, seed=at) for at in chosen]
    finally:
        document.close()


def worn(page: Image.Image, wear: Wear, seed: int = 0) -> bytes:
    """A page after stamp, glass and JPEG."""
    chance = np.random.default_rng(seed)
    if wear.stamped:
        page = _stamped(page.convert("RGB"), wear.dpi)
    pixels = np.rot90(np.asarray(page.convert("RGB")), wear.turns)
    pixels = _skewed(np.ascontiguousarray(pixels), chance.uniform(-wear.skew, wear.skew), chance)
    pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), chance.uniform(*wear.blur)), dtype=np.uint8)
    levels = pixels.astype(np.float64) * chance.uniform(0.88, 0.94) + chance.uniform(4, 12)
    levels = levels + chance.normal(0, wear.noise, levels.shape[:2])[..., None]
    pixels = np.clip(levels, 0, 255).astype(np.uint8)
    for _ in range(wear.dust):
        spot = (int(chance.integers(pixels.shape[1])), int(chance.integers(pixels.shape[0])))
        cv2.circle(pixels, spot, int(chance.integers(1, 3)), (60, 60, 60), -1)
    pressed = io.BytesIO()
    Image.fromarray(pixels).save(pressed, "JPEG", quality=wear.quality, dpi=(wear.dpi, wear.dpi))
    return pressed.getvalue()


def _skewed(pixels: Pixels, degrees: float, chance: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), dtype=np.float64)
    turn[:, 2] += chance.uniform(-8, 8, 2)
    white = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=white), dtype=np.uint8
    )


def _stamped(page: Image.Image, dpi: int) -> Image.Image:
    """The page with a round red seal of 36 mm over its lower right quarter, through which the print shows."""
    seal = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(seal)
    radius = 0.71 * dpi
    x, y = 0.62 * page.width, 0.6 * page.height
    for ring, thick in ((radius, 0.03), (0.86 * radius, 0.01), (0.5 * radius, 0.01)):
        draw.ellipse((x - ring, y - ring, x + ring, y + ring), outline=(214, 40, 48), width=max(1, int(thick * dpi)))
    for turn in range(0, 360, 12):
        angle = np.radians(turn)
        at = (x + 0.68 * radius * np.cos(angle), y + 0.68 * radius * np.sin(angle))
        size = 0.04 * dpi
        draw.rectangle((at[0] - size, at[1] - size, at[0] + size, at[1] + size), fill=(214, 40, 48))
    darker = np.minimum(np.asarray(page), np.asarray(seal))
    return Image.fromarray(darker)
