"""An index or a state of an earlier version is upgraded to what a new one is, and keeps what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text, update

from bots.state import tables as state_tables
from bots.telegram import tables as _telegram_tables  # noqa: F401 - adds its tables
from bots.web import jobs as _jobs  # noqa: F401 - adds its table
from ingest.__main__ import main
from ingest.passages import passages
from ingest.store import tables
from ingest.store.database import CatalogueDatabase
from ingest.store.engine import catalogue_url
from ingest.store.errors import OldIndexError
from ingest.store.migrating import CATALOGUE, Migrations
from tests import apart, servers
from tests.bots.state.samples import state_in
from tests.ingest.store.samples import catalogue_at, catalogue_in, sample_plan, store_in

BOTS = state_tables.migrations()
BOTH = pytest.mark.parametrize("migrations", [CATALOGUE, BOTS], ids=["catalogue", "bots"])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[CatalogueDatabase]:
    """An empty database."""
    made = CatalogueDatabase(catalogue_url(tmp_path, servers.database_url_for(tmp_path)))
    yield made
    made.close()


def differences(connection: Connection, migrations: Migrations) -> list[Any]:
    """What Alembic finds to do before a database is what the program's tables say."""
    own = {table.name for table in migrations.tables_of(connection.dialect.name)}
    context = MigrationContext.configure(
        connection,
        opts={
            "include_object": lambda thing, name, kind, found, other: kind != "table" or name in own,
            "compare_type": True,
        },
    )
    return list(compare_metadata(context, migrations.metadata))


def tables_in(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


@BOTH
def test_the_scripts_lead_to_the_tables_of_the_program(database: CatalogueDatabase, migrations: Migrations) -> None:
    with database.transaction() as connection:
        migrations.upgrade(connection)
        assert migrations.version(connection) == migrations.head
        assert differences(connection, migrations) == []


@BOTH
def test_new_tables_are_those_that_the_scripts_lead_to(
    database: CatalogueDatabase, migrations: Migrations, tmp_path: Path
) -> None:
    other = CatalogueDatabase(catalogue_url(tmp_path / "other", servers.database_url_for(tmp_path / "other")))
    (tmp_path / "other").mkdir()
    with database.transaction() as connection, other.transaction() as beside:
        migrations.create(connection)
        migrations.upgrade(beside)
        assert tables_in(connection) == tables_in(beside)
        assert differences(connection, migrations) == []
        assert migrations.version(connection) == migrations.head
        migrations.upgrade(connection)  # there is nothing left to do
    other.close()


def make_old(folder: Path, version: int = 3) -> None:
    """Make an index of a folder what an earlier version wrote; on a server, which version 3 did not have, what its
    scripts make."""
    catalogue = catalogue_at(folder)
    with catalogue.database.transaction() as connection:
        if version == 3:
            for table in tables.tables_of(connection.dialect.name):
                if table.info == tables.ON_SERVER:
                    table.drop(connection)
            connection.execute(text("DROP TABLE catalogue_version"))
        else:
            connection.execute(text("UPDATE catalogue_version SET version_num = '0004'"))
        connection.execute(text("DROP TABLE versions"))
        for name in ("number", "replaces", "replaced_by"):
            connection.execute(text(f"DROP INDEX ix_plans_{name}"))
        for name in ("version", "number", "replaces", "replaced_by", "restored"):
            connection.execute(text(f"ALTER TABLE plans DROP COLUMN {name}"))
        connection.execute(text("ALTER TABLE rows DROP COLUMN amounts_in"))
        connection.execute(text("ALTER TABLE vector_state DROP COLUMN seal"))
        connection.execute(update(tables.state).where(tables.state.c.name == "schema").values(value=version))
    catalogue.close()


@pytest.mark.parametrize("version", [3, 4])
def test_an_earlier_index_is_upgraded_by_the_next_that_writes_and_keeps_its_plans(tmp_path: Path, version: int) -> None:
    catalogue = catalogue_in(tmp_path)
    catalogue.replace(sample_plan(), passages(sample_plan()))
    catalogue.close()
    make_old(tmp_path, version)
    with pytest.raises(OldIndexError, match="python -m ingest migrate"):
        catalogue_at(tmp_path).exists()
    store = store_in(tmp_path)
    with store.writing():
        assert store.catalogue.exists()
    assert store.catalogue.plan("ben-tre-2027") == sample_plan()
    with store.catalogue.database.transaction() as connection:
        columns = tables.plans.c
        numbers = connection.execute(select(columns.number, columns.replaces, columns.version)).one()
    assert numbers == ("15/kh-syt", "9/kh-syt", 1)
    store.rebuild()
    assert store.search_words("đơn thuốc bệnh án")
    store.close()


def test_the_command_upgrades_and_says_when_there_is_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.use(monkeypatch, tmp_path)
    catalogue = catalogue_in(tmp_path)
    catalogue.replace(sample_plan(), passages(sample_plan()))
    catalogue.close()
    make_old(tmp_path)
    arguments = ["migrate", "--index", str(tmp_path), "--language", "en"]
    assert main(arguments) == 0
    assert main(arguments) == 0
    assert capsys.readouterr().out == "the index is upgraded\nthe index is up to date\n"
    make_old(tmp_path)
    assert main(["list", "--index", str(tmp_path)]) == 0
    assert "ben-tre-2027" in capsys.readouterr().out


def test_a_state_from_before_there_were_migrations_gets_the_tables_that_it_lacks(tmp_path: Path) -> None:
    state = state_in(tmp_path)
    conversation = state.conversations.begin("web")
    with state.database.transaction() as connection:
        connection.execute(text("DROP TABLE bot_version"))
        connection.execute(text("DROP TABLE bot_rates"))
        connection.execute(text("DROP TABLE bot_telegram_chats"))
        for name in ("counter", "message", "sent_after", "reply"):
            connection.execute(text(f"ALTER TABLE bot_telegram_updates DROP COLUMN {name}"))
    state.close()
    again = state_in(tmp_path)
    assert again.conversations.is_open(conversation)
    with again.database.transaction() as connection:
        assert differences(connection, BOTS) == []
    again.close()


def begin(folder: str) -> None:
    """Open the state of a folder and keep a conversation."""
    state_in(Path(folder)).conversations.begin("web")


def test_many_processes_may_open_a_new_state_at_once(tmp_path: Path) -> None:
    told = [tmp_path / f"told {number}" for number in range(3)]
    begun = [apart.start(begin, str(tmp_path), stderr=path) for path in told]
    assert [process.wait() for process in begun] == [0, 0, 0], [path.read_text("utf-8") for path in told]
