"""A strip: the run of visual lines that holds some cells one after the other, cut where a cell could end.

A cell can end at the end of any line. It can end inside a line only where the next cell begins on the same height: then
it is one line itself. The pieces between those places are the fragments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.flattened.lines import PrintLine
from ingest.readers.metrics import SPACE, width


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line that belongs to one cell."""

    text: str
    """"" for a line of spaces alone."""
    line: int
    """Which line of the strip it stands in, from 0."""
    begins: bool
    """Whether it is the first piece of its line."""
    ends: bool
    near: bool
    """Whether its line stands less than a line away from the line before: a cell ends there."""
    glued: bool
    """Whether the break before it fell inside a word: no cell ends there."""
    spaces: int
    """Trailing spaces of its line if it is the last piece there; all spaces of a line of spaces alone."""
    page: int
    number: int
    """Line in the source."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Fragments in order."""

    fragments: tuple[Fragment, ...]

    def __len__(self) -> int:
        return len(self.fragments)

    def text(self, start: int, end: int) -> str:
        """The text of fragments [start, end): lines joined by one space, words broken over lines joined without."""
        joined = ""
        for fragment in self.fragments[start:end]:
            if fragment.text:
                joined += fragment.text if fragment.glued or not joined else f" {fragment.text}"
        return joined

    def lines(self, start: int, end: int) -> list[str]:
        """The visual lines that fragments [start, end) print on, blank ones left out."""
        lines: list[str] = []
        previous = -1
        for fragment in self.fragments[start:end]:
            if not fragment.text:
                continue
            if fragment.line == previous:
                lines[-1] += f" {fragment.text}"
            else:
                lines.append(fragment.text)
            previous = fragment.line
        return lines


def strip_of(lines: Sequence[PrintLine], codes_break: bool, first_text: str | None = None) -> Strip:
    """The strip of some lines of one page.

    `codes_break` says whether, in this document, a line without a trailing space broke inside a word; `first_text`
    replaces the text of the first line (what is left of it after the row's number).
    """
    fragments: list[Fragment] = []
    for at, line in enumerate(lines):
        text = first_text if at == 0 and first_text is not None else line.text
        glued = codes_break and at > 0 and lines[at - 1].spaces == 0 and bool(lines[at - 1].text) and bool(text)
        pieces = _pieces(text, anywhere=at == 0) if text else [""]
        if at == 0 and first_text == "":
            continue
        for place, piece in enumerate(pieces):
            last = place == len(pieces) - 1
            fragments.append(
                Fragment(
                    piece, at, place == 0, last, line.near and place == 0 and at > 0, glued and place == 0,
                    line.spaces if last else 1, line.page, line.number,
                )
            )
    return Strip(tuple(fragments))


def _pieces(text: str, anywhere: bool) -> list[str]:
    """A line cut where a cell could begin inside it: at a capital, a digit or a sign; on a first line at any word."""
    pieces: list[str] = []
    for word in text.split(" "):
        opens = anywhere or word[:1].isupper() or not word[:1].isalpha()
        if pieces and not opens:
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return pieces


def first_word_width(text: str) -> int:
    """The width of what a line break carries over at least: the first word, up to a hyphen inside it."""
    word = text.split(" ", 1)[0]
    head, hyphen, _ = word.partition("-")
    return width(head + hyphen) if head else width(word)


def fits_behind(line: str, following: str, limit: float) -> bool:
    """Whether the first word of the next line would still have stood behind this one within the limit."""
    return width(line) + SPACE + first_word_width(following) <= limit
