"""Readers: one a format, each giving a `Document` of text and table blocks with their place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.document import Document
from ingest.readers.encoding import decode
from ingest.readers.flattened import looks_flattened, read_flattened
from ingest.readers.marked import looks_marked, read_marked

__all__ = ["SUFFIXES", "read", "read_text"]

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text", ".pdf"})
"""The endings of the files that can be read, in small letters."""


def read(path: Path) -> Document:
    """Reads one file.

    Raises ReadError, which names the file and the mend, for one that is missing, empty, not text or not readable.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ReadError(
            str(path),
            f"chưa đọc được định dạng {path.suffix or 'không có đuôi'}; đọc được: {', '.join(sorted(SUFFIXES))}",
            f"the format {path.suffix or 'without an ending'} cannot be read; these can: {', '.join(sorted(SUFFIXES))}",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            str(path), f"không mở được tệp: {error.strerror}", f"cannot be opened: {error.strerror}"
        ) from None
    if path.suffix.lower() == ".pdf":
        from ingest.readers.pdf import read_pdf

        return read_pdf(data, path.name)
    return _document(decode(data, str(path)), path.name, hashlib.sha256(data).hexdigest())


def read_text(text: str, name: str) -> Document:
    """Reads text that is already in memory; `name` stands for the file's."""
    return _document(text, name, hashlib.sha256(text.encode("utf-8")).hexdigest())


def _document(text: str, name: str, sha256: str) -> Document:
    if not looks_marked(text) and looks_flattened(text):
        blocks, pages = read_flattened(text)
        return Document(name, sha256, "flattened text", blocks, pages)
    blocks, notices = read_marked(text)
    return Document(name, sha256, "marked text", blocks, None, notices)
