"""The bodies of `units.toml` and the forms under which they are named.

A form is a name, a short form or an English name. Of a body with a head word ("Phòng Kế hoạch - Tài chính") the rest of
the name and its short forms count with the head, with the head's own short form ("P. KHTC") and, where the data allow
it, without. Names of three words and more also have their initials as a form, unless two bodies share them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter

from ingest.lexicon.issuing import Accents, provinces, words_of
from ingest.vietnamese import words

WordKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that names of bodies begin with; `alone` where the rest of the name may stand without it."""

    name: str
    short: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words around names; what each is for stands in the data file."""

    quantifiers: tuple[str, ...]
    owners: tuple[str, ...]
    openings: tuple[str, ...]
    not_openings: tuple[str, ...]
    stops: tuple[str, ...]
    roles_before: tuple[str, ...]
    roles_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitBody:
    """A body that tasks are given to. The fields are explained at the head of the data file."""

    name: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    alone: Literal["cells", "anywhere", "no"] = "cells"
    in_cells: tuple[str, ...] = ()
    not_followed: tuple[str, ...] = ()
    one: bool = False
    group: bool = False

    @property
    def key(self) -> str:
        """What all mentions of the body have in common: the words of its name, folded."""
        return " ".join(words(self.name))


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name a body."""

    body: UnitBody
    accents: Accents
    punctuated: tuple[bool, ...]
    """For each gap between its words, whether a sign is printed there: "Kế hoạch - Tài chính"."""
    in_cells: bool = False
    """Whether it means the body only in a cell of bodies."""
    is_abbreviation: bool = False
    """Whether it is one word in capitals, and so may be typed without its accents."""
    is_derived: bool = False
    """Whether it is the initials of the name, listed by nobody."""


@dataclass(frozen=True, slots=True)
class _UnitsFile:
    head: tuple[Head, ...]
    words: NameWords
    body: tuple[UnitBody, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """All bodies by form, a form's key being its folded words; in `squeezed` those words run together."""

    heads: tuple[Head, ...]
    forms: Mapping[WordKey, Form]
    squeezed: Mapping[str, UnitBody]
    longest: int
    quantifiers: frozenset[WordKey]
    owners: frozenset[WordKey]
    """What may follow the name of a body that there is one of, names of provinces among it."""
    openings: frozenset[WordKey]
    not_openings: frozenset[WordKey]
    stops: frozenset[WordKey]
    roles_before: frozenset[WordKey]
    roles_after: frozenset[WordKey]

    def without_quantifiers(self, key: WordKey) -> WordKey:
        """The words of a name without "các", "tất cả" before it."""
        for length in range(min(4, len(key) - 1), 0, -1):
            if key[:length] in self.quantifiers:
                return self.without_quantifiers(key[length:])
        return key


@cache
def bodies() -> Bodies:
    """The bodies of units.toml. Raises pydantic's ValidationError on bad data."""
    data = tomllib.loads((resources.files("ingest.lexicon") / "units.toml").read_text(encoding="utf-8"))
    read = TypeAdapter(_UnitsFile).validate_python(data)
    forms: dict[WordKey, Form] = {}
    for body in read.body:
        for text, in_cells in _texts(body, _head_of(body, read.head)):
            forms.setdefault(_key(text), _form(body, text, in_cells))
    for key, form in _initials(read.body):
        forms.setdefault(key, form)
    named = NameWords.__slots__ if False else read.words
    bare = Bodies(
        heads=read.head,
        forms=forms,
        squeezed={},
        longest=max(map(len, forms)),
        quantifiers=_keys(named.quantifiers),
        owners=_keys(named.owners) | _province_keys(),
        openings=_keys(named.openings),
        not_openings=_keys(named.not_openings),
        stops=_keys(named.stops),
        roles_before=_keys(named.roles_before),
        roles_after=_keys(named.roles_after),
    )
    return bare
