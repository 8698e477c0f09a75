"""Tables that change with the program's versions, by Alembic: new ones are made at once, old ones step by step.

A database without the tables gets them as `metadata` says and is noted as up to date; one with tables of an earlier
version passes through the scripts of `migrations/versions` that it has not passed yet. A test holds the two ways to the
same outcome. Alembic is imported where there is something to upgrade, for reading must not wait for it.

A script that rebuilds a table of SQLite (`batch_alter_table`) must not do so where others refer to it: the connection
has foreign keys on, and dropping the old table would empty those.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, delete, insert, inspect, select

from ingest.store import tables


@dataclass(frozen=True)
class Migrations:
    """Some tables and the scripts that bring earlier forms of them up to date."""

    metadata: MetaData
    package: str
    """Where the scripts are."""
    version_table: str
    """Where the database notes which of them it has passed."""
    head: str
    """The last of them."""
    tables_of: Callable[[str], list[Table]]
    """The tables of a dialect, those that others refer to first."""

    def version(self, connection: Connection) -> str | None:
        """The last script that a database has passed; None for one without the tables, or older than the scripts."""
        noted = self._noted()
        if not inspect(connection).has_table(noted.name):
            return None
        return connection.execute(select(noted.c.version_num)).scalar()

    def create(self, connection: Connection) -> None:
        """Make those tables that are missing, and note that all are up to date."""
        self.metadata.create_all(connection, tables=self.tables_of(connection.dialect.name))
        noted = self._noted()
        noted.create(connection, checkfirst=True)
        connection.execute(delete(noted))
        connection.execute(insert(noted).values(version_num=self.head))

    def upgrade(self, connection: Connection) -> None:
        """Run the scripts that a database has not passed, within the transaction of the connection."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files(self.package)).replace("%", "%%"))
        config.attributes.update(connection=connection, migrations=self)
        command.upgrade(config, "head")

    def configure(self, context: Any) -> None:
        """Run the scripts; called by their `env.py` with Alembic's context."""
        dialect = context.config.attributes["connection"].dialect.name
        own = {table.name for table in self.tables_of(dialect)}
        context.configure(
            connection=context.config.attributes["connection"],
            target_metadata=self.metadata,
            version_table=self.version_table,
            include_name=lambda name, kind, parents: kind != "table" or name in own,
        )
        with context.begin_transaction():
            context.run_migrations()

    def _noted(self) -> Table:
        return Table(self.version_table, MetaData(), Column("version_num", String(32), primary_key=True))


CATALOGUE = Migrations(tables.metadata, "ingest.store.migrations", "catalogue_version", "0005", tables.tables_of)
