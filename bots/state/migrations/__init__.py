"""Alembic scripts that bring a state of an earlier version up to date; see `ingest.store.migrating`."""
