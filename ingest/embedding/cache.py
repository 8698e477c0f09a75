"""Keeps converted models on disk, so that a model is converted once.

A folder of the cache is trusted only when every one of its files has the digest that its manifest records. It is built
beside its place, written through to the disk and then renamed into it, so a process that dies half-way leaves nothing
that could be taken for a model. One process builds at a time: the lock is the operating system's, which lets it go when
the process ends, however it ends. Reading a sound folder takes no lock and needs no right to write.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.embedding.manifest import Manifest, read_manifest
from ingest.embedding.source import ModelSource
from ingest.errors import EmbeddingError

# Longer than a large model takes to come from a hub and to be converted.
LOCK_SECONDS = 3600.0

Builder = Callable[[ModelSource, Path], None]


def cached_model(source: ModelSource, cache: Path, build: Builder) -> tuple[Path, Manifest]:
    """The folder of `source` in `cache` and its manifest; `build(source, folder)` fills it where it is not sound.

    Raises EmbeddingError when the cache cannot be written, the build fails or another one does not come to an end.
    """
    folder = cache / source.entry_name
    stamp = source.stamp()
    manifest = read_manifest(folder, stamp)
    if manifest is None:
        with _writing(cache), _lock(folder):
            # Another process may have built it while this one waited.
            manifest = read_manifest(folder, stamp) or _build_into(folder, source, build)
    return folder, manifest


def _build_into(folder: Path, source: ModelSource, build: Builder) -> Manifest:
    # The lock is held, so whatever stands here was left by a process that died.
    for leftover in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}.new-"))
    try:
        built = fresh / "model"
        built.mkdir()
        build(source, built)
        manifest = read_manifest(built, source.stamp())
        if manifest is None:
            raise EmbeddingError(
                f"Chuyển đổi mô hình {source.name!r} không cho kết quả nguyên vẹn. Hãy kiểm tra đĩa và chạy lại.",
                f"Converting the model {source.name!r} gave no sound result. Check the disk and run again.",
            )
        _write_through(built)
        if folder.exists():
            folder.rename(fresh / "damaged")
        built.rename(folder)
        _sync(folder.parent)
        return manifest
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    lock = FileLock(f"{folder}.lock")
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise EmbeddingError(
            f"Một tiến trình khác đang chuẩn bị mô hình tại {folder} quá lâu. Hãy dừng nó rồi chạy lại.",
            f"Another process has been preparing the model at {folder} for too long. Stop it and run again.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _writing(cache: Path) -> Iterator[None]:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise EmbeddingError(
            f"Không ghi được mô hình vào {cache} ({error.strerror or error}). Hãy cấp quyền ghi, giải phóng đĩa, "
            "hoặc đặt MODEL_CACHE tới thư mục khác.",
            f"The model cannot be written to {cache} ({error.strerror or error}). Allow writing, free the disk, or "
            "set MODEL_CACHE to another folder.",
        ) from error


def _write_through(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
