"""Whether a line below the titles of columns is of the same header, told by how it stands under them.

Under a title over several columns ("Trong đó") stand several runs, which are the columns' own; what stands under the
columns' own titles once more are cells. A title that cannot end as it does ("Tồn kho đến") goes on with a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.laid.titles import title_runs
from ingest.readers.laid.words import TextLine, Word, joined

_LONGEST = 5
"""Words of a column's own title on one line, under one over several."""
_DATE = re.compile(r"(?:\d{1,2}[/.-]){0,2}\d{4}")
_OPEN = frozenset({"đến", "năm", "ngày", "tháng", "quý", "trước", "từ", "kỳ", "sau", "hết"})
"""Words with which a title does not end."""
_OFF = 4
"""Characters, twice those by which the middle of two columns is off that of the title over them."""
_AMOUNT = re.compile(r"[\d.,%<>≥≤ -]+")


def ends_on(line: TextLine, titles: Sequence[Word]) -> bool:
    """Whether a line parts a title among several columns, or ends titles left open, and no more."""
    runs = _runs(line)
    under = _under(runs, titles)
    told = [run for at, own in under.items() for run in own if len(own) > 1 or _is_open(titles[at], run)]
    return 2 * len(told) > len(runs) and all(_may_be_title(run) or _DATE.fullmatch(run.text) for run in runs)


def lowered(titles: Sequence[Word], line: TextLine) -> list[Word]:
    """The titles with a line more: one over several columns makes way for theirs, the others are as wide as both."""
    under = _under(_runs(line), titles)
    lower: list[Word] = []
    for at, title in enumerate(titles):
        own = under.get(at, [])
        if len(own) > 1:
            lower += own
        else:
            parts = [title, *own]
            start, end = min(part.start for part in parts), max(part.end for part in parts)
            lower.append(Word(start, end, " ".join(part.text for part in parts)))
    return lower


def _runs(line: TextLine) -> list[Word]:
    return [joined(run)[0] for run in title_runs(line)]


def _under(runs: Sequence[Word], titles: Sequence[Word]) -> dict[int, list[Word]]:
    """Which runs stand under which titles but the first, that of the numbers: two beside one, else each the nearest."""
    under: dict[int, list[Word]] = {}
    pairs = [(at, pair) for at in range(1, len(titles)) for pair in pairwise(runs) if _are_beside(pair, at, titles)]
    for at, pair in pairs:
        under[at] = list(pair)
    for run in runs:
        if any(run in pair for _, pair in pairs):
            continue
        middle = (run.start + run.end) / 2
        nearest = min(
            range(1, len(titles)), key=lambda at: max(titles[at].start - middle, middle - titles[at].end), default=0
        )
        under.setdefault(nearest, []).append(run)
    return under


def _are_beside(pair: tuple[Word, Word], at: int, titles: Sequence[Word]) -> bool:
    """Whether two runs stand on both sides of a title's middle, as far from it, and under no other title."""
    left, right = pair
    middle = titles[at].start + titles[at].end
    off = (left.start + left.end + right.start + right.end) / 2 - middle
    others = [title for n, title in enumerate(titles) if n != at]
    return (
        left.start + left.end < middle < right.start + right.end
        and abs(off) <= _OFF
        and not any(run.start < other.end and run.end > other.start for run in pair for other in others)
    )


def _is_open(title: Word, run: Word) -> bool:
    return bool(_DATE.fullmatch(run.text)) and title.text.split()[-1].lower() in _OPEN


def _may_be_title(run: Word) -> bool:
    return len(run.text.split()) <= _LONGEST and not _AMOUNT.fullmatch(run.text)
