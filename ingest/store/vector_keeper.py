"""Keeps the vectors in step with the catalogue, and searches them.

Chroma's folder is derived and may be behind (a writer was killed), damaged or gone. The catalogue notes for which
generation the vectors are complete, whether a writer is at them, and a seal of the files; and it keeps each plan's own
vectors. So a reader asks Chroma only where it is settled and sealed, and else compares the vectors that the catalogue
keeps; the next writer brings Chroma into step from them, without the plans' files and without embedding anything anew.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Sequence
from itertools import groupby

from ingest.model import Passage
from ingest.store.catalogue import Catalogue
from ingest.store.errors import StoreError
from ingest.store.kept_vectors import KeptVectors
from ingest.store.records import PlanVectors, ScoredPassage, VectorState, vector_id
from ingest.store.vectors import Report, VectorEntry, VectorIndex, collection_name

log = logging.getLogger(__name__)

_FILTERED_BY_CHROMA = 500  # vectors asked for from which on Chroma has to look at their kind itself
_SPARE = 16  # vectors asked for beyond the limit, for those that the catalogue does not name


class VectorKeeper:
    """The vectors of one model beside one catalogue. Safe to share between threads."""

    def __init__(self, catalogue: Catalogue, vectors: VectorIndex, model: str) -> None:
        """`model` is the setting by which the catalogue notes whose vectors are complete."""
        self.catalogue = catalogue
        self.vectors = vectors
        self._model = model
        self._lock = threading.Lock()
        self._seen = -1  # the generation at which the vectors were last opened
        self._sound = False  # whether they were found to be as the last writer left them
        self._kept_vectors: KeptVectors | None = None

    # Reading

    def search(
        self,
        vector: Sequence[float],
        groups: Sequence[Collection[str] | None],
        kinds: Collection[str] | None,
        limit: int,
    ) -> list[list[ScoredPassage]]:
        """The passages of each group of plans nearest to a vector, nearest first; see `PlanStore.search_meaning`."""
        asked = limit + _SPARE
        named = all(plans is not None for plans in groups)
        while True:
            generation = self.catalogue.generation()
            nearest = [self._nearest(vector, plans, kinds, asked, generation) for plans in groups]
            found = self.catalogue.passages_at(nearest, replaced=named)
            if kinds is not None:
                found = [[hit for hit in hits if hit.passage.kind in kinds] for hits in found]
            if all(len(hits) >= limit for hits in found):
                break
            if generation != self.catalogue.generation():
                continue  # a plan was replaced between the two, and its old vectors lead nowhere
            if all(len(hits) >= limit or len(near) < asked for hits, near in zip(found, nearest, strict=True)):
                break
            asked *= 4
        return [hits[:limit] for hits in found]

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
        if self.vectors.loaded_collection() not in (None, known.collection):
            return False
        return self.vectors.is_sound(known.seal, known.collection)

    def is_settled(self) -> bool:
        """Whether the vectors are complete and no writer was broken off before it had dropped the old ones."""
        known = self.catalogue.vectors_state(self._model)
        return self.is_complete() and not (known and known.begun)

    # Writing; the caller holds the writer's lock

    def of(self, entries: Sequence[VectorEntry]) -> PlanVectors:
        """The vectors of a plan's passages, which have them all."""
        ids = list(dict.fromkeys(entry.id for entry in entries))
        return PlanVectors(collection_name(self.vectors.embeddings), tuple(ids), self.vectors.matrix(ids))

    def refresh(self) -> None:
        """Make Chroma read its files anew when another process has changed them since."""
        with self._lock:
            if self.catalogue.generation() != self._seen:
                self.vectors.reopen()

    def begin(self) -> None:
        """Note that vectors are about to be changed."""
        known = self.catalogue.vectors_state(self._model)
        collection = collection_name(self.vectors.embeddings)
        generation, seal = -1, ""
        if known is not None and known.collection == collection:
            generation, seal = known.generation, known.seal
        self.catalogue.note_vectors(self._model, VectorState(collection, generation, True, seal))

    def end(self, generation: int) -> None:
        """Note that the vectors are complete for a generation, and how their files are now."""
        collection = collection_name(self.vectors.embeddings)
        self.catalogue.note_vectors(self._model, VectorState(collection, generation, False, self.vectors.seal()))
        with self._lock:
            self._seen, self._sound = generation, True

    def drop(self) -> None:
        """Drop what Chroma holds, damaged or not."""
        nothing = VectorState(collection_name(self.vectors.embeddings), -1, begun=True)
        self.catalogue.note_vectors(self._model, nothing)
        self.vectors.clear()

    def complete(self, report: Report | None, anew: bool = False) -> int:
        """Bring Chroma into step with the catalogue; returns how many passages had to be embedded for that.

        With `anew`, the vectors that the catalogue keeps are not used.
        """
        known = self.catalogue.vectors_state(self._model)
        collection = collection_name(self.vectors.embeddings)
        mine = known if known is not None and known.collection == collection else None
        self.begin()
        if not self.vectors.exists():
            self.vectors.clear()  # what is left of a folder without its database
        elif not self.vectors.is_safe(mine.seal if mine else None):
            log.warning("%s", _rebuilding(self.vectors.where))
            self.vectors.clear()
        passages = sorted(self.catalogue.passages_of(), key=_plan_of)
        entries = {plan: entries_of(list(own)) for plan, own in groupby(passages, key=_plan_of)}
        kept = {} if anew else self.catalogue.directory.vectors(collection, list(entries))
        every = [entry for of_plan in entries.values() for entry in of_plan]
        embedded = self.vectors.add(every, report, kept.values())
        for plan, of_plan in entries.items():
            if plan not in kept or set(kept[plan].ids) != {entry.id for entry in of_plan}:
                self.catalogue.keep_vectors(plan, self.of(of_plan))
        self.vectors.keep_only({entry.id for entry in every})
        return embedded

    def _nearest(
        self,
        vector: Sequence[float],
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
        generation: int,
    ) -> list[tuple[str, float]]:
        """The nearest vectors: of some plans, or of all where those are few, by comparing all they have, else by
        Chroma's graph.

        A filter makes a walk through a graph slower the less it lets through: of 51,100 vectors, the nearest in one
        plan of 500 took Chroma 34 ms, and 1 ms without the filter. A filter on kinds lets enough through to be
        applied afterwards, unless very many are asked for. Where the graph cannot be used, all vectors are compared.
        """
        kept = self._near_at_hand(generation)
        nearest = kept.nearest_of(plans, vector, limit) if plans is not None else kept.nearest(vector, limit)
        if nearest is not None:
            return nearest
        known = self.catalogue.vectors_state(self._model)
        sound = known is not None and self._open_sound(known, generation)
        of_kinds = kinds if limit > _FILTERED_BY_CHROMA else None
        if sound and not (known is not None and known.begun):
            try:
                found = self.vectors.search(vector, plans, of_kinds, limit)
            except StoreError as error:
                log.warning("%s", error)
                sound = False
            else:
                if found or not self.catalogue.directory.passage_count():
                    return found
                sound = False  # a server that lost what it had
        # Damaged, or a writer is at the files: searching writes to them too, and one would be in the other's way.
        if (nearest := kept.nearest_without_graph(vector, limit)) is not None:
            return nearest
        if sound:
            return self.vectors.search(vector, plans, of_kinds, limit)
        if known is not None and known.generation >= 0:
            raise self.vectors.unreadable("hỏng hoặc thiếu / damaged or incomplete")
        return []

    def _open_sound(self, known: VectorState, generation: int) -> bool:
        """Whether Chroma's files were as the last writer left them when they were opened for a generation."""
        if not self.vectors.exists():
            return False
        with self._lock:
            if generation == self._seen:
                return self._sound
            if known.begun or known.generation != generation:
                return False  # asked again next time
            self.vectors.reopen()
            self._sound = known.collection == collection_name(self.vectors.embeddings)
            self._sound = self._sound and self.vectors.is_sound(known.seal, known.collection)
            self._seen = generation
            if not self._sound:
                log.warning("%s", _unsound(self.vectors.where))
            return self._sound

    def _near_at_hand(self, generation: int) -> KeptVectors:
        """The vectors that the catalogue keeps, as they are at a generation."""
        collection = collection_name(self.vectors.embeddings)
        kept = self._kept_vectors
        if kept is None or (kept.generation, kept.collection) != (generation, collection):
            self._kept_vectors = kept = KeptVectors(self.catalogue, generation, collection)
        return kept


def entries_of(searched: Sequence[Passage]) -> list[VectorEntry]:
    """What is embedded of some passages."""
    return [
        VectorEntry(vector_id(passage), passage.anchor.plan, passage.kind, passage.search_text) for passage in searched
    ]


def _plan_of(passage: Passage) -> str:
    return passage.anchor.plan


def _unsound(where: str) -> str:
    return (
        f"{where}: chỉ mục vectơ hỏng hoặc thiếu; hãy dựng lại bằng: python -m ingest rebuild / the vector index is"
        " damaged or incomplete; rebuild it with: python -m ingest rebuild"
    )


def _rebuilding(where: str) -> str:
    return (
        f"{where}: chỉ mục vectơ hỏng hoặc dở dang, đang dựng lại từ danh mục / the vector index is damaged or"
        " half-written, building it anew from the catalogue"
    )
