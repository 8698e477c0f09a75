"""Whether Chroma's files are as the last writer left them, told without opening them with Chroma.

Chroma trusts its files. A graph that was cut short, by a full disk or a copy broken off, ends the process that searches
it (a segmentation fault, an abort); a folder of a graph that is gone is passed over in silence, and most vectors with
it. So a writer that has finished notes a seal of the files in the catalogue, and whoever opens them compares first.

Chroma changes its SQLite file even when it only reads, so that file is checked by SQLite itself and by the number of
vectors in it; the graph's files, which only writers change, by their digests.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

DATABASE_NAME = "chroma.sqlite3"
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
            graphs = {str(path.relative_to(self._folder)): self._digest(path) for path in self._graph_files()}
            sealed = Seal(vectors=self._count(collection), graphs=graphs)
        except (OSError, sqlite3.Error):
            return ""
        self._database_was_whole = True
        return sealed.model_dump_json()

    def match(self, seal: str, collection: str) -> bool:
        """Whether the files are those that were sealed, every vector of the collection among them."""
        known = Seal.of(seal)
        if known is None or not self.graphs_match(seal) or not self.database_is_whole():
            return False
        try:
            return self._count(collection) == known.vectors
        except sqlite3.Error:
            return False

    def graphs_match(self, seal: str) -> bool:
        """Whether the graphs are those that were sealed, whatever has been written to the database since."""
        known = Seal.of(seal)
        if known is None:
            return False
        try:
            return all(self._digest(self._folder / name) == digest for name, digest in known.graphs.items())
        except OSError:
            return False

    def database_is_whole(self) -> bool:
        """Whether SQLite finds the database in order; looked at once, since it takes longer the larger it is."""
        if not self._database_was_whole and (self._folder / DATABASE_NAME).exists():
            try:
                with closing(self._connect()) as connection:
                    self._database_was_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            except sqlite3.Error:
                return False
        return self._database_was_whole

    def forget(self) -> None:
        """The folder has been dropped; nothing is known of what comes in its place."""
        self._digests.clear()
        self._database_was_whole = False

    def _graph_files(self) -> Iterator[Path]:
        for path in sorted(self._folder.rglob("*")):
            if path.is_file() and path.parent != self._folder:
                yield path

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
