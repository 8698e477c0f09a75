"""From the settings to a model that answers: find its source, see that the cache holds it, start its engine."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ingest.embedding.cache import cached_model
from ingest.embedding.embedder import Embedder, Encoder
from ingest.embedding.manifest import Engine, Manifest
from ingest.embedding.onnx_encoder import GRAPH, OnnxEncoder
from ingest.embedding.source import ModelSource, model_source
from ingest.errors import EmbeddingError
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.embedding.embeddings import PlanEmbeddings

E = TypeVar("E", bound=Embedder)

_log = logging.getLogger(__name__)

_PROJECT = Path(__file__).resolve().parents[2]


def load_embeddings(settings: Settings) -> PlanEmbeddings:
    """The embedding model that the settings name, behind LangChain's `Embeddings`; see `load_embedder`."""
    from ingest.embedding.embeddings import PlanEmbeddings

    return _load(settings, PlanEmbeddings)


def load_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name, converted first where the cache does not hold it.

    The first time takes about half a minute for the default model, later ones under two seconds. Raises EmbeddingError
    when the model cannot be found, read, converted or kept.
    """
    return _load(settings, Embedder)


def _load(settings: Settings, kind: type[E]) -> E:
    source = model_source(settings.embedding_model)
    folder, manifest = cached_model(source, settings.model_cache or default_model_cache(), build_in_own_process)
    encoder = _start(folder, manifest)
    return kind(encoder, name=manifest.name, dimension=manifest.dimension, prompts=manifest.prompts)


def default_model_cache() -> Path:
    """The user's cache folder for converted models: $XDG_CACHE_HOME/plan-assistant or ~/.cache/plan-assistant."""
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "plan-assistant"


def build_in_own_process(source: ModelSource, folder: Path) -> None:
    """Run `ingest.embedding.build` for `source` into `folder` and wait for its end.

    Raises EmbeddingError with the build's own message, or with the last line it wrote where it died.
    """
    _log.info("Preparing the embedding model %s; this is done once", source.name)
    path = os.pathsep.join(filter(None, (str(_PROJECT), os.environ.get("PYTHONPATH"))))
    finished = subprocess.run(
        [sys.executable, "-m", "ingest.embedding.build", source.name, str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if finished.returncode:
        raise _build_failure(source, finished)
    for line in finished.stderr.splitlines():
        if line.startswith("WARNING:ingest."):
            _log.warning("%s", line.removeprefix("WARNING:"))


def _build_failure(source: ModelSource, finished: subprocess.CompletedProcess[str]) -> EmbeddingError:
    try:
        known = json.loads(finished.stdout.splitlines()[-1])
        return EmbeddingError(known["vietnamese"], known["english"])
    except (IndexError, KeyError, TypeError, json.JSONDecodeError):
        last = (finished.stderr.strip().splitlines() or [f"exit code {finished.returncode}"])[-1]
        return EmbeddingError(
            f"Không chuyển đổi được mô hình {source.name!r}: {last}",
            f"The model {source.name!r} could not be converted: {last}",
        )


def _start(folder: Path, manifest: Manifest) -> Encoder:
    if manifest.engine is Engine.ONNX:
        return OnnxEncoder(folder / GRAPH, folder, manifest.max_tokens)
    from ingest.embedding.torch_encoder import TorchEncoder

    return TorchEncoder(folder, manifest.max_tokens)
