"""One row of a flattened table: its lines, page by page, divided among the columns.

A row that runs over a page break prints the first part of all its cells on one page and the rests, column by column,
on the next. Each page's strip is divided by itself: the later ones knowing what each cell began with, then the first
one again knowing which cells go on.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.readers.flattened.column_model import CellLines
from ingest.readers.flattened.frame import Frame
from ingest.readers.flattened.geometry import BLANK, MANY, ONE, UNKNOWN, neutral
from ingest.readers.flattened.lines import PrintLine
from ingest.readers.flattened.markers import Marker
from ingest.readers.flattened.split import Context, Division, Table, divide
from ingest.readers.flattened.strips import Strip, strip_of
from ingest.readers.flattened.wording import Vocabulary
from ingest.readers.metrics import SPACE, width

Move = tuple[int, int, int]
"""How the text moved between two cells: the lines of the one, the kind of move, the lines of the other."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a row stands on one page: its strip and the [start, end) fragments of each slot."""

    frame: Frame
    spans: tuple[tuple[int, int], ...]

    @property
    def strip(self) -> Strip:
        """The lines, cut where cells could end."""
        return self.frame.strip


@dataclass(frozen=True, slots=True)
class Reading:
    """A row divided among the slots of a table."""

    score: float
    parts: tuple[Part, ...]

    def cell(self, slot: int) -> str:
        """The whole text of a cell."""
        text = ""
        for part in self.parts:
            start, end = part.spans[slot]
            if more := part.strip.text(start, end):
                glued = bool(text) and part.strip.fragments[start].glued
                text += more if glued or not text else f" {more}"
        return text

    def lines(self, slot: int) -> list[CellLines]:
        """The lines of a cell, page by page."""
        return [_lines(part, *part.spans[slot]) for part in self.parts if part.spans[slot][0] < part.spans[slot][1]]

    def moves(self) -> list[tuple[int, Move]]:
        """How the text moved into each slot that is not blank over nothing; none of a row over a page break."""
        if len(self.parts) != 1:
            return []
        part = self.parts[0]
        seen, before = part.frame.seen, ONE if part.frame.behind_number else UNKNOWN
        found: list[tuple[int, Move]] = []
        for slot, (start, end) in enumerate(part.spans):
            if start < end:
                lines = min(int(seen.line[end - 1] - seen.line[start]) + 1, MANY)
                lines = BLANK if seen.blank[start:end].all() else lines
                found.append((slot, (before, int(seen.kind[start]), lines)))
                before = lines
            else:
                before = UNKNOWN if start else before
        return found


def _lines(part: Part, start: int, end: int) -> CellLines:
    """The widths of a cell's lines, and its breaks; a cell that begins inside a line has only a piece of that."""
    seen = part.frame.seen
    texts = [at for at in range(start, end) if not seen.blank[at]]
    widths: list[float] = []
    carries: list[float] = []
    excused: list[bool] = []
    line = -1
    for at in texts:
        if seen.line[at] == line:
            continue
        if line >= 0 and seen.line[at] == line + 1 and seen.carry[at] and not seen.glued[at]:
            whole = seen.carry[at] - seen.head[at] - SPACE
            carries.append(seen.carry[at] - max(0.0, whole - widths[-1]))
            excused.append(bool(seen.closed[at - 1] or seen.blank[at - 1] or seen.bullet[at]))
        line = int(seen.line[at])
        widths.append(float(seen.to_end[at]))
    if texts and not seen.ends[texts[-1]] and texts[-1] + 1 < len(seen.to_end):
        rest = float(seen.to_end[texts[-1] + 1])
        widths[-1] -= rest + SPACE if rest else 0.0
    return CellLines(tuple(widths), tuple(carries), tuple(excused))


def parts_of(lines: Sequence[PrintLine]) -> list[Sequence[PrintLine]]:
    """The lines of a row by page; blank lines at the start of one are no cells and are dropped."""
    parts: list[list[PrintLine]] = []
    for line in lines:
        if not parts or line.page != parts[-1][-1].page:
            parts.append([])
        parts[-1].append(line)
    return [part for part in parts if any(line.text for line in part)]


