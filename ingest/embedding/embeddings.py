"""The embedding model behind LangChain's `Embeddings`, for whatever asks for one."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from ingest.embedding.embedder import Embedder


class PlanEmbeddings(Embedder, Embeddings):
    """LangChain's `Embeddings` with the name and the size of its vectors; see `Embedder`."""
