"""Where the index of a trial stands: in a folder, or on PostgreSQL and a Chroma server that the test started.

Each trial begins from the former state. In a folder that is a copy of it; on the servers the database is made anew from
a template, and the vectors are put in from those that the catalogue keeps.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, select, text

from ingest.store import tables
from ingest.store.plan_store import PlanStore, open_store
from tests import servers
from tests.faults.ingesting import Model
from tests.servers import settings_for

_TRIAL = "trial"


class Place(Protocol):
    """Where indexes are kept."""

    def fresh(self, folder: Path, model: Model) -> Path:
        """The folder that names an index in the former state, which was built in `folder/former`."""

    def environment(self, index: Path) -> dict[str, str]:
        """What a process that writes to an index is told of where it stands."""


class InFolder:
    """An index in a folder, with embedded stores."""

    def fresh(self, folder: Path, model: Model) -> Path:
        """A copy of the former state."""
        index = folder / "index"
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(folder / "former", index)
        return index

    def environment(self, index: Path) -> dict[str, str]:
        """Nothing but the folder, which the command line names."""
        return {}


class OnServers:
    """An index on PostgreSQL and a Chroma server."""

    def __init__(self, database: str) -> None:
        """`database` is the address of the database in which the former state is built."""
        self._former = make_url(database)

    def fresh(self, folder: Path, model: Model) -> Path:
        """The former state in a database of its own; the vectors of the trial before are dropped."""
        index = folder / "former"
        self._copy_database()
        os.environ[servers.DATABASE_SERVER] = self._former.set(database=_TRIAL).render_as_string(hide_password=False)
        shutil.rmtree(index, ignore_errors=True)
        store = open_store(settings_for(index), model)
        store.vectors.clear()
        store.complete()
        store.close()
        return index

    def environment(self, index: Path) -> dict[str, str]:
        """The addresses of the servers."""
        settings = settings_for(index)
        database, chroma = settings.database_url or "", settings.chroma_url or ""
        return {"DATABASE_URL": database, "CHROMA_URL": chroma, "CHROMA_DATABASE": settings.chroma_database}

    def _copy_database(self) -> None:
        former = str(self._former.database)
        engine = create_engine(self._former.set(database="template1"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{_TRIAL}" WITH (FORCE)'))
            others = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            connection.execute(others, {"name": former})  # nobody may be in a database that is copied
            connection.execute(text(f'CREATE DATABASE "{_TRIAL}" TEMPLATE "{former}"'))
        engine.dispose()


def kept_files(store: PlanStore) -> set[str]:
    """The digests of the files that an index keeps."""
    if not store.catalogue.is_far:
        return {path.name for path in (store.folder / "sources").iterdir()}
    with store.catalogue.database.transaction() as connection:
        return set(connection.execute(select(tables.source_files.c.sha256)).scalars())


@contextmanager
def place_of_tests() -> Iterator[Place]:
    """Where the tests keep what they write: on their servers, which run, in a database of its own, or in folders."""
    server = os.environ.get(servers.DATABASE_SERVER)
    if not server:
        yield InFolder()
        return
    own = make_url(server).set(database="faults").render_as_string(hide_password=False)
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE faults"))
    engine.dispose()
    os.environ[servers.DATABASE_SERVER] = own
    try:
        yield OnServers(own)
    finally:
        os.environ[servers.DATABASE_SERVER] = server


@contextmanager
def place(stores: str) -> Iterator[Place]:
    """Where the indexes of a run stand: "embedded", or "servers", which run as long as the block."""
    if stores != "servers":
        yield InFolder()
        return
    with servers.running() as started:
        os.environ[servers.DATABASE_SERVER] = started.database.url
        os.environ[servers.CHROMA_SERVER] = started.chroma.url
        yield OnServers(started.database.url)
