"""Where things stand on a page: glyphs, rulings, and the frame in which its text stands upright.

All numbers are points from the upper left corner of the page turned so that most of its text reads upright. That is
the page as it is shown, except where a lying table was typed onto an upright page; `Frame` leads back to the page as
it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Box


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point stands in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def grown(self, by: float) -> Rect:
        """The rectangle with so much more on every side."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)


def around(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle that holds all of some; there must be one."""
    every = list(rects)
    return Rect(
        min(rect.left for rect in every),
        min(rect.top for rect in every),
        max(rect.right for rect in every),
        max(rect.bottom for rect in every),
    )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character, with the marks set over it; `turn` is how far it is turned in its frame, in degrees."""

    text: str
    rect: Rect
    """As high as the font, whatever the character."""
    baseline: float
    bold: bool = False
    turn: int = 0
    annotated: bool = False
    """Whether it stands in an annotation (a signature's field, a typed remark) and not in the page itself."""
    after_space: bool = False
    """Whether PDFium takes it for the first of a word, by the widths of its font."""

    @property
    def size(self) -> float:
        """The height of its font."""
        return self.rect.width if self.turn in (90, 270) else self.rect.height

    @property
    def is_space(self) -> bool:
        """Whether nothing is printed."""
        return not self.text.strip()

    def follows(self, before: Glyph) -> bool:
        """Whether it stands right behind another, as the space at the end of a line does."""
        gap = self.rect.left - before.rect.right
        return abs(gap) < 0.5 * before.size and abs(self.baseline - before.baseline) < 0.2 * before.size


@dataclass(frozen=True, slots=True)
class Ruling:
    """A level or upright line: where it stands (`at`, the y of a level one), from where to where."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """From start to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines drawn on a page."""

    level: tuple[Ruling, ...] = ()
    upright: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's size as it is shown, and by how much it is turned (clockwise, degrees) for its text to stand upright."""

    number: int
    """Of the page, from 1."""
    shown_width: float
    shown_height: float
    turn: int = 0

    @property
    def width(self) -> float:
        """Of the page when its text stands upright."""
        return self.shown_height if self.turn in (90, 270) else self.shown_width

    @property
    def height(self) -> float:
        """Of the page when its text stands upright."""
        return self.shown_width if self.turn in (90, 270) else self.shown_height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown, in this frame."""
        if self.turn == 90:
            return self.shown_height - y, x
        if self.turn == 180:
            return self.shown_width - x, self.shown_height - y
        if self.turn == 270:
            return y, self.shown_width - x
        return x, y

    def rect(self, shown: Rect) -> Rect:
        """A rectangle of the page as it is shown, in this frame."""
        return _spanned(self.point(shown.left, shown.top), self.point(shown.right, shown.bottom))

    def box(self, rect: Rect) -> Box:
        """A rectangle of this frame on the page as it is shown."""
        back = Frame(self.number, self.width, self.height, (360 - self.turn) % 360).rect(rect)
        corners = (back.left, back.top, back.right, back.bottom)
        return Box(self.number, *(round(value, 1) for value in corners))


def _spanned(first: tuple[float, float], second: tuple[float, float]) -> Rect:
    (x1, y1), (x2, y2) = first, second
    return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on one page."""

    frame: Frame
    glyphs: tuple[Glyph, ...]
    """In the order of the file, spaces included."""
    rulings: Rulings
    pictures: tuple[Rect, ...] = ()
    """Where images stand."""
    encodings: frozenset[str] = frozenset()
    """Those from before Unicode in which some of its text was."""


def clusters(values: Sequence[float], tolerance: float) -> list[float]:
    """The means of runs of values in which each is within `tolerance` of the one before, in order."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if runs and value - runs[-1][-1] <= tolerance:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [sum(run) / len(run) for run in runs]
