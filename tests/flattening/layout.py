"""How Word lays text in a cell, and how a PDF text extractor then runs the pieces together.

Two steps, each a plain function. `wrap` breaks a paragraph into visual lines at a width, with the metrics of Times
Roman: a line breaks after a space or a hyphen, and a word wider than the column breaks between characters. `serialise`
takes the lines in the order in which Word writes them, each with its height on the page, and gives what an extractor
prints: it sees no cells, only how far the next piece moved up or down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pdfminer.fontmetrics import FONT_METRICS

from ingest.vietnamese import fold

LEVEL = 0.2
"""Two pieces closer than this share of the font size in height stand on one line."""
NEAR = 0.8
"""Two pieces farther apart than this share of the font size get an empty line between them."""
_MISSING_WIDTH = 500.0


@dataclass(frozen=True, slots=True)
class Font:
    """A cut of Times Roman: its size in points, and whether it is bold."""

    size: float = 13.0
    bold: bool = False

    @property
    def line_height(self) -> float:
        """The height of one line at single spacing, in points."""
        return self.size * 1.15


@dataclass(frozen=True, slots=True)
class Fragment:
    """A visual line as printed, trailing space included, and how far below the top of the page it stands, in points."""

    text: str
    y: float


@cache
def _char_width(char: str, bold: bool) -> float:
    widths: Mapping[str, float] = FONT_METRICS["Times-Bold" if bold else "Times-Roman"][1]
    if char in widths:
        return widths[char]
    base = fold(char)  # lower case: the case is put back below
    base = base.upper() if char.isupper() else base
    return widths.get(base[:1], _MISSING_WIDTH)


def text_width(text: str, font: Font) -> float:
    """The width of a text in points; a letter with a mark is as wide as its base letter."""
    return sum(_char_width(char, font.bold) for char in text) * font.size / 1000


def _pieces(paragraph: str, after_slash: bool) -> list[str]:
    """The paragraph cut where a line may end; every piece keeps the spaces that follow it."""
    breakers = "/-" if after_slash else "-"
    pattern = rf"\s+|[^\s{breakers}]*[{breakers}]+\s*|[^\s{breakers}]+\s*"
    pieces = re.findall(pattern, paragraph)
    if len(pieces) > 1 and pieces[0].isspace():  # a typed indent stays with the first word
        pieces[:2] = [pieces[0] + pieces[1]]
    return pieces


def wrap(paragraph: str, width: float, font: Font, after_slash: bool = False) -> list[str]:
    """Break one paragraph into visual lines.

    In: the paragraph as typed, and the inner width of its cell in points. Out: its lines as an extractor prints them,
    each with the space that stood at the break, the last with the paragraph mark (which prints as a space). A line
    that broke inside a word has no space at its end. An empty paragraph is one line with a single space.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(paragraph, after_slash):
        if line and text_width((line + piece).rstrip(), font) > width:
            lines.append(line)
            line = ""
        while text_width(piece.rstrip(), font) > width and len(piece.rstrip()) > 1:
            fits = _fitting(piece.rstrip(), width, font)
            lines.append(piece[:fits])
            piece = piece[fits:]
        line += piece
    return [*lines, line + " "]


def _fitting(word: str, width: float, font: Font) -> int:
    """How many characters of an over-long word fit the width, never all and at least one."""
    count = 1
    while count < len(word) - 1 and text_width(word[: count + 1], font) <= width:
        count += 1
    return count


def serialise(fragments: Sequence[Fragment], font: Font) -> str:
    """Run the pieces of one page together, as an extractor prints them.

    Pieces on one height are joined on one line; a piece that moved by less than about 0.8 of the font size begins a
    new line, any other a new line after an empty one. Two short moves in a row do not occur in real text of this
    kind: after a plain new line the next one always has its empty line.
    """
    parts: list[str] = []
    before: Fragment | None = None
    was_near = False
    for fragment in fragments:
        moved = abs(fragment.y - before.y) / font.size if before else 0.0
        if moved > LEVEL:
            is_near = moved <= NEAR and not was_near
            parts.append("\n" if is_near else "\n\n")
            was_near = is_near
        parts.append(fragment.text)
        before = fragment
    return "".join(parts)
