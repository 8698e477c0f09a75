"""Writes the package's model as an ordinary sentence-transformers directory.

Float weights under the names of transformers' BertModel, a Unigram tokenizer, mean pooling, normalisation and the
prompts of the E5 family: what the model's own page on the hub holds, so every tool that reads such a directory reads
this one. Only numpy, safetensors and tokenizers are needed here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from ingest.embedding.package_model import PackageModel, Pieces, Shape

PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

# The file's names of a layer's parts, and BertModel's.
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}
_MODULES = (
    ("0", "", "sentence_transformers.models.Transformer"),
    ("1", "1_Pooling", "sentence_transformers.models.Pooling"),
    ("2", "2_Normalize", "sentence_transformers.models.Normalize"),
)


def write_sentence_model(model: PackageModel, folder: Path) -> None:
    """Write `model` into the existing, empty `folder`; `SentenceTransformer(folder)` loads it.

    Raises KeyError or ValueError when a tensor is missing or does not have the size that the model's shape asks for.
    """
    save_file(bert_weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer(model).save(str(folder / "tokenizer.json"), pretty=False)
    for name in ("1_Pooling", "2_Normalize"):
        (folder / name).mkdir()
    for name, content in _configurations(model.shape, model.pieces).items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")


def bert_weights(model: PackageModel) -> dict[str, NDArray[np.float32]]:
    """The weights under BertModel's names and in its shapes (a dense layer's is outputs by inputs)."""
    shape, tensors = model.shape, model.tensors
    width, inner = shape.width, shape.inner_width
    weights = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(shape.word_rows, width),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(shape.positions, width),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(shape.token_types, width),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"].reshape(width),
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"].reshape(width),
    }
    dense = {"fi": (inner, width), "fo": (width, inner)}
    for layer in range(shape.layers):
        for part, bert_part in _LAYER_PARTS.items():
            for kind, bert_kind in _KINDS.items():
                size = dense.get(part, (width, width)) if kind == "w" and not part.endswith("ln") else (-1,)
                values = tensors[f"l{layer}.{part}.{kind}"].reshape(size)
                weights[f"encoder.layer.{layer}.{bert_part}.{bert_kind}"] = values
    return weights


def tokenizer(model: PackageModel) -> Tokenizer:
    """The SentencePiece Unigram tokenizer of XLM-RoBERTa from the model's pieces."""
    pieces = model.pieces
    vocabulary = list(zip(pieces.texts, pieces.scores, strict=True))
    built = Tokenizer(Unigram(vocabulary, unk_id=pieces.unknown, byte_fallback=False))
    built.normalizer = _normaliser(model.normalisation)
    built.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    built.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    start, end = pieces.texts[pieces.start], pieces.texts[pieces.end]
    built.add_special_tokens([start, pieces.texts[pieces.pad], end, pieces.texts[pieces.unknown]])
    built.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {end} {end} $B {end}",
        special_tokens=[(start, pieces.start), (end, pieces.end)],
    )
    return built


def _normaliser(replacements: Mapping[str, str]) -> normalizers.Normalizer:
    """The map as Unicode form NFKC after the few characters that it treats otherwise (controls, kinds of space).

    NFKC also composes an accent that follows its letter, which the map, going by single characters, cannot.
    """
    own: dict[str, list[str]] = {}
    for char, replacement in replacements.items():
        if replacement != unicodedata.normalize("NFKC", char):
            own.setdefault(replacement, []).append(char)
    steps: list[normalizers.Normalizer] = [
        normalizers.Replace(Regex("[" + "".join(map(re.escape, chars)) + "]"), replacement)
        for replacement, chars in own.items()
    ]
    steps += [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    return normalizers.Sequence(steps)


def _configurations(shape: Shape, pieces: Pieces) -> dict[str, object]:
    special = {"bos": pieces.start, "eos": pieces.end, "sep": pieces.end, "cls": pieces.start}
    special |= {"unk": pieces.unknown, "pad": pieces.pad}
    tokens = {f"{name}_token": pieces.texts[token] for name, token in special.items()}
    return {
        "config.json": _bert_configuration(shape, pieces),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            **tokens,
        },
        "special_tokens_map.json": tokens,
        "modules.json": [{"idx": i, "name": n, "path": p, "type": t} for i, (n, p, t) in enumerate(_MODULES)],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.width, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    }


def _bert_configuration(shape: Shape, pieces: Pieces) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": shape.word_rows,
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner_width,
        "hidden_act": "gelu",
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": pieces.pad,
    }
