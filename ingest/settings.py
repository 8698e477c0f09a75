"""What the environment or a `.env` file can set for reading and keeping plans."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of `ingest`, each from the variable of the same name in capitals.

    `.env` is shared with the other packages, so variables that are not named here are left to them.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    plan_index: Path = Path("var/index")
    """The folder of the index."""

    embedding_model: str = "intfloat/multilingual-e5-small"
    """A sentence-transformers model: the default one, a folder, or a name on the model hub."""

    model_cache: Path | None = None
    """Where converted models are kept; None: the user's cache folder."""

    chroma_url: str | None = None
    """A Chroma server; None: Chroma keeps its files in the index."""

    database_url: str | None = None
    """The catalogue's database as an SQLAlchemy address; None: SQLite in the index."""
