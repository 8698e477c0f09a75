"""Which lines of a page are the header of a table: those around the header of the row numbers ("STT").

Where a header is printed again on other pages, they show which lines are the same. Else a header is set in the middle
of its height or at its top: below the number's line go on its words in small letters and the headers of parted columns,
above it stand no more lines than below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.columns import is_stt, meaning, time_point
from ingest.readers.laid.parted import ends_on, lowered
from ingest.readers.laid.titles import title_runs
from ingest.readers.laid.words import TextLine, Word, joined
from ingest.readers.pdf.aligned.runs import is_column_number, is_number
from ingest.vietnamese import fold

_MOST_LINES = 8
"""Above or below the number's header."""
_FEWEST = 3
"""Columns of a table."""
_SHORT = 3
_LONGEST = 7
"""Words of a header on one line."""


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its lines on a page, from `first` to before `end`."""

    page: int
    first: int
    end: int


def find_heads(pages: Sequence[Sequence[TextLine]]) -> list[list[Head]]:
    """The headers on each page, from top to bottom."""
    found = [(number, at) for number, page in enumerate(pages) for at in _numbered(page)]
    heads: list[list[Head]] = [[] for _ in pages]
    for number, at in found:
        others = [(pages[page], line) for page, line in found if (page, line) != (number, at)]
        page = pages[number]
        first, end = _repeated(page, at, others) or _alone(page, at)
        if not heads[number] or heads[number][-1].end <= first:
            heads[number].append(Head(number, first, end))
    return heads


def without_column_numbers(
    pages: Sequence[Sequence[TextLine]], heads: Sequence[Sequence[Head]]
) -> list[list[TextLine]]:
    """The pages without the lines right below headers that number the columns: "(1) (2) (3)"."""
    kept = [list(page) for page in pages]
    for page, own in zip(kept, heads, strict=True):
        for head in own:
            if head.end < len(page) and _numbers_columns(page[head.end]):
                page[head.end] = TextLine(page[head.end].number, ())
    return kept


def _numbered(page: Sequence[TextLine]) -> list[int]:
    """The lines that begin with the header of the row numbers and have other headers beside or around it."""
    return [at for at, line in enumerate(page) if line.words and is_stt(_first(line)) and _has_columns(page, at)]


def _first(line: TextLine) -> str:
    """The header with which a line may begin: one word, or two with a single blank between."""
    runs = line.runs()
    return runs[0].text if is_stt(runs[0].text) else line.words[0].text


def _has_columns(page: Sequence[TextLine], at: int) -> bool:
    near = [run for line in page[max(0, at - 1) : at + 2] for run in title_runs(line)]
    own = title_runs(page[at])
    return len(own) >= _FEWEST or (len(own) > 1 and len(near) > _FEWEST)


def _repeated(
    page: Sequence[TextLine], at: int, others: Sequence[tuple[Sequence[TextLine], int]]
) -> tuple[int, int] | None:
    """The lines around a number's header that are the same around another; None where it is not printed again."""
    best: tuple[int, int] | None = None
    for other, line in others:
        if _key(page[at]) != _key(other[line]):
            continue
        up = down = 1
        while _same(page, at - up, other, line - up) and up <= _MOST_LINES:
            up += 1
        while _same(page, at + down, other, line + down) and down <= _MOST_LINES:
            if _numbers_columns(page[at + down]):
                break
            down += 1
        if best is None or (at + down) - (at - up + 1) > best[1] - best[0]:
            best = at - up + 1, at + down
    return best


def _numbers_columns(line: TextLine) -> bool:
    """Whether a line only numbers the columns: "(1) (2) (3)"."""
    return len(line.words) >= _FEWEST and all(is_column_number(word.text) for word in line.words)


def _same(page: Sequence[TextLine], at: int, other: Sequence[TextLine], line: int) -> bool:
    inside = 0 <= at < len(page) and 0 <= line < len(other)
    return inside and bool(page[at].words) and _key(page[at]) == _key(other[line])


def _key(line: TextLine) -> str:
    return fold(line.text)


def _alone(page: Sequence[TextLine], at: int) -> tuple[int, int]:
    """The lines of a header that is printed once."""
    own = [joined(run)[0] for run in title_runs(page[at])]
    capitals = all(run.text.isupper() for run in own)
    down, lowest = 0, own
    while down < _MOST_LINES and at + down + 1 < len(page):
        following = page[at + down + 1]
        if not _goes_on(following, own, capitals) and not (_is_bare(following, own) and ends_on(following, lowest)):
            break
        lowest = lowered(lowest, following)
        down += 1
    up = 0
    while up < down and at - up - 1 >= 0 and _is_above(page[at - up - 1], own, capitals):
        up += 1
    return at - up, at + down + 1


def _goes_on(line: TextLine, own: Sequence[Word], capitals: bool) -> bool:
    """Whether a line below the number's header is of the same header."""
    runs = [joined(run)[0] for run in title_runs(line)]
    if not _is_bare(line, own):
        return False
    of_header = [_is_header(run.text, capitals) for run in runs]
    short = all(of or len(run.text.split()) < _SHORT for of, run in zip(of_header, runs, strict=True))
    return short and 2 * sum(of_header) > len(runs)


def _is_bare(line: TextLine, own: Sequence[Word]) -> bool:
    """Whether a line below the number's header has words, and neither a row's number nor anything under that header."""
    runs = [joined(run)[0] for run in title_runs(line)]
    if not runs or _numbers_columns(line):
        return False
    return not (is_number(runs[0].text) and runs[0].start < own[0].end + 2) and runs[0].end > own[0].end


def _is_header(text: str, capitals: bool) -> bool:
    if len(text.split()) > _LONGEST:
        return False
    told = meaning(text) is not None or bool(time_point(text))
    return told or text[0].islower() or text[0] == "(" or (capitals and text.isupper())


def _is_above(line: TextLine, own: Sequence[Word], capitals: bool) -> bool:
    """Whether a line above the number's header is of the same header: no title over the table."""
    runs = line.runs()
    if not runs or any(len(run.text.split()) > _LONGEST for run in runs) or runs[0].start < own[0].end:
        return False
    if not capitals and any(run.text.isupper() and " " in run.text for run in runs):
        return False
    under = [run for run in runs if any(run.start < other.end and run.end > other.start for other in own)]
    return len(runs) > 1 or not under
