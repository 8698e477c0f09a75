"""A flattened table, put together again.

Three things are unknown at once: where rows begin, where cells end, and what the columns look like. They are found in
rounds. The first knows what the header says: what the columns hold, and by its own lines about how wide they are. Each
round divides the lines among rows and columns as well as the models of the columns allow, then the models learn from
that division (widths, words, recurring texts, blanks, how cells are aligned); soon nothing changes any more. This is
expectation-maximisation in its hard form (Viterbi training). Where a header can mean several orders of columns, the
order under which the rows score best is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.columns import (
    counts_things,
    divides_off,
    is_dividing,
    is_of_measures,
    is_over_money,
    may_be_amounts,
    meaning,
    of_money_itself,
    prices,
)
from ingest.model import Column, Field, Place
from ingest.readers.document import HeaderCell, TableBlock, TableLine
from ingest.readers.flattened import column_model as cm
from ingest.readers.flattened.chain import Piece, choose_chain
from ingest.readers.flattened.geometry import log_rules
from ingest.readers.flattened.headers import Layout, runs_of_years
from ingest.readers.flattened.lines import PrintLine
from ingest.readers.flattened.markers import Marker, find_markers
from ingest.readers.flattened.rows import Move, Part, Reading, RowReader, StripMaker
from ingest.readers.flattened.schedule import schedule_cells
from ingest.readers.flattened.split import Slot, Table
from ingest.readers.flattened.wording import Wording
from ingest.vietnamese import fold

_ROUNDS = 6
_TRIAL_ROUNDS = 2
_TRIAL_LINES = 150
_CHAIN_ROUNDS = 3
_GRADE = re.compile(r"(?:phân |xếp )?hạng\b(?! mục)|cấp độ\b")


def read_table(
    layouts: Sequence[Layout], body: Sequence[PrintLine], codes_break: bool, place: Place
) -> TableBlock | None:
    """The table of some body lines (repeated headers taken out) under the best of some layouts; None without rows."""
    markers = find_markers(body)
    chosen = layouts[0] if layouts else None
    if len(layouts) > 1:
        sample = body[:_TRIAL_LINES]
        trials = [_Solver(layout, sample, find_markers(sample), StripMaker(sample, codes_break)) for layout in layouts]
        for trial in trials:
            trial.run(_TRIAL_ROUNDS)
        chosen = max(trials, key=lambda trial: trial.score).layout
    if chosen is None:
        return None
    solver = _Solver(chosen, body, markers, StripMaker(body, codes_break))
    solver.run(_ROUNDS)
    return solver.table(place) if solver.pieces else None


def _promises_numbers(column: Column) -> bool:
    """Whether a column's header promises plain numbers: it counts things, is part of a sum, or tells a grade."""
    part = (
        is_dividing(column.parent)
        or divides_off(column.title)
        or meaning(column.parent) is Field.BUDGET
        or is_over_money(column.parent)
    )
    counted = part or counts_things(column.title) or bool(_GRADE.match(column.title.lower()))
    return column.field is None and counted and not _promises_amounts(column)


def _promises_amounts(column: Column) -> bool:
    """Whether a column's header promises amounts and is not that of the budget: "Đơn giá", "Đối ứng (đồng)"."""
    return column.field is None and (prices(column.title) or of_money_itself(column.title))


def _holds(column: Column, columns: Sequence[Column]) -> Field | None:
    """What the cells of a column look like: amounts under "Nhu cầu" too, where no other column is the budget."""
    other = any(one.field is Field.BUDGET for one in columns)
    return Field.BUDGET if column.field is None and may_be_amounts(column.title) and not other else column.field


def _tells_sources(column: Column) -> bool:
    """Whether a column's header asks where the money comes from: "Nguồn", "Nguồn kinh phí"."""
    return column.field is None and fold(column.title).startswith("nguon") and not counts_things(column.title)


