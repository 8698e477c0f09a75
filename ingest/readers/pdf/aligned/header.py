"""The header of a table without upright rulings: its lines, its columns, and what stands over several of them.

It is told by the number's column ("STT") with other headers beside it. Headers are set in the middle of their columns,
so the lines of one header lie over one another; those of a header over several columns stand higher than the number's,
those under it lower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.columns import is_stt, time_point
from ingest.readers.pdf.aligned.runs import RunLine, is_number
from ingest.readers.pdf.geometry import Rect, Ruling, around
from ingest.readers.pdf.lines import Line, split_line

FEWEST = 3
"""Columns of a table."""
_TIGHT = 0.6
"""Lines of one header stand no farther apart than this share of their size."""
_LEVEL = 0.45
"""Two headers are level when their middles (or tops) differ by less than this share of the font's size."""
_NEXT, _DEEP = 1.2, 2.5
"""How far under one another, in sizes of the font, lines of one header stand, and those of one over others."""
_OFF = 0.5
"""Lines of one header stand under one another's middles, but for this share of the font's size."""
_REPEATED = 0.7
"""So many of a header's lines tell that it is printed once more."""
_BETWEEN_YEARS = 0.15
"""Years that stand no closer than this share of the font's size may head a column each."""
_MOST_LINES = 8
"""Above or below the number's header."""


@dataclass(frozen=True, slots=True)
class Over:
    """A header over several columns: its place, and the columns from `first` to before `end`."""

    rect: Rect
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """A header's lines, where each of its columns is titled, and what stands over some of them."""

    lines: tuple[RunLine, ...]
    titles: tuple[Rect, ...]
    over: tuple[Over, ...]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Where, from top to bottom, headers over several columns end and the columns' own begin."""
        upper = max(over.rect.bottom for over in self.over)
        under = [title.top for over in self.over for title in self.titles[over.first : over.end]]
        return (upper + max(upper, min(under, default=self.bottom))) / 2


def find_header(lines: Sequence[RunLine], rules: Sequence[Sequence[Ruling]], start: int = 0) -> Header | None:
    """The first header among the lines of a page, which are sorted from top to bottom, from the line of an index."""
    for at in range(start, len(lines)):
        number = lines[at].first
        if is_stt(number.text) and (header := _header(lines, at, number, rules)):
            return header
    return None


def repeated(header: Header, lines: Sequence[RunLine]) -> Header | None:
    """The header printed once more among the lines of another page: every line of it as far from the number's."""
    own = next((line for line in header.lines if is_stt(line.first.text)), None)
    again = next((line for line in lines if is_stt(line.first.text)), None)
    if own is None or again is None:
        return None
    down = again.rect.top - own.rect.top
    found = [_same_line(line, lines, down) for line in header.lines]
    kept = tuple(line for line in found if line is not None)
    if len(kept) < _REPEATED * len(found):
        return None
    titles = tuple(_moved(title, down) for title in header.titles)
    over = tuple(Over(_moved(one.rect, down), one.first, one.end) for one in header.over)
    return Header(kept, titles, over, header.top + down, header.bottom + down)


def _same_line(line: RunLine, lines: Sequence[RunLine], down: float) -> RunLine | None:
    return next(
        (
            other
            for other in lines
            if abs(other.rect.top - line.rect.top - down) < 2
            and abs(other.rect.left - line.rect.left) < 4
            and other.line.text == line.line.text
        ),
        None,
    )


def _moved(rect: Rect, down: float) -> Rect:
    return Rect(rect.left, rect.top + down, rect.right, rect.bottom + down)


def _header(lines: Sequence[RunLine], at: int, number: Line, rules: Sequence[Sequence[Ruling]]) -> Header | None:
    own = next((group for group in rules if group[0].at <= number.rect.middle[1] <= group[-1].at), ())
    between = _between(own, number.rect)
    if between:
        top, bottom = between
        band = [line for line in lines if top < line.rect.middle[1] < bottom]
    else:
        band = _band(lines, at, number)
        top, bottom = min(line.rect.top for line in band), max(line.rect.bottom for line in band)
    titles, over = _columns(band, number)
    if len(titles) < FEWEST or not titles[0].holds(*number.rect.middle):
        return None
    return Header(tuple(band), tuple(titles), tuple(over), top, bottom)


