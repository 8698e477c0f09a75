"""The plans that are measured on, in an index of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.errors import EvalError
from ingest.pipeline import Outcome, Reading, Status, ingest_paths
from ingest.settings import Settings
from ingest.store.plan_store import PlanStore, open_store
from ingest.store.tables import SCHEMA_VERSION
from ingest.store.vectors import NamedEmbeddings


class _Quiet:
    """Listens to the pipeline and says nothing; what failed is told at the end."""

    def begins(self, path: Path, number: int, total: int) -> None:
        """A file is about to be read."""

    def embedded(self, done: int, total: int) -> None:
        """Passages were embedded."""

    def ends(self, outcome: Outcome) -> None:
        """A file is done with."""


def plan_files(folder: Path, reading: Reading) -> tuple[Path, ...]:
    """The plans in a folder, by name. Raises EvalError where there is none."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    plans = tuple(file for file in files if file.is_file() and file.suffix.lower() in reading.suffixes)
    if not plans:
        known = ", ".join(sorted(reading.suffixes))
        raise EvalError(
            f"{folder}: không có kế hoạch nào ({known}); hãy chỉ thư mục bằng --plans hoặc chỉ mục bằng --index",
            f"{folder}: no plans ({known}); name their folder with --plans or an index with --index",
        )
    return plans


def index_settings(settings: Settings, files: Sequence[Path], cache: Path) -> Settings:
    """The settings of the index of these files: a folder of `cache` named by their names and contents
    and by the form of the catalogue.

    Nothing of it is kept in a database or on a server that the environment names.
    """
    digest = hashlib.sha256(f"{SCHEMA_VERSION}\0".encode())
    for file in files:
        digest.update(f"{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\0".encode())
    own = {"plan_index": cache / f"index-{digest.hexdigest()[:12]}", "database_url": None, "chroma_url": None}
    return settings.model_copy(update=own)


def fill(
    settings: Settings,
    files: Sequence[Path],
    reading: Reading,
    embeddings: Callable[[], NamedEmbeddings] | None = None,
) -> None:
    """Bring an index into step with the files; nothing is read again that has not changed, nor its reader.

    `embeddings` loads the model; None: the one that the settings name. Raises EvalError with a line for each file that
    cannot be read.
    """
    store = open_store(settings, embeddings)
    try:
        _fill(store, files, reading)
    finally:
        store.close()


def _fill(store: PlanStore, files: Sequence[Path], reading: Reading) -> None:
    outcomes = ingest_paths(files, store, reading, _Quiet())
    store.complete()
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED and outcome.error is not None]
    if failed:
        raise EvalError(
            "\n".join(f"{outcome.path}: {outcome.error.vietnamese}" for outcome in failed if outcome.error),
            "\n".join(f"{outcome.path}: {outcome.error.english}" for outcome in failed if outcome.error),
        )
