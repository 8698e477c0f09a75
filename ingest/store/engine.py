"""Where the database is, and how SQLite and PostgreSQL are set up for one writer beside many readers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError

from ingest.store.errors import StoreError

FILE_NAME = "catalogue.sqlite3"

_SEARCH_PATH = re.compile(r"-c\s*search_path=(\S+)")

_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",  # readers go on while a plan is written
    "PRAGMA synchronous = NORMAL",  # safe against a killed process, and with WAL against a corrupted file
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
)

_CONNECT_SECONDS = 5
_POOL_SECONDS = 10  # a request waits so long for a connection and is then told that the database is busy
_SERVER_SETTINGS = {
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "300s",
    # A machine that vanished without a word must not keep its locks for the two hours of the system's default.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "timezone": "UTC",
}

Isolation = Literal["READ COMMITTED", "REPEATABLE READ"]


def database_address(database_url: str) -> URL:
    """The address as SQLAlchemy reads it. Raises StoreError when it is none, or of a database that is not supported."""
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise StoreError(
            f"DATABASE_URL: không phải địa chỉ cơ sở dữ liệu; {_FORMS_VIETNAMESE}",
            f"DATABASE_URL: not the address of a database; {_FORMS_ENGLISH}",
        ) from error
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(
            f"DATABASE_URL: chưa hỗ trợ cơ sở dữ liệu {backend}; {_FORMS_VIETNAMESE}",
            f"DATABASE_URL: {backend} is not supported; {_FORMS_ENGLISH}",
        )
    return url


_FORMS_VIETNAMESE = (
    "hãy viết như postgresql+psycopg://NGƯỜI_DÙNG:MẬT_KHẨU@MÁY/TÊN hoặc sqlite:////thư/mục/tệp.sqlite3, hoặc bỏ trống"
)
_FORMS_ENGLISH = (
    "write it like postgresql+psycopg://USER:PASSWORD@HOST/NAME or sqlite:////folder/file.sqlite3, or leave it out"
)


def catalogue_url(folder: Path, database_url: str | None, part: str = "") -> URL:
    """The database of an index: `database_url` where it is set, else a SQLite file in the index folder.

    A `part` of an index that stands apart is a file of its own beside SQLite's, or a schema of its own on a server.
    Raises StoreError when `database_url` is no address of a database that can be used.
    """
    if not database_url:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    return _part_of(database_address(database_url), part)


def database_engine(url: URL, isolation: Isolation) -> Engine:
    """An engine for SQLite or PostgreSQL; nothing is connected yet.

    `isolation` is PostgreSQL's: with REPEATABLE READ all statements of a transaction see one state of the database,
    as they always do in SQLite. Raises StoreError when the driver is not installed.
    """
    return sqlite_engine(url) if url.get_backend_name() == "sqlite" else _server_engine(url, isolation)


def _part_of(url: URL, part: str) -> URL:
    if not part or not url.database:
        return url
    if url.get_backend_name() == "sqlite":
        path = Path(url.database)
        return url.set(database=str(path.with_name(f"{path.stem}-{part}{path.suffix}")))
    said, schema = _options(url), schema_of(url)
    rest = _SEARCH_PATH.sub("", said).strip()
    return url.update_query_dict({"options": f"{rest} -csearch_path={f'{schema}_{part}' if schema else part}".strip()})


def schema_of(url: URL) -> str:
    """The schema that an address says is used first; "": it leaves that to the server."""
    found = _SEARCH_PATH.search(_options(url))
    return found[1].split(",")[0].strip('"') if found else ""


def _options(url: URL) -> str:
    """What an address says of the session."""
    given = url.query.get("options", "")
    return " ".join(given) if isinstance(given, tuple) else given


def sqlite_engine(url: URL) -> Engine:
    """An engine whose transactions begin where SQLAlchemy says so, which Python's sqlite3 leaves to the first write.

    The recipe is that of SQLAlchemy's manual ("Serializable isolation / Savepoints / Transactional DDL").
    """
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _server_engine(url: URL, isolation: Isolation) -> Engine:
    # What the address says of the session holds above ours.
    options = " ".join([*(f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items()), _options(url)]).strip()
    try:
        return create_engine(
            url.difference_update_query(["options"]),
            isolation_level=isolation,
            pool_pre_ping=True,  # so that a restarted server costs nobody an answer
            pool_size=5,
            max_overflow=15,
            pool_timeout=_POOL_SECONDS,
            connect_args={
                "connect_timeout": _CONNECT_SECONDS,
                "application_name": "plan-assistant",
                "options": options,
            },
        )
    except ImportError as error:
        raise StoreError(
            "DATABASE_URL: thiếu trình điều khiển PostgreSQL; hãy cài: pip install 'plan-assistant[servers]'",
            "DATABASE_URL: the PostgreSQL driver is missing; install it: pip install 'plan-assistant[servers]'",
        ) from error


def insert_or(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what to do on conflict, which SQLite and PostgreSQL spell alike."""
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
