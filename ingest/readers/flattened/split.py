"""The best division of a strip among the columns of a table.

For each column a matrix says how well the fragments from i up to j would do as its cell; the division with the highest
sum, each column taking up where the one before it ends, is found by dynamic programming (max-plus, as Viterbi's).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.flattened import column_model as cm
from ingest.readers.flattened.column_model import FORBIDDEN, ColumnModel
from ingest.readers.flattened.evidence import Evidence, Numbers
from ingest.readers.flattened.schedule import could_be_schedule, schedule_cells
from ingest.readers.flattened.strips import Strip, fits_behind

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a cell besides the strip."""

    own: str = ""
    """Its text in the last round, which must not speak for itself."""
    before: tuple[str, ...] = ()
    """Its lines on the pages before, where the row runs over a page break."""
    later_page: bool = False
    """The strip is not the row's first."""
    continued: bool = False
    """Its text goes on, or may go on, on the next page."""
    stopped: bool = False
    """On the page before, its text ended above the last line of the row."""
    ends_page: bool = False
    """The strip is the last on its page, where the traces of blank cells are lost."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column, or a run of `years` neighbouring schedule columns that are read together."""

    model: ColumnModel
    years: int = 0


@dataclass(frozen=True, slots=True)
class Division:
    """Where the cells of a strip begin and end: one [start, end) pair of fragment numbers a slot."""

    score: float
    spans: tuple[tuple[int, int], ...]


def divide(strip: Strip, seen: Evidence, slots: Sequence[Slot], contexts: Sequence[Context]) -> Division:
    """The best division of all fragments of a strip among the slots, in order."""
    size = len(strip)
    best = np.full(size + 1, FORBIDDEN * 100)
    best[0] = 0.0
    origins: list[NDArray[np.int_]] = []
    for slot, context in zip(slots, contexts, strict=True):
        matrix = _year_matrix(strip, seen, slot, context) if slot.years else _cell_matrix(strip, seen, slot, context)
        totals = best[:, None] + matrix
        origins.append(totals.argmax(axis=0))
        best = totals.max(axis=0)
    spans: list[tuple[int, int]] = []
    end = size
    for origin in reversed(origins):
        start = int(origin[end])
        spans.append((start, end))
        end = start
    return Division(float(best[size]), tuple(reversed(spans)))


def _cell_matrix(strip: Strip, seen: Evidence, slot: Slot, context: Context) -> Matrix:
    size, model = len(strip), slot.model
    matrix = np.full((size + 1, size + 1), FORBIDDEN * 100)
    if size:
        inside = np.cumsum(cm.inner(model, seen))
        begin = _starts(strip, seen, model, context)
        end = _endings(strip, seen, model, context)
        filled = begin[:, None] + end[None, :] + inside[None, :] - inside[:, None]
        whole_line = seen.ends[None, :]
        filled = filled + np.where(whole_line, cm.overflow(model, seen.to_end)[:, None], 0.0)
        same_line = seen.line[:, None] == seen.line[None, :]
        filled = np.where(whole_line, filled, np.where(same_line, filled - _inside_line(seen)[None, :], FORBIDDEN))
        filled = filled + _brackets(seen, context) + _lengths(seen, model)
        filled = filled + _recurrences(strip, model, context) + _first_breaks(seen, model)
        matrix[:size, 1:] = np.where(np.tri(size, dtype=bool).T, filled, FORBIDDEN * 100)
    return np.maximum(matrix, _blanks(seen, model, context))


def _inside_line(seen: Evidence) -> Numbers:
    """The price of ending a cell inside its line behind each fragment: rare, and rarer before a small letter."""
    following = np.concatenate((seen.upper[1:], [True]))
    return np.where(following, 0.8, 1.6)


def _first_breaks(seen: Evidence, model: ColumnModel) -> Matrix:
    """Mends the score of the first line break of cells that begin inside a line: only their piece of it counts."""
    size = len(seen.blank)
    matrix = np.zeros((size, size))
    if model.limit is None or seen.begins.all():
        return matrix
    next_line = np.searchsorted(seen.line, seen.line, side="right")
    whole = cm.held_breaks(model, seen, seen.carry)
    for start in np.flatnonzero(~seen.begins & (next_line < size)):
        at = next_line[start]
        carry = seen.carry[at] + seen.to_end[start] - seen.line_width[at - 1]
        if seen.blank[at] or seen.glued[at] or carry > model.limit - 1:
            continue
        matrix[start, at:] = cm.held_breaks(model, seen, np.full(size, carry))[at] - whole[at]
    return matrix


def _starts(strip: Strip, seen: Evidence, model: ColumnModel, context: Context) -> Numbers:
    if context.later_page:
        return _continuations(strip, seen, model, context)
    own = cm.opening(context.own)
    openings = [cm.opening(strip.text(at, min(at + 2, len(strip)))) for at in range(len(strip))]
    habits = np.array([cm.habit(model.openings, said, own) for said in openings])
    return cm.starts(model, seen) + habits


