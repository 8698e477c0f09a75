"""What readers need to know of all plans at once, and the few records that one question needs, each in one query.

Nothing here grows with the text of the plans: headers, names, vocabulary. Rows, headings and vectors are read for the
plans or anchors asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    String,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ingest.model import PROSE, Field, Header, Row
from ingest.model import Column as PlanColumn
from ingest.store import records, statistics, tables
from ingest.store.records import PlanVectors
from ingest.store.versions import IN_FORCE, in_force
from ingest.units import Unit

_MOST_VALUES = 10_000  # bound to one statement; SQLite allows 32,766


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What a plan says of itself, without its sections and rows."""

    id: str
    header: Header
    abbreviations: dict[str, str]
    replaced_by: str | None = None
    """The plan that took its place, None while it is in force."""


@dataclass(frozen=True, slots=True)
class DeadlineCell:
    """What rows of a table say of when they are due, as printed."""

    appendix: str
    """The label of the table, "" where it has none."""
    text: str
    """The cell, "" where it is blank or missing."""
    marks: tuple[tuple[str, str], ...]
    """The marks of a yearly schedule, by the heads of their columns."""

    @staticmethod
    def of(row: Row) -> DeadlineCell:
        """What a row says."""
        return DeadlineCell(row.anchor.appendix or "", row.text(Field.DEADLINE), tuple(row.schedule.items()))


