"""What PDFium sees on a page: its glyphs, its rulings, its pictures.

PDFium reads a page about six times as fast as the readers written in Python, opens what browsers open, and draws the
pages that are shown, so that boxes fit them. It gives every character with its place, in the order of the file; the
spaces and line ends that it makes up itself are left out, for `lines` to decide.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from ingest.readers.pdf.geometry import Frame, Glyph, Page, Rect, Ruling, Rulings
from ingest.readers.pdf.old_fonts import OldFont, in_unicode, old_font

_THIN = 3.0
"""A filled shape no thicker than this is a line."""
_SHORT = 4.0
"""A line no longer than this is a corner, a dot or a part of a letter."""
_SLANT = 0.02
"""The most that a line may lean, as a share of its length."""
_MOST_SEGMENTS = 4000
"""A shape of more segments than this is a drawing and no ruling."""
_INVISIBLE = c.FPDF_TEXTRENDERMODE_INVISIBLE
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What PDFium puts in the place of a hyphen at the end of a line."""
_MARKS = {"\u00b4": "\u0301", "\u0060": "\u0300", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u02d8": "\u0306"}
"""Marks printed on their own, and what they are over a letter."""


def draw(document: pdfium.PdfDocument, index: int) -> Page:
    """The page of an index (from 0), annotations with an appearance included. Raises PdfiumError where it is broken."""
    page = document[index]
    width, height = page.get_size()
    shown = _Shown(page, Frame(index + 1, width, height))
    own = _count(page)
    if c.FPDFPage_GetAnnotCount(page) and c.FPDFPage_Flatten(page, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS:
        page = document[index]
        shown = _Shown(page, shown.frame)
    glyphs, encodings = in_unicode(list(_glyphs(shown, own)))
    turn = _main_turn(glyphs)
    frame = replace(shown.frame, turn=(360 - turn) % 360)
    pictures, rulings = _shapes(shown, frame)
    turned = tuple(_in_frame(glyph, frame, turn) for glyph in glyphs if _is_shown(glyph, frame))
    return Page(frame, turned, rulings, pictures, encodings)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page, and where the points of its file stand when it is shown."""

    page: pdfium.PdfPage
    frame: Frame

    @property
    def rotation(self) -> int:
        return int(self.page.get_rotation())

    def corners(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of what is shown, in the file's own numbers."""
        crop, media = self.page.get_cropbox(), self.page.get_mediabox()
        left, bottom = max(crop[0], media[0]), max(crop[1], media[1])
        return left, bottom, min(crop[2], media[2]), min(crop[3], media[3])


class _Mapper:
    """Takes points of the file to points of the page as it is shown."""

    def __init__(self, shown: _Shown) -> None:
        self._left, self._bottom, self._right, self._top = shown.corners()
        self._rotation = shown.rotation

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self._rotation == 90:
            return y - self._bottom, x - self._left
        if self._rotation == 180:
            return self._right - x, y - self._bottom
        if self._rotation == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def rect(self, x1: float, y1: float, x2: float, y2: float) -> Rect:
        (a, b), (d, e) = self.point(x1, y1), self.point(x2, y2)
        return Rect(min(a, d), min(b, e), max(a, d), max(b, e))


# --- glyphs ---------------------------------------------------------------------------------------------------------


def _count(page: pdfium.PdfPage) -> int:
    return int(page.get_textpage().count_chars())


def _glyphs(shown: _Shown, own: int) -> Iterator[tuple[Glyph, OldFont | None]]:
    """The glyphs of a page as it is shown, and their old fonts; those after the first `own` stand in annotations."""
    mapper = _Mapper(shown)
    text = shown.page.get_textpage()
    rect, origin_x, origin_y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    fonts, rotation = _Fonts(text), shown.rotation
    held: Glyph | None = None
    held_in: OldFont | None = None
    after_space = False
    for at in range(text.count_chars()):
        code = c.FPDFText_GetUnicode(text, at)
        if c.FPDFText_IsGenerated(text, at) == 1 and code not in _HYPHENS:
            after_space = True
            continue
        char = _HYPHENS.get(code) or (chr(code) if code < 0xD800 or code > 0xDFFF else "\ufffd")
        font = fonts.of(at)
        if font.invisible or not c.FPDFText_GetLooseCharBox(text, at, rect):
            continue
        angle = round(math.degrees(c.FPDFText_GetCharAngle(text, at)))
        turn = (rotation + angle) % 360  # PDFium counts angles clockwise
        if turn % 90 > 4 and turn % 90 < 86:
            continue  # a watermark
        c.FPDFText_GetCharOrigin(text, at, origin_x, origin_y)
        place = mapper.rect(rect.left, rect.bottom, rect.right, rect.top)
        _, baseline = mapper.point(origin_x.value, origin_y.value)
        glyph = Glyph(char, place, baseline, font.bold, round(turn / 90) * 90 % 360, at >= own, after_space)
        after_space = False
        if held is not None and not font.old and (marked := _with_mark(held, glyph)):
            held = marked
            continue
        if held is not None:
            yield held, held_in
        held, held_in = glyph, font.old
    if held is not None:
        yield held, held_in


def _with_mark(glyph: Glyph, mark: Glyph) -> Glyph | None:
    """The glyph with a mark that is printed over it, None where the second is no mark or stands elsewhere."""
    combining = mark.text if unicodedata.combining(mark.text[0]) else _MARKS.get(mark.text, "")
    x, _ = mark.rect.middle
    near = glyph.rect.left - 1 <= x <= glyph.rect.right + glyph.size * 0.3
    if not combining or not near or (not glyph.text[-1].isalpha() and not unicodedata.combining(glyph.text[-1])):
        return None
    return replace(glyph, text=unicodedata.normalize("NFC", glyph.text + combining))


@dataclass(frozen=True, slots=True)
class _Font:
    bold: bool
    invisible: bool
    old: OldFont | None


class _Fonts:
    """The font of each character, looked up once for each run of text."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._known: dict[int, _Font] = {}
        self._name = ctypes.create_string_buffer(256)

    def of(self, at: int) -> _Font:
        handle = c.FPDFText_GetTextObject(self._text, at)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key not in self._known:
            self._known[key] = self._look_up(at, handle)
        return self._known[key]

    def _look_up(self, at: int, handle: Any) -> _Font:
        flags = ctypes.c_int()
        length = c.FPDFText_GetFontInfo(self._text, at, self._name, 256, flags)
        name = self._name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
        weight = c.FPDFText_GetFontWeight(self._text, at)
        bold = weight >= 600 or any(word in name.lower() for word in ("bold", "black", "heavy", "demi"))
        mode = c.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
        return _Font(bold or mode == c.FPDF_TEXTRENDERMODE_FILL_STROKE, mode == _INVISIBLE, old_font(name))


def _main_turn(glyphs: list[Glyph]) -> int:
    turns = Counter(glyph.turn for glyph in glyphs if glyph.text.isalpha())
    return turns.most_common(1)[0][0] if turns else 0


def _is_shown(glyph: Glyph, frame: Frame) -> bool:
    x, y = glyph.rect.middle
    return 0 <= x <= frame.shown_width and 0 <= y <= frame.shown_height


def _in_frame(glyph: Glyph, frame: Frame, turn: int) -> Glyph:
    if not frame.turn and not glyph.turn:
        return glyph
    rect = frame.rect(glyph.rect)
    own = (glyph.turn - turn) % 360
    baseline = glyph.baseline if not frame.turn else rect.bottom - rect.height * 0.2
    return replace(glyph, rect=rect, baseline=baseline, turn=own)


# --- lines and pictures ---------------------------------------------------------------------------------------------


def _shapes(shown: _Shown, frame: Frame) -> tuple[tuple[Rect, ...], Rulings]:
    """Where the page has pictures, and the level and upright lines drawn on it, in the frame of its text."""
    mapper = _Mapper(shown)
    level: list[Ruling] = []
    upright: list[Ruling] = []
    pictures: list[Rect] = []
    for item, matrix in _objects(shown.page):
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            corners = [matrix.on_point(x, y) for x, y in ((0, 0), (1, 1))]
            rect = frame.rect(mapper.rect(*corners[0], *corners[1]))
            if not _add_bar(rect, level, upright):
                pictures.append(rect)
            continue
        for rect in _lines_of(item.raw, matrix, mapper):
            _add_bar(frame.rect(rect), level, upright)
    return tuple(pictures), Rulings(tuple(level), tuple(upright))


def _add_bar(rect: Rect, level: list[Ruling], upright: list[Ruling]) -> bool:
    """Add a thin rectangle as the line that it is; False where it is none."""
    x, y = rect.middle
    if rect.height <= _THIN and rect.width > max(_SHORT, rect.height):
        level.append(Ruling(y, rect.left, rect.right))
    elif rect.width <= _THIN and rect.height > max(_SHORT, rect.width):
        upright.append(Ruling(x, rect.top, rect.bottom))
    else:
        return rect.width <= _THIN and rect.height <= _THIN
    return True


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, pdfium.PdfMatrix]]:
    """The paths and pictures of a page, those inside forms included, each with what takes its points to the page."""
    wanted = [c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM]
    forms: dict[int, pdfium.PdfMatrix] = {}
    for item in page.get_objects(filter=wanted):
        matrix = item.get_matrix()
        if item.container is not None:
            matrix = matrix.multiply(forms[_address(item.container.raw)])
        if item.type == c.FPDF_PAGEOBJ_FORM:
            forms[_address(item.raw)] = matrix
        else:
            yield item, matrix


def _address(raw: Any) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def _lines_of(path: Any, matrix: pdfium.PdfMatrix, mapper: _Mapper) -> Iterator[Rect]:
    """The thin rectangles that a path draws: its strokes where it is stroked, itself where it is filled and thin."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value) or c.FPDFPath_CountSegments(path) > _MOST_SEGMENTS:
        return
    for points, curved in _subpaths(path, matrix, mapper):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        whole = Rect(min(xs), min(ys), max(xs), max(ys))
        if min(whole.width, whole.height) <= _THIN:
            yield whole
        elif stroke.value and not curved:
            for (x1, y1), (x2, y2) in pairwise(points):
                lean = max(abs(x2 - x1), abs(y2 - y1)) * _SLANT
                if min(abs(x2 - x1), abs(y2 - y1)) <= max(lean, 0.3):
                    yield Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _subpaths(path: Any, matrix: pdfium.PdfMatrix, mapper: _Mapper) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The runs of points of a path on the page as shown, closed ones back at their start; whether one is curved."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, at)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = mapper.point(*matrix.on_point(x.value, y.value))
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        points.append(point)
        if c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, curved
