"""The best division of a strip among the columns of a table.

For each column a matrix says how well the fragments from i up to j would do as its cell, and for each pair of
neighbours a rule says how the text moves between cells of so many lines. The division with the highest sum, each column
taking up where the one before it ends, is found by dynamic programming (max-plus, as Viterbi's) over the place in the
strip and the number of lines of the last cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.flattened import column_model as cm
from ingest.readers.flattened.column_model import FORBIDDEN, ColumnModel
from ingest.readers.flattened.evidence import Numbers, hangs
from ingest.readers.flattened.frame import Frame
from ingest.readers.flattened.geometry import BLANK, CATEGORIES, MANY, ONE, UNKNOWN, Rule
from ingest.readers.flattened.wording import Wording

Matrix = NDArray[np.float64]
NEVER = FORBIDDEN * 100


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a cell besides the strip."""

    own: str = ""
    """Its text in the last round, which must not speak for itself."""
    before: str = ""
    """Its text on the pages before, where the row runs over a page break, and the width of its last line there."""
    last_width: float = 0.0
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
class Table:
    """What is known of a table's columns in one round: their models, the words and the moves between them.

    `rules` has one rule a slot: how the text moves into it from the slot before, or from the row's number.
    """

    slots: tuple[Slot, ...]
    wording: Wording | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """Where the cells of a strip begin and end: one [start, end) pair of fragment numbers a slot."""

    score: float
    spans: tuple[tuple[int, int], ...]


def divide(frame: Frame, table: Table, contexts: Sequence[Context]) -> Division:
    """The best division of all fragments of a strip among the slots, in order."""
    size = frame.size
    cells = _cell_matrices(frame, table, contexts)
    best = np.full((CATEGORIES, size + 1), NEVER)
    best[UNKNOWN if contexts[0].later_page or not frame.behind_number else ONE, 0] = 0.0
    steps: list[_Step] = []
    for at, (slot, context) in enumerate(zip(table.slots, contexts, strict=True)):
        if slot.years:
            step = _year_step(frame, slot, context, best)
        else:
            step = _cell_step(frame, slot.model, context, cells[at], table.rules[at], best)
        steps.append(step)
        best = step.best
    return _traced_back(frame, table, steps)


# --- dynamic programming --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """One slot's turn: the best score by the last cell's lines and the fragment behind it, and what led there."""

    best: Matrix
    before: Matrix
    """The same before the slot."""
    rule: Rule | None
    """How the text moves into the slot; None for a schedule, which follows anything."""
    cells: Matrix
    """The scores of its cells by first and last fragment."""
    untraced: Numbers
    """The price of leaving the cell blank over nothing, by place."""


def _cell_step(frame: Frame, model: ColumnModel, context: Context, cells: Matrix, rule: Rule, best: Matrix) -> _Step:
    size = frame.size
    reached = (best[:, :size, None] + rule[:, frame.kind, :]).max(axis=0)  # [start][category of the cell]
    new = np.full((CATEGORIES, size + 1), NEVER)
    for category, pairs in frame.few_lines:
        totals = reached[pairs.rows, category] + cells[pairs.rows, pairs.columns]
        new[category, pairs.filled + 1] = pairs.highest(totals)
    new[MANY, 1:] = (reached[:, MANY, None] + cells + frame.many_lines).max(axis=0)
    if frame.blank_starts.size:
        gains = reached[frame.blank_starts, BLANK] + frame.blank_scores + cm.blank_price(model, traced=True)
        np.maximum.at(new[BLANK], frame.blank_ends, gains)
    untraced = _untraced(frame, model, context)
    return _Step(np.maximum(new, best + untraced), best, rule, cells, untraced)


def _untraced(frame: Frame, model: ColumnModel, context: Context) -> Numbers:
    """The price of leaving the cell blank without a trace at each place."""
    if context.later_page:
        return np.zeros(frame.size + 1)
    price = np.full(frame.size + 1, max(cm.blank_price(model, traced=False), cm.blank_price(model, traced=True) - 5.0))
    lost = 0.8 if context.continued else 2.5 if context.ends_page else 5.0
    price[-1] = max(price[-1], cm.blank_price(model, traced=True) - lost)
    return price


def _year_step(frame: Frame, slot: Slot, context: Context, best: Matrix) -> _Step:
    size = frame.size
    reached = best.max(axis=0)
    new = np.full((CATEGORIES, size + 1), NEVER)
    cells = np.full((size, size), NEVER)
    for (start, end), score in frame.schedules(slot.years).items():
        cells[start, end - 1] = score
        new[UNKNOWN, end] = max(new[UNKNOWN, end], reached[start] + score)
    untraced = np.full(size + 1, 0.0 if context.later_page else -9.0)
    return _Step(np.maximum(new, best + untraced), best, None, cells, untraced)


def _traced_back(frame: Frame, table: Table, steps: Sequence[_Step]) -> Division:
    """The spans behind the highest score, each looked up again from its end."""
    end = frame.size
    category = int(steps[-1].best[:, end].argmax())
    score = float(steps[-1].best[category, end])
    spans: list[tuple[int, int]] = []
    for slot, step in zip(reversed(table.slots), reversed(steps), strict=True):
        if step.best[category, end] <= step.before[category, end] + step.untraced[end]:
            spans.append((end, end))
            continue
        start, category = _origin(frame, slot, step, category, end)
        spans.append((start, end))
        end = start
    return Division(score, tuple(reversed(spans)))


