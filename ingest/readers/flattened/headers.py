"""The header of a flattened table: which columns it has, and in which order their cells come.

The words of all headers run one after the other. A header begins with a capital letter and most say one of the known
things, so the split that explains most words by the lexicon is taken. In a header of two levels the extractor gives
the upper level first and the lower one last ("Thời gian Lãnh đạo phụ trách … 2025 2026"), so there the order of the
columns is not that of the words; each possible order is offered as a `Layout`, and the rows decide which one fits.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.columns import assign, counts_things, is_spanning, is_stt, meaning, names_nothing, time_point
from ingest.lexicon import field_lexicon
from ingest.model import Column, Field
from ingest.readers.document import HeaderCell
from ingest.readers.flattened.column_model import Limit
from ingest.readers.flattened.levels import ordered
from ingest.readers.metrics import SPACE, width
from ingest.vietnamese import fold, words

_LONGEST_HEADER = 14  # words
_UNBROKEN = 3.5  # a column is seldom wider than so many times its header on one line
_LONE_TIME, _BARE_YEAR = 3.0, 4.5
"""What it costs to take one time without another beside it for a header: "Kết quả 2025" is one, not two."""
_KNOWN, _KNOWN_BEHIND_STT = 0.5, 0.34
"""How many of the columns must have headers of known words; the row number's before them is a sign by itself."""
_LARGER, _SMALLER = 0.96, 1.1  # the type of the cells may be smaller, or larger, than that of the header


@dataclass(frozen=True, slots=True)
class Layout:
    """One reading of a header: its columns after the row number's, in the order in which their cells come."""

    stt: str
    cells: tuple[HeaderCell, ...]
    columns: tuple[Column, ...]
    limits: tuple[Limit, ...]
    """What the lines of each header say of its column's width."""


def split_headers(text: str) -> tuple[str, ...]:
    """The headers of a header's running text, in order, the row number's among them."""
    said = text.split()
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, len(said) + 1):
        options = []
        for start in range(max(0, end - _LONGEST_HEADER), end):
            title = " ".join(said[start:end])
            alone = not _is_year(said[end : end + 1])  # of "Các năm | 2026 2027" the years are columns
            torn = title.isdigit() and start > 0 and fold(said[start - 1]) == "nam" and alone  # "năm | 2026"
            lone = bool(time_point(title)) and not _of_year(title) and not _beside_time(said, start, end)
            lone_cost = _BARE_YEAR if title.isdigit() else _LONE_TIME
            score = best[start][0] + _likeness(title) - (5.0 if torn else 0.0) - (lone_cost if lone else 0.0)
            options.append((score, (*best[start][1], title)))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]


def _of_year(title: str) -> bool:
    """Whether a header is short for what was or is to be reached in a year: "TH 2026", "KH năm 2027"."""
    *before, year = ("", *words(title))
    if before[-1:] == ["nam"]:
        before.pop()
    return bool(_YEAR.fullmatch(year)) and tuple(before[1:]) in field_lexicon().year_columns


_YEAR = re.compile(r"20\d\d")


def _is_year(said: Sequence[str]) -> bool:
    return bool(said) and said[0].isdigit() and bool(time_point(said[0]))


def _beside_time(said: Sequence[str], start: int, end: int) -> bool:
    """Whether another year, quarter or month stands next to the words [start, end)."""
    before = {" ".join(said[max(0, start - count) : start]) for count in (1, 2)}
    after = {" ".join(said[end : end + count]) for count in (1, 2)}
    return any(time_point(text) for text in before | after if text)


@lru_cache(maxsize=8192)
def _likeness(title: str) -> float:
    """How much a run of words looks like one header."""
    said = words(title)
    if not said:
        return -2.0
    if title[0].islower() or title[0] in "(/" or (len(said) > 1 and title.split()[0].isdigit()):
        return -12.0
    if is_stt(title) or time_point(title) or _of_year(title):
        return 2.0 + len(said)
    inner_capitals = sum(word[:1].isupper() for word in title.split()[1:])
    lowered = inner_capitals < len(title.split()) - 1  # not printed in capitals throughout
    open_end = -4.0 if title.endswith((",", "/", "-")) else 0.0
    split_words = -0.9 * inner_capitals if lowered else 0.0
    longest, covered = _known_words(said)
    if lowered and not covered and _is_short_form(title.split()[0]):
        split_words -= 1.5  # "Cơ sở | KCB": a short form seldom opens a header
    if not covered:
        return open_end + split_words - 0.5 * len(said) - 0.5
    return open_end + split_words + longest + covered - 0.6 * (len(said) - covered) - 0.5


