"""Search by meaning: a Chroma collection of vectors, derived from the catalogue and never the truth.

The collection is named by the embedding model, so that vectors of two models never meet. A vector's id is a hash of
what was embedded (see `records.vector_id`): vectors are only ever added beside the old ones, and which of them count is
decided by the catalogue. Chroma on disk may be written by one process at a time, and a process that has it open keeps
answering from what it loaded: `reopen` after another process has written. A server has neither limit; while it is away,
searches fail at once, and the first one after some seconds finds out whether it has come back.
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ingest.store.chroma import ChromaServer, chroma_errors, folder_client, hang_up, not_found, server_client
from ingest.store.errors import StoreError, VectorsAwayError, disk_full, disk_is_full
from ingest.store.records import PlanVectors
from ingest.store.vector_files import DATABASE_NAME, VectorFiles

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection as ChromaCollection

log = logging.getLogger(__name__)

FOLDER_NAME = "vectors"
_BATCH = 64  # passages embedded at a time: short enough for progress to move
_WRITTEN = 512  # vectors written at a time: in small batches Chroma takes three times as long for each
_ID_BATCH = 5_000  # ids in one request
_AWAY_SECONDS = 3.0  # for so long after a fault of the server no search asks it again
_PAUSES = (0.05, 0.2, 0.5)  # seconds before each further attempt

# Rows of a table look alike, and in Chroma's default graph (16 neighbours, 100 visited) those in a thick cluster are
# lost: of 1,000 near-equal texts it found 81% of the 36 nearest, this one 99.7%, for a third more time to build.
_GRAPH: CreateHNSWConfiguration = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}

Report = Callable[[int, int], None]
"""Told how many passages of how many have been embedded."""

T = TypeVar("T")


class NamedEmbeddings(Protocol):
    """LangChain embeddings that know the name of their model and the length of their vectors."""

    @property
    def name(self) -> str:
        """The model, with whatever makes its vectors differ from another's."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each passage."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """A text to be embedded, under the id of its vector."""

    id: str
    plan: str
    kind: str
    text: str