def _continuations(strip: Strip, seen: Evidence, model: ColumnModel, context: Context) -> Numbers:
    """Scores of going on after a page break; a cell that the page before left blank seldom begins after it."""
    if not context.before:
        return cm.starts(model, seen) - 4.0
    score = cm.going_on(model, seen)
    if model.limit is not None:
        fitted = np.array([fits_behind(context.before[-1], text.text, model.limit - 1) for text in strip.fragments])
        score = score + np.where(fitted, np.where(seen.bullet, -0.5, -3.0), 0.9)
    return score - (2.5 if context.stopped else 0.0)


def _endings(strip: Strip, seen: Evidence, model: ColumnModel, context: Context) -> Numbers:
    if context.continued:
        return np.zeros(len(strip))
    own = cm.closing(context.own)
    closings = [cm.closing(strip.text(max(0, at - 1), at + 1)) for at in range(len(strip))]
    return cm.endings(model, seen) + np.array([cm.habit(model.closings, said, own) for said in closings])


def _brackets(seen: Evidence, context: Context) -> Matrix:
    """The price of cells with brackets or quotes that do not close, or close without having opened."""
    before = np.concatenate(([0.0], seen.depth[:-1]))
    depth = seen.depth[None, :] - before[:, None]
    unopened = np.where(depth < 0, -2.0, 0.0) if not context.later_page else np.zeros_like(depth)
    return unopened if context.continued else unopened + np.where(depth > 0, -2.5, 0.0)


def _lengths(seen: Evidence, model: ColumnModel) -> Matrix:
    total, odd = np.cumsum(seen.word_count), cm.strangeness(model.field, seen)
    oddness = np.cumsum(odd)
    lengths = cm.length_price(model.field, total[None, :] - (total - seen.word_count)[:, None])
    return lengths + oddness[None, :] - (oddness - odd)[:, None]


def _recurrences(strip: Strip, model: ColumnModel, context: Context) -> Matrix:
    """Scores of the cells whose text other cells of the column have too."""
    size = len(strip)
    matrix = np.zeros((size, size))
    keys = [cm.key(fragment.text) for fragment in strip.fragments]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in keys])))
    begins = {int(offset): at for at, offset in reversed(list(enumerate(offsets[:-1]))) if keys[at]}
    ends = {int(offset): at for at, offset in reversed(list(enumerate(offsets[1:])))}
    joined = "".join(keys)
    before = cm.key("".join(context.before))
    for text, score in cm.recurring(model, context.own).items():
        if not text.startswith(before) or len(text) == len(before):
            continue
        rest = text[len(before) :]
        at = joined.find(rest)
        while at >= 0:
            if at in begins and at + len(rest) in ends:
                matrix[begins[at], ends[at + len(rest)]] = score
            at = joined.find(rest, at + 1)
    return matrix


def _blanks(seen: Evidence, model: ColumnModel, context: Context) -> Matrix:
    """Scores of leaving the cell blank over nothing, or over lines of spaces."""
    size = len(seen.blank)
    matrix = np.full((size + 1, size + 1), FORBIDDEN * 100)
    untraced = 0.0 if context.later_page else cm.blank_price(model, traced=False)
    for at in range(size + 1):
        swallowed = at > 0 and bool(seen.spaced[at - 1])
        torn_off = at == size and context.continued  # a broken row prints no trace of a blank last cell
        lost = 0.8 if swallowed or torn_off else 2.5 if at == size and context.ends_page else 5.0
        matrix[at, at] = max(untraced, cm.blank_price(model, traced=True) - lost)
        end = at
        while end < size and seen.blank[end]:
            end += 1
            matrix[at, end] = cm.blank_price(model, traced=True) - 0.7 * (end - at - 1)
    return matrix


def _year_matrix(strip: Strip, seen: Evidence, slot: Slot, context: Context) -> Matrix:
    size = len(strip)
    matrix = np.full((size + 1, size + 1), FORBIDDEN * 100)
    np.fill_diagonal(matrix, 0.0 if context.later_page else -9.0)
    possible = [could_be_schedule(fragment.text) for fragment in strip.fragments]
    for start in range(size):
        for end in range(start + 1, size + 1):
            if not possible[end - 1]:
                break
            found = schedule_cells(strip.fragments[start:end], slot.years)
            whole = seen.ends[end - 1] or seen.line[start] == seen.line[end - 1]
            if found is None or not whole:
                continue
            filled = sum(bool(cell) for cell in found.cells)
            matrix[start, end] = (3.0 + min(3.0, filled) if filled else 0.5) + (2.0 if found.exact else 0.0)
    return matrix