def _between(rules: Sequence[Ruling], number: Rect) -> tuple[float, float] | None:
    """The rulings above and below the number's header; one through it is that of a line of the header."""
    quarter = number.height / 4
    above = [rule.at for rule in rules if rule.at <= number.top + quarter]
    below = [rule.at for rule in rules if rule.at >= number.bottom - quarter]
    return (above[-1], below[0]) if above and below else None


# --- the band -------------------------------------------------------------------------------------------------------


def _band(lines: Sequence[RunLine], at: int, number: Line) -> list[RunLine]:
    """The lines of a header that no rulings bound, by the white above and below it and by what is printed bold."""
    line = lines[at]
    level = [run.rect for run in line.runs]
    up = [line]
    for other in reversed(lines[max(0, at - _MOST_LINES) : at]):
        gap = min(one.rect.top for one in up) - other.rect.bottom
        if gap > _TIGHT * line.size or other.bold != line.bold or _runs_over(other, level, len(up)):
            break
        up.append(other)
    down = [line]
    following = _above_first_number(lines[at + 1 : at + 1 + _MOST_LINES], number)
    for other in following:
        if (line.bold and not other.bold) or _runs_over(other, level, 1):
            break
        gap = other.rect.top - max(one.rect.bottom for one in down)
        if gap > _TIGHT * line.size or (not line.bold and other.bold):
            break
        down.append(other)
    if len(down) - 1 == len(following):
        down = _above_widest(down)
    return sorted({id(one): one for one in (*up, *down)}.values(), key=lambda one: one.rect.middle[1])


def _above_first_number(lines: Sequence[RunLine], number: Line) -> list[RunLine]:
    """The lines down to the first that holds a row's number under that of the header."""
    kept: list[RunLine] = []
    for line in lines:
        first = line.first
        if is_number(first.text) and first.rect.left < number.rect.right and first.rect.right > number.rect.left:
            break
        kept.append(line)
    return kept


