"""A scanned page made ready to read: upright, straight, grey, the ink of seals taken out.

Coloured ink that covers a broad area (a red seal over a signature) goes; a stamped number or date in colour stays. The
page is turned by Tesseract's orientation where that is sure, then straightened by the angle at which its lines of print
stand out best from the gaps between them (projection profiles, Postl 1986).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.model import Box

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]

POINTS = 72.0  # an inch
_FINEST = 300.0  # dots an inch; finer scans are made smaller, which costs nothing in reading and saves time
_COARSEST = 140.0  # coarser ones are enlarged to `_READABLE`
_READABLE = 200.0
_STEEPEST = 5.0  # degrees of skew that are looked for
_SLIGHTEST = 0.03  # degrees that are worth turning the page for
_SURE_TURN = 4.0  # Tesseract's measure of an orientation: under it, the page is left as it is
_WHITE = 255
_SEAL = 0.6  # inches that a seal is wide at least; a coloured number or date is lower
_COLOURED, _TINTED = 60, 25  # levels between the brightest and the darkest colour of ink, and of its edges
_SPECK = 0.04  # inches; the largest mark that may be dust
_AWAY = 0.07  # inches of paper around dust


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page ready to read."""

    grey: Grey
    """Height by width; 0 is ink, 255 paper."""
    page: int
    """Counts from 1."""
    dpi: float
    to_shown: Matrix
    """2 x 3: from pixels of `grey` to points on the page as it is shown, before it was turned or straightened."""

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright box around a rectangle of pixels, on the page as it is shown."""
        corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], dtype=np.float64)
        shown = corners @ self.to_shown.T
        (x0, y0), (x1, y1) = shown.min(axis=0), shown.max(axis=0)
        return Box(self.page, *(round(float(value), 1) for value in (max(x0, 0), max(y0, 0), x1, y1)))


def prepare(image: Image.Image, page: int, dpi: float, turns: int = 0) -> PageImage:
    """The page ready to read, `turns` quarter turns to the left from the picture; `dpi` is that of the picture."""
    grey = _without_seals(np.asarray(image.convert("RGB")), dpi)
    scale = _scale(dpi)
    if scale != 1:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        grey = np.asarray(cv2.resize(grey, size, interpolation=way), dtype=np.uint8)
    to_shown = np.diag([1.0, 1.0, 1.0])
    to_shown[:2] *= POINTS / (dpi * scale)
    to_shown = to_shown @ _unturn(turns, grey.shape[1], grey.shape[0])
    grey = np.ascontiguousarray(np.rot90(grey, turns))
    angle = skew(grey)
    if abs(angle) >= _SLIGHTEST:
        height, width = grey.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        paper = int(np.percentile(grey, 80))
        grey = np.asarray(
            cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,)), dtype=np.uint8
        )
        to_shown = to_shown @ np.linalg.inv(np.vstack([turn, [0, 0, 1]]))
    return PageImage(grey, page, dpi * scale, to_shown[:2])


def is_sure_turn(confidence: float) -> bool:
    """Whether Tesseract's confidence in an orientation is enough to turn a page by it."""
    return confidence >= _SURE_TURN


def ink(grey: Grey, dpi: float) -> Grey:
    """The dark of a page as a mask, 255 on ink; each place is judged by the brightness around it."""
    around = int(dpi / 6) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    mask = cv2.adaptiveThreshold(smooth, _WHITE, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(around, 3), 18)
    return np.asarray(mask, dtype=np.uint8)


def without_dust(grey: Grey, dpi: float) -> Grey:
    """The page with small marks painted over that stand away from all print."""
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(ink(grey, dpi), connectivity=8)
    sizes = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    is_small = sizes < _SPECK * dpi
    is_small[0] = False
    of_print = ~is_small
    of_print[0] = False
    reach = int(_AWAY * dpi) * 2 + 1
    near = cv2.dilate(of_print[np.asarray(labels)].astype(np.uint8), np.ones((reach, reach), np.uint8))
    dust = is_small[np.asarray(labels)] & (np.asarray(near) == 0)
    halo = cv2.dilate(dust.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(np.asarray(halo) > 0, np.uint8(np.percentile(grey, 80)), grey).astype(np.uint8)


def skew(grey: Grey) -> float:
    """By how many degrees the lines of print run down to the right, at most `_STEEPEST` either way."""
    width = 1000
    small = grey
    if grey.shape[1] > width:
        size = (width, max(1, round(grey.shape[0] * width / grey.shape[1])))
        small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    _, dark = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rows, columns = np.nonzero(np.asarray(dark))
    if rows.size < 100:
        return 0.0
    best, step, span = 0.0, 0.5, _STEEPEST
    while step >= 0.02:
        angles = np.arange(best - span, best + span + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(rows, columns, float(angle))))
        span, step = step, step / 5
    return best


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], degrees: float) -> float:
    """How much the ink differs from line to line of pixels when the page is sheared by an angle."""
    sheared = rows - columns * np.tan(np.radians(degrees))
    profile, _ = np.histogram(sheared, bins=max(2, int(np.ptp(sheared))))
    return float(np.square(np.diff(profile)).sum())


def _scale(dpi: float) -> float:
    if dpi > _FINEST:
        return _FINEST / dpi
    return _READABLE / dpi if dpi < _COARSEST else 1.0


def _unturn(turns: int, width: int, height: int) -> Matrix:
    """From pixels of a page after quarter turns to the left, back to those before them; the size is that before."""
    match turns % 4:
        case 1:
            return np.array([[0, -1, width], [1, 0, 0], [0, 0, 1]], dtype=np.float64)
        case 2:
            return np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], dtype=np.float64)
        case 3:
            return np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1]], dtype=np.float64)
        case _:
            return np.eye(3)


def _without_seals(colour: NDArray[np.uint8], dpi: float) -> Grey:
    """The page in grey, seals bleached: within their outline, coloured ink is brightened until it is paper.

    A red mark is bright in red alone, and black print on it in no colour: the brightest colour of each pixel tells
    them apart.
    """
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    brightest = colour.max(axis=2)
    strength = brightest.astype(np.int16) - colour.min(axis=2)
    strong = (strength > _COLOURED).astype(np.uint8)
    if strong.mean() < 0.0005:
        return grey
    reach = max(3, int(dpi * 0.06)) | 1
    joined = np.asarray(cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    seals = np.zeros_like(grey)
    for outline in outlines:
        if min(cv2.boundingRect(outline)[2:]) > dpi * _SEAL:
            cv2.fillConvexPoly(seals, cv2.convexHull(outline), (1,))
    inside = np.asarray(cv2.dilate(seals, np.ones((reach, reach), np.uint8))) > 0
    inked = inside & (strong > 0)
    if not inked.any():
        return grey
    paper = float(np.percentile(grey, 80))
    brightened = np.minimum(brightest * (paper / float(np.percentile(brightest[inked], 40))), paper)
    bleached = np.where(strength > _TINTED, brightened, brightest)
    return np.where(inside, bleached, grey).astype(np.uint8)
