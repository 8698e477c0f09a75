"""Sentence-transformers models behind LangChain's `Embeddings`, served without torch.

A model is converted once, in a process of its own (`build.py`), to an ONNX graph with 8-bit weights that is kept in a
cache (`cache.py`); after that onnxruntime and tokenizers answer (`onnx_encoder.py`). The default model comes from an
installed package (`package_model.py`), so that neither a model hub nor a network is needed.
"""

from ingest.embedding.embeddings import PlanEmbeddings
from ingest.embedding.loader import default_model_cache, load_embeddings

__all__ = ["PlanEmbeddings", "default_model_cache", "load_embeddings"]
