"""Sentence-transformers models behind LangChain's `Embeddings`, served without torch.

A model is converted once, in a process of its own (`build.py`), to an ONNX graph with 8-bit weights that is kept in a
cache (`cache.py`); after that onnxruntime and tokenizers answer (`onnx_encoder.py`). The default model comes from an
installed package (`package_model.py`), so that neither a model hub nor a network is needed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
"""onnxruntime reports its use to its maker unless this is set before it is imported."""

from ingest.embedding.embedder import Embedder  # noqa: E402
from ingest.embedding.loader import default_model_cache, load_embedder, load_embeddings  # noqa: E402

if TYPE_CHECKING:
    from ingest.embedding.embeddings import PlanEmbeddings

__all__ = ["Embedder", "PlanEmbeddings", "default_model_cache", "load_embedder", "load_embeddings"]


def __getattr__(name: str) -> Any:
    """Import what needs LangChain when it is asked for."""
    if name == "PlanEmbeddings":
        from ingest.embedding.embeddings import PlanEmbeddings

        return PlanEmbeddings
    raise AttributeError(name)
