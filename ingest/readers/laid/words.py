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
    """The pages without the lines that number them: alone at an end of the page, and counting with the pages."""
    found = {(page, at): value for page, lines in enumerate(pages) for at, value in _folios(lines)}
    offsets = Counter(value - page for (page, _), value in found.items())
    usual = [offset for offset, count in offsets.items() if count > 1 or offset in (0, 1)]
    drop = {place for place, value in found.items() if value - place[0] in usual}
    return [
        [TextLine(line.number, ()) if (page, at) in drop else line for at, line in enumerate(lines)]
        for page, lines in enumerate(pages)
    ]


def _folios(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """The first and the last line of a page where a number is all that they hold: which line, and the number."""
    filled = [at for at, line in enumerate(lines) if line.words]
    ends = [filled[0], filled[-1]] if len(filled) > 1 else []
    matches = ((at, _FOLIO.fullmatch(lines[at].text)) for at in ends)
    return [(at, int(match[1])) for at, match in matches if match]