def _above_widest(down: list[RunLine]) -> list[RunLine]:
    """The lines above the widest white, where one is much wider than the others: what is below is of the first row."""
    gaps = [after.rect.top - before.rect.bottom for before, after in pairwise(down)]
    if not gaps or max(gaps) < 2.0 or max(gaps) < 2 * max(sorted(gaps)[len(gaps) // 2], 0.5):
        return down
    return down[: gaps.index(max(gaps)) + 1]


def _runs_over(line: RunLine, level: Sequence[Rect], depth: int) -> bool:
    """Whether a line beside a header is none of it: it reaches over the number's column, or over most of the table."""
    width = level[-1].right - level[0].left
    for run in line.runs:
        crossed = sum(run.rect.left < rect.right and run.rect.right > rect.left for rect in level)
        if crossed > 1 and (run.rect.left < level[0].right or run.rect.width > 0.5 * width or depth > 1):
            return True
    return False


# --- the columns ----------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Stack:
    """Lines of a header over one another."""

    runs: list[Line]
    forks: bool = False
    """Whether two runs stand under it side by side, so that it is over several columns."""

    @property
    def rect(self) -> Rect:
        return around(run.rect for run in self.runs)


def _columns(band: Sequence[RunLine], number: Line) -> tuple[list[Rect], list[Over]]:
    """The titles of the columns from left to right, and what stands over several of them."""
    stacks = sorted(_stacks(band), key=lambda stack: stack.rect.left)
    own = next(stack for stack in stacks if any(run.rect == number.rect for run in stack.runs))
    size = number.size
    lower = [stack for stack in stacks if stack.rect.top > own.rect.top + _LEVEL * size]
    above = [stack for stack in stacks if _is_over(stack, stacks, own, size)]
    for stack in [stack for stack in stacks if stack not in lower and stack not in above and stack is not own]:
        under = [run for run in stack.runs if run.rect.top > own.rect.top + _LEVEL * size]
        if not _is_over_neighbours(stack, under, stacks, lower):
            continue
        above.append(stack)
        stack.runs = [run for run in stack.runs if run not in under]
        if under:
            stacks.append(_Stack(under))
    titles = _apart(sorted((stack.rect for stack in stacks if stack not in above), key=lambda rect: rect.left))
    over = []
    for stack in above:
        x = stack.rect.middle[0]
        beneath = [at for at, rect in enumerate(titles) if rect.top >= stack.rect.bottom - 0.3 * size]
        below_number = [at for at in beneath if titles[at].top > own.rect.top + _LEVEL * size]
        beneath = below_number if len(below_number) > 1 else beneath
        first, end = _centred_run(titles, beneath, x)
        if end - first > 1:
            over.append(Over(stack.rect, first, end))
    return titles, over


def _is_over_neighbours(stack: _Stack, under: list[Line], stacks: Sequence[_Stack], lower: Sequence[_Stack]) -> bool:
    """Whether a stack level with the number's stands over columns beside it that begin lower.

    `under` are those of its own lines that begin as low: they are a column's, where they stand to one side.
    """
    at = stacks.index(stack)
    left, right = stacks[at - 1 : at], stacks[at + 1 : at + 2]
    is_left, is_right = bool(left) and left[0] in lower, bool(right) and right[0] in lower
    if not (is_left or is_right) or len(under) == len(stack.runs):
        return False
    if is_left and is_right:
        return True
    if not under:
        x = stack.rect.middle[0]
        return (is_left and left[0].rect.right > x) or (is_right and right[0].rect.left < x)
    top = around(run.rect for run in stack.runs if run not in under).middle[0]
    off = around(run.rect for run in under).middle[0] - top
    return off > _OFF * stack.runs[0].size if is_left else -off > _OFF * stack.runs[0].size


def _stacks(band: Sequence[RunLine]) -> list[_Stack]:
    stacks: list[_Stack] = []
    for line in sorted(band, key=lambda line: line.rect.middle[1]):
        found = [part for run in line.runs for part in _years_apart(run)]
        for stack in stacks:
            stack.forks = stack.forks or sum(_lies_under(run, stack, _DEEP) for run in found) > 1
        new: list[_Stack] = []
        for run in found:
            touched = [stack for stack in stacks if not stack.forks and _lies_under(run, stack)]
            if touched:
                max(touched, key=lambda stack: _shared(run.rect, stack.rect)).runs.append(run)
            else:
                new.append(_Stack([run]))
        stacks += new
    return stacks


def _years_apart(run: Line) -> list[Line]:
    """The columns of a run of years, which stand closer than other headers do: "2027 2028 2029"."""
    years = split_line(run, _BETWEEN_YEARS * run.size)
    return years if len(years) > 1 and all(time_point(year.text) for year in years) else [run]


def _lies_under(run: Line, stack: _Stack, farthest: float = _NEXT) -> bool:
    gap = run.rect.top - stack.rect.bottom
    return _shared(run.rect, stack.rect) > 0 and -0.6 * run.size < gap < farthest * run.size


def _shared(one: Rect, other: Rect) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _is_over(stack: _Stack, stacks: Sequence[_Stack], own: _Stack, size: float) -> bool:
    """Whether a stack stands over others: two are under it, or it is higher than the number's and others are lower."""
    if stack.forks:
        return True
    rect, level = stack.rect, own.rect
    is_level = min(abs(rect.middle[1] - level.middle[1]), abs(rect.top - level.top)) < _LEVEL * size
    if stack is own or is_level or rect.middle[1] > level.middle[1]:
        return False
    lower = [other for other in stacks if other.rect.top >= rect.bottom - 0.3 * size]
    left = any(other.rect.right <= rect.middle[0] for other in lower)
    return left and any(other.rect.left >= rect.middle[0] for other in lower)


def _apart(titles: Sequence[Rect]) -> list[Rect]:
    """The titles with those made one that lie over one another."""
    joined: list[Rect] = []
    for rect in titles:
        if joined and _shared(rect, joined[-1]) > 0.5 * min(rect.width, joined[-1].width):
            joined[-1] = around((joined[-1], rect))
        else:
            joined.append(rect)
    return joined


def _centred_run(titles: Sequence[Rect], beneath: Sequence[int], x: float) -> tuple[int, int]:
    """The neighbouring columns, of those `beneath`, over the middle of which something stands."""
    best: tuple[float, int, int] = (float("inf"), 0, 0)
    for first in beneath:
        for last in beneath:
            if last <= first or any(at not in beneath for at in range(first, last + 1)):
                continue
            off = abs((titles[first].middle[0] + titles[last].middle[0]) / 2 - x)
            if titles[first].left <= x <= titles[last].right:
                best = min(best, (round(off / 8), -(last - first), first))
    if best[0] == float("inf"):
        return 0, 0
    return best[2], best[2] - best[1] + 1
