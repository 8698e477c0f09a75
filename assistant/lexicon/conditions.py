"""The phrases of `conditions.toml`, as texts and as patterns that forgive missing accents."""

from __future__ import annotations

import re
from functools import cache

from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.slots import expanded, pieces
from assistant.lexicon.spelling import any_with_slots
from ingest.vietnamese import words


@cache
def condition_texts(name: str) -> tuple[str, ...]:
    """The phrases of one list, in small letters."""
    return tuple(text.casefold() for text in expanded(_data()[name]))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of the phrases of one list, folded."""
    return frozenset(word for text in _data()[name] for piece in pieces(text) for said in piece for word in words(said))


@cache
def condition_patterns() -> dict[str, re.Pattern[str]]:
    """A pattern for each list, by its name."""
    return {name: re.compile(rf"\b{any_with_slots(texts)}\b") for name, texts in _data().items()}


@cache
def _data() -> dict[str, tuple[str, ...]]:
    return read_lexicon("conditions", TypeAdapter(dict[str, tuple[str, ...]]))
