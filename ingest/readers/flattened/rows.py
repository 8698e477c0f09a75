"""One row of a flattened table: its lines, page by page, divided among the columns.

A row that runs over a page break prints the first part of all its cells on one page and the rests, column by column,
on the next. Each page's strip is divided by itself: the later ones knowing what each cell began with, then the first
one again knowing which cells go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.flattened.evidence import Evidence, gather
from ingest.readers.flattened.lines import PrintLine
from ingest.readers.flattened.markers import Marker
from ingest.readers.flattened.split import Context, Division, Slot, divide
from ingest.readers.flattened.strips import Strip, strip_of


@dataclass(frozen=True, slots=True)
class Part:
    """What of a row stands on one page: its strip and the [start, end) fragments of each slot."""

    strip: Strip
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A row divided among the slots of a table."""

    score: float
    parts: tuple[Part, ...]

    def cell(self, slot: int) -> tuple[str, list[list[str]]]:
        """The whole text of a cell, and its visual lines page by page."""
        texts, lines = "", []
        for part in self.parts:
            start, end = part.spans[slot]
            text = part.strip.text(start, end)
            if text:
                glued = bool(texts) and part.strip.fragments[start].glued
                texts += text if glued or not texts else f" {text}"
                lines.append(part.strip.lines(start, end))
        return texts, lines


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
        self._made: dict[tuple[int, str, int], list[tuple[Strip, Evidence]]] = {}
        turns = [before.number for before, after in zip(body, body[1:], strict=False) if after.page != before.page]
        self._page_ends = {*turns, body[-1].number if body else 0}

    def strips(self, marker: Marker, end: int) -> list[tuple[Strip, Evidence]]:
        """The strips of a row from its marker up to line `end` of the body, one a page, with what they show."""
        key = (marker.at, marker.printed, end)
        if key not in self._made:
            self._made[key] = self._make(marker, end)
        return self._made[key]

    def _make(self, marker: Marker, end: int) -> list[tuple[Strip, Evidence]]:
        strips: list[tuple[Strip, Evidence]] = []
        for at, part in enumerate(parts_of(self._body[marker.at : end])):
            strip = strip_of(part, self._codes_break, marker.rest if at == 0 else None)
            while len(strip) and not strip.fragments[0].text:
                strip = Strip(strip.fragments[1:])
            if len(strip):
                strips.append((strip, gather(strip)))
        return strips

    def ends_page(self, strip: Strip) -> bool:
        """Whether a strip is the last of its page."""
        return strip.fragments[-1].number in self._page_ends


class RowReader:
    """Reads rows under the models of one round, each (marker, end) once."""

    def __init__(self, maker: StripMaker, slots: Sequence[Slot], former: Mapping[int, Reading]) -> None:
        """`former` holds last round's readings by marker line: a cell does not count as evidence for itself."""
        self._maker = maker
        self._slots = slots
        self._former = former
        self._known: dict[tuple[int, str, int], Reading] = {}

    def read(self, marker: Marker, end: int) -> Reading:
        """The best division of the lines from a row's marker up to line `end` of the body."""
        key = (marker.at, marker.printed, end)
        if key not in self._known:
            self._known[key] = self._read(marker, end)
        return self._known[key]

    def _read(self, marker: Marker, end: int) -> Reading:
        strips = self._maker.strips(marker, end)
        if not strips:
            return Reading(-50.0, ())
        owns = self._own_texts(marker.at)
        divisions = [self._divide(strips, 0, [], owns, [True] * len(owns) if len(strips) > 1 else [])]
        for at in range(1, len(strips)):
            divisions.append(self._divide(strips, at, divisions, owns, []))
        if len(strips) > 1:
            goes_on = [any(d.spans[slot][0] < d.spans[slot][1] for d in divisions[1:]) for slot in range(len(owns))]
            divisions[:] = [self._divide(strips, 0, [], owns, goes_on)]
            for at in range(1, len(strips)):
                divisions.append(self._divide(strips, at, divisions, owns, []))
        parts = tuple(Part(strip, division.spans) for (strip, _), division in zip(strips, divisions, strict=True))
        return Reading(sum(division.score for division in divisions), parts)

    def _own_texts(self, at: int) -> list[str]:
        former = self._former.get(at)
        count = len(self._slots)
        return [former.cell(slot)[0] for slot in range(count)] if former and former.parts else [""] * count

    def _divide(
        self, strips: Sequence[tuple[Strip, Evidence]], at: int, done: Sequence[Division], owns: Sequence[str],
        goes_on: Sequence[bool],
    ) -> Division:
        contexts: list[Context] = []
        ends_page = self._maker.ends_page(strips[at][0])
        before = [
            [line for (strip, _), division in zip(strips, done, strict=False) for line in strip.lines(*division.spans[slot])]
            for slot in range(len(owns))
        ]
        deepest = max((len(lines) for lines in before), default=0)
        for slot, own in enumerate(owns):
            continued = goes_on[slot] if goes_on else at < len(strips) - 1
            stopped = len(before[slot]) < deepest - 2
            contexts.append(Context(own, tuple(before[slot]), at > 0, continued, stopped, ends_page))
        strip, seen = strips[at]
        return divide(strip, seen, self._slots, contexts)
