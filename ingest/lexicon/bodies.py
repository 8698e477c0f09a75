"""The bodies of `units.toml` and the forms under which they are named.

A form is a name, a short form or an English name. Of a body with a head word ("Phòng Kế hoạch - Tài chính") the rest of
the name and its short forms count with the head, with the head's own short form ("P. KHTC") and, where the data allow
it, without. Names of three words and more also have their initials as a form, unless two bodies share them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pydantic import TypeAdapter

from ingest.lexicon.names import Accents, words_of
from ingest.lexicon.provinces import provinces
from ingest.lexicon.reading import read_lexicon
from ingest.vietnamese import words

WordKey = tuple[str, ...]

_BRITISH_WORDS = {
    "center": "Centre",
    "centers": "Centres",
    "organization": "Organisation",
    "organizations": "Organisations",
    "specialized": "specialised",
    "labor": "Labour",
    "pediatrics": "Paediatrics",
}
_BRITISH = re.compile(rf"\b(?:{'|'.join(_BRITISH_WORDS)})\b", re.IGNORECASE)


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
class _InstitutionsFile:
    body: tuple[UnitBody, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """All bodies by form, a form's key being its folded words; in `squeezed` those words run together."""

    heads: tuple[Head, ...]
    body: tuple[UnitBody, ...]
    forms: Mapping[WordKey, Form]
    squeezed: Mapping[str, UnitBody]
    longest: int
    quantifiers: frozenset[WordKey]
    owners: frozenset[WordKey]
    """What may follow the name of a body that there is one of, names of provinces among it."""
    openings: Mapping[WordKey, frozenset[Accents]]
    not_openings: frozenset[WordKey]
    stops: frozenset[WordKey]
    roles_before: frozenset[WordKey]
    roles_after: frozenset[WordKey]


@cache
def bodies() -> Bodies:
    """The bodies of units.toml and institutions.toml. Raises pydantic's ValidationError on bad data."""
    read = read_lexicon("units", TypeAdapter(_UnitsFile))
    inner = read_lexicon("institutions", TypeAdapter(_InstitutionsFile))
    all_bodies = (*read.body, *inner.body)
    forms: dict[WordKey, Form] = {}
    for body in all_bodies:
        for text, in_cells in _texts(body, _head_of(body, read.head)):
            forms.setdefault(_key(text), _form(body, text, in_cells))
    for key, form in _initials(all_bodies):
        forms.setdefault(key, form)
    quantifiers = _keys(read.words.quantifiers)
    return Bodies(
        heads=read.head,
        body=all_bodies,
        forms=forms,
        squeezed=_squeezed(forms, quantifiers),
        longest=max(map(len, forms)),
        quantifiers=quantifiers,
        owners=_keys(read.words.owners) | _keys(name for one in provinces() for name in (one.name, *one.aliases)),
        openings=_with_accents(read.words.openings),
        not_openings=_keys(read.words.not_openings),
        stops=_keys(read.words.stops),
        roles_before=_keys(read.words.roles_before),
        roles_after=_keys(read.words.roles_after),
    )


def without_quantifiers(key: WordKey, quantifiers: frozenset[WordKey]) -> WordKey:
    """The words of a name without "các", "tất cả" or a number before it; a name of nothing else stays."""
    if len(key) > 1 and key[0].isdigit():
        return without_quantifiers(key[1:], quantifiers)
    for length in range(min(4, len(key) - 1), 0, -1):
        if key[:length] in quantifiers:
            return without_quantifiers(key[length:], quantifiers)
    return key


def _squeezed(forms: Mapping[WordKey, Form], quantifiers: frozenset[WordKey]) -> dict[str, UnitBody]:
    squeezed: dict[str, UnitBody] = {}
    for key, form in forms.items():
        squeezed.setdefault("".join(key), form.body)
    for key, form in forms.items():
        squeezed.setdefault("".join(without_quantifiers(key, quantifiers)), form.body)
    return squeezed


def _texts(body: UnitBody, head: Head | None) -> Iterator[tuple[str, bool]]:
    """Every way to write a body's name, each with whether it counts only in cells."""
    only_cells = _keys(body.in_cells)
    rest = body.name[len(head.name) :].strip() if head else ""
    english = [spelling for name in body.english for spelling in _english_spellings(name)]
    named = [body.name, *body.aliases, *english]
    if head:
        after_head = (rest, *body.short)
        named += [f"{written} {part}" for written in (head.name, *head.short) for part in after_head]
        if head.alone:
            named += [f"{name} {word}" for name in english for word in head.english]
            named += [f"{word} of {name}" for name in english for word in head.english]
    for text in named:
        is_single_english = text in english and len(words(text)) == 1 and not text.isupper()
        yield text, _key(text) in only_cells or is_single_english
    if head and head.alone and body.alone != "no":
        for text in (rest, *body.short):
            yield text, (body.alone == "cells" and not text.isupper()) or _key(text) in only_cells
    for text in body.in_cells:
        yield text, True


def _english_spellings(name: str) -> Iterator[str]:
    """An English name as listed, then in British spelling and with the "and" between its parts left out, which a dash
    or "&" may stand for: "Organisation and Administration", "Organization - Administration"."""
    british = _BRITISH.sub(lambda found: _BRITISH_WORDS[found[0].casefold()], name)
    for spelling in dict.fromkeys((name, british)):
        yield spelling
        if len(words(spelling)) > 2 and " and " in spelling:
            yield spelling.replace(" and ", " ")


def _initials(all_bodies: Iterable[UnitBody]) -> Iterator[tuple[WordKey, Form]]:
    """Names by their initials, "và" left out: TTKSBT; none that two bodies share."""
    found: dict[str, list[UnitBody]] = {}
    for body in all_bodies:
        initials = [word[0] for word in words(body.name) if word != "va"]
        if len(initials) >= 3:
            found.setdefault("".join(initials), []).append(body)
    for letters, sharing in found.items():
        if len(sharing) == 1:
            yield (letters,), Form(sharing[0], ((),), (), is_abbreviation=True, is_derived=True)


def _form(body: UnitBody, text: str, in_cells: bool) -> Form:
    found = words_of(text)
    gaps = [text[left.end : right.start] for left, right in pairwise(found)]
    return Form(
        body,
        tuple(word.accents for word in found),
        tuple(bool(gap.strip()) for gap in gaps),
        in_cells,
        is_abbreviation=len(found) == 1 and text.isupper(),
    )


def _head_of(body: UnitBody, heads: Iterable[Head]) -> Head | None:
    return next((head for head in heads if body.name.startswith(f"{head.name} ")), None)


def _key(text: str) -> WordKey:
    return tuple(words(text))


def _keys(texts: Iterable[str]) -> frozenset[WordKey]:
    return frozenset(map(_key, texts))


def _with_accents(texts: Iterable[str]) -> dict[WordKey, frozenset[Accents]]:
    """Phrases by their folded words, each with the accents that it may bear: its own, or none at all."""
    found: dict[WordKey, frozenset[Accents]] = {}
    for text in texts:
        key, accents = _key(text), tuple(word.accents for word in words_of(text))
        found[key] = found.get(key, frozenset()) | {accents, tuple(() for _ in accents)}
    return found
