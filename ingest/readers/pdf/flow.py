"""The order in which the text of a page is read: line by line, but column by column where it is set in columns.

Two parts of text that stand side by side begin a zone of columns: it reaches up and down as far as nothing crosses the
white between them. Such are a letterhead (issuer left, motto right) and a closing (recipients left, signature right).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon.documents import document_head_end
from ingest.readers.pdf.geometry import Rect, around
from ingest.readers.pdf.lines import Line, split_line

_PART_GAP = 0.8
"""A gap wider than this share of the font's size may lie between two columns."""
_WIDE_GAP = 3.0
"""One so wide does, though a single line has it."""
_NARROWEST = 8.0
"""Points of white between columns at the least."""
_BESIDE = 0.3
"""Two parts stand side by side when they share this much of their height."""
_MARKER = re.compile(r"\W{1,2}|\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[A-Za-zđĐ])\s*[.):/]*")


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other, and the room in which they are set."""

    lines: tuple[Line, ...]
    room: Rect
    is_side: bool = False
    """Whether another column stands beside it."""


def columns(lines: Sequence[Line], room: Rect) -> list[Column]:
    """The lines of a page, or of the white between two of its tables, in the order of reading."""
    if not lines:
        return []
    zone = _first_zone(lines)
    if zone is None:
        return [Column(tuple(lines), room)]
    before, left, right, after = zone
    read = columns(before, room)
    for side in (left, right):
        read += [
            Column(column.lines, column.room, is_side=True)
            for column in columns(side, around(line.rect for line in side))
        ]
    return _joined(read + columns(after, room))


def _joined(read: list[Column]) -> list[Column]:
    """The columns with neighbours of the same room made one."""
    joined: list[Column] = []
    for column in read:
        if joined and not column.is_side and not joined[-1].is_side:
            joined[-1] = Column(joined[-1].lines + column.lines, column.room)
        else:
            joined.append(column)
    return joined


def _first_zone(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line], list[Line]] | None:
    """The first zone of two columns: the lines before it, left, right, and after it."""
    parts = [(at, part) for at, line in enumerate(lines) for part in split_line(line, _PART_GAP * line.size)]
    tried: set[int] = set()
    for position, (at, part) in enumerate(parts):
        for other_at, other in parts[position + 1 : position + 6]:
            if at in tried or not _beside(part, other):
                continue
            zone = _zone(lines, parts, (at, part), (other_at, other))
            if zone is not None:
                return zone
            tried.add(at)
    return None


def _beside(part: Line, other: Line) -> bool:
    shared = min(part.rect.bottom, other.rect.bottom) - max(part.rect.top, other.rect.top)
    if shared < _BESIDE * min(part.rect.height, other.rect.height):
        return False
    left, right = sorted((part.rect, other.rect), key=lambda rect: rect.left)
    return right.left - left.right >= max(_NARROWEST, _PART_GAP * min(part.size, other.size))


def _zone(
    lines: Sequence[Line],
    parts: Sequence[tuple[int, Line]],
    first: tuple[int, Line],
    second: tuple[int, Line],
) -> tuple[list[Line], list[Line], list[Line], list[Line]] | None:
    """The zone around two parts that stand side by side, None where it is none."""
    left, right = sorted((first[1].rect, second[1].rect), key=lambda rect: rect.left)
    gutter = (left.right, right.left)
    by_line: dict[int, list[Line]] = {}
    for at, part in parts:
        by_line.setdefault(at, []).append(part)
    start = end = first[0]
    while end < len(lines) and not _is_head(lines[end]) and (narrowed := _narrowed(gutter, by_line[end])):
        gutter, end = narrowed, end + 1
    if end <= second[0]:
        return None
    while start > 0 and (narrowed := _narrowed(gutter, by_line[start - 1])) and _has_both(by_line[start - 1], gutter):
        gutter, start = narrowed, start - 1
    middle = sum(gutter) / 2
    zone = [part for at in range(start, end) for part in by_line[at]]
    lefts = [part for part in zone if part.rect.right <= middle]
    rights = [part for part in zone if part.rect.left >= middle]
    paired = [part for part in lefts if any(_beside(part, other) for other in rights)]
    if all(_MARKER.fullmatch(part.text) for part in paired):
        return None
    if len(paired) < 2 and gutter[1] - gutter[0] < _WIDE_GAP * first[1].size:
        return None
    return list(lines[:start]), _rejoined(lefts), _rejoined(rights), list(lines[end:])


def _is_head(line: Line) -> bool:
    """Whether a line is "KẾ HOẠCH" alone, right below a letterhead: it is short and stands in neither column."""
    return line.text.isupper() and document_head_end(line.text) == len(line.text)


def _narrowed(gutter: tuple[float, float], parts: Sequence[Line]) -> tuple[float, float] | None:
    """The white that a line leaves of the white between two columns, None where it crosses it."""
    low, high = gutter
    for part in parts:
        if part.rect.middle[0] < (low + high) / 2:
            low = max(low, part.rect.right)
        else:
            high = min(high, part.rect.left)
    return (low, high) if high - low >= _NARROWEST else None


def _has_both(parts: Sequence[Line], gutter: tuple[float, float]) -> bool:
    middle = sum(gutter) / 2
    return any(part.rect.right < middle for part in parts) and any(part.rect.left > middle for part in parts)


def _rejoined(parts: Sequence[Line]) -> list[Line]:
    """Parts of one column with those of one line joined again."""
    joined: list[Line] = []
    for part in parts:
        if joined and abs(joined[-1].baseline - part.baseline) < 0.3 * part.size:
            joined[-1] = joined[-1].followed_by(part)
        else:
            joined.append(part)
    return joined
