"""Alembic scripts that bring a catalogue of an earlier version up to date; see `ingest.store.migrating`."""
