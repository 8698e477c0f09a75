"""Tesseract in this process, through tesserocr: words with their boxes and how surely each was read.

The Python package carries Tesseract itself; the language data come from Debian's packages or a folder named by the
environment variable TESSDATA_PREFIX.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from ingest.errors import PlanError
from ingest.readers.scan.page import Grey
from ingest.vietnamese import nfc

LANGUAGES = ("vie", "eng")
_BEST = 300.0  # dots an inch that Tesseract was taught with; coarser print is enlarged to it
_OF_NUMBERS = "0123456789IVXABCDEĐ.)STN"
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


class RecogniserError(PlanError):
    """Scans cannot be read on this machine; the message says what to install."""


class Layout(IntEnum):
    """How Tesseract is to look at a piece of page: its page segmentation modes."""

    PAGE = 3
    BLOCK = 6
    LINE = 7
    WORD = 8
    SPARSE = 11


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read: pixels of the prepared page, from its upper left corner; `certainty` from 0 to 1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    certainty: float
    line: int
    """Words of one line as Tesseract saw it bear the same number."""

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top


class Recogniser:
    """Tesseract with Vietnamese and English, opened once."""

    def __init__(self) -> None:
        """Raises RecogniserError where Tesseract or its data for Vietnamese are missing."""
        self._tesserocr = _library()
        self._folder = data_folder()
        self._reader = self._open("+".join(LANGUAGES))
        self._prose = self._open(LANGUAGES[0])
        self._numbers = self._open("eng")
        self._numbers.SetVariable("tessedit_char_whitelist", _OF_NUMBERS)
        self._turns = self._open("osd") if (self._folder / "osd.traineddata").is_file() else None

    def _open(self, languages: str) -> Any:
        try:
            reader = self._tesserocr.PyTessBaseAPI(path=f"{self._folder}/", lang=languages)
        except RuntimeError as error:
            raise _missing(f"{self._folder}: {error}") from None
        reader.SetVariable("debug_file", os.devnull)
        reader.SetVariable("tessedit_do_invert", "0")
        return reader

    def words(self, grey: Grey, dpi: float, layout: Layout, finer: float = 1.0) -> tuple[Word, ...]:
        """The words of a page or of a piece of one, in reading order; shown `finer` than usual."""
        return self._words(self._reader, grey, dpi, layout, finer)

    def prose(self, grey: Grey, dpi: float) -> tuple[Word, ...]:
        """The words of a page of prose, read as Vietnamese alone: beside English, capitals lose their accents."""
        return self._words(self._prose, grey, dpi, Layout.PAGE, 1.0)

    def numbers(self, grey: Grey, dpi: float, finer: float = 1.0) -> tuple[Word, ...]:
        """The words of a line of print that is known to be a row's number: arabic, roman, a letter, or "STT"."""
        return self._words(self._numbers, grey, dpi, Layout.LINE, finer)

    def _words(self, reader: Any, grey: Grey, dpi: float, layout: Layout, finer: float) -> tuple[Word, ...]:
        scale = max(1.0, _BEST / dpi) * finer
        if scale != 1:
            grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
        reader.SetPageSegMode(int(layout))
        reader.SetImage(Image.fromarray(grey))
        reader.SetSourceResolution(round(dpi * scale))
        return tuple(self._found(reader, scale)) if reader.Recognize() else ()

    def _found(self, reader: Any, scale: float) -> Iterator[Word]:
        level, line_level = self._tesserocr.RIL.WORD, self._tesserocr.RIL.TEXTLINE
        found = reader.GetIterator()
        line = 0
        for at in self._tesserocr.iterate_level(found, level) if found is not None else ():
            if at.IsAtBeginningOf(line_level):
                line += 1
            text = "" if at.Empty(level) else nfc(at.GetUTF8Text(level)).strip()
            if text:
                left, top, right, bottom = (round(edge / scale) for edge in at.BoundingBox(level))
                yield Word(text, left, top, right, bottom, at.Confidence(level) / 100, line)

    def quarter_turns(self, grey: Grey) -> tuple[int, float]:
        """How many quarter turns to the left set a page upright, and Tesseract's confidence in it (0 for none)."""
        if self._turns is None:
            return 0, 0.0
        self._turns.SetImage(Image.fromarray(grey))
        seen = self._turns.DetectOrientationScript()
        if not seen:
            return 0, 0.0
        return (int(seen["orient_deg"]) // 90) % 4, float(seen["orient_conf"])


@cache
def shared_recogniser() -> Recogniser:
    """The recogniser of this process. Raises RecogniserError."""
    return Recogniser()


def data_folder() -> Path:
    """The folder of Tesseract's data that has Vietnamese. Raises RecogniserError where none has."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(folder) for folder in ([named, f"{named}/tessdata"] if named else []) + list(_FOLDERS)]
    for folder in folders:
        if all((folder / f"{language}.traineddata").is_file() for language in LANGUAGES):
            return folder
    raise _missing(", ".join(f"{language}.traineddata" for language in LANGUAGES))


def _library() -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads slow each other down
    try:
        import tesserocr
    except ImportError as error:
        raise RecogniserError(
            f"không đọc được bản quét: thiếu thư viện tesserocr ({error}); hãy chạy: pip install tesserocr",
            f"scans cannot be read: the package tesserocr is missing ({error}); run: pip install tesserocr",
        ) from None
    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # it complains of boxes that it clips itself
    return tesserocr


def _missing(what: str) -> RecogniserError:
    mend = "apt-get install tesseract-ocr-vie tesseract-ocr-eng tesseract-ocr-osd"
    return RecogniserError(
        f"không đọc được bản quét: thiếu dữ liệu tiếng Việt của Tesseract ({what}); hãy cài: {mend}, "
        "hoặc đặt TESSDATA_PREFIX là thư mục có các tệp đó",
        f"scans cannot be read: Tesseract's data for Vietnamese are missing ({what}); install: {mend}, "
        "or set TESSDATA_PREFIX to a folder that has them",
    )
