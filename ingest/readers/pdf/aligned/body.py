"""What of a page is in a table without upright rulings: from its header, or from the top of the page, down to where
its rows end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.columns import is_stt
from ingest.readers.pdf.aligned.header import Header, find_header
from ingest.readers.pdf.aligned.runs import RunLine, is_group_number, is_number
from ingest.readers.pdf.geometry import Rect, Ruling
from ingest.readers.pdf.lines import Line

_FAR = 3.0
"""A table ends where the next line stands lower by so many times its size; `_FARTHER` times as much if rows follow."""
_FARTHER = 5
_FEWEST = 2
"""Lines that go on with a table on the next page, at the least."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a table on one page: its header if it is printed there, its other lines, its level rulings."""

    header: Header | None
    body: tuple[RunLine, ...]
    rules: tuple[Ruling, ...]
    tail: tuple[RunLine, ...] = ()
    """Lines below it that are the title of a group if the table goes on on the next page, and else none of it."""

    @property
    def lines(self) -> tuple[RunLine, ...]:
        """All its lines."""
        return (*(self.header.lines if self.header else ()), *self.body)


def below_header(lines: Sequence[RunLine], header: Header, rules: Sequence[Sequence[Ruling]]) -> Region | None:
    """The part of a table under its header; None where there is nothing under it that is in its columns."""
    own = next((group for group in rules if group[0].at <= header.bottom and header.top <= group[-1].at), ())
    below = [line for line in lines if line.rect.middle[1] > header.bottom and line not in header.lines]
    following = find_header(below, rules)
    if following is not None:
        below = [line for line in below if line.rect.middle[1] < following.top]
        own = _above(own, following)
    body = _body(below, header.bottom, header.titles, own)
    return Region(header, tuple(body), tuple(own), _tail(below, body, header.titles)) if body else None


def from_top(
    lines: Sequence[RunLine], titles: Sequence[Rect], ruled: Sequence[Ruling], rules: Sequence[Sequence[Ruling]]
) -> Region | None:
    """The part of a table at the top of a page, in the columns with these titles, None where it does not go on there.

    `ruled` are the level rulings that the table had on the page before.
    """
    if not lines or is_stt(lines[0].first.text):
        return None
    own = next((group for group in rules if ruled and _alike(group[0], ruled[0])), ())
    headed = next((line.rect.top for line in lines if is_stt(line.first.text)), None)
    if headed is not None and own and own[0].at < headed:  # they are another table's
        own = ()
    is_ruled = bool(own) and own[0].at < lines[0].rect.middle[1]
    following = find_header(lines, rules)
    if following is not None:
        lines = [line for line in lines if line.rect.middle[1] < following.top]
        own = _above(own, following)
    body = _body(lines, lines[0].rect.top - 1, titles, own) if lines else []
    inside = [line for line in body if len(line.runs) > 1 or line.first.rect.left > titles[0].right]
    numbered = any(numbers_row(line, titles) for line in body)
    if len(inside) < _FEWEST or 2 * len(inside) < len(body) or not (numbered or is_ruled):
        return None
    return Region(None, tuple(body), tuple(own), _tail(lines, body, titles))


def _above(rules: Sequence[Ruling], following: Header) -> tuple[Ruling, ...]:
    """The level rulings of a table without those of the next one on its page, which begin and end alike."""
    return tuple(rule for rule in rules if rule.at < following.top - 1)


def _tail(lines: Sequence[RunLine], body: Sequence[RunLine], titles: Sequence[Rect]) -> tuple[RunLine, ...]:
    """The last lines of a page, right below a table, where they can be the title of a group of its rows."""
    rest = tuple(lines[len(body) :])
    if not (body and rest) or rest[0].rect.top - body[-1].rect.bottom > _FAR * rest[0].size:
        return ()
    words = rest[0].line.text.split()
    begins = abs(rest[0].rect.left - titles[0].left) < 4 * rest[0].size and is_group_number(words[0])
    goes_on = all(_continues_title(line, before, titles) for before, line in pairwise(rest))
    return rest if begins and goes_on else ()


def _alike(one: Ruling, other: Ruling) -> bool:
    return abs(one.start - other.start) <= 4 and abs(one.end - other.end) <= 4


def numbers_row(line: RunLine, titles: Sequence[Rect]) -> bool:
    """Whether a line begins with a number that stands alone in the number's column."""
    found = line.runs
    first = found[0]
    if not is_number(first.text) or not titles[0].left - 3 * line.size < first.rect.middle[0] < titles[1].left:
        return False
    if first.rect.right > max(titles[0].right, titles[1].left):
        return False
    is_title = is_group_number(first.text) or line.bold
    return is_title or not any(_reaches_over(run, titles) for run in found[1:])


def _reaches_over(run: Line, titles: Sequence[Rect]) -> bool:
    """Whether a run goes through the middles of two columns."""
    return sum(run.rect.left < title.middle[0] < run.rect.right for title in titles) > 1


def _body(lines: Sequence[RunLine], top: float, titles: Sequence[Rect], rules: Sequence[Ruling]) -> list[RunLine]:
    end = next((at for at, line in enumerate(lines) if is_stt(line.first.text)), len(lines))
    lines = lines[:end]
    numbered = [at for at, line in enumerate(lines) if numbers_row(line, titles)]
    below = [rule.at for rule in rules if rule.at > top + 4]
    if below and not any(lines[at].rect.top > below[-1] for at in numbered):
        return [line for line in lines if line.rect.middle[1] < below[-1]]
    last = numbered[-1] if numbered else -1
    body: list[RunLine] = []
    bottom = top
    for at, line in enumerate(lines):
        before = body[-1] if body else None
        far = _FAR * line.size * (_FARTHER if at <= last else 1)
        if line.rect.top - bottom > far or _ends(line, before, titles, at < last):
            break
        body.append(line)
        bottom = max(bottom, line.rect.bottom)
    return body


def _ends(line: RunLine, before: RunLine | None, titles: Sequence[Rect], rows_follow: bool) -> bool:
    """Whether a line is no part of a table: it runs through several columns, or begins in the number's."""
    if numbers_row(line, titles):
        return False
    first = line.first
    if first.rect.left < titles[0].left - 3 * line.size and not rows_follow:
        return True
    over = any(_reaches_over(run, titles) for run in line.runs)
    in_number = first.rect.left < titles[0].right and first.rect.right > titles[1].left
    if rows_follow:
        return over and in_number and not line.bold and not _continues_title(line, before, titles)
    if _continues_title(line, before, titles):
        return False
    return over or first.rect.left < titles[0].right


def _continues_title(line: RunLine, before: RunLine | None, titles: Sequence[Rect]) -> bool:
    """Whether a line goes on with the title of a group, of which the line before is a part."""
    if before is None or line.rect.top - before.rect.bottom > 0.6 * line.size or before.bold != line.bold:
        return False
    return before.bold or any(_reaches_over(run, titles) for run in before.runs)
