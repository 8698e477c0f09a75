"""HTML tables in Markdown or plain text: many converters of PDFs write those whose cells are merged so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.model import Place
from ingest.readers.document import Block, TableBlock

_TABLE = re.compile(
    r"(?:<html[^>]*>\s*)?(?:<body[^>]*>\s*)?<table\b.*?</table\s*>(?:\s*</body>)?(?:\s*</html>)?", re.I | re.S
)
_PAGE_TAG = re.compile(r"<(?:!doctype|html|head|body|meta|p|h[1-6]|ul|ol)\b", re.IGNORECASE)


def holds_tables(text: str) -> bool:
    """Whether a text holds an HTML table."""
    return "<table" in text.lower() and _TABLE.search(text) is not None


def is_text_with_tables(text: str) -> bool:
    """Whether what begins like HTML is text with tables in it: no other block is tagged, empty lines part the rest."""
    rest = _TABLE.sub("", text)
    return rest != text and "\n\n" in rest.strip() and not _PAGE_TAG.search(rest)


def parted(text: str) -> Iterator[tuple[int, str, bool]]:
    """The runs of a text in order, each with the number of its first line, from 1, and whether it is an HTML table."""
    at, line = 0, 1
    for found in _TABLE.finditer(text):
        before = text[at : found.start()]
        if before.strip():
            yield line, before, False
        line += before.count("\n")
        yield line, found.group(), True
        line += found.group().count("\n")
        at = found.end()
    if text[at:].strip():
        yield line, text[at:], False


def table_blocks(markup: str, line: int, name: str = "") -> tuple[Block, ...]:
    """The blocks of one HTML table that begins at a line of its text."""
    from ingest.readers.html import read_html

    if not re.sub(r"<[^>]*>", "", markup).strip():
        return ()
    blocks, _ = read_html(markup.encode("utf-8"), name)
    return tuple(_moved(block, line - 1) for block in blocks)


def _moved(block: Block, lines: int) -> Block:
    place = _place(block.place, lines)
    if isinstance(block, TableBlock):
        own = tuple(replace(one, place=_place(one.place, lines)) for one in block.lines)
        return replace(block, place=place, lines=own)
    return replace(block, place=place)


def _place(place: Place, lines: int) -> Place:
    if place.line is None:
        return place
    return replace(place, line=place.line + lines, end_line=(place.end_line or place.line) + lines)
