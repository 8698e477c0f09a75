"""Text of fonts from before Unicode (.VnTime, VNI-Times) as the letters that these fonts draw.

A file keeps such text as Latin letters, and the font's name tells what they stand for: so each font is converted on its
own, and a document may mix them with others. Where no font's name says so, a page that reads as Vietnamese only when
converted is converted whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ingest.readers.legacy import Legacy, convert, is_capitals_font, legacy_of_font, letters, recognise
from ingest.readers.pdf.geometry import Glyph, around
from ingest.readers.syllables import is_syllable

_LOST = "\u00ad"
_HYPHENED = re.compile(r"[^\s\d.,;:()/\"“”]*-[^\s\d.,;:()/\"“”]*")
_PRIVATE = range(0xF000, 0xF100)  # where some programs keep the codes of symbol fonts


@dataclass(frozen=True, slots=True)
class OldFont:
    """The encoding of a font from before Unicode, and whether it draws small letters as capitals."""

    encoding: Legacy
    capitals: bool = False


def old_font(name: str) -> OldFont | None:
    """The old font of a name, None for any other."""
    encoding = legacy_of_font(name)
    return OldFont(encoding, is_capitals_font(name)) if encoding else None


def in_unicode(glyphs: Sequence[tuple[Glyph, OldFont | None]]) -> tuple[list[Glyph], frozenset[str]]:
    """The glyphs of a page, each with its old font if it is set in one, in Unicode; and the encodings they were in."""
    if not any(font for _, font in glyphs):
        text = "".join(glyph.text for glyph, _ in glyphs)
        encoding = recognise(text)
        if encoding is None or encoding is Legacy.VIQR:
            return [glyph for glyph, _ in glyphs], frozenset()
        glyphs = [(glyph, OldFont(encoding)) for glyph, _ in glyphs]
    converted: list[Glyph] = []
    for (font, _), run in groupby(glyphs, key=lambda pair: (pair[1], round(pair[0].baseline))):
        own = [glyph for glyph, _ in run]
        converted += own if font is None else _converted(own, font)
    return converted, frozenset(str(font.encoding) for _, font in glyphs if font)


def _converted(run: Sequence[Glyph], font: OldFont) -> Iterator[Glyph]:
    """The glyphs of one line in Unicode; a letter that was printed as two is one."""
    text = "".join(_code(glyph) for glyph in run)
    if font.encoding is Legacy.TCVN3:
        text = _with_lost_letters(text, run)
    if len(text) != len(run):  # marks were set over letters already
        yield from run
        return
    at = 0
    for letter, length in letters(text, font.encoding):
        own = run[at : at + length]
        at += length
        rect = around(glyph.rect for glyph in own)
        yield replace(own[0], text=letter.upper() if font.capitals else letter, rect=rect)


def _with_lost_letters(text: str, run: Sequence[Glyph]) -> str:
    """The codes with those of "ư" put back: the encoding of Windows has a hyphen there (ISO 32000-1, Annex D.2).

    A hyphen is that letter where its word is a syllable with it: "tr-êng" (trường), but not "vi-rót" (vi-rút).
    """
    starts = [at for at, glyph in enumerate(run) if glyph.is_space or glyph.after_space or not at]
    for start, end in pairwise([*starts, len(run)]):
        for found in _HYPHENED.finditer(text[:end], start):
            if len(found.group()) == 1:
                continue
            word = found.group().replace("-", _LOST)
            if is_syllable(convert(word, Legacy.TCVN3)):
                text = text[: found.start()] + word + text[found.end() :]
    return text


def _code(glyph: Glyph) -> str:
    """The character for which a glyph stands in the file."""
    text = glyph.text
    if len(text) == 1 and ord(text) in _PRIVATE:
        return chr(ord(text) - 0xF000)
    return text