def _is_short_form(word: str) -> bool:
    """Whether a word is an abbreviation in capitals that says no header by itself: "KCB", "CNTT"."""
    return len(word) > 2 and word.isupper() and word.isalpha()


def _known_words(said: Sequence[str]) -> tuple[float, int]:
    """The length of the longest known header among some words, one that says little counting less; and how many of
    the words known headers cover together."""
    known = _known_headers()
    longest, covered = 0.0, set[int]()
    for at, first in enumerate(said):
        for phrase, weight in known.get(first, ()):
            if tuple(said[at : at + len(phrase)]) == phrase:
                longest = max(longest, weight * len(phrase))
                covered.update(range(at, at + len(phrase)))
    return longest, len(covered)


@cache
def _known_headers() -> Mapping[str, Sequence[tuple[tuple[str, ...], float]]]:
    """The known headers by their first word, each with how much its words count."""
    lexicon = field_lexicon()
    sure = [phrase for _, known in lexicon.fields for phrase in known] + list(lexicon.none)
    vague = [phrase for _, known in lexicon.fallback for phrase in known]
    found: defaultdict[str, list[tuple[tuple[str, ...], float]]] = defaultdict(list)
    for phrases, weight in ((sure, 1.0), (vague, 0.5)):
        for phrase in phrases:
            found[phrase[0]].append((phrase, weight))
    return dict(found)


def layouts(lines: Sequence[str]) -> tuple[Layout, ...]:
    """Every order in which the columns under a header's lines can stand, the plainest first; none without columns.

    A lower level is a tail of at least two headers that belongs under one header before it.
    """
    if (repeated := _repeated_level(lines)) is not None:
        return repeated
    headers = split_headers(" ".join(lines))
    limits = _header_limits(lines, headers)
    stt = headers[0] if headers and is_stt(headers[0]) else ""
    names = headers[1:] if stt else headers
    limits = limits[1:] if stt else limits
    known = sum(bool(time_point(name) or meaning(name) or _known_words(words(name))[1]) for name in names)
    if (
        len(names) < 2
        or known < max(2, (_KNOWN_BEHIND_STT if stt else _KNOWN) * len(names))
        or any(is_stt(name) for name in names)
    ):
        return ()
    if orders := ordered(lines, names, len(stt.split())):
        return tuple(
            _layout(stt, [(name, over) for name, over, _ in order], [limits[at] for _, _, at in order])
            for order in orders
        )
    found = [_layout(stt, [(name, "") for name in names], limits)]
    starts = _at_line_starts(lines, headers)[1 if stt else 0 :]
    for tail in range(len(names) - 2, 0, -1):
        if time_point(names[tail]) and time_point(names[tail - 1]):
            continue  # a run of years is not torn
        for over in range(tail):
            if _can_stand_over(names[over], names[tail:]) or (
                over > 0 and starts[tail] and _may_stand_over(names[over], names[tail:])
            ):
                lower = [(name, names[over]) for name in names[tail:]]
                upper = [(name, "") for name in names[:tail]]
                pairs = upper[:over] + lower + upper[over + 1 :]
                moved = [*limits[:over], *limits[tail:], *limits[over + 1 : tail]]
                found.append(_layout(stt, pairs, moved))
    sure = [layout for layout in found[1:] if _is_surely_two_level(layout)]
    return tuple(sure or found)


def _repeated_level(lines: Sequence[str]) -> tuple[Layout, ...] | None:
    """The reading of a header whose last line says the same under each of several years, quarters or months
    ("Năm 2026 Năm 2027", then "NSTW NST Khác NSTW NST Khác"), None where it has no such line."""
    upper = split_headers(" ".join(lines[:-1]))
    times = [name for name in upper if time_point(name)]
    said = lines[-1].split() if lines else []
    count, rest = divmod(len(said), len(times)) if len(times) > 1 else (0, 1)
    if rest or not count or said[:count] * len(times) != said or not said[0][:1].isupper():
        return None
    lower = _by_capitals(said[:count])
    if len(lower) < 2 or not is_stt(upper[0]):
        return None
    limits = _header_limits(lines[:-1], upper)
    pairs: list[tuple[str, str]] = []
    own: list[Limit] = []
    for name, limit in zip(upper[1:], limits[1:], strict=True):
        under = [(title, name) for title in lower] if name in times else [(name, "")]
        pairs += under
        own += _header_limits([" ".join(title for title, _ in under)], lower) if name in times else [limit]
    return (_layout(upper[0], pairs, own),)


