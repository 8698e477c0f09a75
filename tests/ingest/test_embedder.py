"""A question is embedded once, whichever threads ask for it, and again after a failure."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedding.embedder import Embedder
from ingest.embedding.prompts import Prompts


class _Slow:
    """An encoder that works only once it is let go, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()
        self.encoded: list[str] = []
        self._failures = failures

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        self.encoded += [prompt + text for text in texts]
        self.begun.set()
        assert self.go.wait(10)
        if self._failures:
            self._failures -= 1
            raise RuntimeError("broken")
        return np.ones((len(texts), 4), np.float32)


def _embedder(encoder: _Slow) -> Embedder:
    return Embedder(encoder, name="slow", dimension=4, prompts=Prompts(query="query: ", passage="passage: "))


def test_a_question_that_is_being_embedded_is_waited_for() -> None:
    encoder = _Slow()
    embedder = _embedder(encoder)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(embedder.embed_query, "ai chủ trì")
        assert encoder.begun.wait(10)
        second = pool.submit(embedder.embed_query, "ai chủ trì")
        encoder.go.set()
        assert first.result(10) == second.result(10) == [0.5] * 4
    assert encoder.encoded == ["query: ai chủ trì"]


def test_a_question_that_could_not_be_embedded_is_tried_again() -> None:
    encoder = _Slow(failures=1)
    encoder.go.set()
    embedder = _embedder(encoder)
    with pytest.raises(RuntimeError, match="broken"):
        embedder.embed_query("ai chủ trì")
    assert embedder.embed_query("ai chủ trì") == [0.5] * 4
    assert len(encoder.encoded) == 2
