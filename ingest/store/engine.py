"""Where the catalogue's database is and how SQLite is set up for one writer beside many readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from ingest.store.errors import StoreError

FILE_NAME = "catalogue.sqlite3"

_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",  # readers go on while a plan is written
    "PRAGMA synchronous = NORMAL",  # safe against a killed process, and with WAL against a corrupted file
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
)


def catalogue_url(folder: Path, database_url: str | None, part: str = "") -> URL:
    """The database of an index: `database_url` where it is set, else a SQLite file in the index folder.

    A `part` of an index that stands apart is a file of its own beside SQLite's, or a schema of its own on a server.
    Raises StoreError when `database_url` is no address of a database.
    """
    if not database_url:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    try:
        return _part_of(make_url(database_url), part)
    except ArgumentError as error:
        raise StoreError(
            "DATABASE_URL: không phải địa chỉ cơ sở dữ liệu; hãy viết như sqlite:////thư/mục/tệp.sqlite3 hoặc bỏ trống",
            "DATABASE_URL: not the address of a database; write it like sqlite:////folder/file.sqlite3 or leave it out",
        ) from error


def _part_of(url: URL, part: str) -> URL:
    if not part or not url.database:
        return url
    if url.get_backend_name() == "sqlite":
        path = Path(url.database)
        return url.set(database=str(path.with_name(f"{path.stem}-{part}{path.suffix}")))
    return url.update_query_dict({"options": f"-csearch_path={part}"})


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
