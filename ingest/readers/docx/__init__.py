"""Reads .docx files: tables with their merged cells, automatic numbers, tracked changes accepted, text boxes, notes.

The parts of the package are read with lxml and nothing else of it: python-docx knows no tracked changes, no text boxes
and no automatic numbers, which is where the numbers of Vietnamese plans stand. ECMA-376 is the reference.
"""

from __future__ import annotations

from ingest.readers.docx.reader import read_docx

__all__ = ["read_docx"]
