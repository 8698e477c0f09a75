"""What the environment or a `.env` file can set for reading and keeping plans."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from ingest.errors import PlanError
from ingest.logs import LogFormat, LogLevel
from ingest.readers.limits import Limits


class EnvironmentSettings(BaseSettings):
    """Settings from the environment, else from `.env`, else from the files of the folder that SECRETS_DIR names.

    A file has a variable's name and holds its value, as containers are given secrets. `.env` and the folder are shared
    by all packages, so variables that a package does not name are left to the others. What was written is never
    repeated in an error, since it may be a secret.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where values come from, the first that has one. Raises PlanError where SECRETS_DIR is no folder."""
        if folder := os.environ.get("SECRETS_DIR"):
            if not Path(folder).is_dir():
                raise PlanError(
                    f"SECRETS_DIR={folder}: không có thư mục này; hãy sửa đường dẫn hoặc bỏ biến",
                    f"SECRETS_DIR={folder}: no such folder; mend the path or unset the variable",
                )
            file_secret_settings = SecretsSettingsSource(settings_cls, folder)
        return init_settings, env_settings, dotenv_settings, file_secret_settings


class Settings(EnvironmentSettings):
    """The settings of `ingest`, each from the variable of the same name in capitals."""

    plan_index: Path = Path("var/index")
    """The folder of the index."""

    embedding_model: str = "intfloat/multilingual-e5-small"
    """A sentence-transformers model: the default one, a folder, or a name on the model hub."""

    model_cache: Path | None = None
    """Where converted models are kept; None: the user's cache folder."""

    chroma_url: str | None = Field(default=None, repr=False)
    """A Chroma server; None: Chroma keeps its files in the index."""

    chroma_database: str = Field(default="default_database", pattern=r"^[A-Za-z0-9._-]{3,}$")
    """The database on the Chroma server, made where it is missing; two indexes on one server need one each."""

    chroma_token: SecretStr = SecretStr("")
    """What the Chroma server, or the proxy before it, asks for: sent as `Authorization: Bearer`; "": nothing."""

    database_url: str | None = Field(default=None, repr=False)
    """The database of catalogue and state as an SQLAlchemy address, SQLite or PostgreSQL, which may hold a password;
    None: files in the index."""

    versions_kept: int = Field(default=5, ge=0, le=1000)
    """How many former contents of a plan are kept when its file is added again, edited."""

    read_file_mb: int = Field(default=100, ge=1, le=2048)
    """The largest file that is read, in megabytes."""

    read_unpacked_mb: int = Field(default=500, ge=1, le=8192)
    """The most that a .docx or .xlsx file may unpack to, in megabytes."""

    read_pages: int = Field(default=2000, ge=1, le=20_000)
    """The most pages that a document may have."""

    read_seconds: int = Field(default=300, ge=1, le=7200)
    """How long one file may be read, by the clock and in processor time."""

    read_memory_mb: int = Field(default=2048, ge=256, le=65_536)
    """The address space of the process that reads one file, in megabytes."""

    read_workers: int = Field(default=0, ge=0, le=64)
    """How many files are read at a time; 0: as many as there are cores."""

    log_format: LogFormat = LogFormat.TEXT
    """How log lines are written: "text" for a terminal, "json" for a collector."""

    log_level: LogLevel = LogLevel.INFO
    """From which level on log lines are written: "debug", "info", "warning", "error"."""

    metrics_file: Path | None = None
    """Where `python -m ingest add` leaves its figures for the textfile collector of Prometheus's node exporter."""

    def limits(self) -> Limits:
        """What one file may cost."""
        return Limits(self.read_file_mb, self.read_unpacked_mb, self.read_pages, self.read_seconds, self.read_memory_mb)

    def workers(self) -> int:
        """How many files are read at a time, at least one."""
        return self.read_workers or os.cpu_count() or 1