class StripMaker:
    """Makes the strips of rows, each (marker, end) once for all rounds."""

    def __init__(self, body: Sequence[PrintLine], codes_break: bool) -> None:
        self._body = body
        self._codes_break = codes_break
        self._made: dict[tuple[int, str, int], list[Frame]] = {}
        self.vocabulary = Vocabulary()
        blanks = [line.spaces for line in body if not line.text]
        self._blank_spaces = 2 if sum(spaces % 2 == 0 for spaces in blanks) > 0.7 * len(blanks) else 1
        turns = [before.number for before, after in itertools.pairwise(body) if after.page != before.page]
        self._page_ends = {*turns, body[-1].number if body else 0}

    def strips(self, marker: Marker, end: int) -> list[Frame]:
        """The strips of a row from its marker up to line `end` of the body, one a page, with what they show."""
        key = (marker.at, marker.printed, end)
        if key not in self._made:
            self._made[key] = self._make(marker, end)
        return self._made[key]

    def _make(self, marker: Marker, end: int) -> list[Frame]:
        frames: list[Frame] = []
        for at, part in enumerate(parts_of(self._body[marker.at : end])):
            strip = strip_of(part, self._codes_break, marker.printed if at == 0 else "")
            first = next((place for place, fragment in enumerate(strip.fragments) if fragment.text), len(strip))
            if first < len(strip):
                behind = at == 0 and first == 0
                frames.append(Frame(Strip(strip.fragments[first:]), self.vocabulary, self._blank_spaces, behind))
        return frames

    def ends_page(self, strip: Strip) -> bool:
        """Whether a strip is the last of its page."""
        return strip.fragments[-1].number in self._page_ends


class RowReader:
    """Reads rows under the models of one round, each (marker, end) once."""

    def __init__(self, maker: StripMaker, table: Table, former: Mapping[int, Reading]) -> None:
        """`former` holds last round's readings by marker line: a cell does not count as evidence for itself."""
        self._maker = maker
        self._table = table
        self._broken = replace(table, rules=tuple(neutral() for _ in table.rules))
        self._former = former
        self._known: dict[tuple[int, str, int], Reading] = {}

    def read(self, marker: Marker, end: int) -> Reading:
        """The best division of the lines from a row's marker up to line `end` of the body."""
        key = (marker.at, marker.printed, end)
        if key not in self._known:
            self._known[key] = self._read(marker, end)
        return self._known[key]

    def _read(self, marker: Marker, end: int) -> Reading:
        frames = self._maker.strips(marker, end)
        if not frames:
            return Reading(-50.0, ())
        owns = self._own_texts(marker.at)
        divisions = self._divide_all(frames, owns, [True] * len(owns) if len(frames) > 1 else [False] * len(owns))
        if len(frames) > 1:
            goes_on = [any(d.spans[slot][0] < d.spans[slot][1] for d in divisions[1:]) for slot in range(len(owns))]
            divisions = self._divide_all(frames, owns, goes_on)
        parts = tuple(Part(frame, division.spans) for frame, division in zip(frames, divisions, strict=True))
        return Reading(sum(division.score for division in divisions), parts)

    def _own_texts(self, at: int) -> list[str]:
        former = self._former.get(at)
        count = len(self._table.slots)
        return [former.cell(slot) for slot in range(count)] if former and former.parts else [""] * count

    def _divide_all(self, frames: Sequence[Frame], owns: Sequence[str], goes_on: Sequence[bool]) -> list[Division]:
        table = self._table if len(frames) == 1 else self._broken
        divisions: list[Division] = []
        for at, frame in enumerate(frames):
            continued = goes_on if at == 0 else [at < len(frames) - 1] * len(owns)
            contexts = self._contexts(frames[:at], divisions, owns)
            ends_page = self._maker.ends_page(frame.strip)
            divisions.append(
                divide(
                    frame,
                    table,
                    [
                        replace(context, continued=more, ends_page=ends_page)
                        for context, more in zip(contexts, continued, strict=True)
                    ],
                )
            )
        return divisions

    def _contexts(self, before: Sequence[Frame], done: Sequence[Division], owns: Sequence[str]) -> list[Context]:
        if not before:
            return [Context(own) for own in owns]
        parts = [Part(frame, division.spans) for frame, division in zip(before, done, strict=True)]
        reading = Reading(0.0, tuple(parts))
        counts = [sum(part.strip.line_count(*part.spans[slot]) for part in parts) for slot in range(len(owns))]
        contexts: list[Context] = []
        for slot, own in enumerate(owns):
            lasts = [part.strip.last_line(*part.spans[slot]) for part in parts if _filled(part, slot)]
            contexts.append(
                Context(
                    own,
                    reading.cell(slot),
                    width(lasts[-1]) if lasts else 0.0,
                    later_page=True,
                    stopped=counts[slot] < max(counts) - 2,
                )
            )
        return contexts


def _filled(part: Part, slot: int) -> bool:
    return bool(part.strip.text(*part.spans[slot]))
