"""Who issues plans, what kinds of documents there are, the fixed wording of a cover: `issuers.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from ingest.lexicon.names import Named, Names, find_names, names_by_words
from ingest.lexicon.reading import read_lexicon
from ingest.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of issuing body; `open` where the word only begins a name ("Chi cục …")."""

    name: str
    level: Literal["central", "province", "local"]
    aliases: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    open: bool = False
    asked: tuple[str, ...] = ()
    """Further names by which questions call it, short ones and English ones."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document; `heads` where it stands over a title, `named` where a name precedes the number."""

    name: str
    heads: bool = False
    named: bool = False
    asked: tuple[str, ...] = ()
    """Its names in English questions."""
    symbol: str = ""
    """What its numbers bear: "KH" in "57/KH-SYT"."""


@dataclass(frozen=True, slots=True)
class Signing:
    """The words of a signature: offices, what stands in for whom, academic degrees, forms of address, notes that
    it was signed."""

    offices: tuple[str, ...]
    short_offices: tuple[str, ...]
    acting: tuple[str, ...]
    degrees: tuple[str, ...]
    address: tuple[str, ...]
    signed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """Fixed wording of a cover and of an opening."""

    motto: tuple[str, ...]
    units: tuple[str, ...]
    facility_kinds: tuple[str, ...]
    recipients: tuple[str, ...]
    opening: tuple[str, ...]
    issuing_verbs: tuple[str, ...]
    about: tuple[str, ...]
    replacing_verbs: tuple[str, ...]
    replaced_parts: tuple[str, ...]
    before_replacing: tuple[str, ...]
    rests_on: tuple[str, ...]
    basis: tuple[str, ...]
    announcing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issuers:
    """The whole of issuers.toml."""

    body: tuple[Body, ...]
    document: tuple[DocumentKind, ...]
    signing: Signing
    cover: Cover


@cache
def issuers() -> Issuers:
    """Bodies, kinds of documents and fixed wording. Raises pydantic's ValidationError on bad data."""
    return read_lexicon("issuers", TypeAdapter(Issuers))


def find_bodies(text: str) -> Iterator[Named[Body]]:
    """The issuing bodies that a text names."""
    return find_names(text, _body_names())


def find_asked_bodies(text: str) -> Iterator[Named[Body]]:
    """The issuing bodies that a question names, in Vietnamese or in English."""
    return find_names(text, _asked_body_names())


def body_of_symbol(symbol: str) -> Body | None:
    """The body that a symbol in a document's number stands for: "SYT" -> Sở Y tế."""
    wanted = fold(symbol)
    return next((body for body in issuers().body if wanted in map(fold, body.symbols)), None)


@cache
def _asked_body_names() -> Names[Body]:
    return names_by_words((name, body) for body in issuers().body for name in (body.name, *body.aliases, *body.asked))


@cache
def _body_names() -> Names[Body]:
    return names_by_words((name, body) for body in issuers().body for name in (body.name, *body.aliases))
