"""Turns a sentence-transformers model into an ONNX graph with 8-bit weights. Imports torch.

The graph holds every module of the model (encoder, pooling, dense layers, normalisation), so that no pooling is written
twice, and is believed only after its vectors have been compared with the model's own on texts of many kinds.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer

from ingest.embedding.onnx_encoder import GRAPH, INPUTS, OUTPUT, OnnxEncoder
from ingest.embedding.prompts import Prompts
from ingest.embedding.tokens import TOKENIZER, Tokens, write_near
from ingest.embedding.wide_channels import part_wide_channels

_log = logging.getLogger(__name__)

_OPSET = 18
_LEAST_COSINE_OF_FLOAT = 0.9999
_LEAST_COSINE_OF_INT8 = 0.99

_PROBES = (
    "đơn thuốc điện tử",
    "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện?",
    "ai phoi hop voi van phong ve chu ky so",
    "Who leads the roll-out of electronic medical records?",
    "SỞ Y TẾ – KẾ HOẠCH SỐ 07/KH-SYT NGÀY 15/01/2026",
    "100% cơ sở khám, chữa bệnh thanh toán không dùng tiền mặt; kinh phí 3.500.000.000 đồng.",
    "Phòng Nghiệp vụ Y chủ trì, phối hợp với Văn phòng Sở và các đơn vị trực thuộc, hoàn thành trong Quý II.",
    "Rà soát, nâng cấp hạ tầng kỹ thuật, bảo đảm an toàn thông tin theo cấp độ cho các hệ thống. " * 60,
)


class ConversionError(Exception):
    """The model cannot be served as a graph; the message says why."""


class _SentenceEmbedding(torch.nn.Module):  # type: ignore[misc]  # torch is not read by mypy, see pyproject.toml
    """The whole model as a function of token ids and mask."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        features = dict(zip(INPUTS, (input_ids, attention_mask), strict=True))
        output: torch.Tensor = self.model(features)[OUTPUT]
        return output


def convert(model: SentenceTransformer, folder: Path, scratch: Path, prompts: Prompts, max_tokens: int) -> None:
    """Write the graph and the tokenizer of `model` into `folder`; `scratch` takes what is thrown away afterwards.

    8-bit weights where the vectors keep their direction, float weights where they would not. Raises ConversionError
    when the model has no fast tokenizer, cannot be exported, or the graph does not give the model's own vectors.
    """
    try:
        (folder / TOKENIZER).write_text(model.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
        write_near(folder)
        _export(model, scratch / GRAPH)
        expected = _unit(model.encode(list(_PROBES), prompt=prompts.passage, show_progress_bar=False))
        _require(_least_cosine(scratch / GRAPH, folder, expected, prompts, max_tokens), _LEAST_COSINE_OF_FLOAT)
        _quantise(scratch / GRAPH, folder, prompts, max_tokens)
        least = _least_cosine(folder / GRAPH, folder, expected, prompts, max_tokens)
        if least < _LEAST_COSINE_OF_INT8:
            _log.warning("8-bit weights turn a vector by cosine %.4f: float weights are kept", least)
            (scratch / GRAPH).replace(folder / GRAPH)
    except ConversionError:
        raise
    # Exporters and their operators fail in more ways than their documentation lists; each means the same here.
    except Exception as error:
        raise ConversionError(f"{type(error).__name__}: {error}") from error


def _export(model: SentenceTransformer, path: Path) -> None:
    example = model.tokenizer(list(_PROBES[:2]), padding=True, return_tensors="pt")
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS} | {OUTPUT: {0: "texts"}}
    with torch.no_grad():
        torch.onnx.export(
            _SentenceEmbedding(model).eval(),
            tuple(example[name] for name in INPUTS),
            str(path),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,  # the newer exporter needs one more package, onnxscript
        )


def _quantise(source: Path, folder: Path, prompts: Prompts, max_tokens: int) -> None:
    """8-bit weights, a scale for each output channel; activations are quantised as they come, but for those few that
    are very large (see `wide_channels`).

    Weights use 7 of the 8 bits, because processors without VNNI instructions overflow on more.
    """
    tokens = Tokens(folder, max_tokens)
    ids = [tokens.ids(prompts.passage + text)[np.newaxis] for text in _PROBES]
    samples = [dict(zip(INPUTS, (one, np.ones_like(one)), strict=True)) for one in ids]
    model, float_products = part_wide_channels(source, source.parent, samples)
    quantize_dynamic(
        model,
        folder / GRAPH,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=float_products,
        extra_options={"MatMulConstBOnly": True},
    )


def _least_cosine(
    graph: Path, tokenizer_folder: Path, expected: NDArray[np.float32], prompts: Prompts, max_tokens: int
) -> float:
    encoder = OnnxEncoder(graph, tokenizer_folder, max_tokens)
    found = _unit(encoder.encode(_PROBES, prompts.passage))
    return float((found * expected).sum(axis=1).min())


def _require(found: float, least: float) -> None:
    if not found >= least:
        raise ConversionError(f"the graph's vectors are not the model's (cosine {found:.4f}, at least {least} wanted)")


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
