"""One store before the catalogue and the vectors, so that a plan is replaced, found and removed in one step.

Adding a plan takes three steps under the writer's lock: vectors for the passages that have none yet are written beside
the old ones; one transaction of the catalogue puts the new plan in the place of the old; vectors that no passage names
any more are dropped. Searches resolve vectors through the catalogue, so the transaction alone decides what is seen. A
process killed before it has changed nothing that can be seen; killed after it, it leaves vectors that nobody finds. The
catalogue notes for which generation the vectors are complete, and the next writer that sees them behind completes them.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from ingest.model import Passage, Plan
from ingest.passages import passages
from ingest.store.catalogue import Catalogue
from ingest.store.chroma import ChromaServer
from ingest.store.engine import catalogue_url
from ingest.store.errors import AmbiguousAnchorError, NoIndexError, OldIndexError, UnknownPlanError, VectorsAwayError
from ingest.store.files import FOLDER_NAME as FILES_NAME
from ingest.store.files import SourceFiles
from ingest.store.files_on_server import ServerFiles
from ingest.store.kept_vectors import KeptVectors
from ingest.store.records import NewPlan, PlanVectors, ScoredPassage, VectorState, vector_id
from ingest.store.vectors import FOLDER_NAME, NamedEmbeddings, Report, VectorEntry, VectorIndex, collection_name

if TYPE_CHECKING:
    from ingest.settings import Settings

LOCK_NAME = "write.lock"
_FILTERED_BY_CHROMA = 500  # vectors asked for from which on Chroma has to look at their kind itself
_SPARE = 16  # vectors asked for beyond the limit, for those that the catalogue does not name


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a plan did: whether it took the place of another, its passages, and how many were embedded."""

    plan_id: str
    replaced: bool
    passages: int
    embedded: int


