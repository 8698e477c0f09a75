"""The database of the state: its address, its transactions, and its faults as messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from bots.state import tables
from ingest.errors import PlanError
from ingest.store.engine import sqlite_engine

FILE_NAME = "state.sqlite3"


class StateError(PlanError):
    """What the bots remember cannot be read or written."""


def state_url(folder: Path, database_url: str | None) -> URL:
    """The database of the state: `database_url` where it is set, else a SQLite file in the index folder.

    Raises StateError when `database_url` is no address of a database.
    """
    if not database_url:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    try:
        return make_url(database_url)
    except ArgumentError as error:
        raise StateError(
            "DATABASE_URL: không phải địa chỉ cơ sở dữ liệu; hãy viết như sqlite:////thư/mục/tệp.sqlite3 hoặc bỏ trống",
            "DATABASE_URL: not the address of a database; write it like sqlite:////folder/file.sqlite3 or leave it out",
        ) from error


class Database:
    """Transactions on the state's tables, which are made where they are missing; threads and processes may share it.

    A transaction that writes begins with a statement that writes: one that read first would fail, not wait, when
    another process writes at the same time (SQLite gives a reader no way to become the writer of a newer state).
    """

    def __init__(self, url: URL) -> None:
        """Raises StateError when the database cannot be opened."""
        self._where = url.render_as_string(hide_password=True)
        sqlite = url.get_backend_name() == "sqlite"
        if sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self._engine = sqlite_engine(url) if sqlite else create_engine(url, pool_pre_ping=True)
        with self.transaction() as connection:
            tables.metadata.create_all(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: a consistent view to read, all or nothing to write. Raises StateError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise StateError(
                f"{self._where}: không đọc hoặc ghi được trạng thái hội thoại ({error.orig}); hãy kiểm tra ổ đĩa và"
                " quyền ghi",
                f"{self._where}: the state of conversations cannot be read or written ({error.orig}); check the disk"
                " and its permissions",
            ) from error
