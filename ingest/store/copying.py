"""Copies the tables of one catalogue over those of another, within a transaction of the other.

A copy is always a SQLite file, so that what was saved on a server can be loaded into a folder and the other way round.
What the bots remember stands beside the catalogue on a server, in tables whose names begin with `bot_`; in a folder it
is a file of its own, and so it is in a copy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    MetaData,
    Table,
    Text,
    column,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy import table as plain_table
from sqlalchemy.sql.expression import TableClause

from ingest.store import tables
from ingest.store.migrating import CATALOGUE

_AT_ONCE = 1_000  # lines
_OF_BOTS = "bot_"
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


def copy_out(source: Connection, copy: Path, files: Path) -> None:
    """Write what a catalogue on a server holds into a new SQLite file, and its kept files into a folder that is there.

    `source` is in a transaction that sees one state.
    """
    with _new_file(copy) as target:
        CATALOGUE.create(target)
        for table in tables.tables_of(target.dialect.name):
            if table is not tables.vector_state:
                _copy(source, target, table, ())
    kept = tables.source_files.c
    for (digest,) in source.execute(select(kept.sha256)).all():
        content = source.execute(select(kept.content).where(kept.sha256 == digest)).scalar_one()
        (files / digest).write_bytes(content)


def copy_bots_out(source: Connection, copy: Path) -> bool:
    """Write what the bots remember beside a catalogue on a server into a new SQLite file; whether there is anything."""
    names = _names_of_bots(source)
    if names:
        with _new_file(copy) as target:
            _copy_reflected(source, target, names)
    return bool(names)


def copy_bots_in(copy: Path, target: Connection) -> None:
    """Put what the bots remember, a SQLite file, in the place of what `target` has of it beside its catalogue.

    Tables that are there and of the same version are filled; others are made as the copy has them, and the bots bring
    them up to date when they are next started.
    """
    engine = create_engine(URL.create("sqlite", database=str(copy)))
    try:
        with closing(engine.connect()) as source:
            there = _reflected(target, _names_of_bots(target))
            names = _names_of_bots(source)
            if _version(source, names) != _version(target, list(there.tables)):
                there.drop_all(target)
            _copy_reflected(source, target, names)
    finally:
        engine.dispose()


@contextmanager
def _new_file(path: Path) -> Iterator[Connection]:
    """A transaction on a new SQLite file."""
    engine = create_engine(URL.create("sqlite", database=str(path)))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _names_of_bots(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name.startswith(_OF_BOTS)]


def _version(connection: Connection, names: Collection[str]) -> str | None:
    noted = f"{_OF_BOTS}version"
    if noted not in names:
        return None
    return connection.execute(select(column("version_num", Text())).select_from(plain_table(noted))).scalar()


def _reflected(connection: Connection, names: Collection[str]) -> MetaData:
    """Tables as a database has them, in types that every database knows."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def generic(_inspector: object, _table: object, said: dict[str, Any]) -> None:
        said["type"] = said["type"].as_generic()
        if "nextval(" in (said.get("default") or ""):
            said["default"] = None  # PostgreSQL's way of counting; each database has its own

    if names:
        found.reflect(connection, only=list(names))
    return found


def _copy_reflected(source: Connection, target: Connection, names: Collection[str]) -> None:
    others = _reflected(source, names)
    others.create_all(target)
    for table in reversed(others.sorted_tables):
        target.execute(delete(table))
    for table in others.sorted_tables:
        _copy(source, target, table, ())
        _count_on(target, table)


def _count_on(target: Connection, table: Table) -> None:
    """Have PostgreSQL count on from the highest number that was copied."""
    if target.dialect.name != "postgresql":
        return
    for one in table.primary_key.columns:
        counter = target.execute(select(func.pg_get_serial_sequence(table.name, one.name))).scalar()
        if counter is not None:
            highest = select(func.coalesce(func.max(one), 0) + 1).scalar_subquery()
            target.execute(select(func.setval(counter, highest, False)))


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
    _copy_reflected(source, target, names)
