"""The text of a cell, from its lines.

Wrapped lines are joined by a space, but for what a narrow column broke inside: a number, a document's code, a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.pdf.geometry import Glyph, Rect
from ingest.readers.pdf.lines import Line, lines_of, upright
from ingest.readers.pdf.syllables import has_marks, is_syllable

_BROKEN_AMOUNT = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{3})*[.,]\d{0,2}$")
_AMOUNT = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{3})*$")
_GROUP = re.compile(r"[.,]\d{3}")
_CODE_GOES_ON = re.compile(r"[A-ZĐ0-9]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"(?:^|\s)([^\W\d_]+)$")


def cell_text(glyphs: Sequence[Glyph], room: Rect) -> str:
    """The text of the glyphs that stand in a cell, whose inside is `room`."""
    return join_lines(lines_of(upright(glyphs)), room)


def join_lines(lines: Sequence[Line], room: Rect) -> str:
    """The text of the lines of one cell or paragraph set in `room`."""
    text = ""
    for at, line in enumerate(lines):
        if not text:
            text = line.text
        else:
            text += _glue(lines[at - 1], line, room) + line.text
    return text


def _glue(before: Line, line: Line, room: Rect) -> str:
    """What joins two lines: a space, or nothing where the column broke something in two."""
    first, second = before.text, line.text
    if before.ends_in_space:
        return " "
    if _is_broken_code(first) and _CODE_GOES_ON.match(second):
        return ""
    if (_BROKEN_AMOUNT.search(first) and second[0].isdigit()) or (_AMOUNT.search(first) and _GROUP.match(second)):
        return ""
    return "" if _is_full(before, line, room) and _breaks_word(first, second) else " "


def _is_broken_code(line: str) -> bool:
    """Whether a line ends in a word without small letters that ends in a hyphen or a slash: "223/QĐ-", "X-"."""
    word = line.split(" ")[-1]
    return word.endswith(("-", "/")) and len(word) > 1 and word.upper() == word


def _is_full(before: Line, line: Line, room: Rect) -> bool:
    """Whether the next character had no room at the end of a line, the margins being what they are at its start."""
    margin = max(0.0, before.rect.left - room.left)
    return room.right - margin - before.rect.right < line.glyphs[0].rect.width + 1.0


def _breaks_word(first: str, second: str) -> bool:
    """Whether the end of one line and the start of the next are pieces of one word or figure."""
    if first.isdigit() and second[0].isdigit():
        return True
    if " " in first:
        return False
    last, start = _LAST_WORD.search(first), _FIRST_WORD.match(second)
    if last is None or start is None:
        return False
    whole = last[1] + start.group()
    if whole.isupper():
        return len(whole) <= 3 or (is_syllable(whole) and not (is_syllable(last[1]) and is_syllable(start.group())))
    pieces = is_syllable(last[1]) and is_syllable(start.group())
    return is_syllable(whole) and not pieces and (has_marks(whole) or len(start.group()) <= 2)
