"""Copies the tables of one catalogue over those of another, within a transaction of the other."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, Table, Text, column, create_engine, delete, insert, inspect, select
from sqlalchemy import table as plain_table
from sqlalchemy.sql.expression import TableClause

from ingest.store import tables

_AT_ONCE = 1_000  # lines
_OWN = {tables.state.name, tables.vector_state.name}
"""What a catalogue knows of itself and of the vectors beside it; it is not copied."""


def copy_all(copy: Path, target: Connection) -> None:
    """Put all that a copy of a catalogue holds, a SQLite file, in the place of what `target` holds.

    Passages get new numbers, since the word index knows others by the old ones. Tables that are not the catalogue's
    (what the bots remember, where it stands in the same database) are copied as they are.
    """
    engine = create_engine(URL.create("sqlite", database=str(copy)))
    try:
        with closing(engine.connect()) as source:
            own = tables.tables_of(source.dialect.name)
            for table in reversed(own):
                if table.name not in _OWN:
                    target.execute(delete(table))
            for table in own:
                if table.name not in _OWN:
                    _copy(source, target, table, {"key"} if table is tables.passages else ())
            _copy_others(source, target)
    finally:
        engine.dispose()


def _copy(source: Connection, target: Connection, table: Table, without: Collection[str]) -> None:
    plain = _plain(table, without)
    order = table.primary_key.columns
    result = source.execution_options(stream_results=True).execute(select(*plain.c).order_by(*order))
    for lines in result.mappings().partitions(_AT_ONCE):
        target.execute(insert(plain), [dict(line) for line in lines])


def _plain(table: Table, without: Collection[str]) -> TableClause:
    """A table whose records are passed on as the text that they are kept as."""
    columns = (
        column(one.name, Text() if isinstance(one.type, tables.Record) else one.type)
        for one in table.columns
        if one.name not in without
    )
    return plain_table(table.name, *columns)


def _copy_others(source: Connection, target: Connection) -> None:
    known = set(tables.metadata.tables)
    names = [name for name in inspect(source).get_table_names() if name not in known]
    if not names:
        return
    others = MetaData()
    others.reflect(source, only=names)
    others.create_all(target)
    for table in reversed(others.sorted_tables):
        target.execute(delete(table))
    for table in others.sorted_tables:
        _copy(source, target, table, ())
