"""The lines of flattened text, with what their blanks say.

PDF extractors give a page as its visual lines. Where the next text stands about a line or more away, an empty line
follows; where it moved by less (from a cell to its neighbour that is centred on another height), none does. A visual
line ends in a space, except where it broke inside a word or a number. A blank cell, or an empty paragraph, leaves a
line of spaces. A page begins without an empty line and with a space, or after several with its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import is_stt
from ingest.vietnamese import fold, nfc

_PAGE_NUMBER = re.compile(r"(?:- ?)?\d{1,4}(?: ?-)?")
_SPACES = re.compile(r"\s+")
_SHORTEST_PAGE = 12  # lines
_FULL_PAGE = 30
_LONGEST_PAGE = 110
_APPENDIX = ("phu luc", "phu bieu", "bieu so", "bieu mau")


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One visual line. `text` is "" for a line of spaces alone."""

    text: str
    number: int
    """Line in the source, from 1."""
    page: int
    starts_page: bool
    near: bool
    """No empty line stands before it: its text is less than a line away from the text before."""
    spaces: int
    """Trailing spaces; for a line of spaces alone, all of them. 0 means that the break fell inside a word."""
    raw: str = ""
    """The line with all its spaces: more than one in a row, or one at its start, is the trace of a blank cell."""


def print_lines(text: str) -> tuple[PrintLine, ...]:
    """The visual lines of a flattened text in order, page numbers dropped.

    Where the blanks tell of no page, as when a text was put together from its pages, their numbers do.
    """
    lines = _by_blanks(text)
    return lines if lines and lines[-1].page > 1 else _by_folios(lines)


def _by_folios(lines: tuple[PrintLine, ...]) -> tuple[PrintLine, ...]:
    """The lines with the pages that numbers alone on a line tell of: 2, 3, 4 …, about as far apart throughout.

    Of several such lines for one page, that before a header or an appendix is taken, else the first. The first page
    has no number or a 1. One page that cannot be told, and none is.
    """
    starts: list[int] = []
    prose = next((index for index, line in enumerate(lines) if is_stt(line.text.partition(" ")[0])), len(lines))
    at = next((index for index in range(min(3, len(lines))) if lines[index].text == "1"), -1) + 1
    for page in range(2, len(lines)):
        reach = range(at + (_SHORTEST_PAGE if starts or page == 2 else 0), min(len(lines) - 1, at + _LONGEST_PAGE))
        found = [
            index
            for index in reach
            if lines[index].text.strip("- ") == str(page)
            and (index < prose or opens_part(lines[index + 1].text) or not counts(lines[:index], page))
        ]
        if not found:
            break
        at = next((index for index in found if opens_part(lines[index + 1].text)), found[0])
        starts.append(at)
    if not starts or len(lines) - starts[-1] > _LONGEST_PAGE:
        return lines
    kept: list[PrintLine] = []
    page = 1
    for index, line in enumerate(lines):
        if index in starts:
            page += 1
        else:
            kept.append(replace(line, page=page, starts_page=index - 1 in starts))
    return tuple(kept)


def counts(lines: Sequence[PrintLine], number: int) -> bool:
    """Whether a number may be that of a table's row: the one before it, or a table's header, stands not far above."""
    for line in reversed(lines[-60:]):
        first = line.text.split(maxsplit=1)[0].rstrip(".)") if line.text else ""
        if first == str(number - 1) or is_stt(first):
            return True
    return False


def opens_part(text: str) -> bool:
    """Whether a line opens what pages of tables begin with: a table's header, an appendix."""
    return is_stt(text.split(maxsplit=1)[0] if text else "") or fold(text).startswith(_APPENDIX)


def _by_blanks(text: str) -> tuple[PrintLine, ...]:
    """The lines, cut into pages where the blanks say so."""
    raw = nfc(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    lines: list[PrintLine] = []
    page, empties, turned, page_start = 1, 0, False, 0
    for number, line in enumerate(raw, start=1):
        if "\f" in line:
            page, turned, line = page + line.count("\f"), True, line.replace("\f", "")
        if line == "":
            empties += 1
            continue
        content = _SPACES.sub(" ", line.strip())
        near = bool(lines) and empties == 0
        if lines and empties > 2 and content:
            page, turned, empties = page + 1, True, 0
            if _PAGE_NUMBER.fullmatch(content):
                continue
        starts = turned or (near and bool(content) and _opens_page(line, len(lines) - page_start))
        if starts and not turned:
            page += 1
        if starts and _PAGE_NUMBER.fullmatch(content) and _is_folio(content, page, raw, number):
            turned, empties = True, 0
            continue
        spaces = len(line) - len(line.rstrip(" ")) if content else len(line)
        raw_line = line.replace("\t", " ")
        raw_line = raw_line.lstrip(" ") if starts else raw_line
        if turned and not content:
            empties = 0
            continue
        page_start = len(lines) if starts else page_start
        lines.append(PrintLine(content, number, page, starts, near and not starts, spaces, raw_line))
        empties, turned = 0, False
    return tuple(lines)


def _opens_page(line: str, printed: int) -> bool:
    """Whether a line without an empty one before it opens a page: behind one space, and after a page's worth of lines.

    Other lines begin with spaces where blank cells stand before their text; a bullet behind several, well down the
    page, is an indented paragraph.
    """
    if not line.startswith("  "):
        return line.startswith(" ") and printed >= _SHORTEST_PAGE
    return line.lstrip().startswith(("- ", "+ ")) and printed >= _FULL_PAGE


def _is_folio(content: str, page: int, raw: Sequence[str], number: int) -> bool:
    """Whether a number alone at the top of a page is the page's own and not that of a table row."""
    following = next((line for line in raw[number:] if line.strip()), "")
    return content.strip("- ") == str(page) and following.strip()[:1].isupper()


def looks_flattened(text: str) -> bool:
    """Whether a text has the shape described above: most lines end in a space and are followed by an empty one."""
    raw = text.replace("\r\n", "\n").split("\n")
    filled = [at for at, line in enumerate(raw) if line.strip()]
    if len(filled) < 8:
        return False
    spaced = sum(raw[at].endswith(" ") for at in filled)
    parted = sum(at + 1 < len(raw) and not raw[at + 1].strip() for at in filled)
    tabbed = sum("\t" in raw[at] for at in filled)
    return spaced >= 0.6 * len(filled) and parted >= 0.5 * len(filled) and tabbed <= 0.02 * len(filled)
