"""The catalogue on a disk that cannot be written, which SQLite has to be told where there is a write-ahead log."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Engine, NullPool, create_engine


def is_read_only(url: URL) -> bool:
    """Whether a SQLite database is there and its folder, in which its log would stand, cannot be written."""
    path = Path(url.database or "")
    return bool(url.database) and path.is_file() and not os.access(path.parent, os.W_OK)


def read_only_engine(url: URL) -> Engine:
    """An engine that only reads. It opens the file anew each time, so that nothing of an earlier state is held.

    Where a log was left beside the database, it is read too; where there is none, nobody writes.
    """
    path = Path(url.database or "").resolve()

    def connect() -> sqlite3.Connection:
        mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
        return sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, check_same_thread=False)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)
