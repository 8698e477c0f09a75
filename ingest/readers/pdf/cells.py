"""The text of a cell or a paragraph, from its lines.

Wrapped lines are joined by a space, but for what a narrow column broke inside: a number, a document's code, a word.
Word prints the space at every line's end, so that a full line without one was broken inside a word; in files of other
origin the pieces have to show it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.geometry import Glyph
from ingest.readers.pdf.lines import Line, lines_of, upright
from ingest.readers.pdf.syllables import has_marks, is_syllable
from ingest.wrapping import breaks_code

_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_CODE = 5
"""A word of so many capitals that is no syllable is an abbreviation that may be broken in two."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how lines are joined: the room that they have, in points, and whether line ends print spaces."""

    room: float
    keeps_spaces: bool = False


def cell_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a cell; text that is turned in it as if it were not."""
    return lines_of(upright(glyphs))


def join_lines(lines: Sequence[Line], setting: Setting) -> str:
    """The text of the lines of one cell or paragraph."""
    text = ""
    for at, line in enumerate(lines):
        text += (_glue(lines[at - 1], line, setting) if at else "") + line.text
    return text


def _glue(before: Line, line: Line, setting: Setting) -> str:
    """What joins two lines: a space, or nothing where the column broke something in two."""
    first, second = before.text, line.text
    if before.ends_in_space:
        return " "
    is_full = before.rect.width + line.glyphs[0].rect.width > setting.room - 1
    if setting.keeps_spaces:
        at_mark = first[-1] in "-–/" and before.rect.width + first_word_width(line) > setting.room - 1
        return "" if is_full or at_mark else " "
    if breaks_code(first, second):
        return ""
    return "" if is_full and _breaks_word(first, second) else " "


def first_word_width(line: Line) -> float:
    """How wide the first word of a line is, in points."""
    end = next((at for at, space in enumerate(line.spaces) if space and at), len(line.glyphs))
    return line.glyphs[end - 1].rect.right - line.glyphs[0].rect.left


def _breaks_word(first: str, second: str) -> bool:
    """Whether a line of a single word and the start of the next are pieces of one word or figure."""
    if " " in first:
        return False
    if first[-1].isdigit() and second[0].isdigit():
        return not (_YEAR.fullmatch(first) and _YEAR.match(second))
    last, start = _LAST_LETTERS.search(first), _FIRST_LETTERS.match(second)
    if last is None or start is None:
        return False
    whole = last.group() + start.group()
    pieces = is_syllable(last.group()) and is_syllable(start.group())
    if whole.isupper():
        is_code = len(first) >= _LONG_CODE and not is_syllable(first) and not is_syllable(start.group())
        return len(whole) <= 3 or is_code or (is_syllable(whole) and not pieces)
    return is_syllable(whole) and not pieces and (has_marks(whole) or len(start.group()) <= 2)
