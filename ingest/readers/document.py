"""What a reader gives: the document as a run of text and table blocks in print order, before any meaning.

Readers know formats and nothing of plans; `ingest.structure` knows plans and nothing of formats. These records are all
that passes between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph: NFC text with its wrapped lines joined, markup removed, never blank."""

    text: str
    place: Place = NOWHERE
    emphasised: bool = False
    """Whether the whole paragraph is printed as a heading or in bold."""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A column's header as printed, and the header over it and its neighbours, if it has one."""

    title: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a table: as many cells as its table has columns, "" for a blank one, line breaks inside joined."""

    cells: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table, or the part of one that stands on one page.

    A part that repeats the header of the table before it continues that table: its first line may be the rest of a
    row that the page break ran through.
    """

    header: tuple[HeaderCell, ...]
    lines: tuple[TableLine, ...]
    place: Place = NOWHERE


Block = TextBlock | TableBlock


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its reader saw it."""

    name: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    notices: tuple[str, ...] = ()
    """What had to be mended while reading, in Vietnamese, each with its line."""
