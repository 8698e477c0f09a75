"""The catalogue: every plan, its passages and their words, in one SQL database. It is the truth; vectors are derived.

A plan is replaced in one transaction, in which the catalogue's generation goes up by one: whoever keeps something
derived from the catalogue (vectors, plans in memory) compares generations to learn that it is old. Readers see the
state before or after a transaction, never one in between (SQLite's write-ahead log, PostgreSQL's snapshots).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, func, insert, inspect, select, text, update

from ingest.model import Passage, Plan, Row
from ingest.store import copying, records, statistics, tables, versions
from ingest.store.database import CatalogueDatabase
from ingest.store.directory import PlanDirectory
from ingest.store.errors import OldIndexError, OtherVersionError, UnknownPlanError
from ingest.store.kept import Kept
from ingest.store.migrating import CATALOGUE
from ingest.store.records import NewPlan, PlanEntry, PlanVectors, ScoredPassage, VectorState
from ingest.store.versions import PlanVersions
from ingest.store.words import FOLDER_NAME, Searchable, TantivyWords, WordIndex
from ingest.store.words_on_server import ServerWords

_MOST_VALUES = 10_000  # bound to one statement; SQLite allows 32,766
_PASSAGES_KEPT = 4096  # about 10 MB
_SPARE = 8  # passages asked of the word index beyond the limit, for those that are no longer in the catalogue


class Catalogue:
    """Plans, rows and passages in SQL; safe to share between threads. Only one process may write at a time.

    Raises StoreError when the database cannot be read, or was written by another version of this program.
    """

    def __init__(self, url: URL, words: WordIndex | None = None, versions_kept: int = 5) -> None:
        """Open the database at `url`; nothing is read or created before it is asked for.

        `words` is where words are searched; None: in the database where it is a server, else in a folder beside it.
        `versions_kept` is how many former contents of a plan are kept.
        """
        self.database = CatalogueDatabase(url)
        self._transaction = self.database.transaction
        self._words = words or (ServerWords() if self.database.is_server else _words_beside(self.database.file))
        self.directory = PlanDirectory(self._transaction)
        self.versions = PlanVersions(self._transaction)
        self._versions_kept = versions_kept
        self._kept = _KeptPassages(self, -1)

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    @property
    def is_far(self) -> bool:
        """Whether it is asked over a network."""
        return self.database.is_server

    def exists(self) -> bool:
        """Whether the catalogue has been created.

        Raises OldIndexError when `prepare` has to upgrade it first, StoreError when it is of another version.
        """
        version = self.version()
        if version is None or version == tables.SCHEMA_VERSION:
            return version is not None
        where, needed = self.database.where, tables.SCHEMA_VERSION
        if tables.OLDEST_UPGRADED <= version < needed:
            raise OldIndexError(where, version, needed)
        raise OtherVersionError(where, version, needed, in_database=self.is_far)

    def prepare(self) -> bool:
        """Create the tables, or bring those of an earlier version up to date; whether there was anything to do.

        The caller holds the writer's lock.
        """
        try:
            if self.exists():
                return False
        except OldIndexError:
            with self._transaction() as connection:
                CATALOGUE.upgrade(connection)
                versions.settle_all(connection)
                mine = tables.state.c.name == "schema"
                connection.execute(update(tables.state).where(mine).values(value=tables.SCHEMA_VERSION))
            return True
        self.create()
        return True

    def create(self) -> None:
        """Create the tables where they are missing. The caller holds the writer's lock."""
        if self.database.file:
            self.database.file.parent.mkdir(parents=True, exist_ok=True)
        with self._transaction() as connection:
            CATALOGUE.create(connection)
            start = {"schema": tables.SCHEMA_VERSION, "generation": 0}
            known = set(connection.execute(select(tables.state.c.name)).scalars())
            missing = [{"name": name, "value": value} for name, value in start.items() if name not in known]
            if missing:
                connection.execute(insert(tables.state), missing)
        if missing or not self._words.exists():
            self.rebuild_words()  # those of a catalogue that is gone had the same numbers

    def version(self) -> int | None:
        """The version of the tables, None where there are none."""
        if self.database.file and not self.database.file.exists():
            return None
        with self._transaction() as connection:
            return _state(connection, "schema") if inspect(connection).has_table(tables.state.name) else None

    def generation(self) -> int:
        """A number that goes up with every change to the plans.

        Every question asks for it several times, so it is read from a file without a transaction of its own.
        """
        if self.database.is_server:
            with self._transaction() as connection:
                return _state(connection, "generation")
        return self.database.number_in_file("SELECT value FROM state WHERE name = 'generation'")

    # What is in it

    def plans(self, replaced: bool = False) -> tuple[PlanEntry, ...]:
        """Every plan in force, by id; with `replaced`, those too that another has taken the place of."""
        query = select(tables.plans).order_by(tables.plans.c.id)
        if not replaced:
            query = query.where(versions.IN_FORCE)
        with self._transaction() as connection:
            counts = {table: _counts(connection, table) for table in _COUNTED}
            found = connection.execute(query).mappings()
            return tuple(
                PlanEntry(
                    plan["id"],
                    plan["header"],
                    records.source_of(plan),
                    plan["added_at"],
                    counts[tables.sections].get(plan["id"], 0),
                    counts[tables.appendices].get(plan["id"], 0),
                    counts[tables.rows].get(plan["id"], 0),
                    counts[tables.passages].get(plan["id"], 0),
                    version=plan["version"],
                    replaced_by=plan["replaced_by"],
                )
                for plan in found
            )

    def has(self, plan_id: str) -> bool:
        """Whether there is a plan of this id."""
        with self._transaction() as connection:
            return _has(connection, plan_id)

    def plan(self, plan_id: str) -> Plan:
        """The whole plan, equal to the one that was added. Raises UnknownPlanError."""
        with self._transaction() as connection:
            plan = records.read_plan(connection, plan_id)
        if plan is None:
            raise UnknownPlanError(plan_id)
        return plan

    def reader_version(self, plan_id: str) -> str:
        """The version of the readers that read a plan. Raises UnknownPlanError."""
        query = select(tables.plans.c.reader_version).where(tables.plans.c.id == plan_id)
        with self._transaction() as connection:
            found: str | None = connection.execute(query).scalar()
        if found is None:
            raise UnknownPlanError(plan_id)
        return found

    def plan_with(self, sha256: str) -> tuple[str, str] | None:
        """The id and the reader version of the plan that was read from a file of this content, if there is one."""
        columns = tables.plans.c
        query = select(columns.id, columns.reader_version).where(columns.source_sha256 == sha256).order_by(columns.id)
        with self._transaction() as connection:
            found = connection.execute(query).first()
        return (found[0], found[1]) if found else None

    def rows(self, plan_ids: Collection[str] | None = None) -> tuple[Row, ...]:
        """The rows of the plans asked for (None: all in force), by plan and in print order."""
        query = select(tables.rows).order_by(*tables.rows.primary_key.columns)
        query = query.where(tables.rows.c.plan.in_(versions.in_force() if plan_ids is None else plan_ids))
        with self._transaction() as connection:
            return tuple(records.row_of(values) for values in connection.execute(query).mappings())

    def row(self, anchor: str) -> Row | None:
        """The row at an anchor as citations print it: `ca-mau-2026/pl-1/13`."""
        query = select(tables.rows).where(tables.rows.c.anchor == anchor)
        with self._transaction() as connection:
            found = connection.execute(query).mappings().one_or_none()
        return records.row_of(found) if found else None

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages with these ids, in the order asked for; ids that are not in the catalogue are left out."""
        found = {passage.id: passage for _, passage in self._passages_where("id", ids)}
        return tuple(found[passage_id] for passage_id in ids if passage_id in found)

    def passages_of(self, plan_ids: Collection[str] | None = None) -> tuple[Passage, ...]:
        """The passages of the plans asked for (None: all, of replaced plans too), in print order."""
        query = select(tables.passages).order_by(tables.passages.c.plan, tables.passages.c.key)
        if plan_ids is not None:
            query = query.where(tables.passages.c.plan.in_(plan_ids))
        with self._transaction() as connection:
            return tuple(records.passage_of(values) for values in connection.execute(query).mappings())

    def passages_at(
        self, found: Sequence[Sequence[tuple[str, float]]], replaced: bool = True
    ) -> list[list[ScoredPassage]]:
        """The passages of several runs of vectors with their scores, in that order; vectors that no passage has are
        left out. Without `replaced`, so are the passages of plans that another has taken the place of."""
        kept = self._lately(self.generation())
        at = kept.by_vector.of([vector for vectors in found for vector, _ in vectors])
        left_out = frozenset() if replaced else kept.replaced
        return [
            [
                ScoredPassage(passage, score)
                for vector, score in vectors
                for passage in at.get(vector, ())
                if passage.anchor.plan not in left_out
            ]
            for vectors in found
        ]

    def search_words(
        self,
        query: str,
        plans: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> list[ScoredPassage]:
        """The passages that share words with `query`, best first by BM25 (positive, higher is better).

        The query is what was typed, in any form: accents, where it has some, make an accented match rank higher, and
        without them every reading is found. None for `plans` means all in force, for `kinds` all, an empty collection
        none.
        """
        return self._search_words(query, [plans], kinds, limit)[0]

    def search_words_each(self, query: str, plans: Sequence[str], limit: int) -> dict[str, list[ScoredPassage]]:
        """The same in each of some plans by itself, their passages read together."""
        return dict(zip(plans, self._search_words(query, [[plan] for plan in plans], None, limit), strict=True))

    def _search_words(
        self, query: str, groups: Sequence[Collection[str] | None], kinds: Collection[str] | None, limit: int
    ) -> list[list[ScoredPassage]]:
        """What is found in each group of plans."""
        if limit < 1:
            return [[] for _ in groups]
        asked = limit + _SPARE
        generation = self.generation()
        while True:
            with self._transaction() as connection:
                found = [self._words.search(connection, query, plans, kinds, asked, generation) for plans in groups]
            kept = self._lately(generation)
            passages = kept.by_key.of([hit.key for hits in found for hit in hits])
            left_out = [kept.replaced if plans is None else frozenset() for plans in groups]
            if generation != (generation := self.generation()):
                continue  # a plan was replaced between the two, and what was found of it leads nowhere
            named = [
                [
                    ScoredPassage(passages[hit.key], hit.score)
                    for hit in hits
                    if hit.key in passages and passages[hit.key].anchor.plan not in without
                ]
                for hits, without in zip(found, left_out, strict=True)
            ]
            if all(len(one) >= limit or len(hits) < asked for one, hits in zip(named, found, strict=True)):
                return [one[:limit] for one in named]
            asked *= 4

    # Changing it; the caller holds the writer's lock

    def replace(
        self, plan: Plan, passages: Sequence[Passage], reader_version: str = "", vectors: PlanVectors | None = None
    ) -> int:
        """Put a plan with its passages in the place of the one of its id, in one step; returns the new generation.

        `vectors` are those of its passages, None where they are not known yet.
        """
        return self.replace_all([NewPlan(plan, tuple(passages), vectors)], reader_version)

    def replace_all(self, new: Sequence[NewPlan], reader_version: str = "") -> int:
        """The same for several plans in one step."""
        added_at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._transaction() as connection:
            ids = [one.plan.id for one in new]
            numbers = versions.numbers_of(connection, ids)
            stood = {one.plan.id: versions.keep(connection, one.plan, added_at, self._versions_kept) for one in new}
            replaced = [plan_id for plan_id in ids if self._drop(connection, plan_id)]
            for one in new:
                before = stood[one.plan.id]
                records.write_plan(connection, one.plan, reader_version, added_at, before.version, before.restored)
                records.write_passages(connection, one.passages)
                records.write_names(connection, one.plan)
                if one.vectors is not None:
                    records.write_vectors(connection, one.plan.id, one.vectors)
            texts = (passage.search_text for one in new for passage in one.passages)
            statistics.add(connection, statistics.count(texts))
            versions.settle(connection, numbers | versions.numbers_of(connection, ids))
            keys = self._index_words(connection, ids)
            generation = _next_generation(connection)
        for plan_id in replaced:
            self._words.keep_only(plan_id, keys)
        return generation

    def remove(self, plan_id: str) -> int:
        """Remove a plan with all that belongs to it, its former versions too; returns the new generation.

        A plan that it had replaced is in force again. Raises UnknownPlanError.
        """
        with self._transaction() as connection:
            numbers = versions.numbers_of(connection, [plan_id])
            if not self._drop(connection, plan_id):
                raise UnknownPlanError(plan_id)
            versions.forget(connection, plan_id)
            versions.settle(connection, numbers)
            generation = _next_generation(connection)
        self._words.keep_only(plan_id, ())
        return generation

    def load(self, copy: Path) -> int:
        """Put the plans of a copy of a catalogue, checked before, in the place of all; returns the new generation."""
        with self._transaction() as connection:
            copying.copy_all(copy, connection)
            if self.is_far:
                self._words.clear(connection)  # within the transaction; in a folder they are dropped behind it
            keys = self._index_words(connection, None)
            generation = _next_generation(connection)
        self._words.keep_all(keys)
        return generation

    def rebuild_words(self) -> None:
        """Index the words of every passage anew, and count them anew."""
        with self._transaction() as connection:
            self._words.clear(connection)
            self._index_words(connection, None)
            statistics.clear(connection)
            in_force = tables.passages.c.plan.in_(versions.in_force())
            texts = connection.execute(select(tables.passages.c.search_text).where(in_force)).scalars()
            statistics.add(connection, statistics.count(texts))

    def forget_removed_words(self) -> None:
        """Index the words of every passage anew in one step, without what was removed and may still count."""
        with self._transaction() as connection:
            self._words.replace_all(connection, self._searchable(connection, None))

    def sweep_words(self) -> None:
        """Drop the words of passages that the catalogue does not name, which a killed writer left."""
        with self._transaction() as connection:
            self._words.keep_all(connection.execute(select(tables.passages.c.key)).scalars().all())

    def keep_vectors(self, plan_id: str, vectors: PlanVectors) -> None:
        """Keep the vectors of a plan's passages beside it."""
        with self._transaction() as connection:
            records.write_vectors(connection, plan_id, vectors)

    def bring_back(self, plan_id: str) -> int:
        """Put a plan in force again that another has taken the place of; returns the new generation."""
        with self._transaction() as connection:
            versions.bring_back(connection, plan_id)
            return _next_generation(connection)

    def advance(self) -> int:
        """Tell everyone that what is derived from the catalogue has changed; returns the new generation."""
        with self._transaction() as connection:
            return _next_generation(connection)

    # How far the vectors have come

    def vectors_state(self, model: str) -> VectorState | None:
        """What is known of the vectors of `model`, as the settings name it; None where it never had any."""
        query = select(tables.vector_state).where(tables.vector_state.c.model == model)
        with self._transaction() as connection:
            found = connection.execute(query).mappings().one_or_none()
        if found is None:
            return None
        return VectorState(found["collection"], found["generation"], found["begun"], found["seal"])

    def note_vectors(self, model: str, known: VectorState) -> None:
        """Keep what is known of the vectors of `model`."""
        values = asdict(known)
        mine = tables.vector_state.c.model == model
        with self._transaction() as connection:
            if connection.execute(update(tables.vector_state).where(mine).values(values)).rowcount == 0:
                connection.execute(insert(tables.vector_state).values(model=model, **values))

    @property
    def file(self) -> Path | None:
        """The file of the database, None where it is on a server or in memory."""
        return self.database.file

    def _drop(self, connection: Connection, plan_id: str) -> bool:
        """Delete a plan and take its words from the counts; whether there was one."""
        if not _has(connection, plan_id):
            return False
        self._words.forget(connection, plan_id)
        if versions.is_in_force(connection, plan_id):
            statistics.take_away(connection, versions.counted(connection, plan_id))
        records.delete_plan(connection, plan_id)
        return True

    def _index_words(self, connection: Connection, plan_ids: Sequence[str] | None) -> list[int]:
        """Index the words of some plans, or of all (None, or where the index is missing); gives passages' numbers."""
        found = self._searchable(connection, plan_ids if self._words.exists() else None)
        self._words.add(connection, found)
        return [passage.key for passage in found]

    @staticmethod
    def _searchable(connection: Connection, plan_ids: Sequence[str] | None) -> list[Searchable]:
        """What the word index is given of the passages of some plans, or of all."""
        columns = tables.passages.c
        query = select(columns.key, columns.plan, columns.kind, columns.search_text)
        if plan_ids is not None:
            query = query.where(columns.plan.in_(plan_ids))
        return [Searchable(*line) for line in connection.execute(query)]

    def _lately(self, generation: int) -> _KeptPassages:
        """The passages that were read last, of a generation."""
        kept = self._kept
        if kept.generation != generation:
            self._kept = kept = _KeptPassages(self, generation)
        return kept

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, Passage]:
        """The passages with some numbers; numbers that are not in the catalogue are left out."""
        return dict(self._passages_where("key", keys))

    def passages_by_vector(self, vectors: Sequence[str]) -> dict[str, tuple[Passage, ...]]:
        """The passages of each of some vectors, in print order; vectors that no passage has are left out."""
        found: dict[str, tuple[Passage, ...]] = {}
        for vector, passage in self._passages_where("vector", vectors):
            found[vector] = (*found.get(vector, ()), passage)
        return found

    def _passages_where(self, column: str, values: Sequence[Any]) -> Iterator[tuple[Any, Passage]]:
        """The passages whose `column` has one of `values`, each with the value it has."""
        with self._transaction() as connection:
            for start in range(0, len(values), _MOST_VALUES):
                chunk = values[start : start + _MOST_VALUES]
                query = select(tables.passages).where(tables.passages.c[column].in_(chunk))
                for line in connection.execute(query.order_by(tables.passages.c.key)).mappings():
                    yield line[column], records.passage_of(line)


