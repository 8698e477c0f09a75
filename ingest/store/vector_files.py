"""Whether Chroma's files are as the last writer left them, told without opening them with Chroma.

Chroma trusts its files. A graph that was cut short, by a full disk or a copy broken off, ends the process that searches
it (a segmentation fault, an abort); a folder of a graph that is gone is passed over in silence, and most vectors with
it. So a writer that has finished notes a seal of the files in the catalogue, and whoever opens them compares first.

Chroma changes its SQLite file even when it only reads, so that file is checked by SQLite itself and by the number of
vectors in it. A graph is written down once it has a thousand vectors, with its table of contents beside it, and then
only by writers; its files are checked by their digests. Before that, its files hold nothing and are made anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

DATABASE_NAME = "chroma.sqlite3"
_UNREADABLE = (OSError, sqlite3.Error, ValueError)  # the last for text that is no UTF-8
_CONTENTS = "index_metadata.pickle"
_GRAPHS = """
    SELECT segments.id FROM segments JOIN collections ON collections.id = segments.collection
    WHERE collections.name = ? AND segments.scope = 'VECTOR'
"""
_COUNT = """
    SELECT count(*) FROM embeddings
    JOIN segments ON segments.id = embeddings.segment_id JOIN collections ON collections.id = segments.collection
    WHERE collections.name = ?
"""


class Seal(BaseModel):
    """What Chroma's folder holds for one collection."""

    model_config = ConfigDict(frozen=True)

    vectors: int
    graphs: Mapping[str, str]
    """The digests of the graphs' files by their paths in the folder."""

    @staticmethod
    def of(text: str) -> Seal | None:
        """The seal that was kept, None where there is none that can be read."""
        try:
            return Seal.model_validate_json(text) if text else None
        except ValidationError:
            return None


class VectorFiles:
    """The files of one Chroma folder. Not safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digests: dict[Path, tuple[tuple[int, int, int], str]] = {}
        self._database_was_whole = False

    def seal(self, collection: str) -> str:
        """The seal of the folder as it is now, "" where it cannot be read; its database has been read by Chroma."""
        try:
            sealed = Seal(vectors=self._count(collection), graphs=self._graphs(collection))
        except _UNREADABLE:
            return ""
        self._database_was_whole = True
        return sealed.model_dump_json()

    def match(self, seal: str, collection: str) -> bool:
        """Whether the files are those that were sealed, every vector of the collection among them."""
        known = Seal.of(seal)
        if known is None or not self.graphs_match(seal, collection):
            return False
        try:
            return self._count(collection) == known.vectors
        except _UNREADABLE:
            return False

    def graphs_match(self, seal: str, collection: str) -> bool:
        """Whether the database is whole and the graph is the one that was sealed, whatever was added since."""
        known = Seal.of(seal)
        if known is None or not self.database_is_whole():
            return False
        try:
            return self._graphs(collection) == known.graphs
        except _UNREADABLE:
            return False

    def database_is_whole(self) -> bool:
        """Whether SQLite finds the database in order; looked at once, since it takes longer the larger it is."""
        if not self._database_was_whole and (self._folder / DATABASE_NAME).exists():
            try:
                with closing(self._connect()) as connection:
                    self._database_was_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            except _UNREADABLE:
                return False
        return self._database_was_whole

    def forget(self) -> None:
        """The folder has been dropped; nothing is known of what comes in its place."""
        self._digests.clear()
        self._database_was_whole = False

    def _graphs(self, collection: str) -> dict[str, str]:
        """The digests of the files of a collection's graph, by their paths in the folder."""
        with closing(self._connect()) as connection:
            folders = [self._folder / name for (name,) in connection.execute(_GRAPHS, (collection,))]
        written = [folder for folder in folders if (folder / _CONTENTS).exists()]
        return {
            str(path.relative_to(self._folder)): self._digest(path)
            for folder in written
            for path in sorted(folder.iterdir())
        }

    def _digest(self, path: Path) -> str:
        """The digest of a file, read again only where it has changed."""
        stat = path.stat()
        stamp = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        known = self._digests.get(path)
        if known is None or known[0] != stamp:
            with path.open("rb") as file:
                known = self._digests[path] = (stamp, hashlib.file_digest(file, "blake2b").hexdigest()[:32])
        return known[1]

    def _count(self, collection: str) -> int:
        with closing(self._connect()) as connection:
            return int(connection.execute(_COUNT, (collection,)).fetchone()[0])

    def _connect(self) -> sqlite3.Connection:
        if not (self._folder / DATABASE_NAME).exists():
            raise sqlite3.OperationalError(DATABASE_NAME)  # which connecting would make
        return sqlite3.connect(self._folder / DATABASE_NAME, timeout=10)
