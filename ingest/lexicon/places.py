"""The names of bodies with what tells them apart: their province, a place below it, a hospital's name of its own."""

from __future__ import annotations

import re
from functools import cache

from ingest.lexicon.issuers import Body, find_bodies, issuers
from ingest.lexicon.names import any_of
from ingest.lexicon.provinces import Province, find_provinces
from ingest.vietnamese import fold

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
