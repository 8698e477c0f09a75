"""Reading the package's 4-bit model file."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.package_model import PACKAGE_SHA256, PackageModel, package_file, read_package_model
from ingest.errors import EmbeddingError

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁tế"]
SCORES = [0.0, 0.0, 0.0, 0.0, -3.5]
SCALE = 0.5
HALVES = bytes(low | (15 - low) << 4 for low in range(16))


def file_of_one_block(magic: bytes = b"E5S1", version: int = 1, kind: int = 1) -> bytes:
    """A file with five pieces, one normalisation entry and one tensor of 32 four-bit weights."""
    text = "".join(PIECES).encode()
    ends = np.cumsum([0] + [len(piece.encode()) for piece in PIECES])
    data = magic + struct.pack("<I7ifi", version, 32, 1, 2, 64, 5, 512, 2, 1e-12, 32)
    data += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text)) + struct.pack(f"<{len(ends)}I", *ends)
    data += struct.pack(f"<{len(SCORES)}f", *SCORES) + text
    data += struct.pack("<iIIB2I", 1, 13, ord("ﬁ"), 2, ord("f"), ord("i"))
    directory = struct.pack("<iH", 1, 5) + b"tiny."
    offset = len(data) + len(directory) + 21
    block = np.float16(SCALE).tobytes() + HALVES
    return data + directory + struct.pack("<BIQQ", kind, 32, offset, len(block)) + block


def read(folder: Path, data: bytes) -> PackageModel:
    path = folder / "model.bin"
    path.write_bytes(data)
    return read_package_model(path, hashlib.sha256(data).hexdigest())


def test_shape_pieces_and_normalisation_are_read_as_written(tmp_path: Path) -> None:
    model = read(tmp_path, file_of_one_block())
    assert (model.shape.width, model.shape.layers, model.shape.heads, model.shape.positions) == (32, 1, 2, 512)
    assert model.shape.epsilon == pytest.approx(1e-12)
    assert list(model.pieces.texts) == PIECES
    assert list(model.pieces.scores) == SCORES
    assert (model.pieces.start, model.pieces.pad, model.pieces.end, model.pieces.unknown) == (0, 1, 2, 3)
    assert model.normalisation == {"ﬁ": "fi"}


def test_a_block_gives_its_low_halves_then_its_high_halves_times_the_scale(tmp_path: Path) -> None:
    weights = read(tmp_path, file_of_one_block()).tensors["tiny."]
    assert weights.dtype == np.float32
    assert weights.tolist() == [(low - 8) * SCALE for low in (*range(16), *range(15, -1, -1))]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(file_of_one_block(magic=b"E5S2"), id="another magic"),
        pytest.param(file_of_one_block(version=2), id="another version"),
        pytest.param(file_of_one_block(kind=7), id="unknown kind of tensor"),
        pytest.param(file_of_one_block()[:-1], id="one byte short"),
        pytest.param(file_of_one_block()[:60], id="cut in the header"),
        pytest.param(file_of_one_block()[:130], id="cut in the pieces"),
        pytest.param(b"", id="empty"),
    ],
)
def test_a_file_of_another_layout_is_refused_with_its_path_and_the_mend(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmbeddingError, match="bố cục lạ") as caught:
        read(tmp_path, data)
    assert str(tmp_path / "model.bin") in caught.value.english
    assert "pip install --force-reinstall" in caught.value.english


def test_a_file_with_another_digest_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(file_of_one_block())
    with pytest.raises(EmbeddingError, match="SHA-256") as caught:
        read_package_model(path)
    assert PACKAGE_SHA256[:12] in caught.value.english


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="không đọc được"):
        read_package_model(tmp_path / "nowhere.bin")


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.embedding.package_model.PACKAGE", "no_such_package_here")
    with pytest.raises(EmbeddingError, match="pip install"):
        package_file()
