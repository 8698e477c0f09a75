"""Runs a model with sentence-transformers itself, for the few that cannot be served as a graph."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def limit_tokens(model: SentenceTransformer, most: int) -> int:
    """Let `model` read at most `most` tokens of a text, or fewer where it can read fewer; gives that number.

    A model of word vectors has no limit and cannot be given one: its time grows with a text's length only linearly.
    """
    own = model.max_seq_length
    if own is not None and (own <= most or math.isinf(own)):
        return int(min(own, most))
    model.max_seq_length = most
    return most


class TorchEncoder:
    """A sentence-transformers folder. Loading it imports torch, which takes seconds."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        limit_tokens(self._model, max_tokens)

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """One vector a text, (texts, dimension); `prompt` is put before each text."""
        vectors = self._model.encode(list(texts), prompt=prompt, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, np.float32)
