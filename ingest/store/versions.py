"""What stood before: former contents of a plan's id, and plans that another plan has taken the place of.

A file added again with another content takes the place of its plan, whose record is kept as a version of that id: the
newest few, numbered from 1 and never twice. A plan that says which one it replaces ("thay thế Kế hoạch số …") leaves
that one in the catalogue, marked; it is left out of lists and searches unless it is asked for. Which plans are marked
follows from what all plans say (see `ingest.replacement`) and is settled anew, for the numbers concerned, in the
transaction of each change. Nothing here goes by the clock: versions are ordered by their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, or_, select, update

from ingest.model import Plan
from ingest.replacement import Dated, replaced
from ingest.store import records, statistics, tables
from ingest.store.errors import UnknownPlanError, UnknownVersionError

_PLANS, _VERSIONS = tables.plans.c, tables.versions.c

IN_FORCE: ColumnElement[bool] = _PLANS.replaced_by.is_(None)
"""Of the table of plans: those that no other has taken the place of."""


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """A content that stood under a plan's id before."""

    plan: Plan
    version: int
    reader_version: str
    added_at: str
    """ISO 8601, UTC."""
    replaced_at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is carried over when a plan's content is replaced: its version's number, and whether it was restored."""

    version: int = 1
    restored: bool = False


class PlanVersions:
    """Reads what stood before; safe to share between threads."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        """`transaction` gives a consistent view."""
        self._transaction = transaction

    def of(self, plan_id: str) -> tuple[FormerVersion, ...]:
        """The former versions of a plan that are kept, the newest first."""
        query = select(tables.versions).where(_VERSIONS.plan == plan_id).order_by(_VERSIONS.version.desc())
        with self._transaction() as connection:
            return tuple(
                FormerVersion(
                    line["record"], line["version"], line["reader_version"], line["added_at"], line["replaced_at"]
                )
                for line in connection.execute(query).mappings()
            )

    def find(self, plan_id: str, version: int | None = None) -> FormerVersion:
        """One of them, the newest where none is named. Raises UnknownVersionError."""
        kept = self.of(plan_id)
        for former in kept:
            if version in (None, former.version):
                return former
        raise UnknownVersionError(plan_id, version, [former.version for former in kept])

    def counts(self) -> dict[str, int]:
        """How many former versions of each plan are kept; plans without any are left out."""
        found: dict[str, int] = {}
        with self._transaction() as connection:
            for plan_id in connection.execute(select(_VERSIONS.plan)).scalars():
                found[plan_id] = found.get(plan_id, 0) + 1
        return found

    def replaced_by(self, plan_ids: Collection[str]) -> tuple[str, ...]:
        """The plans that some plans have taken the place of, by id."""
        query = select(_PLANS.id).where(_PLANS.replaced_by.in_(plan_ids)).order_by(_PLANS.id)
        with self._transaction() as connection:
            return tuple(connection.execute(query).scalars())

    def replaced(self) -> frozenset[str]:
        """All plans that others have taken the place of."""
        with self._transaction() as connection:
            return frozenset(connection.execute(select(_PLANS.id).where(~IN_FORCE)).scalars())

    def successor(self, plan_id: str) -> str | None:
        """The plan that took a plan's place, None where it is in force. Raises UnknownPlanError."""
        with self._transaction() as connection:
            found = connection.execute(select(_PLANS.replaced_by).where(_PLANS.id == plan_id)).first()
        if found is None:
            raise UnknownPlanError(plan_id)
        successor: str | None = found[0]
        return successor

    def sources(self) -> set[str]:
        """The digests of the files that plans and their former versions were read from."""
        with self._transaction() as connection:
            plans = connection.execute(select(_PLANS.source_sha256)).scalars()
            return {*plans, *connection.execute(select(_VERSIONS.source_sha256)).scalars()}


def in_force(besides: Collection[str] = ()) -> Select[tuple[str]]:
    """The ids of the plans that no other has taken the place of, and of those named beside them."""
    return select(_PLANS.id).where(or_(IN_FORCE, _PLANS.id.in_(besides)) if besides else IN_FORCE)


# Within a transaction that writes


