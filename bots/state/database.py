"""The database of the state: its address, its transactions, and its faults as messages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bots.state import tables
from ingest.errors import PlanError
from ingest.store.engine import database_address, database_engine, insert_or
from ingest.store.errors import StoreError

FILE_NAME = "state.sqlite3"

_LOCK_CLASS = 0x424F5453  # "BOTS"; see `ingest.store.database`
_LOCK_TAKEN = text("SELECT pg_advisory_xact_lock(:lock_class, hashtext(current_schema()))")


class StateError(PlanError):
    """What the bots remember cannot be read or written."""


def state_url(folder: Path, database_url: str | None) -> URL:
    """The database of the state: `database_url` where it is set, else a SQLite file in the index folder.

    Raises StateError when `database_url` is no address of a database that can be used.
    """
    if not database_url:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    try:
        return database_address(database_url)
    except StoreError as error:
        raise StateError(error.vietnamese, error.english) from error


class Database:
    """Transactions on the state's tables, which are made or upgraded when it is opened; threads and processes share it.

    A transaction that writes begins with a statement that writes: one that read first would fail, not wait, when
    another process writes at the same time (SQLite gives a reader no way to become the writer of a newer state). No
    transaction relies on seeing one state in two statements, which PostgreSQL is not asked for here.
    """

    def __init__(self, url: URL) -> None:
        """Raises StateError when the database cannot be opened."""
        self._where = url.render_as_string(hide_password=True)
        self.is_server = url.get_backend_name() != "sqlite"
        file = None if self.is_server or not url.database else Path(url.database)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._engine = database_engine(url, "READ COMMITTED")
        except StoreError as error:
            raise StateError(error.vietnamese, error.english) from error
        with self.transaction() as connection:
            ready = tables.migrations().version(connection) == tables.migrations().head
        if not ready:
            self._prepare(file)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: a consistent view to read, all or nothing to write. Raises StateError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeoutError) as error:
            raise self._fault(getattr(error, "orig", None) or error) from error

    def _prepare(self, file: Path | None) -> None:
        """Make the tables, or bring earlier ones up to date, one process at a time."""
        if file:
            with FileLock(file.with_name(f"{file.name}.lock"), timeout=60):
                self._upgrade()
        else:
            self._upgrade()

    def _upgrade(self) -> None:
        migrations = tables.migrations()
        with self.transaction() as connection:
            if self.is_server:
                connection.execute(_LOCK_TAKEN, {"lock_class": _LOCK_CLASS})
            if migrations.version(connection) != migrations.head:
                migrations.upgrade(connection)  # new ones too: this process may not know the tables of every channel

    def _fault(self, cause: BaseException) -> StateError:
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        if self.is_server:
            return StateError(
                f"{self._where}: không đọc hoặc ghi được trạng thái hội thoại ({lines[0]}); hãy kiểm tra máy chủ"
                " PostgreSQL và DATABASE_URL rồi thử lại",
                f"{self._where}: the state of conversations cannot be read or written ({lines[0]}); check the"
                " PostgreSQL server and DATABASE_URL, then try again",
            )
        return StateError(
            f"{self._where}: không đọc hoặc ghi được trạng thái hội thoại ({lines[0]}); hãy kiểm tra ổ đĩa và"
            " quyền ghi",
            f"{self._where}: the state of conversations cannot be read or written ({lines[0]}); check the disk"
            " and its permissions",
        )


def put(
    connection: Connection, table: Table, values: Mapping[str, Any], changed: Mapping[str, Any] | None = None
) -> None:
    """Insert a line or, where there is one of its key, change that: to the same values, or to those of `changed`.

    In one statement, so that two processes that put the same line at once do not meet in between.
    """
    put_all(connection, table, [values], () if changed is not None else list(values), changed)


def put_all(
    connection: Connection,
    table: Table,
    lines: Sequence[Mapping[str, Any]],
    renewed: Collection[str],
    changed: Mapping[str, Any] | None = None,
) -> None:
    """The same for several lines with values of the same columns: of those that are there, the columns `renewed` take
    the new values, or what `changed` has for them."""
    if not lines:
        return
    line = insert_or(connection, table)
    key = [column.name for column in table.primary_key]
    new = {name: line.excluded[name] for name in renewed if name not in key} | dict(changed or {})
    connection.execute(line.on_conflict_do_update(index_elements=key, set_=new), [dict(values) for values in lines])
