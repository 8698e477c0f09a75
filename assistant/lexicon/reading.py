"""Reads a file of the lexicon into the shape that a module gives it, and says where one cannot be used.

Each file is data: lists of phrases, some with slots (see `slots`). A phrase of which every slot may be left out would
be found in any question, between any two words; such a slip of whoever writes the file is told here, when it is read,
by the file, the list and the phrase.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter

from assistant.lexicon.slots import pieces
from ingest.errors import PlanError
from ingest.vietnamese import fold

S = TypeVar("S")
_LISTS: TypeAdapter[Mapping[str, tuple[str, ...]]] = TypeAdapter(Mapping[str, tuple[str, ...]])


class LexiconError(PlanError):
    """A file of the lexicon cannot be used as it is written."""


def read_lexicon(name: str, shape: TypeAdapter[S]) -> S:
    """The file `NAME.toml` of this folder in a shape. Raises LexiconError for a phrase that need say nothing, and
    pydantic's ValidationError for data of another shape."""
    return parse_lexicon(name, files(__package__).joinpath(f"{name}.toml").read_text("utf-8"), shape)


@cache
def lists_of(name: str) -> Mapping[str, tuple[str, ...]]:
    """The phrases of a file that has lists and nothing else, by the names of the lists; read once."""
    return read_lexicon(name, _LISTS)


@cache
def folded_lists(name: str) -> Mapping[str, frozenset[str]]:
    """The same, folded: to be looked up in the folded words of a question."""
    return {each: frozenset(map(fold, phrases)) for each, phrases in lists_of(name).items()}


def parse_lexicon(name: str, text: str, shape: TypeAdapter[S]) -> S:
    """The same of the text of a file, which `name` is told as."""
    data = tomllib.loads(text)
    for place, phrase in _texts(data):
        if "{" in phrase and all("" in choices for choices in pieces(phrase)):
            raise LexiconError(
                f"{name}.toml, mục {place}: cụm từ “{phrase}” có thể không nói gì; hãy bỏ “|” ở một chỗ của nó",
                f"{name}.toml, list {place}: the phrase “{phrase}” may say nothing; let one of its slots not be empty",
            )
    return shape.validate_python(data)


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the data of a file, with the names of the lists that it stands in: "kinds.count"."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, place)
