"""A strip: the run of visual lines that holds some cells one after the other, cut where a cell could end.

A cell can end at the end of any line. It can end inside a line only where the next cell begins on the same height: then
it is one line itself. The pieces between those places are the fragments. A blank cell on the height of its neighbour
leaves its spaces beside the one that ends every line: each such space is a fragment without text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import cell_lexicon
from ingest.readers.flattened.lines import PrintLine
from ingest.readers.metrics import width

_RUN = re.compile(r" +|[^ ]+")
_MOST_BLANKS = 24  # of a run of spaces that are made fragments


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line that belongs to one cell."""

    text: str
    """"" for a space that a blank cell may have left."""
    line: int
    """Which line of the strip it stands in, from 0."""
    begins: bool
    """Whether it is the first piece of its line."""
    ends: bool
    near: bool
    """Whether its line stands less than a line away from the line before: a cell ends there."""
    glued: bool
    """Whether the break before it fell inside a word: no cell ends there."""
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

    def last_line(self, start: int, end: int) -> str:
        """The last visual line that fragments [start, end) print text on."""
        filled = [fragment for fragment in self.fragments[start:end] if fragment.text]
        return " ".join(fragment.text for fragment in filled if fragment.line == filled[-1].line)

    def line_count(self, start: int, end: int) -> int:
        """The number of visual lines of fragments [start, end) that hold text."""
        return len({fragment.line for fragment in self.fragments[start:end] if fragment.text})


def strip_of(lines: Sequence[PrintLine], codes_break: bool, printed: str = "") -> Strip:
    """The strip of some lines of one page.

    `codes_break` says whether, in this document, a line without a trailing space broke inside a word; `printed` is
    the row's number, which opens the first line and is left out.
    """
    fragments: list[Fragment] = []
    for at, line in enumerate(lines):
        raw = line.raw
        if at == 0 and printed:
            raw = raw.lstrip(" ")[len(printed) :].lstrip(" ")
            if not raw:
                continue
        before = lines[at - 1] if at else None
        glued = codes_break and before is not None and before.spaces == 0 and bool(before.text) and bool(line.text)
        glued = glued or (before is not None and _tears(before.text, line.text))
        pieces = _pieces(raw, anywhere=at == 0)
        behind_number = at == 0 and bool(printed)
        for place, piece in enumerate(pieces):
            first = place == 0
            fragments.append(
                Fragment(
                    piece,
                    at,
                    first and not behind_number,
                    place == len(pieces) - 1,
                    first and line.near and at > 0,
                    first and glued,
                    line.page,
                    line.number,
                )
            )
    return Strip(tuple(fragments))


def _tears(before: str, text: str) -> bool:
    """Whether a break between two lines tears a date or the number of a document: "2188/QĐ-" over "UBND"."""
    return _tears_year(before, text) or bool(_CODE_BEGUN.search(before) and _CODE_ENDS.match(text))


_CODE_BEGUN = re.compile(r"\d/[A-ZĐ]{1,5}-$")
_CODE_ENDS = re.compile(r"[A-ZĐ]{2}")


def _tears_year(before: str, text: str) -> bool:
    """Whether a break between two lines tears the year of a date: "01/03/202" over "6"."""
    begun, rest = _YEAR_BEGUN.search(before), _YEAR_ENDS.match(text)
    return begun is not None and rest is not None and len(begun[1]) + len(rest[0]) == _YEAR


_YEAR_BEGUN = re.compile(r"\d{1,2}/\d{1,2}/(\d{1,3})$")
_YEAR_ENDS = re.compile(r"\d{1,3}(?![\d.,/])")
_YEAR = 4  # digits


_SMALL_MARK = "x"
"""What marks a year or quarter and opens with no capital."""


_BOUNDS = ("<", ">", "≤", "≥", "~", "Dưới", "Trên")
"""Signs and words that a number follows."""
_DATED = ("Tháng", "Ngày")
"""Words that a date follows; before a mere number they may say what is counted: "Tháng | 12"."""


def _goes_with_number(before: str, run: str) -> bool:
    """Whether a number goes on with what stands before it: "≤ 4", "Dưới 3", "Tháng 9/2027"."""
    if not run[0].isdigit():
        return False
    in_month = _IN_MONTH.fullmatch(before) is not None and run.isdigit() and int(run) <= _MONTHS
    return before in _BOUNDS or (before in _DATED and "/" in run) or in_month


_IN_MONTH = re.compile(r"(?:Từ|Đến|Trước|Trong|Hết|Đầu|Cuối|Giữa|Sau)(?: \w+)? tháng", re.IGNORECASE)
"""What the number of a month follows, and never one of things: "Từ tháng 7", "Đến hết tháng 7"."""
_MONTHS = 12


def _pieces(raw: str, anywhere: bool) -> list[str]:
    """A line cut where a cell could begin inside it: behind spaces, at a capital, a digit or a sign; and, where
    `anywhere`, at every word, but for short forms behind their noun. Spaces that no text accounts for are pieces
    without text."""
    if not raw.strip(" "):
        return [""] * min(len(raw), _MOST_BLANKS)
    pieces: list[str] = []
    fresh = True
    for run in _RUN.findall(raw):
        if run[0] == " ":
            blanks = min(len(run) - bool(pieces), _MOST_BLANKS)
            pieces += [""] * blanks
            fresh = fresh or blanks > 0
            continue
        if not fresh and (_names_fund_or_body(pieces[-1], run) or _goes_with_number(pieces[-1], run)):
            pieces[-1] += f" {run}"
        elif fresh or anywhere or run[0].isupper() or not run[0].isalpha() or run == _SMALL_MARK:
            pieces.append(run)
        else:
            pieces[-1] += f" {run}"
        fresh = False
    return pieces


def _names_fund_or_body(noun: str, short: str) -> bool:
    """Whether a word in capitals goes on with the noun before it, that ends no cell: "Quỹ PTHĐSN", "Phòng KHTC"."""
    is_short = len(short) > 1 and short.isalpha() and short.isupper()
    return is_short and noun[:1].isupper() and noun in cell_lexicon().open_words


def first_word_width(text: str) -> int:
    """The width of what a line break carries over at least: the first word, up to a hyphen inside it."""
    word = text.split(" ", 1)[0]
    head, hyphen, _ = word.partition("-")
    return width(head + hyphen) if head else width(word)
