"""`python -m ingest.embedding.build MODEL FOLDER`: convert a model into an empty folder of the cache.

Run as a process of its own, because what it imports and loads (torch, float weights: four gigabytes at the most) must
not stay in the process that answers questions. A known failure is one line of JSON on standard output and exit code 3.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import tempfile
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from ingest.embedding.conversion import ConversionError, convert
from ingest.embedding.manifest import Engine, Manifest, file_digests, write_manifest
from ingest.embedding.onnx_encoder import GRAPH
from ingest.embedding.package_model import PACKAGE_SHA256, package_file, read_package_model
from ingest.embedding.prompts import Prompts, prompts_of
from ingest.embedding.sentence_model import write_sentence_model
from ingest.embedding.source import VECTORS, ModelSource, Origin, model_source
from ingest.embedding.tokens import NEAR, NEAR_TOKENIZER, TOKENIZER
from ingest.embedding.torch_encoder import limit_tokens
from ingest.errors import EmbeddingError

EXIT_KNOWN_FAILURE = 3
MOST_TOKENS = 512

_log = logging.getLogger(__name__)


def build(source: ModelSource, folder: Path) -> Manifest:
    """Convert the model of `source` into the existing, empty `folder` and give its manifest, which is written last.

    Raises EmbeddingError when the model cannot be found or loaded.
    """
    stamp = source.stamp()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.scratch-") as scratch_name:
        scratch = Path(scratch_name)
        model = _load(source, scratch)
        max_tokens = limit_tokens(model, MOST_TOKENS)
        prompts = prompts_of(source.name, model.prompts, model.default_prompt_name)
        try:
            convert(model, folder, scratch, prompts, max_tokens)
            engine = Engine.ONNX
        except ConversionError as error:
            _log.warning("%s is served by sentence-transformers itself: %s", source.name, error)
            for part in (GRAPH, TOKENIZER, NEAR_TOKENIZER, NEAR):
                (folder / part).unlink(missing_ok=True)
            model.save(str(folder), create_model_card=False)
            engine = Engine.SENTENCE_TRANSFORMERS
    manifest = Manifest(
        name=f"{source.slug}-{_vector_digest(source, model, prompts, engine)}",
        stamp=stamp,
        engine=engine,
        dimension=model.get_embedding_dimension() or 0,
        max_tokens=max_tokens,
        prompts=prompts,
        files=file_digests(folder),
    )
    write_manifest(folder, manifest)
    return manifest


def _load(source: ModelSource, scratch: Path) -> SentenceTransformer:
    location = source.name
    if source.origin is Origin.PACKAGE:
        written = scratch / "sentence-model"
        written.mkdir()
        write_sentence_model(read_package_model(package_file()), written)
        location = str(written)
    torch.manual_seed(0)  # weights that the model's files lack are drawn at random, and its digest must stay the same
    try:
        # "eager" attention is the one that the exporter can follow.
        options = {"attn_implementation": "eager", "dtype": torch.float32}
        return SentenceTransformer(location, device="cpu", model_kwargs=options)
    # What the loaders raise is not listed anywhere: a missing file, a refused connection, a broken configuration.
    except Exception as error:
        reason = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
        raise EmbeddingError(
            f"Không nạp được mô hình {source.name!r} ({reason}). Hãy kiểm tra EMBEDDING_MODEL: một thư mục "
            "sentence-transformers đầy đủ, hoặc tên mô hình trên kho khi có mạng.",
            f"The model {source.name!r} cannot be loaded ({reason}). Check EMBEDDING_MODEL: a complete "
            "sentence-transformers folder, or a model's name on the hub when there is a network.",
        ) from error


def _vector_digest(source: ModelSource, model: SentenceTransformer, prompts: Prompts, engine: Engine) -> str:
    """A digest of all that the vectors depend on; the package's file stands for the weights made from it."""
    digest = hashlib.sha256(f"recipe {VECTORS}, {engine}, {prompts.model_dump_json()}".encode())
    if source.origin is Origin.PACKAGE:
        digest.update(PACKAGE_SHA256.encode())
    else:
        for name, weights in sorted(model.state_dict().items()):
            digest.update(name.encode())
            digest.update(weights.contiguous().numpy().tobytes())
    return digest.hexdigest()[:8]


def main(arguments: list[str]) -> int:
    """Build as the two arguments say; gives the exit code."""
    logging.basicConfig(level=logging.WARNING)
    name, folder = arguments
    try:
        build(model_source(name), Path(folder))
    except EmbeddingError as error:
        print(json.dumps({"vietnamese": error.vietnamese, "english": error.english}))
        return EXIT_KNOWN_FAILURE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
