"""Signatures and the persons in them: where a document ends, titles before a name, what can be a person's name."""

from __future__ import annotations

import re
from functools import cache

from ingest.lexicon.documents import heads
from ingest.lexicon.issuers import find_bodies, issuers
from ingest.lexicon.names import any_of
from ingest.vietnamese import fold


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


def own_office(printed: str) -> tuple[str, str]:
    """The office of who signs, as the lexicon spells it, and what is printed before it, for whom: "KT. GIÁM ĐỐC PHÓ
    GIÁM ĐỐC" -> ("Phó Giám đốc", "KT. GIÁM ĐỐC"); ("", all of it) where it ends with none that is known."""
    plain = fold(printed)
    ending = [office for office in issuers().signing.offices if f" {plain}".endswith(f" {fold(office)}")]
    own = max(ending, key=len, default="")
    return own, printed[: len(printed) - len(own)].strip() if len(plain) == len(printed) else ""


@cache
def _office() -> re.Pattern[str]:
    signing = issuers().signing
    acting = rf"(?:{any_of(signing.acting)}\s*[.\s]\s*)"
    return re.compile(rf"{acting}+(?-i:(?=[A-ZĐÀ-Ỹ]{{2}}))|{acting}*{any_of(signing.offices)}\b", re.IGNORECASE)