class _KeptPassages:
    """The passages read last, at one generation of the catalogue: questions come to the same ones again and again."""

    def __init__(self, catalogue: Catalogue, generation: int) -> None:
        self.generation = generation
        self.by_key: Kept[int, Passage] = Kept(catalogue.passages_by_key, _PASSAGES_KEPT)
        self.by_vector: Kept[str, tuple[Passage, ...]] = Kept(catalogue.passages_by_vector, _PASSAGES_KEPT)
        self._catalogue = catalogue

    @cached_property
    def replaced(self) -> frozenset[str]:
        """The plans that others have taken the place of."""
        return self._catalogue.versions.replaced()


_COUNTED = (tables.sections, tables.appendices, tables.rows, tables.passages)


def _counts(connection: Connection, table: Table) -> dict[str, int]:
    """How many lines of a table each plan has."""
    query = select(table.c.plan, func.count()).group_by(table.c.plan)
    return {line[0]: line[1] for line in connection.execute(query)}


def _has(connection: Connection, plan_id: str) -> bool:
    return connection.execute(select(tables.plans.c.id).where(tables.plans.c.id == plan_id)).first() is not None


_STATE = text("SELECT value FROM state WHERE name = :name")
"""Asked with every question, so it is spelt out: building the statement takes longer than its answer."""


def _state(connection: Connection, name: str) -> int:
    value: int = connection.execute(_STATE, {"name": name}).scalar_one()
    return value


def _words_beside(file: Path | None) -> TantivyWords:
    return TantivyWords((file or Path()).parent / FOLDER_NAME)


def _next_generation(connection: Connection) -> int:
    mine = tables.state.c.name == "generation"
    connection.execute(update(tables.state).where(mine).values(value=tables.state.c.value + 1))
    return _state(connection, "generation")
