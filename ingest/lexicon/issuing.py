"""Provinces, issuing bodies, kinds of documents and signing offices, read from the data files beside this module.

Names are found in a text by their words, in capitals or not, with either placement of the tone mark (Hoà Bình, Hòa
Bình), and also where the text has no accents at all (SO Y TE); but other accents make another word: "số" is not "Sở".
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Generic, Literal, TypeVar

from pydantic import TypeAdapter

from ingest.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")
_UNIT_WORDS = {("tinh",), ("tp",), ("thanh", "pho")}


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city; `merged_into` names the present unit of one that no longer exists."""

    name: str
    kind: Literal["tỉnh", "thành phố"]
    aliases: tuple[str, ...] = ()
    merged_into: str = ""

    @property
    def full_name(self) -> str:
        """The name with its kind: "tỉnh Hòa Bình", "Thành phố Hồ Chí Minh"."""
        return f"{self.kind.capitalize() if self.kind == 'thành phố' else self.kind} {self.name}"


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


@dataclass(frozen=True, slots=True)
class Issuers:
    """The whole of issuers.toml."""

    body: tuple[Body, ...]
    document: tuple[DocumentKind, ...]
    signing: Signing
    cover: Cover


@dataclass(frozen=True, slots=True)
class _Provinces:
    province: tuple[Province, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, with its accents (whatever letter bears them) and where it stands in the text."""

    folded: str
    accents: tuple[str, ...]
    start: int
    end: int


Accents = tuple[tuple[str, ...], ...]
S = TypeVar("S")
T = TypeVar("T", Province, Body, DocumentKind)


@dataclass(frozen=True, slots=True)
class Names(Generic[T]):
    """Names to be looked for: by their folded words, each with the accents of its words and what it names."""

    by_words: Mapping[tuple[str, ...], Sequence[tuple[Accents, T]]]
    lengths: Mapping[str, Sequence[int]]
    """By a name's first word, how many words such names have, the most first."""


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A name found in a text: what it names and the characters that it takes up."""

    item: T
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, folded, with their places."""
    return _words_kept(text) if len(text) <= _SHORT else _words(text)


_SHORT = 512  # characters of a question or a cell, which one look at it reads many times


def _words(text: str) -> tuple[Word, ...]:
    return tuple([Word(*_word(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)])


_words_kept = lru_cache(maxsize=256)(_words)


@lru_cache(maxsize=65536)
def _word(printed: str) -> tuple[str, tuple[str, ...]]:
    """A printed word folded, and its accents."""
    decomposed = unicodedata.normalize("NFD", printed.lower())
    return fold(printed), tuple(sorted(char for char in decomposed if unicodedata.combining(char) or char == "đ"))


def find_names(text: str, names: Names[T]) -> Iterator[Named[T]]:
    """Every name that stands in the text, from left to right, the longest at each place, none over another."""
    found = words_of(text)
    index = 0
    while index < len(found):
        for length in names.lengths.get(found[index].folded, ()):
            printed = found[index : index + length]
            alike = names.by_words.get(tuple([word.folded for word in printed]), ())
            item = next((item for accents, item in alike if _accents_agree(printed, accents)), None)
            if item is not None:
                yield Named(item, printed[0].start, printed[-1].end)
                index += length
                break
        else:
            index += 1


def _accents_agree(printed: Sequence[Word], accents: Accents) -> bool:
    unaccented = len(printed) > 1 and not any(word.accents for word in printed)
    return unaccented or tuple(word.accents for word in printed) == accents


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces and centrally run cities, present and former. Raises pydantic's ValidationError on bad data."""
    return _read("provinces.toml", TypeAdapter(_Provinces)).province


@cache
def issuers() -> Issuers:
    """Bodies, kinds of documents and fixed wording. Raises pydantic's ValidationError on bad data."""
    return _read("issuers.toml", TypeAdapter(Issuers))


def find_provinces(text: str) -> Iterator[Named[Province]]:
    """The provinces that a text names, with or without accents.

    A name counts when its words are capitalised or when it follows "tỉnh" or "thành phố": "hòa bình" is also peace.
    """
    for named in find_names(text, _province_names()):
        before = tuple(word.folded for word in words_of(text[: named.start])[-2:])
        capitalised = all(text[word.start + named.start].isupper() for word in words_of(text[named.start : named.end]))
        if capitalised or before in _UNIT_WORDS or before[-1:] in _UNIT_WORDS:
            yield named


_PLACE_WORDS = {"tinh", "tp", "pho", "o", "tai", "te", "in"}  # "ở Huế", "Sở Y tế Huế"
_YEAR = re.compile(r"20\d\d")
_SHORTEST_JOINED = 5
_ALSO_WORDS = {"hoa binh"}  # a name that is an everyday word too


def find_asked_provinces(text: str) -> Iterator[Named[Province]]:
    """The provinces that a question names, typed as people type: in small letters, without accents."""
    for found in find_names(text, _province_names()):
        named = _begun_by_last_word(text, found) or found
        typed = text[named.start : named.end]
        placed = _is_placed(text, named.start)
        if only_asks_behind(text, named.start, named.end):
            continue
        if fold(typed) not in _ALSO_WORDS or not typed.islower() or placed:
            yield named
    said = words_of(text)
    for at, (previous, word) in enumerate(pairwise(said), start=1):
        single = _province_names().by_words.get((word.folded,), ())
        capital = text[word.start].isupper() and text.isascii() and not text.isupper()  # "the Hue plan"
        dated = at + 1 < len(said) and _YEAR.fullmatch(said[at + 1].folded)  # "hue 2026"
        if single and not word.accents and (previous.folded in _PLACE_WORDS or capital or dated):
            yield Named(single[0][1], word.start, word.end)
    for word in said:
        if (joined := _joined_names().get(word.folded)) is not None:
            yield Named(joined, word.start, word.end)


def _is_placed(text: str, start: int) -> bool:
    """Whether a word before a name says that it is one of a place: "ở Huế", "Sở Y tế Huế"."""
    before = words_of(text[:start])[-1:]
    return bool(before) and before[0].folded in _PLACE_WORDS


def only_asks_behind(text: str, start: int, end: int) -> bool:
    """Whether what looks like a province's name ends in the "là" of a question: see `asks_behind`."""
    return not _is_placed(text, start) and asks_behind(text[start:end], text[end:])


@cache
def _joined_names() -> Mapping[str, Province]:
    """The provinces whose names have several words, by those words written as one: "Hanoi"."""
    several = ((words, alike[0][1]) for words, alike in _province_names().by_words.items() if len(words) > 1)
    return {joined: province for words, province in several if len(joined := "".join(words)) >= _SHORTEST_JOINED}


def _begun_by_last_word(text: str, named: Named[Province]) -> Named[Province] | None:
    """The province whose name begins with the last word of another's: "bà Lắm Đồng Nai", typed "ba lam dong nai", says
    no Lâm Đồng, which would leave "nai" over."""
    begin = named.start + words_of(text[named.start : named.end])[-1].start
    other = next(iter(find_names(text[begin:], _province_names())), None)
    if other is None or other.start > 0 or begin + other.end <= named.end:
        return None
    return Named(other.item, begin, begin + other.end)


def find_bodies(text: str) -> Iterator[Named[Body]]:
    """The issuing bodies that a text names."""
    return find_names(text, _body_names())


def asks_behind(typed: str, behind: str) -> bool:
    """Whether the last syllable of what is typed without accents asks who or what, at the end of a question: "la" in
    "trung tam y te huong son la ai"."""
    return typed.isascii() and typed.lower().endswith(" la") and fold(behind).strip(" ?.") in _ASKED


_ASKED = {
    *("ai", "gi", "may", "bao nhieu", "bao nhieu tien", "bao nhieu phan tram", "bao lau", "the nao"),
    *("khi nao", "bao gio", "luc nao", "ngay nao", "don vi nao", "co quan nao", "phong nao"),
}


def find_asked_bodies(text: str) -> Iterator[Named[Body]]:
    """The issuing bodies that a question names, in Vietnamese or in English."""
    return find_names(text, _asked_body_names())


_NUMBERED = re.compile(r"\s*(số|cơ sở)\s+(\d{1,2}|[IVX]{1,4})", re.IGNORECASE)
"""What tells apart the bodies of one kind in a province: "Bệnh viện Đa khoa Bắc Ninh số 2"."""


def full_name(body: Body, rest: str, province: Province | None) -> str:
    """A body's name in its usual writing with what follows it in print; a province's body has its province after it."""
    rest = " ".join(rest.split()).strip(" -_,.;")
    units = any_of(issuers().cover.units)
    named = next(find_provinces(rest), None)
    is_part = body.open or (named and named.start == 0) or re.match(rf"{units}\b", rest, re.IGNORECASE)
    if not is_part or rest.lower() in ("", "tỉnh", "thành phố"):
        return f"{body.name} {province.full_name}" if body.level == "province" and province else body.name
    if not rest.isupper():
        return f"{body.name} {rest}"
    before = rest[: named.start] if named else rest
    written = re.sub(rf"\b{units}\b", lambda found: found.group().lower(), before, flags=re.IGNORECASE)
    written = " ".join(word if word.islower() else word.capitalize() for word in written.split())
    if body.open:
        written = _with_own_name(body, written[:1] + written[1:].lower())
    if named:
        written = named.item.full_name if written == named.item.kind else f"{written} {named.item.name}"
        if numbered := _NUMBERED.fullmatch(rest[named.end :]):
            written = f"{written} {numbered[1].lower()} {numbered[2]}"
    return f"{body.name} {written.strip()}"


def _with_own_name(body: Body, written: str) -> str:
    """What follows an open body's name, in small letters, with the name of its own in capital ones: of a place behind
    the place's kind, of a hospital behind what kind of hospital it is."""
    units = list(re.finditer(rf"\b{any_of(issuers().cover.units)}\s+", written, re.IGNORECASE))
    start = units[-1].end() if units else _own_name_start(body, written)
    return written[:start] + " ".join(word[:1].upper() + word[1:] for word in written[start:].split(" "))


def _own_name_start(body: Body, behind: str) -> int:
    """Where behind the word that opens a hospital's or a health centre's name that of its own begins, the end for
    another body: "Đa khoa Đức Giang" -> 8."""
    kinds = rf"\s*{any_of(issuers().cover.facility_kinds)}(?=\s|$)\s*"
    if body.name != _HOSPITAL and not re.match(r"\s*y tế\b", behind, re.IGNORECASE):
        return len(behind)
    end = 0
    while found := re.compile(kinds, re.IGNORECASE).match(behind, end):
        end = found.end()
    return end


_HOSPITAL = "Bệnh viện"


def begins_with_place(text: str) -> bool:
    """Whether a text begins with a kind of administrative unit: "HUYỆN CÁI NƯỚC"."""
    return bool(_place_kind().match(text))


@cache
def _place_kind() -> re.Pattern[str]:
    """Matches a text that begins with a kind of administrative unit and a name, with or without accents."""
    kinds = issuers().cover.units
    return re.compile(rf"\s*{any_of((*kinds, *map(fold, kinds)))}\s+\w", re.IGNORECASE)


def local_place(issuer: str) -> str:
    """The place below a province that an issuer is of, with its kind: "Ủy ban nhân dân huyện Cái Nước" -> "huyện Cái
    Nước"; "" for a province's issuer and where none is named."""
    named = next(find_bodies(issuer), None)
    behind = issuer[named.end :] if named and named.start == 0 else issuer  # "Bảo hiểm xã hội" is of no commune
    found = re.search(rf"\b(?P<place>{any_of(issuers().cover.units)}\s+(?P<name>\S.*))$", behind, re.IGNORECASE)
    return "" if not found or _of_province(found["name"]) else found["place"]


def own_place(issuer: str) -> str:
    """The same, else the name of its own that a hospital has: "Bệnh viện Đa khoa Đức Giang" -> "Đức Giang"."""
    if place := local_place(issuer):
        return place
    named = next(find_bodies(issuer), None)
    if named is None or named.start or not named.item.open:
        return ""
    behind = issuer[named.end :]
    own = behind[_own_name_start(named.item, behind) :].strip()
    return own if _is_own_name(own) else ""


def _is_own_name(text: str) -> bool:
    """Whether a hospital's name of its own can tell it from others: of two words or more, not that of its province."""
    words = text.split()
    return 1 < len(words) < _LONGEST_NAME and all(word[0].isupper() for word in words) and not _of_province(text)


_LONGEST_NAME = 5  # words


def _of_province(text: str) -> bool:
    return any(named.start == 0 for named in find_provinces(text))


def bare_place(place: str) -> str:
    """A place without its kind: "huyện Cái Nước" -> "Cái Nước"."""
    return re.sub(rf"^{any_of(issuers().cover.units)}\s+", "", place, flags=re.IGNORECASE)


def body_of_symbol(symbol: str) -> Body | None:
    """The body that a symbol in a document's number stands for: "SYT" -> Sở Y tế."""
    wanted = fold(symbol)
    return next((body for body in issuers().body if wanted in map(fold, body.symbols)), None)


@cache
def document_kind(name: str) -> DocumentKind | None:
    """The kind of document that a name means, however it is written: "NGHỊ QUYẾT" -> Nghị quyết."""
    wanted = _key(name)
    return next((kind for kind in issuers().document if _key(kind.name) == wanted), None)


@lru_cache(maxsize=4096)
def kind_of_number(number: str) -> DocumentKind | None:
    """The kind of document whose symbol a number bears: "118/NQ-CP" -> Nghị quyết."""
    found = re.search(r"/\s*([^\W\d_]+)", number)
    return next((kind for kind in issuers().document if found and kind.symbol == found[1]), None)


def any_of(names: Iterable[str]) -> str:
    """The regular expression of any of the names, the longest first; to be used without case."""
    ordered = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered) + ")"


def document_head_end(text: str) -> int:
    """Where the title begins in a text that opens with KẾ HOẠCH in capitals or alone on its line; 0 in any other."""
    found = heads().match(text)
    if found is None:
        return 0
    return found.end() if found.end() == len(text) or found.group().isupper() else 0


@cache
def heads() -> re.Pattern[str]:
    """Matches a text that begins with the kind of a document: "KẾ HOẠCH", "Kế hoạch chuyển đổi số"."""
    names = [kind.name for kind in issuers().document if kind.heads]
    return re.compile(rf"{any_of(names)}(?![\w-])\s*:?\s*", re.IGNORECASE)


def is_closing(text: str) -> bool:
    """Whether a block begins the end of a document: the recipients, or its signer's office, alone or with a name."""
    if any(fold(text).startswith(fold(word)) for word in issuers().cover.recipients):
        return True
    end = office_end(text)
    name = without_signed_note(text[end:])
    return end > 0 and (not name or looks_like_person(name))


def without_signed_note(text: str) -> str:
    """A name without the note "(Đã ký)" that stands for the signature."""
    signed = any_of(issuers().signing.signed)
    return re.sub(rf"[(\[]?\s*{signed}\s*[)\]]?", " ", text, flags=re.IGNORECASE).strip(" .,:;")


def without_titles(text: str) -> str:
    """A person's name without what stands before it: "Đ/c BS.CKII. Võ Thị Lắm", "PCT Võ Thị Lắm" -> "Võ Thị Lắm"."""
    bare = re.sub(rf"^\s*(?:{_before_names()}\b[\s.:]*)+", "", text, flags=re.IGNORECASE)
    return bare or text


@cache
def _before_names() -> str:
    signing = issuers().signing
    return any_of((*signing.degrees, *signing.address, *signing.offices, *signing.short_offices))


def looks_like_person(text: str) -> bool:
    """Whether a text can be a person's name: two to six capitalised words after any titles, and no body's name."""
    bare = without_titles(text)
    words = bare.split()
    parts = [re.sub(r"(?<=[^\W\d_])['’ʼ`](?=[^\W\d_])", "", word) for word in words]  # "H’Yim Niê Kđăm"
    is_name = 2 <= len(words) <= 6 and all(word.isalpha() and word[0].isupper() for word in parts)
    return is_name and not any(body.start == 0 for body in find_bodies(bare)) and not heads().match(bare)


def office_end(text: str) -> int:
    """Where the office ends that a text begins with ("KT. GIÁM ĐỐC"), 0 where it begins with none."""
    found = _office().match(text)
    if found is None or not (found.group().isupper() or found.end() == len(text)):
        return 0
    capitals = re.compile(r"[\s,.\-–]*(?:[^\W\d_]+)").finditer
    end = found.end()
    for word in capitals(text, found.end()):
        if word.start() != end or not word.group().isupper():
            break
        end = word.end()
    return end


@cache
def _office() -> re.Pattern[str]:
    signing = issuers().signing
    acting = rf"(?:{any_of(signing.acting)}\s*[.\s]\s*)"
    return re.compile(rf"{acting}+(?-i:(?=[A-ZĐÀ-Ỹ]{{2}}))|{acting}*{any_of(signing.offices)}\b", re.IGNORECASE)


def _key(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words_of(name))


@cache
def _province_names() -> Names[Province]:
    return _by_words((name, unit) for unit in provinces() for name in (unit.name, *unit.aliases))


@cache
def _asked_body_names() -> Names[Body]:
    return _by_words((name, body) for body in issuers().body for name in (body.name, *body.aliases, *body.asked))


@cache
def _body_names() -> Names[Body]:
    return _by_words((name, body) for body in issuers().body for name in (body.name, *body.aliases))


def _by_words(named: Iterable[tuple[str, T]]) -> Names[T]:
    names: dict[tuple[str, ...], list[tuple[Accents, T]]] = {}
    for name, item in named:
        names.setdefault(_key(name), []).append((tuple(word.accents for word in words_of(name)), item))
    lengths: dict[str, set[int]] = {}
    for key in names:
        lengths.setdefault(key[0], set()).add(len(key))
    return Names(names, {first: sorted(found, reverse=True) for first, found in lengths.items()})


def _read(file: str, shape: TypeAdapter[S]) -> S:
    data = tomllib.loads((resources.files("ingest.lexicon") / file).read_text(encoding="utf-8"))
    return shape.validate_python(data)
