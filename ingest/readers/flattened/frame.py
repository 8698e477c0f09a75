"""All that the division of a strip needs and that does not depend on what has been learnt, worked out once a strip."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.model import Field
from ingest.readers.flattened import column_model as cm
from ingest.readers.flattened.column_model import FORBIDDEN
from ingest.readers.flattened.evidence import Indices, Numbers, gather
from ingest.readers.flattened.geometry import MANY, ONE, TWO
from ingest.readers.flattened.schedule import could_be_schedule, schedule_cells
from ingest.readers.flattened.strips import Strip
from ingest.readers.flattened.wording import Vocabulary, said_in
from ingest.readers.metrics import SPACE

Matrix = NDArray[np.float64]

_NEVER = FORBIDDEN * 100
_INSIDE_LINE = -0.5
_INSIDE_LINES = -2.0
_BEFORE_STRAY = -1.0
_ODD_BLANK = -1.5
_MORE_LINES = -0.7


class Pairs:
    """Some entries of a matrix, column by column, for the highest of each column."""

    def __init__(self, chosen: NDArray[np.bool_]) -> None:
        upper = np.triu(chosen)
        self.columns, self.rows = np.nonzero(upper.T)
        self.filled, self._starts = np.unique(self.columns, return_index=True)

    def highest(self, values: Numbers) -> Numbers:
        """The highest value of each column that has one, in the order of `filled`."""
        return np.maximum.reduceat(values, self._starts) if len(values) else values


class Frame:
    """A strip with its evidence; matrices are over the first and last fragment of a cell."""

    space = SPACE

    def __init__(self, strip: Strip, vocabulary: Vocabulary, blank_spaces: int, behind_number: bool) -> None:
        """`blank_spaces` is how many spaces a blank cell leaves; `behind_number`: the strip follows a row's number."""
        self.strip = strip
        self.seen = seen = gather(strip)
        self.size = len(strip)
        self.said = said_in(strip, vocabulary)
        self.behind_number = behind_number
        self.kind = seen.kind
        self.endings = cm.endings(seen)
        self.inner = cm.inner(seen)
        self._begins = cm.starts(seen)
        self._by_field: dict[Field | None, tuple[Numbers, Matrix | float]] = {}
        self._schedules: dict[int, dict[tuple[int, int], float]] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        lines = seen.line[None, :] - seen.line[:, None] + 1
        self.structure = self._structure(lines)
        self.few_lines = tuple((category, Pairs(lines == category)) for category in (ONE, TWO))
        self.many_lines: Matrix = np.where(lines >= MANY, 0.0, _NEVER)
        self._set_pieces(lines)
        self._set_brackets()
        self._set_blanks(blank_spaces)
        self._set_cuts()

    def _structure(self, lines: Indices) -> Matrix:
        """The price of where a cell begins and ends: inside a line only where it is one line."""
        seen = self.seen
        alone = np.where(seen.spaced, _BEFORE_STRAY, _INSIDE_LINES)[None, :]
        price = np.where(seen.ends[None, :], 0.0, np.where(lines == 1, _INSIDE_LINE, alone))
        return np.where(np.tri(self.size, dtype=bool).T, price, _NEVER)

    def _set_pieces(self, lines: Indices) -> None:
        """The cells that end inside the line in which they begin, and their widths."""
        seen = self.seen
        inside = (lines == 1) & ~seen.ends[None, :] & np.tri(self.size, dtype=bool).T
        self.piece_starts, self.piece_ends = np.nonzero(inside)
        behind = np.append(seen.to_end[1:], 0.0)[self.piece_ends]
        self.piece_widths: Numbers = seen.to_end[self.piece_starts] - behind - np.where(behind > 0, SPACE, 0.0)

    def _set_brackets(self) -> None:
        before = np.concatenate(([0.0], self.seen.depth[:-1]))
        depth = self.seen.depth[None, :] - before[:, None]
        self._unopened: Matrix = np.where(depth < 0, -2.0, 0.0)
        self._unclosed: Matrix = np.where(depth > 0, -2.5, 0.0)

    def _set_blanks(self, blank_spaces: int) -> None:
        """The runs of fragments that a blank cell may have left, and the price of each."""
        seen = self.seen
        found: list[tuple[int, int, float]] = []
        for start in np.flatnonzero(seen.blank):
            spaces, price = 0, 0.0
            for at in range(start, self.size):
                if not seen.blank[at]:
                    break
                if at > start and seen.line[at] != seen.line[at - 1]:
                    price += _MORE_LINES
                    spaces = 0
                spaces += 1
                found.append((int(start), at + 1, price + _ODD_BLANK * min(2, abs(spaces - blank_spaces))))
        self.blank_starts = np.array([start for start, _, _ in found], dtype=int)
        self.blank_ends = np.array([end for _, end, _ in found], dtype=int)
        self.blank_scores = np.array([price for _, _, price in found])

    def _set_cuts(self) -> None:
        """The places inside lines where a cell could begin, the next line's first text, and the carry to there."""
        seen = self.seen
        firsts = np.flatnonzero(seen.first & (seen.carry > 0))
        by_line = {int(seen.line[at]): int(at) for at in firsts}
        cuts = [
            (at, by_line[int(seen.line[at]) + 1])
            for at in range(self.size)
            if not seen.first[at] and not seen.blank[at] and int(seen.line[at]) + 1 in by_line
        ]
        self.cut_starts = np.array([start for start, _ in cuts], dtype=int)
        self.cut_breaks = np.array([at for _, at in cuts], dtype=int)
        lost = seen.line_width[self.cut_starts] - seen.to_end[self.cut_starts]
        self.behind_cuts = np.arange(self.size)[None, :] >= self.cut_breaks[:, None]
        self.cut_carries: Numbers = seen.carry[self.cut_breaks] - lost

    def starts(self, meaning: Field | None) -> Numbers:
        """How well a cell of a column of some meaning would begin at each fragment."""
        return self._of_field(meaning)[0]

    def lengths(self, meaning: Field | None) -> Matrix | float:
        """The price of the number and the kind of words of each cell in a column of some meaning."""
        return self._of_field(meaning)[1]

    def brackets(self, opened_before: bool, goes_on: bool) -> Matrix | float:
        """The price of cells with brackets or quotes that do not close, or close without having opened."""
        return (0.0 if opened_before else self._unopened) + (0.0 if goes_on else self._unclosed)

    def _of_field(self, meaning: Field | None) -> tuple[Numbers, Matrix | float]:
        if meaning not in self._by_field:
            seen = self.seen
            total, odd = np.cumsum(seen.word_count), cm.strangeness(meaning, seen)
            oddness = np.cumsum(odd)
            lengths = cm.length_price(meaning, total[None, :] - (total - seen.word_count)[:, None])
            prices = lengths + oddness[None, :] - (oddness - odd)[:, None] + np.diag(cm.solo_price(meaning, seen))
            self._by_field[meaning] = (self._begins + cm.kind_scores(meaning, seen), prices)
        return self._by_field[meaning]

    @cached_property
    def _keys(self) -> tuple[str, dict[int, int], dict[int, int]]:
        keys = [cm.key(fragment.text) for fragment in self.strip.fragments]
        offsets = np.concatenate(([0], np.cumsum([len(text) for text in keys])))
        begins = {int(offset): at for at, offset in reversed(list(enumerate(offsets[:-1]))) if keys[at]}
        ends = {int(offset): at for at, offset in reversed(list(enumerate(offsets[1:])))}
        return "".join(keys), begins, ends

    def spans_of(self, text: str) -> list[tuple[int, int]]:
        """The first and last fragments of every place where a text stands, by its counting key."""
        if text not in self._spans:
            joined, begins, ends = self._keys
            found: list[tuple[int, int]] = []
            at = joined.find(text)
            while at >= 0:
                if at in begins and at + len(text) in ends:
                    start, end = begins[at], ends[at + len(text)]
                    found.append((start, end))
                    while end + 1 < self.size and self.seen.stray[end + 1] and not self.seen.ends[end]:
                        end += 1  # spaces typed behind it
                        found.append((start, end))
                at = joined.find(text, at + 1)
            self._spans[text] = found
        return self._spans[text]

    def schedules(self, years: int) -> Mapping[tuple[int, int], float]:
        """The spans [start, end) that can be the cells of a schedule of so many columns, with their scores."""
        if years not in self._schedules:
            self._schedules[years] = self._find_schedules(years)
        return self._schedules[years]

    def _find_schedules(self, years: int) -> dict[tuple[int, int], float]:
        fragments, seen = self.strip.fragments, self.seen
        possible = [could_be_schedule(fragment.text) for fragment in fragments]
        spans: dict[tuple[int, int], float] = {}
        for start in range(self.size):
            for end in range(start + 1, self.size + 1):
                if not possible[end - 1]:
                    break
                found = schedule_cells(fragments[start:end], years)
                if found is None:
                    continue
                told = found.exact and any(found.cells)  # the next column may go on behind: "    " over "x x x Báo cáo"
                if not (told or seen.ends[end - 1] or seen.line[start] == seen.line[end - 1]):
                    continue
                filled = sum(bool(cell) for cell in found.cells)
                if found.untold:
                    spans[start, end] = 1.0 + min(2.0, found.untold)
                    continue
                spans[start, end] = (3.0 + min(3.0, filled) if filled else 0.5) + (2.0 if found.exact else 0.0)
        return spans
