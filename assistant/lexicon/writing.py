"""The words that the check of a model's text goes by; the data stands in writing.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon
from ingest.vietnamese import fold, words


@dataclass(frozen=True, slots=True)
class WritingLexicon:
    """By language "vi" or "en", where they differ."""

    glue: Mapping[str, frozenset[str]]
    """Folded words that say nothing of a plan."""
    marks: Mapping[str, frozenset[str]]
    """Small words by which a language is known, as printed."""
    negations: Mapping[str, tuple[str, ...]]
    lead: re.Pattern[str]
    """Words that say that a body leads."""
    coordinate: re.Pattern[str]
    """Words that say that a body coordinates."""
    numbers: Mapping[str, Mapping[str, int]]
    counted: Mapping[str, tuple[str, ...]]
    orders: tuple[str, ...]
    """Folded phrases of a text that gives orders to its reader."""

    def gives_orders(self, text: str) -> bool:
        """Whether a text tells its reader what to answer or to forget."""
        said = f" {' '.join(words(text))} "
        return any(f" {phrase} " in said for phrase in self.orders)


@cache
def writing_lexicon() -> WritingLexicon:
    """The data, read once. Raises pydantic's ValidationError on bad data."""
    data = read_lexicon("writing", TypeAdapter(dict[str, Any]))
    texts = TypeAdapter(dict[str, str])
    lists = TypeAdapter(dict[str, tuple[str, ...]])
    roles, orders = lists.validate_python(data["roles"]), lists.validate_python(data["orders"])
    return WritingLexicon(
        {name: frozenset(words(text)) for name, text in texts.validate_python(data["glue"]).items()},
        {name: frozenset(text.split()) for name, text in texts.validate_python(data["marks"]).items()},
        lists.validate_python(data["negations"]),
        _any_of(roles["lead"]),
        _any_of(roles["coordinate"]),
        TypeAdapter(dict[str, dict[str, int]]).validate_python(data["numbers"]),
        lists.validate_python(data["counted"]),
        tuple(" ".join(words(phrase)) for phrase in orders["phrases"]),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: -len(phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