class PlanDirectory:
    """Reads the catalogue; safe to share between threads."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        """`transaction` gives a consistent view."""
        self._transaction = transaction

    def cards(self, besides: Collection[str] = ()) -> tuple[PlanCard, ...]:
        """What each plan in force, and each one named beside them, says of itself, by id."""
        columns = tables.plans.c
        query = select(columns.id, columns.header, columns.abbreviations, columns.replaced_by).order_by(columns.id)
        with self._transaction() as connection:
            return tuple(PlanCard(*line) for line in connection.execute(query.where(columns.id.in_(in_force(besides)))))

    def replaced_cards(self) -> tuple[PlanCard, ...]:
        """What each plan that another has taken the place of says of itself, by id."""
        columns = tables.plans.c
        query = select(columns.id, columns.header, columns.abbreviations, columns.replaced_by).order_by(columns.id)
        with self._transaction() as connection:
            return tuple(PlanCard(*line) for line in connection.execute(query.where(~IN_FORCE)))

    def units(self, besides: Collection[str] = ()) -> dict[str, Unit]:
        """The bodies that rows of plans in force, and of those named beside them, name, by their folded names, in the
        order of the plans."""
        found: dict[str, Unit] = {}
        query = _first_of(records.UNIT).where(tables.plan_names.c.plan.in_(in_force(besides)))
        with self._transaction() as connection:
            for line in connection.execute(query):
                found.setdefault(line.name, line.unit)
        return found

    def leaders(self, besides: Collection[str] = ()) -> tuple[str, ...]:
        """The names of the leaders that rows of plans in force, and of those named beside them, name, sorted."""
        columns = tables.plan_names.c
        query = (
            select(columns.name).where(columns.kind == records.LEADER, columns.plan.in_(in_force(besides))).distinct()
        )
        with self._transaction() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def plans_naming(self, kind: str, names: Sequence[str]) -> frozenset[str]:
        """The ids of the plans whose rows name one of some bodies (by their folded names) or leaders."""
        columns = tables.plan_names.c
        query = select(columns.plan).where(columns.kind == kind).distinct()
        return frozenset(line["plan"] for line in self._lines(query, columns.name, names))

    def passage_count(self) -> int:
        """How many passages the plans in force have."""
        query = select(func.count()).select_from(tables.passages).where(tables.passages.c.plan.in_(in_force()))
        with self._transaction() as connection:
            return int(connection.execute(query).scalar_one())

    def word_counts(self) -> dict[str, int]:
        """By folded word, how many passages have it."""
        with self._transaction() as connection:
            return statistics.words(connection)

    def form_counts(self) -> dict[str, int]:
        """By word as printed, in lower case, how often it stands; the most frequent first."""
        with self._transaction() as connection:
            return statistics.forms(connection)

    def followers(self, forms: Sequence[str]) -> dict[str, dict[str, int]]:
        """By printed word, the words that stand behind it and how often; a word that is always last has none."""
        found: dict[str, dict[str, int]] = {form: {} for form in forms}
        columns = tables.pair_counts.c
        query = select(columns.first, columns.second, columns.times)
        for line in self._lines(query, columns.first, forms):
            found[line["first"]][line["second"]] = line["times"]
        return found

    def rows_at(self, anchors: Sequence[str]) -> dict[str, Row]:
        """The rows at some anchors; anchors without a row are left out."""
        return {
            line["anchor"]: records.row_of(line)
            for line in self._lines(select(tables.rows), tables.rows.c.anchor, anchors)
        }

    def rows_by_plan(self, plans: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        """The rows of some plans, by plan and in print order."""
        query = select(tables.rows).order_by(*tables.rows.primary_key.columns)
        found: dict[str, list[Row]] = {plan: [] for plan in plans}
        for line in self._lines(query, tables.rows.c.plan, plans):
            found[line["plan"]].append(records.row_of(line))
        return {plan: tuple(rows) for plan, rows in found.items()}

    def deadlines(self) -> dict[str, tuple[DeadlineCell, ...]]:
        """By plan, what its rows say of when they are due, each once; plans without rows are left out."""
        columns = tables.rows.c
        label = func.coalesce(columns.appendix, "")
        query = select(columns.plan, label, _cell(Field.DEADLINE), columns.schedule).distinct()
        found: dict[str, list[DeadlineCell]] = {}
        with self._transaction() as connection:
            for plan, appendix, text, marks in connection.execute(query):
                found.setdefault(plan, []).append(DeadlineCell(appendix, text, tuple(marks.items())))
        return {plan: tuple(cells) for plan, cells in found.items()}

    def rows_due(self, plans: Sequence[str], cells: Collection[DeadlineCell]) -> dict[str, tuple[Row, ...]]:
        """The rows of some plans that say one of some deadlines, by plan and in print order."""
        texts, marks = {cell.text for cell in cells}, {cell.marks for cell in cells}
        query = select(tables.rows).order_by(*tables.rows.primary_key.columns)
        if len(texts) + len(marks) <= _MOST_VALUES:
            query = query.where(_cell(Field.DEADLINE).in_(texts), tables.rows.c.schedule.in_(map(dict, marks)))
        found: dict[str, list[Row]] = {plan: [] for plan in plans}
        for line in self._lines(query, tables.rows.c.plan, plans):
            row = records.row_of(line)
            if DeadlineCell.of(row) in cells:
                found[line["plan"]].append(row)
        return {plan: tuple(rows) for plan, rows in found.items()}

    def table_columns(self, besides: Collection[str] = ()) -> tuple[PlanColumn, ...]:
        """The columns of all appendices of plans in force, and of those named beside them, those of like tables once,
        in the order of the plans."""
        columns = tables.appendices.c
        alike = func.row_number().over(partition_by=columns.columns, order_by=(columns.plan, columns.position))
        numbered = select(columns.columns, columns.plan, columns.position, alike.label("alike"))
        told = numbered.where(columns.plan.in_(in_force(besides))).subquery().c
        query = select(told.columns).where(told.alike == 1).order_by(told.plan, told.position)
        with self._transaction() as connection:
            return tuple(column for table in connection.execute(query).scalars() for column in table)

    def appendix_titles(self) -> dict[str, list[tuple[str, str]]]:
        """By plan, the labels and titles of its appendices; what the prose tells is none."""
        columns = tables.appendices.c
        query = select(columns.plan, columns.label, columns.title).order_by(columns.plan, columns.position)
        found: dict[str, list[tuple[str, str]]] = {}
        with self._transaction() as connection:
            for plan, label, title in connection.execute(query):
                if not label.startswith(PROSE):
                    found.setdefault(plan, []).append((label, title))
        return found

    def section_texts(self, plans: Sequence[str]) -> dict[str, dict[str, str]]:
        """The texts of the sections of some plans, by plan and path, in print order."""
        columns = tables.sections.c
        query = select(columns.plan, columns.path, columns.text).order_by(columns.plan, columns.position)
        found: dict[str, dict[str, str]] = {plan: {} for plan in plans}
        for line in self._lines(query, columns.plan, plans):
            found[line["plan"]].setdefault(line["path"], line["text"])
        return found

    def any_says(self, plans: Sequence[str], texts: Collection[str]) -> bool:
        """Whether a passage of some plans has one of some texts in it, letter for letter."""
        columns = tables.passages.c
        said = or_(*(_place_of(columns.text, text) > 0 for text in texts))
        return next(self._lines(select(columns.id).where(said).limit(1), columns.plan, plans), None) is not None

    def vectors(self, collection: str, plans: Sequence[str]) -> dict[str, PlanVectors]:
        """The vectors that some plans have in a collection; plans without are left out."""
        columns = tables.plan_vectors.c
        query = select(tables.plan_vectors).where(columns.collection == collection)
        return {
            line["plan"]: PlanVectors.of(collection, line["ids"], line["vectors"])
            for line in self._lines(query, columns.plan, plans)
        }

    def _lines(self, query: Select[Any], column: Column[str], values: Sequence[str]) -> Iterator[RowMapping]:
        """The lines of a query whose `column` has one of `values`."""
        with self._transaction() as connection:
            for start in range(0, len(values), _MOST_VALUES):
                chunk = query.where(column.in_(values[start : start + _MOST_VALUES]))
                yield from connection.execute(chunk).mappings()


def _first_of(kind: str) -> Select[Any]:
    columns = tables.plan_names.c
    query = select(columns.name, columns.unit).where(columns.kind == kind)
    return query.order_by(columns.plan, columns.position)


def _cell(wanted: Field) -> ColumnElement[str]:
    """The cell of a field of a row, "" where it is blank or missing."""
    return func.coalesce(_cell_of(tables.rows.c.fields, literal(wanted.value, String)), "")


class _cell_of(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """The cell of a field in the cells of a row, NULL where the row has none."""

    type = String()
    inherit_cache = True


@compiles(_cell_of)
def _cell_in_sqlite(element: _cell_of, compiler: SQLCompiler, **options: Any) -> str:
    cells, name = (compiler.process(clause, **options) for clause in element.clauses)
    return f"json_extract({cells}, '$.' || {name})"


@compiles(_cell_of, "postgresql")
def _cell_in_postgresql(element: _cell_of, compiler: SQLCompiler, **options: Any) -> str:
    cells, name = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(CAST({cells} AS JSON) ->> {name})"


class _place_of(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """Where a text first has another in it, letter for letter, from 1; 0 where it has not."""

    type = Integer()
    inherit_cache = True


@compiles(_place_of)
def _place_in_sqlite(element: _place_of, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_place_of, "postgresql")
def _place_in_postgresql(element: _place_of, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"
