"""The field's vocabulary as data files, and how code gets at it.

Each file is general: it names no plan and no row. The files are read once and parsed here, at the edge, into typed
records; nothing else opens them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ingest.lexicon.reading import read_lexicon
from ingest.model import Field
from ingest.vietnamese import fold, words


@dataclass(frozen=True, slots=True)
class FieldLexicon:
    """Headers by meaning; a phrase is the tuple of its folded words."""

    stt: frozenset[tuple[str, ...]]
    codes: frozenset[tuple[str, ...]]
    none: frozenset[tuple[str, ...]]
    spanning: frozenset[tuple[str, ...]]
    fields: tuple[tuple[Field, tuple[tuple[str, ...], ...]], ...]
    year_columns: frozenset[tuple[str, ...]]
    """Short forms before a year, of what was or is to be reached in it."""
    fallback: tuple[tuple[Field, tuple[tuple[str, ...], ...]], ...]
    composed: Mapping[str, tuple[tuple[str, ...], ...]]
    """The nouns and verbs of which other headers are put together: bodies, persons, leads, joins, times, sums."""


@dataclass(frozen=True, slots=True)
class CellLexicon:
    """Openings of cells by kind of column, folded; `open_words` and `family_names` keep their accents."""

    units: frozenset[str]
    unit_words: frozenset[str]
    not_units: frozenset[str]
    persons: frozenset[str]
    times: frozenset[str]
    funds: frozenset[str]
    marks: frozenset[str]
    before_letter: frozenset[str]
    as_above: frozenset[str]
    measures: frozenset[str]
    page: frozenset[str]
    """What a page's number stands behind in a running head, and what numbers parts of a document and no pages."""
    parts: frozenset[str]
    open_words: frozenset[str]
    family_names: frozenset[str]


def _phrases(texts: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words(text)) for text in texts)


@cache
def field_lexicon() -> FieldLexicon:
    """The headers of `fields.toml`."""
    data = read_lexicon("fields", TypeAdapter(dict[str, Any]))

    def by_field(part: dict[str, list[str]]) -> tuple[tuple[Field, tuple[tuple[str, ...], ...]], ...]:
        return tuple((Field(name), _phrases(texts)) for name, texts in part.items())

    return FieldLexicon(
        stt=frozenset(_phrases(data["stt"])),
        codes=frozenset(_phrases(data["codes"])),
        none=frozenset(_phrases(data["none"])),
        spanning=frozenset(_phrases(data["spanning"])),
        fields=by_field(data["fields"]),
        year_columns=frozenset(_phrases(data["year_columns"])),
        fallback=by_field(data["fallback"]),
        composed={name: _phrases(texts) for name, texts in data["composed"].items()},
    )


@cache
def cell_lexicon() -> CellLexicon:
    """The openings of `cells.toml`."""
    data = read_lexicon("cells", TypeAdapter(dict[str, list[str]]))
    open_words = frozenset(data.pop("open_words"))
    family_names = frozenset(data.pop("family_names"))
    unit_words = frozenset(word for line in data.pop("unit_words") for word in fold(line).split())
    folded = {name: frozenset(fold(text) for text in texts) for name, texts in data.items()}
    return CellLexicon(open_words=open_words, unit_words=unit_words, family_names=family_names, **folded)
