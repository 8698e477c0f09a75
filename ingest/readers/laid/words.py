"""Text that was laid out with blanks: its pages and lines, and the words of a line with their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.vietnamese import nfc

_TAB = 8
_WORD = re.compile(r"\S+")
_FOLIO = re.compile(r"(?:trang|page)?\s*[-–—]?\s*(\d{1,4})\s*[-–—]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_INWARDS = 20
"""Characters from the margin at which a page's number stands."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or some with single blanks between: from its first character's column to behind its last."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page: its number in the file from 1, and its words; a blank line has none."""

    number: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words with single blanks between."""
        return " ".join(word.text for word in self.words)

    def runs(self, gap: int = 2) -> list[Word]:
        """What of it stands together: its words between so many blanks or more."""
        return joined(self.words, gap)


def joined(words: Sequence[Word], gap: int = 2) -> list[Word]:
    """Words made runs where fewer than `gap` blanks part them."""
    found: list[Word] = []
    for word in words:
        if found and word.start - found[-1].end < gap:
            found[-1] = Word(found[-1].start, word.end, f"{found[-1].text} {word.text}")
        else:
            found.append(word)
    return found


def text_pages(text: str) -> list[list[TextLine]]:
    """The pages of a text, parted by form feeds, without blank lines at their ends and without their numbers."""
    pages: list[list[TextLine]] = []
    number = 0
    for page in nfc(text.replace("\r\n", "\n").replace("\r", "\n")).split("\f"):
        lines: list[TextLine] = []
        for raw in page.split("\n"):
            number += 1
            printed = raw.replace("\N{NO-BREAK SPACE}", " ").expandtabs(_TAB)
            lines.append(TextLine(number, tuple(Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(printed))))
        number -= 1  # a form feed ends no line
        pages.append(lines)
    return _without_folios(pages)


def _without_folios(pages: Sequence[list[TextLine]]) -> list[list[TextLine]]:
    """The pages without the lines that number them.

    Such a line holds a number alone. It is at an end of its page and counts with the pages; or it stands away from the
    margin with white above and below, one more than the last such line: the page's end where no form feed tells it.
    """
    found = [
        (number, at, value)
        for number, lines in enumerate(pages)
        for at, line in enumerate(lines)
        if (value := _folio(line)) is not None and _is_apart(lines, at)
    ]
    offsets = Counter(value - number for number, _, value in found)
    drop: set[tuple[int, int]] = set()
    last = 0
    for number, at, value in found:
        counts = offsets[value - number] > 1 or value - number in (0, 1)
        if (_is_end(pages[number], at) and counts) or (
            pages[number][at].words[0].start >= _INWARDS and value - last in (1, 2)
        ):
            drop.add((number, at))
            last = value
    return [
        [TextLine(line.number, ()) if (number, at) in drop else line for at, line in enumerate(lines)]
        for number, lines in enumerate(pages)
    ]


def _folio(line: TextLine) -> int | None:
    match = _FOLIO.fullmatch(line.text) if line.words else None
    return int(match[1]) if match else None


def _is_end(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a line is the first or the last of its page."""
    return not any(line.words for line in lines[:at]) or not any(line.words for line in lines[at + 1 :])


def _is_apart(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a line is an end of its page, or stands between blank lines."""
    return _is_end(lines, at) or not any(line.words for line in (*lines[at - 1 : at], *lines[at + 1 : at + 2]))