def _by_capitals(said: Sequence[str]) -> tuple[str, ...]:
    """The headers of some words, each of which begins with a capital letter."""
    titles: list[str] = []
    for word in said:
        if word[:1].isupper() or not titles:
            titles.append(word)
        else:
            titles[-1] += f" {word}"
    return tuple(titles)


def _is_surely_two_level(layout: Layout) -> bool:
    """Whether the upper header cannot be a column of its own beside the lower ones: "Thời gian" beside years, or
    "Phân công" beside "Chủ trì" and "Phối hợp". "Mục tiêu" beside years may well name the indicator."""
    under = [column for column in layout.columns if column.parent]
    if all(column.year for column in under):
        return meaning(under[0].parent) not in (Field.TARGET, Field.CONTENT)
    return {column.field for column in under} == {Field.LEAD_UNIT, Field.COORDINATING_UNITS}


def _can_stand_over(upper: str, lower: Sequence[str]) -> bool:
    times = [bool(time_point(name)) for name in lower]
    if any(times):
        years = bool(time_point(upper)) and any(name[-4:].isdigit() for name in lower)  # "Năm 2025" beside "2026"
        return is_spanning(upper) and all(times[1:]) and not years
    of_year = any(word[:2] == "20" and len(word) == 4 for word in upper.split())  # "Thực hiện năm 2025" is a column
    return names_nothing(upper) and not of_year and all(meaning(name) is not None for name in lower)


def _may_stand_over(upper: str, lower: Sequence[str]) -> bool:
    """Whether a header that says nothing known can stand over others, one of which does: "Bệnh án điện tử" over "Mức
    hiện tại" and "Ngày hoàn thành"."""
    plain = names_nothing(upper) and not counts_things(upper) and not _INNER_YEAR.search(upper)
    return plain and not any(time_point(name) for name in lower) and any(meaning(name) for name in lower)


_INNER_YEAR = re.compile(r"\b20\d\d\b")


def _at_line_starts(lines: Sequence[str], headers: Sequence[str]) -> list[bool]:
    """Of each header whether a line begins with it."""
    starts = {0, *itertools.accumulate(len(line.split()) for line in lines)}
    begins = (0, *itertools.accumulate(len(header.split()) for header in headers))
    return [begin in starts for begin in begins[: len(headers)]]


def _layout(stt: str, pairs: Sequence[tuple[str, str]], limits: Sequence[Limit]) -> Layout:
    cells = tuple(HeaderCell(title, parent) for title, parent in pairs)
    return Layout(stt, cells, assign(pairs), tuple(limits))


def _header_limits(lines: Sequence[str], headers: Sequence[str]) -> list[Limit]:
    """What the lines of each header say of its column's width, printed bold: the widest of them stood in it, and with
    the next line's first word none of them would have."""
    placed = [(word, number) for number, line in enumerate(lines) for word in line.split()]
    limits: list[Limit] = []
    at = 0
    for header in headers:
        count = len(header.split())
        pieces: dict[int, list[str]] = {}
        for word, number in placed[at : at + count]:
            pieces.setdefault(number, []).append(word)
        at += count
        rows = [" ".join(piece) for piece in pieces.values()]
        low = max(width(row, bold=True) for row in rows)
        carries = [
            width(row, bold=True) + SPACE + width(after.split()[0], bold=True)
            for row, after in itertools.pairwise(rows)
        ]
        high = min(carries, default=_UNBROKEN * low)
        limits.append(Limit(_LARGER * low, _SMALLER * max(high, low)))
    return limits


_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-D])\)?")


def is_column_numbering(text: str) -> bool:
    """Whether a line only numbers the columns, as many tables do under their header: "(1) (2) (3)", "A B 1 2"."""
    said = text.split()
    if len(said) < 3 or not all(_NUMBERING.fullmatch(word) for word in said):
        return False
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return len(numbers) > 1 and numbers[0] in (1, 2) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def runs_of_years(columns: Sequence[Column]) -> tuple[tuple[int, int], ...]:
    """The runs [start, end) of neighbouring columns that are one a year, quarter or month."""
    runs: list[tuple[int, int]] = []
    for at, column in enumerate(columns):
        if column.field is not Field.SCHEDULE:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return tuple(runs)