def _origin(frame: Frame, slot: Slot, step: _Step, category: int, end: int) -> tuple[int, int]:
    """Where the best cell of some category that ends at a place begins, and the category of the cell before it."""
    size = frame.size
    entering = step.before[:, :size]
    if step.rule is None:
        start = int((entering.max(axis=0) + step.cells[:, end - 1]).argmax())
        return start, int(entering[:, start].argmax())
    entering = entering + step.rule[:, frame.kind, category]
    if category == BLANK:
        found = np.flatnonzero(frame.blank_ends == end)
        starts = frame.blank_starts[found]
        start = int(starts[(entering.max(axis=0)[starts] + frame.blank_scores[found]).argmax()])
    else:
        lines = frame.seen.line[end - 1] - frame.seen.line + 1
        fits = (np.minimum(lines, MANY) == category) & (np.arange(size) < end)
        start = int(np.where(fits, entering.max(axis=0) + step.cells[:, end - 1], 2 * NEVER).argmax())
    return start, int(entering[:, start].argmax())


# --- scores of cells ------------------------------------------------------------------------------------------------


def _cell_matrices(frame: Frame, table: Table, contexts: Sequence[Context]) -> Matrix:
    """For each slot a matrix of the scores of fragments i to j (inclusive) as its cell."""
    limits = [slot.model.limit for slot in table.slots]
    size, count = frame.size, len(limits)
    begin, end = _starts(frame, table.slots, contexts), frame.endings + np.zeros((count, 1))
    held = cm.held_breaks(limits, frame.seen)
    inner = frame.inner + held
    inner = inner + np.where(frame.seen.first, cm.overflow(limits, frame.seen.line_width), 0.0)
    if table.wording is not None:
        words, openings, closings = table.wording.scores(frame.said, size, [context.own for context in contexts])
        later = np.array([[context.later_page] for context in contexts])
        begin, end = begin + words + np.where(later, 0.0, openings), end + closings
        inner = inner + words
    end = np.where([[context.continued] for context in contexts], 0.0, end)
    inside = np.cumsum(inner, axis=1)
    cells = (begin - inside)[:, :, None] + (end + inside)[:, None, :] + frame.structure
    firsts = cm.overflow(limits, frame.seen.to_end)
    cells += firsts[:, :, None]
    cells[:, frame.piece_starts, frame.piece_ends] += (
        cm.overflow(limits, frame.piece_widths) - firsts[:, frame.piece_starts]
    )
    cells += _first_breaks(frame, limits, held)
    for at, slot in enumerate(table.slots):
        cells[at] += frame.lengths(slot.model.meaning)
    for at, context in enumerate(contexts):
        cells[at] += frame.brackets(context.later_page, context.continued)
    for at, (slot, context) in enumerate(zip(table.slots, contexts, strict=True)):
        for (start, stop), score in _recurrences(frame, slot.model, context):
            cells[at, start, stop] += score
    return cells


def _starts(frame: Frame, slots: Sequence[Slot], contexts: Sequence[Context]) -> Matrix:
    rows = []
    for slot, context in zip(slots, contexts, strict=True):
        plain = frame.starts(slot.model.meaning) + cm.number_scores(slot.model, frame.seen)
        plain = plain + cm.fund_scores(slot.model, frame.seen) + cm.promised_scores(slot.model, frame.seen)
        rows.append(_continuations(frame, slot.model, context, plain) if context.later_page else plain)
    return np.array(rows)


def _continuations(frame: Frame, model: ColumnModel, context: Context, plain: Numbers) -> Numbers:
    """Scores of going on after a page break; a cell that the page before left blank seldom begins after it."""
    if not context.before:
        return plain - 4.0
    score = cm.going_on(model.meaning, frame.seen)
    if model.limit is not None:
        fitted = context.last_width + frame.space + frame.seen.head <= model.limit.low - 1
        score = score + np.where(fitted, np.where(frame.seen.bullet, -0.5, -3.0), 0.9)
    score = score + (2.0 if hangs(context.before) else 0.0)
    return score - (4.0 if context.stopped else 0.0)


def _first_breaks(frame: Frame, limits: Sequence[cm.Limit | None], whole: Numbers) -> Matrix | float:
    """Mends the score of the first line break of cells that begin inside a line: only their piece of it counts."""
    if not frame.cut_starts.size:
        return 0.0
    size = frame.size
    pieces = cm.held_at(limits, frame.seen, frame.cut_breaks, frame.cut_carries)
    change = pieces - whole[:, frame.cut_breaks]
    mended = np.zeros((len(limits), size, size))
    mended[:, frame.cut_starts, :] = change[:, :, None] * frame.behind_cuts
    return mended


def _recurrences(frame: Frame, model: ColumnModel, context: Context) -> list[tuple[tuple[int, int], float]]:
    """The spans whose text other cells of the column have too, with what that is worth."""
    before = cm.key(context.before)
    found: list[tuple[tuple[int, int], float]] = []
    for text, score in cm.recurring(model, context.own).items():
        if text.startswith(before) and len(text) > len(before):
            found += [(span, score) for span in frame.spans_of(text[len(before) :])]
    return found
