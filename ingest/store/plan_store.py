"""One store before the catalogue and the vectors, so that a plan is replaced, found and removed in one step.

Adding a plan takes three steps under the writer's lock: vectors for the passages that have none yet are written beside
the old ones; one transaction of the catalogue puts the new plan in the place of the old; vectors that no passage names
any more are dropped. Searches resolve vectors through the catalogue, so the transaction alone decides what is seen. A
process killed before it has changed nothing that can be seen; killed after it, it leaves vectors that nobody finds,
which the next writer drops (see `vector_keeper`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from ingest.model import Passage, Plan
from ingest.passages import passages
from ingest.store.catalogue import Catalogue
from ingest.store.chroma import ChromaServer
from ingest.store.engine import catalogue_url
from ingest.store.errors import AmbiguousAnchorError, NoIndexError, OldIndexError, UnknownPlanError
from ingest.store.files import FOLDER_NAME as FILES_NAME
from ingest.store.files import SourceFiles
from ingest.store.files_on_server import ServerFiles
from ingest.store.records import NewPlan, ScoredPassage
from ingest.store.vector_keeper import VectorKeeper, entries_of
from ingest.store.vectors import FOLDER_NAME, NamedEmbeddings, Report, VectorIndex

if TYPE_CHECKING:
    from ingest.settings import Settings

LOCK_NAME = "write.lock"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a plan did: whether it took the place of another, its passages, and how many were embedded."""

    plan_id: str
    replaced: bool
    passages: int
    embedded: int
    replaces: tuple[str, ...] = ()
    """The other plans that it is the successor of: they are left out unless they are asked for."""
    replaced_by: str | None = None
    """The plan that had taken its place before it came."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What bringing back did: the version of the plan that stands now, and how many passages were embedded."""

    plan_id: str
    version: int
    embedded: int
    was_replaced_by: str | None
    """The plan that had taken its place, where that was what was undone; None where a former version was."""


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
        self._lock = FileLock(folder / LOCK_NAME)
        self._lock_seconds = lock_seconds
        self._keeper = VectorKeeper(catalogue, vectors, model)

    @property
    def where(self) -> Path | str:
        """Its folder, or the address of its database on a server as it may be shown."""
        return self.catalogue.database.where if self.catalogue.is_far else self.folder

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

        None for `plans` means all in force, for `kinds` all, an empty collection none. Raises StoreError when no
        vectors can be read; finds nothing where they were never built for this model (see `is_complete`).
        """
        return self._search_meaning(query, [plans], kinds, limit)[0]

    def embed(self, question: str) -> None:
        """Embed a question that is about to be searched for; does nothing as long as the model is not loaded."""
        if self.vectors.loaded_collection() is not None:
            self.vectors.embeddings.embed_query(question)

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
        if limit < 1:
            return [[] for _ in groups]
        vector = self.vectors.embeddings.embed_query(query) if isinstance(query, str) else query
        return self._keeper.search(vector, groups, kinds, limit)

    def is_complete(self) -> bool:
        """Whether every passage has its vector of the model in use, as far as the catalogue knows.

        Once the model is loaded, this holds for this very build of it; before that, for its name in the settings.
        """
        return self._keeper.is_complete()

    # Writing

    def add(
        self, plan: Plan, reader_version: str = "", report: Report | None = None, source: Path | None = None
    ) -> Added:
        """Put a plan in the place of the one of its id, in one step; its unchanged passages keep their vectors.

        `source` is the file that it was read from, of which a copy is kept. Raises AmbiguousAnchorError, changing
        nothing, when an anchor of the plan is not its own or is used twice.
        """
        replaced, embedded = self._put([plan], reader_version, report, source)
        versions = self.catalogue.versions
        successor = versions.successor(plan.id)
        return Added(plan.id, bool(replaced), len(passages(plan)), embedded, versions.replaced_by([plan.id]), successor)

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
        entries = {plan_id: entries_of(of_plan) for plan_id, of_plan in searched.items()}
        self._begin_with_model()
        with self.writing():
            self._complete(report)
            replaced = {plan.id for plan in plans if self.catalogue.has(plan.id)}
            if source is not None:
                self.files.keep(source, plans[0].source.sha256)
            self._keeper.begin()
            embedded = self.vectors.add([entry for of_plan in entries.values() for entry in of_plan], report)
            generation = self.catalogue.replace_all(
                [NewPlan(plan, searched[plan.id], self._keeper.of(entries[plan.id])) for plan in plans],
                reader_version,
            )
            for plan_id in replaced:
                self.vectors.keep_only({entry.id for entry in entries[plan_id]}, plan_id)
            if replaced:
                self._drop_files()
            self._keeper.end(generation)
        return replaced, embedded

    def remove(self, plan_id: str) -> None:
        """Remove a plan with all that belongs to it, its former versions too. Raises UnknownPlanError."""
        if not self.catalogue.has(plan_id):
            raise UnknownPlanError(plan_id)
        self._begin_with_model()
        with self.writing():
            self._complete(None)
            self._keeper.begin()
            generation = self.catalogue.remove(plan_id)
            self.vectors.keep_only((), plan_id)
            self._drop_files()
            self._keeper.end(generation)

    def restore(self, plan_id: str, version: int | None = None, report: Report | None = None) -> Restored:
        """Bring back what stood before: a plan that another had taken the place of is in force again; else, or where a
        `version` is named, that version (the newest) takes the place of what stands now, which becomes one itself.

        Raises UnknownPlanError and UnknownVersionError.
        """
        successor = self.catalogue.versions.successor(plan_id)
        embedded = 0
        if version is None and successor is not None:
            self._begin_with_model()
            with self.writing():
                self._complete(report)
                self._keeper.begin()
                self._keeper.end(self.catalogue.bring_back(plan_id))
        else:
            former = self.catalogue.versions.find(plan_id, version)
            embedded = self._put([former.plan], former.reader_version, report)[1]
            successor = None
        standing = next(entry for entry in self.catalogue.plans(replaced=True) if entry.id == plan_id)
        return Restored(plan_id, standing.version, embedded, successor)

    def load(self, catalogue: Path, sources: Mapping[str, Path], report: Report | None = None) -> None:
        """Put a copy of a catalogue in the place of this one, in one step, with the files that it names by digest.

        Both have been checked. The files of `sources` are moved into the index.
        """
        self._begin_with_model()
        with self.writing():
            for digest, path in sources.items():
                self.files.move_in(path, digest)
            self.catalogue.load(catalogue)
            self._complete(report)

    def complete(self, report: Report | None = None) -> int:
        """Bring the vectors into step with the catalogue where they are behind; returns how many were embedded.

        They are behind after a writer was killed, and when the embedding model is another than before.
        """
        if self._keeper.is_settled():
            return 0
        self._begin_with_model()
        with self.writing():
            return self._complete(report)

    def rebuild(self, report: Report | None = None) -> int:
        """Build the word index and the vectors anew from the catalogue; returns how many passages were embedded."""
        self._begin_with_model()
        with self.writing():
            self._keeper.drop()
            self.catalogue.rebuild_words()
            return self._complete(report, anew=True)

    def forget_removed_words(self) -> None:
        """Build the word index anew, without what was removed from it and still counts in how rare a word is."""
        with self.writing():
            self.catalogue.forget_removed_words()
            self._keeper.end(self.catalogue.advance())

    def open(self, must_exist: bool = False) -> None:
        """Make the index where it is missing, upgrade one of an earlier version. Raises NoIndexError, StoreError."""
        try:
            if must_exist and not self.catalogue.exists():
                raise NoIndexError(self.where)
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
            if self.catalogue.version() is None:
                self.vectors.drop_files()
            return self.catalogue.prepare()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock, which ends with the process however it ends; creates or upgrades the index.

        Raises IndexBusyError when another process keeps it too long.
        """
        with self._locked():
            if self.catalogue.version() is None:
                self.vectors.drop_files()  # of a catalogue that is gone
            self.catalogue.prepare()
            self._keeper.refresh()
            yield

    def _locked(self) -> AbstractContextManager[None]:
        return self.catalogue.database.writing(self._lock, self._lock_seconds)

    def _complete(self, report: Report | None, anew: bool = False) -> int:
        """Embed what has no vector and drop what no passage names, if a writer left either behind; needs the lock."""
        if self._keeper.is_settled():
            return 0
        embedded = self._keeper.complete(report, anew)
        self.catalogue.sweep_words()
        self._drop_files()
        self._keeper.end(self.catalogue.advance())  # so that readers who opened the vectors half-way do so again
        return embedded

    def _drop_files(self) -> None:
        """Drop the kept files that no plan and no former version was read from."""
        self.files.keep_only(self.catalogue.versions.sources())

    def _begin_with_model(self) -> None:
        """Load the model, which can take long or fail, before the lock is taken and anything is changed."""
        self.vectors.load()


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
    url = catalogue_url(folder, settings.database_url, part)
    catalogue = Catalogue(url, versions_kept=settings.versions_kept)
    server = None
    if settings.chroma_url:
        server = ChromaServer(settings.chroma_url, settings.chroma_database, settings.chroma_token.get_secret_value())
    vectors = VectorIndex(folder / FOLDER_NAME, embeddings or load, server, part)
    return PlanStore(folder, catalogue, vectors, settings.embedding_model)


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