class PlanStore:
    """The index of plans in one folder. Threads may share it; one object per folder in a process.

    Any number of processes may read while one writes. Methods that write wait for another process that does, up to
    `lock_seconds`, and then raise IndexBusyError.
    """

    def __init__(
        self, folder: Path, catalogue: Catalogue, vectors: VectorIndex, model: str, lock_seconds: float = 60
    ) -> None:
        """`model` is the setting by which the catalogue notes whose vectors are complete. See `open_store`."""
        self.catalogue = catalogue
        self.vectors = vectors
        self.folder = folder
        database = catalogue.database
        kept = folder / FILES_NAME
        self.files: SourceFiles | ServerFiles = ServerFiles(kept, database) if database.is_server else SourceFiles(kept)
        self._model = model
        self._lock = FileLock(folder / LOCK_NAME)
        self._lock_seconds = lock_seconds
        self._seen = threading.Lock()
        self._vectors_seen = -1  # the generation at which the vectors were opened
        self._kept_vectors: KeptVectors | None = None

    def close(self) -> None:
        """Let go of the files of the index."""
        self.vectors.close()
        self.catalogue.close()

    # Reading

    def unchanged(self, sha256: str, reader_version: str) -> str | None:
        """The id of the plan that this version of the readers read from a file of this content, if there is one."""
        found = self.catalogue.plan_with(sha256)
        return found[0] if found and found[1] == reader_version else None

    def holds(self, sha256: str) -> str | None:
        """The id of the plan that any version read from a file of this content, if there is one."""
        found = self.catalogue.plan_with(sha256)
        return found[0] if found else None

    def search_words(
        self,
        query: str,
        plans: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> list[ScoredPassage]:
        """The passages that share words with `query`; see `Catalogue.search_words`."""
        return self.catalogue.search_words(query, plans, kinds, limit)

    def search_meaning(
        self,
        query: str | Sequence[float],
        plans: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> list[ScoredPassage]:
        """The passages nearest in meaning to a question or to the vector of one, by cosine, nearest first.

        None for `plans` or `kinds` means all, an empty collection none. Raises StoreError when the vectors cannot be
        read; finds nothing where they were never built for this model (see `is_complete`).
        """
        return self._search_meaning(query, [plans], kinds, limit)[0]

    def search_words_each(self, query: str, plans: Sequence[str], limit: int) -> dict[str, list[ScoredPassage]]:
        """The passages of each plan by itself that share words with `query`."""
        return self.catalogue.search_words_each(query, plans, limit)

    def search_meaning_each(self, query: str, plans: Sequence[str], limit: int) -> dict[str, list[ScoredPassage]]:
        """The passages of each plan by itself that are nearest in meaning."""
        return dict(zip(plans, self._search_meaning(query, [[plan] for plan in plans], None, limit), strict=True))

    def _search_meaning(
        self,
        query: str | Sequence[float],
        groups: Sequence[Collection[str] | None],
        kinds: Collection[str] | None,
        limit: int,
    ) -> list[list[ScoredPassage]]:
        """What is found in each group of plans."""
        if not self.vectors.exists() or limit < 1:
            return [[] for _ in groups]
        vector = self.vectors.embeddings.embed_query(query) if isinstance(query, str) else query
        generation = self._reopen_if_old()
        asked = limit + _SPARE
        while True:
            nearest = [self._nearest(generation, vector, plans, kinds, asked) for plans in groups]
            found = self.catalogue.passages_at(nearest)
            if kinds is not None:
                found = [[hit for hit in hits if hit.passage.kind in kinds] for hits in found]
            if all(len(hits) >= limit for hits in found):
                break
            if generation != (generation := self._reopen_if_old()):
                continue  # a plan was replaced between the two, and its old vectors lead nowhere
            if all(len(hits) >= limit or len(near) < asked for hits, near in zip(found, nearest, strict=True)):
                if not any(nearest) and None in groups:
                    self._check_not_lost(generation)
                break
            asked *= 4
        return [hits[:limit] for hits in found]

    def _check_not_lost(self, generation: int) -> None:
        """Raise VectorsAwayError where nothing was found though the catalogue says that there are vectors."""
        known = self.catalogue.vectors_state(self._model)
        settled = known is not None and not known.begun and known.generation == generation
        if settled and self.catalogue.directory.passage_count():
            raise VectorsAwayError("Chroma", "no vectors: python -m ingest rebuild")

    def _nearest(
        self,
        generation: int,
        vector: Sequence[float],
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
    ) -> list[tuple[str, float]]:
        """The nearest vectors: of some plans, or of all where those are few, by comparing all they have, else by
        Chroma's graph.

        A filter makes a walk through a graph slower the less it lets through: of 51,100 vectors, the nearest in one
        plan of 500 took Chroma 34 ms, and 1 ms without the filter. A filter on kinds lets enough through to be
        applied afterwards, unless very many are asked for.
        """
        kept = self._near_at_hand(generation)
        nearest = kept.nearest_of(plans, vector, limit) if plans is not None else kept.nearest(vector, limit)
        if nearest is not None:
            return nearest
        return self.vectors.search(vector, plans, kinds if limit > _FILTERED_BY_CHROMA else None, limit)

    def _near_at_hand(self, generation: int) -> KeptVectors:
        """The vectors that the catalogue keeps, as they are at a generation."""
        collection = collection_name(self.vectors.embeddings)
        kept = self._kept_vectors
        if kept is None or (kept.generation, kept.collection) != (generation, collection):
            self._kept_vectors = kept = KeptVectors(self.catalogue, generation, collection)
        return kept

    def _vectors_of(self, entries: Sequence[VectorEntry]) -> PlanVectors:
        """The vectors of a plan's passages, which have them all."""
        ids = list(dict.fromkeys(entry.id for entry in entries))
        return PlanVectors(collection_name(self.vectors.embeddings), tuple(ids), self.vectors.matrix(ids))

    def is_complete(self) -> bool:
        """Whether every passage has its vector of the model in use, as far as the catalogue knows.

        Once the model is loaded, this holds for this very build of it; before that, for its name in the settings.
        """
        generation = self.catalogue.generation()
        if generation == 0:
            return True
        known = self.catalogue.vectors_state(self._model)
        if known is None or known.generation != generation or not self.vectors.has(known.collection):
            return False
        return self.vectors.loaded_collection() in (None, known.collection)

    # Writing

    def add(
        self, plan: Plan, reader_version: str = "", report: Report | None = None, source: Path | None = None
    ) -> Added:
        """Put a plan in the place of the one of its id, in one step; its unchanged passages keep their vectors.

        `source` is the file that it was read from, of which a copy is kept. Raises AmbiguousAnchorError, changing
        nothing, when an anchor of the plan is not its own or is used twice.
        """
        replaced, embedded = self._put([plan], reader_version, report, source)
        return Added(plan.id, bool(replaced), len(passages(plan)), embedded)

    def add_all(self, plans: Sequence[Plan], reader_version: str = "", report: Report | None = None) -> int:
        """The same for several plans in one step, which is faster; returns how many passages were embedded."""
        return self._put(plans, reader_version, report)[1]

    def _put(
        self, plans: Sequence[Plan], reader_version: str, report: Report | None, source: Path | None = None
    ) -> tuple[set[str], int]:
        """Which plans were replaced, and how many passages were embedded; `source` is that of a single plan."""
        searched = {plan.id: tuple(passages(plan)) for plan in plans}
        for plan in plans:
            _check_anchors(plan, searched[plan.id])
        entries = {plan_id: _entries(of_plan) for plan_id, of_plan in searched.items()}
        self._begin_with_model()
        with self.writing():
            self._complete(report)
            replaced = {plan.id for plan in plans if self.catalogue.has(plan.id)}
            if source is not None:
                self.files.keep(source, plans[0].source.sha256)
            self._note_begun()
            embedded = self.vectors.add([entry for of_plan in entries.values() for entry in of_plan], report)
            generation = self.catalogue.replace_all(
                [NewPlan(plan, searched[plan.id], self._vectors_of(entries[plan.id])) for plan in plans],
                reader_version,
            )
            for plan_id in replaced:
                self.vectors.keep_only({entry.id for entry in entries[plan_id]}, plan_id)
            if replaced:
                self._drop_files()
            self._note_complete(generation)
        return replaced, embedded

    def remove(self, plan_id: str) -> None:
        """Remove a plan with all that belongs to it. Raises UnknownPlanError."""
        if not self.catalogue.has(plan_id):
            raise UnknownPlanError(plan_id)
        self._begin_with_model()
        with self.writing():
            self._complete(None)
            self._note_begun()
            generation = self.catalogue.remove(plan_id)
            self.vectors.keep_only((), plan_id)
            self._drop_files()
            self._note_complete(generation)

    def complete(self, report: Report | None = None) -> int:
        """Bring the vectors into step with the catalogue where they are behind; returns how many were embedded.

        They are behind after a writer was killed, and when the embedding model is another than before.
        """
        if self._is_settled():
            return 0
        self._begin_with_model()
        with self.writing():
            return self._complete(report)

    def rebuild(self, report: Report | None = None) -> int:
        """Build the word index and the vectors anew from the catalogue; returns how many passages were embedded."""
        self._begin_with_model()
        with self.writing():
            none = VectorState(collection_name(self.vectors.embeddings), -1, begun=True)
            self.catalogue.note_vectors(self._model, none)
            self.vectors.clear()
            self.catalogue.rebuild_words()
            return self._complete(report)

    def forget_removed_words(self) -> None:
        """Build the word index anew, without what was removed from it and still counts in how rare a word is."""
        with self.writing():
            self.catalogue.forget_removed_words()
            self._note_complete(self.catalogue.advance())

    def open(self, must_exist: bool = False) -> None:
        """Make the index where it is missing, upgrade one of an earlier version. Raises NoIndexError, StoreError."""
        try:
            if must_exist and not self.catalogue.exists():
                raise NoIndexError(self.folder)
        except OldIndexError:
            pass
        self.migrate()

    def migrate(self, create: bool = True) -> bool:
        """Create the tables, if `create`, or bring those of an earlier version up to date; whether there was anything
        to do."""
        try:
            if self.catalogue.exists() or not create:
                return False
        except OldIndexError:
            pass
        with self._locked():
            return self.catalogue.prepare()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock, which ends with the process however it ends; creates or upgrades the index.

        Raises IndexBusyError when another process keeps it too long.
        """
        with self._locked():
            self.catalogue.prepare()
            self._reopen_if_old()
            yield

    def _locked(self) -> AbstractContextManager[None]:
        return self.catalogue.database.writing(self._lock, self._lock_seconds)

    def _complete(self, report: Report | None) -> int:
        """Embed what has no vector and drop what no passage names, if a writer left either behind; needs the lock."""
        if self._is_settled():
            return 0
        self._note_begun()
        entries = _entries(self.catalogue.passages_of())
        embedded = self.vectors.add(entries, report) if entries else 0
        for plan_id, of_plan in groupby(sorted(entries, key=_plan_of), key=_plan_of):
            self.catalogue.keep_vectors(plan_id, self._vectors_of(list(of_plan)))
        self.vectors.keep_only({entry.id for entry in entries})
        self._drop_files()
        self._note_complete(self.catalogue.advance())  # so that readers who opened the vectors half-way do so again
        return embedded

    def _drop_files(self) -> None:
        """Drop the kept files that no plan was read from."""
        self.files.keep_only({entry.source.sha256 for entry in self.catalogue.plans()})

    def _is_settled(self) -> bool:
        """Whether the vectors are complete and no writer was broken off before it had dropped the old ones."""
        known = self.catalogue.vectors_state(self._model)
        return self.is_complete() and not (known and known.begun)

    def _begin_with_model(self) -> None:
        """Load the model, which can take long or fail, before the lock is taken and anything is changed."""
        self.vectors.load()

    def _note_begun(self) -> None:
        known = self.catalogue.vectors_state(self._model)
        collection = collection_name(self.vectors.embeddings)
        generation = known.generation if known is not None and known.collection == collection else -1
        self.catalogue.note_vectors(self._model, VectorState(collection, generation, begun=True))

    def _note_complete(self, generation: int) -> None:
        collection = collection_name(self.vectors.embeddings)
        self.catalogue.note_vectors(self._model, VectorState(collection, generation, begun=False))
        with self._seen:
            self._vectors_seen = generation

    def _reopen_if_old(self) -> int:
        """Make Chroma read its files anew when another process has changed them since; returns the generation."""
        generation = self.catalogue.generation()
        with self._seen:
            if generation != self._vectors_seen:
                self.vectors.reopen()
                self._vectors_seen = generation
        return generation


def open_store(
    settings: Settings, embeddings: Callable[[], NamedEmbeddings] | None = None, must_exist: bool = False
) -> PlanStore:
    """The index that the settings name, made where it is missing and upgraded where it is of an earlier version.

    The embedding model is loaded when first needed. With `must_exist`, raises NoIndexError instead of making one.
    Raises StoreError when it cannot be used.
    """
    store = store_of(settings, embeddings)
    store.open(must_exist)
    return store


def store_of(settings: Settings, embeddings: Callable[[], NamedEmbeddings] | None = None, part: str = "") -> PlanStore:
    """The index that the settings name, or a `part` of it that stands apart, as it is, if there is one.

    A part has a folder of its own in that of the index, and on servers a schema and a collection of its own.
    Raises StoreError when the settings name none that can be used.
    """

    def load() -> NamedEmbeddings:
        from ingest.embedding import load_embedder

        return load_embedder(settings)

    folder = Path(settings.plan_index) / part
    catalogue = Catalogue(catalogue_url(folder, settings.database_url, part))
    server = None
    if settings.chroma_url:
        server = ChromaServer(settings.chroma_url, settings.chroma_database, settings.chroma_token.get_secret_value())
    vectors = VectorIndex(folder / FOLDER_NAME, embeddings or load, server, part)
    return PlanStore(folder, catalogue, vectors, settings.embedding_model)


def _entries(searched: Sequence[Passage]) -> list[VectorEntry]:
    return [
        VectorEntry(vector_id(passage), passage.anchor.plan, passage.kind, passage.search_text) for passage in searched
    ]


def _plan_of(entry: VectorEntry) -> str:
    return entry.plan


def _check_anchors(plan: Plan, searched: Sequence[Passage]) -> None:
    """Raise AmbiguousAnchorError where the addresses of a plan would not lead to one place each."""
    seen: set[str] = set()
    for row in plan.rows():
        anchor = str(row.anchor)
        if anchor in seen or row.anchor.plan != plan.id:
            raise AmbiguousAnchorError(plan.id, anchor)
        seen.add(anchor)
    for passage_id, times in Counter(passage.id for passage in searched).most_common(1):
        if times > 1:
            raise AmbiguousAnchorError(plan.id, passage_id)
