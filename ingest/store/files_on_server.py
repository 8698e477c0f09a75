"""The files that plans were read from, kept in the catalogue's PostgreSQL database for every machine to show.

A machine that is asked for one copies it into its own folder first, where it stays until no plan was read from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import delete, select

from ingest.store import tables
from ingest.store.database import CatalogueDatabase
from ingest.store.engine import insert_or
from ingest.store.errors import StoreError
from ingest.store.files import SourceFiles, changed_while_read


class ServerFiles:
    """The kept files of a catalogue on a server. Writers hold the index's lock; anybody may read."""

    def __init__(self, folder: Path, database: CatalogueDatabase) -> None:
        """`folder` takes the copies of this machine."""
        self._copies = SourceFiles(folder)
        self._database = database

    def path(self, sha256: str) -> Path | None:
        """Where a copy of the file of this content is, None where it was not kept. Raises StoreError."""
        if copy := self._copies.path(sha256):
            return copy
        columns = tables.source_files.c
        with self._database.transaction() as connection:
            content = connection.execute(select(columns.content).where(columns.sha256 == sha256)).scalar()
        return None if content is None else self._copies.put(content, sha256)

    def keep(self, source: Path, sha256: str) -> None:
        """Keep a file. Raises StoreError when its content is no longer what was read, or it cannot be kept."""
        try:
            content = source.read_bytes()
        except OSError as error:
            raise StoreError(
                f"{source}: không đọc lại được tệp ({error}); hãy thêm lại",
                f"{source}: the file cannot be read again ({error}); add it again",
            ) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise changed_while_read(source)
        with self._database.transaction() as connection:
            line = insert_or(connection, tables.source_files).values(sha256=sha256, content=content)
            connection.execute(line.on_conflict_do_nothing())

    def move_in(self, source: Path, sha256: str) -> None:
        """Keep a file of this content and drop it where it was. Raises StoreError."""
        self.keep(source, sha256)
        source.unlink()

    def keep_only(self, used: Collection[str]) -> None:
        """Drop every file but those of these contents, here and in the copies of this machine."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.source_files).where(tables.source_files.c.sha256.not_in(list(used))))
        self._copies.keep_only(used)