def keep(connection: Connection, new: Plan, now: str, most: int) -> Standing:
    """Keep what stands under the id of a plan that is about to take its place, where its file is another one.

    At most `most` versions are kept of a plan, the oldest are dropped. Returns what the new plan carries over.
    """
    columns = (_PLANS.version, _PLANS.restored, _PLANS.source_sha256, _PLANS.reader_version, _PLANS.added_at)
    found = connection.execute(select(*columns).where(_PLANS.id == new.id)).mappings().one_or_none()
    if found is None:
        return Standing()
    version, restored = found["version"], found["restored"]
    if found["source_sha256"] == new.source.sha256:
        return Standing(version, restored)  # only read anew
    if most > 0:
        line = {
            "plan": new.id,
            "version": version,
            "record": records.read_plan(connection, new.id),
            "source_sha256": found["source_sha256"],
            "reader_version": found["reader_version"],
            "added_at": found["added_at"],
            "replaced_at": now,
        }
        connection.execute(insert(tables.versions), line)
    mine = _VERSIONS.plan == new.id
    numbers = connection.execute(select(_VERSIONS.version).where(mine).order_by(_VERSIONS.version.desc())).scalars()
    oldest = list(numbers)[most:]
    connection.execute(delete(tables.versions).where(mine, _VERSIONS.version.in_(oldest)))
    return Standing(version + 1, restored)


def forget(connection: Connection, plan_id: str) -> None:
    """Drop the former versions of a plan."""
    connection.execute(delete(tables.versions).where(_VERSIONS.plan == plan_id))


def numbers_of(connection: Connection, plan_ids: Collection[str]) -> set[str]:
    """The numbers that some plans have, and of the documents that they replace."""
    found = connection.execute(select(_PLANS.number, _PLANS.replaces).where(_PLANS.id.in_(plan_ids)))
    return {number for line in found for number in line if number}


def settle(connection: Connection, numbers: Collection[str]) -> None:
    """Mark the plans of some numbers that another has taken the place of, and take the mark from those it has not."""
    if not numbers:
        return
    columns = (_PLANS.id, _PLANS.header, _PLANS.number, _PLANS.replaced_by, _PLANS.restored)
    concerned = or_(_PLANS.number.in_(numbers), _PLANS.replaces.in_(numbers))
    lines = connection.execute(select(*columns).where(concerned)).mappings().all()
    successors = replaced([Dated(line["id"], line["header"]) for line in lines])
    for line in lines:
        if line["number"] not in numbers:
            continue
        wanted = None if line["restored"] else successors.get(line["id"])
        if wanted != line["replaced_by"]:
            _mark(connection, line["id"], line["replaced_by"], wanted)


def settle_all(connection: Connection) -> None:
    """Write down the numbers of all plans and settle which are replaced, after an upgrade has made room for them."""
    for plan_id, header in connection.execute(select(_PLANS.id, _PLANS.header)).all():
        values = records.numbers(header)
        connection.execute(update(tables.plans).where(_PLANS.id == plan_id).values(values))
    every = connection.execute(select(_PLANS.id)).scalars().all()
    settle(connection, numbers_of(connection, every))


def bring_back(connection: Connection, plan_id: str) -> None:
    """Take a plan's mark from it, for good."""
    before = connection.execute(select(_PLANS.replaced_by).where(_PLANS.id == plan_id)).scalar_one()
    _mark(connection, plan_id, before, None)
    connection.execute(update(tables.plans).where(_PLANS.id == plan_id).values(restored=True))


def is_in_force(connection: Connection, plan_id: str) -> bool:
    """Whether a plan is in the catalogue and no other has taken its place."""
    return connection.execute(select(_PLANS.id).where(_PLANS.id == plan_id, IN_FORCE)).first() is not None


def counted(connection: Connection, plan_id: str) -> statistics.WordStatistics:
    """The counts of words over a plan's passages."""
    texts = select(tables.passages.c.search_text).where(tables.passages.c.plan == plan_id)
    found: Iterable[str] = connection.execute(texts).scalars()
    return statistics.count(found)


def _mark(connection: Connection, plan_id: str, before: str | None, successor: str | None) -> None:
    """Note a plan's successor; the words of plans in force are the ones that are counted."""
    connection.execute(update(tables.plans).where(_PLANS.id == plan_id).values(replaced_by=successor))
    if (before is None) != (successor is None):
        change = statistics.add if successor is None else statistics.take_away
        change(connection, counted(connection, plan_id))
