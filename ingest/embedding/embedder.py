"""The embedding model as the rest of the project sees it.

Nothing of LangChain is imported here: a command that asks one question does not pay the quarter of a second for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.prompts import Prompts

_QUESTIONS_KEPT = 16
"""A question is searched for several times: in each plan of a comparison, and in all when the one it names lacks it."""


class Encoder(Protocol):
    """Runs a model."""

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """One vector a text, (texts, dimension), of any length; `prompt` is put before each text."""


class Embedder:
    """A model with its name and the size of its vectors, and the methods of LangChain's `Embeddings`.

    Vectors have length 1, so that their inner product is the cosine. A text's vector depends on the text alone, not on
    the texts that are embedded beside it. Safe to use from several threads.
    """

    def __init__(self, encoder: Encoder, *, name: str, dimension: int, prompts: Prompts) -> None:
        self._encoder = encoder
        self._prompts = prompts
        self.name = name
        """The model's name and a digest of what its vectors depend on: letters a-z, digits and hyphens.

        Vectors under one name can be compared; those under two cannot.
        """
        self.dimension = dimension
        self._asked: OrderedDict[str, Future[tuple[float, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, in the order given."""
        vectors: list[list[float]] = self._embed(texts, self._prompts.passage).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; one that another thread is embedding already is waited for."""
        with self._lock:
            held = self._asked.get(text)
            mine = held is None
            if held is None:
                held = self._asked[text] = Future()
            self._asked.move_to_end(text)
            while len(self._asked) > _QUESTIONS_KEPT:
                self._asked.popitem(last=False)
        if mine:
            self._embed_question(text, held)
        return list(held.result())

    def _embed_question(self, text: str, held: Future[tuple[float, ...]]) -> None:
        try:
            held.set_result(tuple(self._embed([text], self._prompts.query)[0].tolist()))
        except BaseException as error:
            with self._lock:
                self._asked.pop(text, None)  # the next one to ask tries again
            held.set_exception(error)

    def _embed(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._encoder.encode(texts, prompt)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit
