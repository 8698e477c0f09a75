"""How questions ask for what a plan says of itself, read from `header.toml`; everything folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, TypeAdapter

from assistant.lexicon.reading import read_lexicon
from ingest.vietnamese import fold

_Folded = Annotated[str, AfterValidator(fold)]


@dataclass(frozen=True, slots=True)
class Beside:
    """What asks for a part of the header beside another: its nouns, and what follows them then, "" for the end."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    nouns: frozenset[_Folded]
    behind: frozenset[_Folded]


@dataclass(frozen=True, slots=True)
class HeaderLexicon:
    """The lists of `header.toml`; what each is for stands there."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    signing: frozenset[_Folded]
    sent: frozenset[_Folded]
    to_whom: frozenset[_Folded]
    only_plan: frozenset[_Folded]
    head_office: tuple[_Folded, ...]
    head: tuple[_Folded, ...]
    no_head_behind: tuple[_Folded, ...]
    board: tuple[_Folded, ...]
    beside: Mapping[str, Beside]


@cache
def header_lexicon() -> HeaderLexicon:
    """The lists, read once."""
    return read_lexicon("header", TypeAdapter(HeaderLexicon))
