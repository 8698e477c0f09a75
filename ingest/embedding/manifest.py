"""The record that makes a cached model trustworthy: what it was made from, and a digest of each of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.embedding.prompts import Prompts

MANIFEST = "manifest.json"


class Engine(StrEnum):
    """What runs the model."""

    ONNX = "onnx"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


class Manifest(BaseModel):
    """What a folder of the cache holds. `files` maps each path, relative to the folder, to its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    stamp: str
    engine: Engine
    dimension: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    prompts: Prompts
    files: Mapping[str, str]


def file_digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file under `folder`, except its manifest, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in paths}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into its folder."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")


def read_manifest(folder: Path, stamp: str) -> Manifest | None:
    """The manifest of `folder`, or None when it is missing or damaged, is not of `stamp`, or a file differs from it."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
        intact = manifest.stamp == stamp and file_digests(folder) == manifest.files
    except (OSError, ValidationError):
        return None
    return manifest if intact else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
