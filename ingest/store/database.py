"""The catalogue's database: its transactions, its writer's lock, and its faults as messages.

On PostgreSQL a writer holds an advisory lock, which ends with its session however that ends, and writes through that
very session: a writer that has lost the lock, because the server restarted or the network broke, has lost the
connection with it and can change nothing any more. In a folder the lock is a file's, which ends with the process.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.schema import CreateSchema

from ingest.store.engine import database_engine, schema_of
from ingest.store.errors import IndexBusyError, StoreError, database_fault
from ingest.store.read_only import is_read_only, read_only_engine

_LOCK_CLASS = 0x504C414E  # "PLAN": advisory locks are numbers that all programs on a database share
_LOCK_TAKEN = text("SELECT pg_advisory_lock(:lock_class, hashtext(current_schema()))")
_LOCK_FREED = text("SELECT pg_advisory_unlock(:lock_class, hashtext(current_schema()))")
_NO_SCHEMA = text("SELECT current_schema() IS NULL")
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code for a lock that was waited for too long


class CatalogueDatabase:
    """Transactions on one database; safe to share between threads."""

    def __init__(self, url: URL) -> None:
        """Nothing is connected or created before it is asked for. Raises StoreError without the driver."""
        self.url = url
        self.is_server = url.get_backend_name() != "sqlite"
        self._is_fixed = not self.is_server and is_read_only(url)
        self._engine = read_only_engine(url) if self._is_fixed else database_engine(url, "REPEATABLE READ")
        self._writer = threading.local()
        self._asking = threading.local()

    @property
    def where(self) -> str:
        """The address as it may be shown."""
        return self.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of the database, None on a server."""
        return None if self.is_server or not self.url.database else Path(self.url.database)

    def close(self) -> None:
        """Close all connections but those that other threads have for `number_in_file`: they end with their threads.

        Closed while its thread uses it, a connection would take the process with it.
        """
        mine: sqlite3.Connection | None = getattr(self._asking, "connection", None)
        if mine is not None:
            mine.close()
        self._asking = threading.local()
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: a consistent view to read, all or nothing to write. Raises StoreError."""
        try:
            writer = self._writing_here
            if writer is None:
                with self._engine.begin() as connection:
                    yield connection
            elif writer.invalidated:
                raise self._lock_lost()  # SQLAlchemy would connect anew, without the lock
            elif writer.in_transaction():
                yield writer
            else:
                with writer.begin():
                    yield writer
        except (DBAPIError, PoolTimeoutError) as error:
            raise self.fault(error) from error

    def number_in_file(self, query: str) -> int:
        """What a query of one number gives, without the cost of a transaction; not on a server. Raises StoreError.

        Each thread has a connection of its own for it, so that nobody waits for those that are reading more.
        """
        try:
            if self._is_fixed:
                with closing(self._engine.raw_connection()) as opened:
                    return int(opened.cursor().execute(query).fetchone()[0])
            connection = getattr(self._asking, "connection", None)
            if connection is None:
                connection = self._asking.connection = self._detached()
            return int(connection.execute(query).fetchone()[0])
        except sqlite3.DatabaseError as error:
            self._asking.connection = None
            raise self.fault(error) from error

    def _detached(self) -> sqlite3.Connection:
        """A connection that is not one of the pool's; it is closed when nobody has it any more."""
        opened = self._engine.raw_connection()
        connection = opened.driver_connection
        opened.detach()
        assert isinstance(connection, sqlite3.Connection)
        return connection

    @contextmanager
    def writing(self, lock: FileLock, seconds: float) -> Iterator[None]:
        """Hold the writer's lock: the server's, or else `lock`. Raises IndexBusyError, StoreError."""
        with self._server_lock(seconds) if self.is_server else _file_lock(lock, seconds):
            yield

    @property
    def _writing_here(self) -> Connection | None:
        """The connection that holds the writer's lock for this thread."""
        return getattr(self._writer, "connection", None)

    @contextmanager
    def _server_lock(self, seconds: float) -> Iterator[None]:
        if self._writing_here is not None:
            yield
            return
        connection = self._lock_connection(seconds)
        self._writer.connection = connection
        try:
            yield
        finally:
            self._writer.connection = None
            _release(connection)

    def _lock_connection(self, seconds: float) -> Connection:
        try:
            connection = self._engine.connect()
        except (DBAPIError, PoolTimeoutError) as error:
            raise self.fault(error) from error
        try:
            _make_schema(connection, schema_of(self.url))
            with connection.begin():
                connection.execute(text(f"SET LOCAL lock_timeout = {max(1, round(seconds * 1000))}"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(_LOCK_TAKEN, {"lock_class": _LOCK_CLASS})
        except DBAPIError as error:
            connection.invalidate()
            connection.close()
            if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
                raise IndexBusyError(self.where, seconds) from error
            raise self.fault(error) from error
        return connection

    def _lock_lost(self) -> StoreError:
        return StoreError(
            f"{self.where}: mất kết nối với cơ sở dữ liệu trong khi ghi; chỉ mục giữ trạng thái trước đó, hãy chạy lại",
            f"{self.where}: the connection to the database was lost while writing; the index keeps its former state,"
            " run again",
        )

    def fault(self, error: Exception) -> StoreError:
        """A fault of the database as a message that says the mend."""
        cause = getattr(error, "orig", None) or error
        told = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
        if self.is_server:
            return StoreError(
                f"{self.where}: không dùng được cơ sở dữ liệu ({told}); hãy kiểm tra máy chủ PostgreSQL và DATABASE_URL"
                " rồi thử lại",
                f"{self.where}: the database cannot be used ({told}); check the PostgreSQL server and DATABASE_URL,"
                " then try again",
            )
        return database_fault(self.where, cause)


def _make_schema(connection: Connection, schema: str) -> None:
    """Make the schema that the address names where it is missing: without one there is nothing to lock, or to fill."""
    if not schema:
        return
    with connection.begin():
        missing = connection.execute(_NO_SCHEMA).scalar_one()
    if missing:
        # Another process may make it at the same instant, which PostgreSQL reports as a fault.
        with suppress(IntegrityError), connection.begin():
            connection.execute(CreateSchema(schema, if_not_exists=True))


def _release(connection: Connection) -> None:
    """Give the lock back, or end the session that holds it."""
    try:
        with connection.begin():
            connection.execute(_LOCK_FREED, {"lock_class": _LOCK_CLASS})
    except SQLAlchemyError:
        connection.invalidate()
    finally:
        connection.close()


@contextmanager
def _file_lock(lock: FileLock, seconds: float) -> Iterator[None]:
    path = Path(lock.lock_file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise IndexBusyError(str(path), seconds) from error
    except OSError as error:
        raise StoreError(
            f"{path.parent}: không ghi được vào thư mục chỉ mục ({error}); hãy kiểm tra quyền ghi, ổ đĩa"
            " có bị gắn chỉ đọc không, hoặc chọn thư mục khác bằng --index",
            f"{path.parent}: the index folder cannot be written ({error}); check its permissions and whether the"
            " disk is mounted read-only, or choose another with --index",
        ) from error
    try:
        yield
    finally:
        lock.release()