class VectorIndex:
    """The vectors of one embedding model. Safe to share between threads; one object per folder in a process.

    Chroma shares what it has loaded between the clients of a folder, so that a second object would keep `reopen` of
    the first from having an effect.
    """

    def __init__(
        self,
        folder: Path,
        embeddings: Callable[[], NamedEmbeddings],
        server: ChromaServer | None = None,
        part: str = "",
    ) -> None:
        """`folder` holds the vectors unless a `server` does; nothing is loaded before it is needed.

        A `part` of an index that stands apart has a collection of its own, since a server holds those of all.
        """
        self._folder = folder
        self._part = part
        self._server = server
        self._away_until = 0.0  # by the monotonic clock
        self._load_embeddings = embeddings
        self._embeddings: NamedEmbeddings | None = None
        self._client: Client | None = None
        self._collection: ChromaCollection | None = None
        self._lock = threading.RLock()
        self._files = VectorFiles(folder)

    @property
    def embeddings(self) -> NamedEmbeddings:
        """The embedding model, loaded when it is first needed."""
        with self._lock:
            self.load()
            return cast("NamedEmbeddings", self._embeddings)

    def load(self) -> None:
        """Load the embedding model now."""
        with self._lock:
            if self._embeddings is None:
                self._embeddings = self._load_embeddings()

    def loaded_collection(self) -> str | None:
        """The name of the model's collection, None as long as the model has not been loaded."""
        with self._lock:
            return None if self._embeddings is None else collection_name(self._embeddings)

    @property
    def where(self) -> str:
        """The folder or the server."""
        return self._server.url if self._server else str(self._folder)

    def exists(self) -> bool:
        """Whether there is something to search; a server is taken to be there."""
        return self._server is not None or (self._folder / DATABASE_NAME).exists()

    def has(self, collection: str) -> bool:
        """Whether a collection has been made, filled or not; a folder is taken to have what it ever had."""
        if self._server is None:
            return self.exists()
        with self._using():
            try:
                self._connect().get_collection(self._named(collection), embedding_function=None)
            except not_found():
                return False
        return True

    def check(self) -> None:
        """Ask the server, where there is one, whether it answers. Raises VectorsAwayError."""
        if self._server is not None:
            with self._using():
                self._connect().heartbeat()

    def seal(self) -> str:
        """What tells later whether the files are still as they are now; "" for a server, which keeps its own."""
        with self._lock:
            return "" if self._server is not None else self._files.seal(collection_name(self.embeddings))

    def is_sound(self, seal: str, collection: str) -> bool:
        """Whether the files are those that were sealed for a collection, so that Chroma may open them."""
        with self._lock:
            return self._server is not None or self._files.match(seal, collection)

    def is_safe(self, seal: str | None) -> bool:
        """Whether a writer may go on with the files, though another was broken off; None: there is no seal of them."""
        with self._lock:
            if self._server is not None or not self.exists():
                return True
            if seal is None:
                return self._files.database_is_whole()
            return self._files.graphs_match(seal, collection_name(self.embeddings))

    def add(
        self, entries: Iterable[VectorEntry], report: Report | None = None, kept: Iterable[PlanVectors] = ()
    ) -> int:
        """Put in the vectors of those entries that have none yet; returns how many of them had to be embedded.

        Vectors that are `kept` elsewhere are taken from there. Other threads can search while a batch is embedded.
        """
        wanted = {entry.id: entry for entry in entries}
        known: set[str] = set()
        for ids in _batches(list(wanted), _ID_BATCH):
            known.update(self._ids(ids=ids))
        missing = [entry for entry in wanted.values() if entry.id not in known]
        for vectors in kept:
            missing = self._put_in(missing, vectors)
        done = 0
        for written in _batches(missing, min(_WRITTEN, self._largest_batch())):
            embedded: list[list[float]] = []
            for batch in _batches(written, _BATCH):
                embedded += self.embeddings.embed_documents([entry.text for entry in batch])
                if report is not None:
                    report(done + len(embedded), len(missing))
            self._write(written, embedded)
            done += len(written)
        return done

    def keep_only(self, ids: Collection[str], plan: str | None = None) -> int:
        """Drop every vector (of one plan, or of all) whose id is not among `ids`; returns how many that were."""
        if not self.exists():
            return 0
        stale = sorted(self._ids(where={"plan": plan} if plan else None) - set(ids))
        for batch in _batches(stale, min(_ID_BATCH, self._largest_batch())):
            self._tried(partial(self._delete, batch))
        return len(stale)

    def matrix(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """The vectors with these ids, (ids, dimension), in their order. Raises StoreError where one is missing."""
        found: dict[str, Any] = {}
        for batch in _batches(list(dict.fromkeys(ids)), _ID_BATCH):
            found.update(self._tried(partial(self._get, batch)))
        if missing := [vector_id for vector_id in ids if vector_id not in found]:
            raise self.unreadable(KeyError(missing[0]))
        ordered = [found[vector_id] for vector_id in ids]
        return np.asarray(ordered, np.float32).reshape(len(ids), self.embeddings.dimension)

    def count(self) -> int:
        """How many vectors the model has."""
        return len(self.ids())

    def ids(self) -> set[str]:
        """The ids of all vectors of the model."""
        return self._ids() if self.exists() else set()

    def search(
        self, vector: Sequence[float], plans: Collection[str] | None, kinds: Collection[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """The ids of the nearest vectors with their cosine to `vector`, nearest first.

        None for `plans` or `kinds` means all. Vectors that the catalogue does not name (of a plan that is being
        added, or whose adding was broken off) may be among them. Raises StoreError when the index cannot be read.
        """
        if limit < 1 or not self.exists() or (plans is not None and not plans) or (kinds is not None and not kinds):
            return []
        if self._server is not None and time.monotonic() < self._away_until:
            raise self._server.away("…")
        where = _where(plans, kinds)
        with self._using():
            try:
                return self._nearest(list(vector), where, limit)
            except chroma_errors():
                self.reopen()  # another process may have built it anew under us
            try:
                return self._nearest(list(vector), where, limit)
            except not_found():
                return []
            except chroma_errors() as error:
                raise self.unreadable(error) from error

    def clear(self) -> None:
        """Drop all vectors: the whole folder, damaged or not, or on a server the model's collection."""
        with self._using():
            if self._server is not None:
                self._open(create=True)
                self._connect().delete_collection(self._name())
            self.reopen()
            if self._server is None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._files.forget()

    def drop_files(self) -> None:
        """Drop the folder, where there is one."""
        if self._server is None:
            self.clear()

    def reopen(self) -> None:
        """Forget what Chroma has loaded, so that the next use reads it anew."""
        with self._lock:
            self._collection = None
            if self._server is None:
                self._disconnect()

    def close(self) -> None:
        """Let go of the files or the connections."""
        with self._lock:
            self._collection = None
            self._disconnect()

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            hang_up(client)

    @contextmanager
    def _using(self) -> Iterator[None]:
        """What Chroma does: one thread at a time in a folder; a server's faults are told as such."""
        if self._server is None:
            with self._lock:
                yield
            return
        faults: tuple[type[Exception], ...] = (*chroma_errors(), VectorsAwayError)
        try:
            yield
            self._away_until = 0.0
        except faults as error:
            self._away_until = time.monotonic() + _AWAY_SECONDS
            self.reopen()  # it may come back with other data
            raise error if isinstance(error, VectorsAwayError) else self._server.away(error) from error

    def _ids(self, ids: list[str] | None = None, where: dict[str, Any] | None = None) -> set[str]:
        """Which of `ids` there are, or all ids under a filter."""
        return set(self._tried(lambda: self._open(create=True).get(ids=ids, where=where, include=[]))["ids"])

    def _put_in(self, missing: list[VectorEntry], kept: PlanVectors) -> list[VectorEntry]:
        """Put in the vectors that are kept elsewhere; returns the entries that are still missing."""
        place = {vector_id: at for at, vector_id in enumerate(kept.ids)}
        found = [entry for entry in missing if entry.id in place]
        for batch in _batches(found, min(_WRITTEN, self._largest_batch())):
            self._write(batch, kept.matrix[[place[entry.id] for entry in batch]].tolist())
        return [entry for entry in missing if entry.id not in place]

    def _tried(self, work: Callable[[], T]) -> T:
        """Has Chroma do something that can be done twice, again where it fails. Raises StoreError.

        A process that only searches writes to Chroma's SQLite file as well, and a writer that meets it there fails.
        """
        if self._server is not None:
            with self._using():
                return work()
        with self._lock:
            for pause in _PAUSES:
                try:
                    return work()
                except chroma_errors() as error:
                    log.info("%s: %s", self.where, error)
                    self.reopen()
                    time.sleep(pause)
            try:
                return work()
            except chroma_errors() as error:
                raise self.unreadable(error) from error

    def _delete(self, ids: list[str]) -> None:
        self._open(create=True).delete(ids=ids)

    def _get(self, ids: list[str]) -> dict[str, Any]:
        """The vectors with these ids, by id; those that there are not are left out."""
        got = self._open(create=True).get(ids=ids, include=["embeddings"])
        return dict(zip(got["ids"], cast("Any", got["embeddings"]), strict=True))

    def _write(self, entries: list[VectorEntry], embedded: list[list[float]]) -> None:
        self._tried(
            lambda: self._open(create=True).upsert(
                ids=[entry.id for entry in entries],
                embeddings=cast("Any", embedded),
                metadatas=[{"plan": entry.plan, "kind": entry.kind} for entry in entries],
            )
        )

    def _largest_batch(self) -> int:
        return self._tried(lambda: self._connect().get_max_batch_size())

    def _nearest(self, vector: list[float], where: dict[str, Any] | None, limit: int) -> list[tuple[str, float]]:
        found = self._open(create=False).query(
            query_embeddings=cast("Any", [vector]),
            n_results=limit,
            where=where,
            include=["distances"],
        )
        distances = cast("list[list[float]]", found["distances"])
        return [(vector_id, 1 - distance) for vector_id, distance in zip(found["ids"][0], distances[0], strict=True)]

    def _connect(self) -> Client:
        with self._lock:
            if self._client is None:
                if self._server is not None:
                    self._client = server_client(self._server)
                else:
                    damaged: tuple[type[Exception], ...] = (*chroma_errors(), ValueError, AttributeError)
                    try:
                        self._client = folder_client(self._folder)
                    except damaged as error:
                        raise self.unreadable(error) from error
            return self._client

    def _open(self, create: bool) -> ChromaCollection:
        """The model's collection; with `create`, made where it is missing, else raises chromadb's NotFoundError.

        It holds vectors and no texts: Chroma would index the texts again, at six times the cost of the vectors.
        """
        with self._lock:
            if self._collection is None:
                name, client = self._name(), self._connect()
                if create:
                    made = {"hnsw": _GRAPH}
                    self._collection = client.get_or_create_collection(
                        name, configuration=cast("Any", made), embedding_function=None
                    )
                else:
                    self._collection = client.get_collection(name, embedding_function=None)
            return self._collection

    def _name(self) -> str:
        return self._named(collection_name(self.embeddings))

    def _named(self, collection: str) -> str:
        return f"{collection}-{self._part}" if self._part else collection

    def unreadable(self, error: object) -> StoreError:
        """The error for vectors that cannot be used."""
        if self._server is not None:
            return self._server.away(error)
        why = str(error)
        if disk_is_full(why):
            return disk_full(self.where, why)
        return StoreError(
            f"{self.where}: không đọc được chỉ mục vectơ ({why}); hãy dựng lại bằng: python -m ingest rebuild",
            f"{self.where}: the vector index cannot be read ({why}); rebuild it with: python -m ingest rebuild",
        )


def collection_name(embeddings: NamedEmbeddings) -> str:
    """A name that Chroma takes (letters, digits, `.`, `_`, `-`): "intfloat-multilingual-e5-small-384"."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", embeddings.name).strip("._-")
    return f"{plain[:400]}-{embeddings.dimension}"


def _where(plans: Collection[str] | None, kinds: Collection[str] | None) -> dict[str, Any] | None:
    """Chroma's filter: it takes one condition, or several under `$and`."""
    wanted = {"plan": plans, "kind": kinds}
    conditions = [{name: {"$in": sorted(values)}} for name, values in wanted.items() if values is not None]
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return {"$and": conditions}


def _batches(items: Sequence[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
