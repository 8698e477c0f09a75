"""The files that plans were read from, kept in the index so that a page can be shown when the original has moved.

A file is kept under the hash of its content. It is written beside its place and moved there in one step, before the
catalogue names it; what the catalogue names no more is dropped after it. So each plan whose file was kept has it whole,
whenever a writer was killed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ingest.store.errors import StoreError

FOLDER_NAME = "sources"
_AT_ONCE = 1 << 20  # bytes


class SourceFiles:
    """The folder of kept files. Writers hold the index's lock; anybody may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path | None:
        """Where the file of this content is, None where it was not kept."""
        path = self._folder / sha256
        return path if path.is_file() else None

    def keep(self, source: Path, sha256: str) -> None:
        """Keep a copy of a file. Raises StoreError when its content is no longer what was read, or disk space ends."""
        if self.path(sha256):
            return
        with self._writing(sha256, str(source)) as copy, source.open("rb") as original:
            digest = hashlib.sha256()
            while block := original.read(_AT_ONCE):
                digest.update(block)
                copy.write(block)
            if digest.hexdigest() != sha256:
                raise changed_while_read(source)

    def put(self, content: bytes, sha256: str) -> Path:
        """Keep what has this digest; returns where it is. Raises StoreError when disk space ends."""
        with self._writing(sha256, sha256) as copy:
            copy.write(content)
        return self._folder / sha256

    @contextmanager
    def _writing(self, sha256: str, named: str) -> Iterator[BinaryIO]:
        """A file that is moved to its place when the block ends well."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as copy:
                    yield copy
                    copy.flush()
                    os.fsync(copy.fileno())
                os.replace(name, self._folder / sha256)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self._folder}: không giữ được bản sao của {named} ({error}); hãy kiểm tra dung lượng đĩa",
                f"{self._folder}: a copy of {named} could not be kept ({error}); check the disk space",
            ) from error

    def move_in(self, source: Path, sha256: str) -> None:
        """Move a file of this content, on the same disk, to its place. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        os.replace(source, self._folder / sha256)

    def keep_only(self, used: Collection[str]) -> None:
        """Drop every file but those of these contents, and what a killed writer left half-written."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)


def changed_while_read(source: Path) -> StoreError:
    """The error for a file that is no longer what was read."""
    return StoreError(
        f"{source}: tệp đã thay đổi trong khi đọc; hãy thêm lại",
        f"{source}: the file has changed while it was read; add it again",
    )
