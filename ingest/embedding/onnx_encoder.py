"""Runs a converted model with onnxruntime and tokenizers alone.

Each text is run by itself on one thread, as many texts at a time as there are cores. Dynamic quantisation takes the
scale of the activations from everything in a run, padding included: in batches a vector would change with its
neighbours (to a cosine of 0.997 between alone and in a batch of 16, even among texts of like length). Alone it depends
on its text only, wastes nothing on padding, and is no slower (981 lines of the sample plans on two cores: 246 a second
alone, 178 to 233 in batches of 4, 16 and 32 ordered by length).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ingest.cores import available_cores
from ingest.embedding.tokens import Tokens

GRAPH = "model.onnx"
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "sentence_embedding"


class OnnxEncoder:
    """A graph that turns token ids into one vector, and its tokenizer."""

    def __init__(self, graph: Path, tokenizer_folder: Path, max_tokens: int, cores: int | None = None) -> None:
        """Load both; texts are cut after `max_tokens` tokens, `cores` texts run at a time (None: all cores)."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with ThreadPoolExecutor(1) as pool:  # the two halves of loading, at the same time
            session = pool.submit(_session, graph, options)
            self._tokens = Tokens(tokenizer_folder, max_tokens)
            self._session = session.result()
        self._cores = cores or available_cores()

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """One vector a text, (texts, dimension); `prompt` is put before each text."""
        prompted = [prompt + text for text in texts]
        if len(prompted) == 1 or self._cores == 1:
            return np.stack([self._encode_one(text) for text in prompted])
        # Longest first, so that no core is left alone with a long text at the end.
        order = sorted(range(len(prompted)), key=lambda index: -len(prompted[index]))
        with ThreadPoolExecutor(self._cores) as pool:
            vectors = list(pool.map(self._encode_one, [prompted[index] for index in order]))
        in_order = np.empty((len(prompted), vectors[0].size), np.float32)
        in_order[order] = vectors
        return in_order

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        ids = self._tokens.ids(text)[np.newaxis]
        ids_input, mask_input = INPUTS
        outputs = self._session.run([OUTPUT], {ids_input: ids, mask_input: np.ones_like(ids)})
        vector: NDArray[np.float32] = outputs[0][0]
        return vector


def _session(graph: Path, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    # onnxruntime would fuse each addition with the normalisation behind it, into an operator that takes five times as
    # long as the two (0.44 ms instead of 0.09 for 150 tokens); without it a passage takes an eighth less.
    return onnxruntime.InferenceSession(
        str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