class _Solver:
    """One layout of a table, and the division of the body under it."""

    def __init__(self, layout: Layout, body: Sequence[PrintLine], markers: Sequence[Marker], maker: StripMaker) -> None:
        self.layout = layout
        self.body = body
        self.markers = markers
        self.maker = maker
        self.runs = dict(runs_of_years(layout.columns))
        pairs = zip(layout.columns, layout.limits, strict=True)
        models = [cm.fresh_model(_holds(c, layout.columns), limit, _promises_numbers(c)) for c, limit in pairs]
        for model, column in zip(models, layout.columns, strict=True):
            model.funds, model.amounts = _tells_sources(column), _promises_amounts(column)
            model.measures = column.field is None and is_of_measures(column.title)
        slots = self._slots(models)
        self.hints = [slot.model.limit for slot in slots]
        self.known = Table(slots, None, tuple(log_rules([[] for _ in slots])))
        self.worth_trying: frozenset[tuple[int, int]] | None = None
        self.pieces: tuple[Piece, ...] = ()
        self.readings: dict[int, Reading] = {}
        self.score = cm.FORBIDDEN * 1000

    def _slots(self, models: Sequence[cm.ColumnModel]) -> tuple[Slot, ...]:
        slots: list[Slot] = []
        at = 0
        while at < len(models):
            end = self.runs.get(at, at + 1)
            slots.append(Slot(models[at], end - at if at in self.runs else 0))
            at = end
        return tuple(slots)

    def run(self, rounds: int) -> None:
        """Rounds of dividing and learning, until nothing changes."""
        for number in range(rounds):
            reader = RowReader(self.maker, self.known, self.readings)
            pieces, self.score = self._chain(reader, number)
            readings = {
                piece.marker.at: reader.read(piece.marker, piece.end) for piece in pieces if not piece.marker.heading
            }
            settled = pieces == self.pieces and readings == self.readings
            self.pieces, self.readings = pieces, readings
            if settled and number > 1:
                return
            self._learn(texts=number > 0)

    def _chain(self, reader: RowReader, number: int) -> tuple[tuple[Piece, ...], float]:
        """The chain of rows: looked for while the columns are still being learnt, kept afterwards."""
        if number < _CHAIN_ROUNDS:
            chain = choose_chain(self.markers, self.body, reader, self.worth_trying)
            self.worth_trying = chain.worth_trying
            return chain.pieces, chain.score
        rows = [reader.read(piece.marker, piece.end) for piece in self.pieces if not piece.marker.heading]
        return self.pieces, sum(row.score for row in rows)

    def _learn(self, texts: bool) -> None:
        slots: list[Slot] = []
        cells: list[list[str]] = []
        for at, slot in enumerate(self.known.slots):
            said = [reading.cell(at) for reading in self.readings.values()]
            lines = [part for reading in self.readings.values() for part in reading.lines(at)]
            model = slot.model if slot.years else cm.learn(slot.model.meaning, said, lines, self.hints[at], texts)
            model.funds, model.amounts = slot.model.funds, slot.model.amounts
            model.measures = slot.model.measures
            model.numbers = model.numbers and not model.amounts
            slots.append(Slot(model, slot.years))
            cells.append([] if slot.years else said)
        moves: list[list[Move]] = [[] for _ in slots]
        for reading in self.readings.values():
            for at, move in reading.moves():
                moves[at].append(move)
        wording = Wording(self.maker.vocabulary, cells) if texts else None
        self.known = Table(tuple(slots), wording, tuple(log_rules(moves)))

    def table(self, place: Place) -> TableBlock:
        """The division as a table block, the row number's column first."""
        stt = self.layout.stt or "STT"
        header = (HeaderCell(stt), *self.layout.cells)
        return TableBlock(header, tuple(self._line(piece) for piece in self.pieces), place)

    def _line(self, piece: Piece) -> TableLine:
        first, last = self.body[piece.marker.at], self.body[piece.end - 1]
        place = Place(first.page, first.number, last.page, last.number)
        width = len(self.layout.cells)
        if piece.marker.heading:
            title = " ".join(line.text for line in self.body[piece.marker.at + 1 : piece.end] if line.text)
            title = f"{piece.marker.rest} {title}".strip()
            return TableLine((piece.marker.printed, title, *[""] * (width - 1)), place)
        reading = self.readings[piece.marker.at]
        cells: list[str] = []
        for at, slot in enumerate(self.known.slots):
            cells += self._year_cells(reading.parts, at, slot.years) if slot.years else [reading.cell(at)]
        return TableLine((piece.marker.printed, *cells), place)

    def _year_cells(self, parts: Sequence[Part], at: int, years: int) -> list[str]:
        for part in parts:
            start, end = part.spans[at]
            if end > start and (found := schedule_cells(part.strip.fragments[start:end], years)):
                return list(found.cells)
        return [""] * years
