"""The process that is killed: `python -m ingest add`, with the real model or with a quick stand-in for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from ingest.store.vectors import NamedEmbeddings
from tests.ingest.store.samples import BagOfWords

ROOT = Path(__file__).parents[2]
Model = Callable[[], NamedEmbeddings]


def model_of(name: str) -> Model:
    """What loads the embedding model: "real" is that of the settings, "fake" counts words."""
    if name == "fake":
        return BagOfWords
    from ingest.embedding import load_embedder
    from ingest.settings import Settings

    loaded = load_embedder(Settings())
    return lambda: loaded


def start(model: str, files: Path, index: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Begin to add the files of a folder, in a process group of its own, told more by some environment."""
    command = ["-m", "ingest"] if model == "real" else ["-m", "tests.faults.ingesting"]
    return subprocess.Popen(
        [sys.executable, *command, "add", str(files), "--index", str(index)],
        cwd=ROOT,
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def kill(process: subprocess.Popen[bytes]) -> bool:
    """End a process with all that it started, at once; whether it was still at work."""
    at_work = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return at_work


def main() -> int:
    """The command line of `ingest` with the stand-in for the model."""
    from ingest import __main__ as command
    from ingest.settings import Settings
    from ingest.store import plan_stores

    opened = plan_stores.open_stores

    def with_fake(settings: Settings, embeddings: Model | None = None, must_exist: bool = False) -> object:
        return opened(settings, embeddings or BagOfWords, must_exist)

    plan_stores.open_stores = with_fake  # type: ignore[assignment]
    return command.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
