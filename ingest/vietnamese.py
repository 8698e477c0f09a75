"""Vietnamese as people print and type it: one Unicode form, accents folded away, words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNSEEN = re.compile("[\u00ad\ufeff\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
"""What text holds and nobody sees: soft hyphens, joiners of no width, marks that turn the direction of writing."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")  # all that Vietnamese has
_MAY_COMBINE = re.compile("[^\0-\u02ff\u2000-\u206f]")  # beyond Latin letters and punctuation
_SHORT, _LONG = 64, 512  # characters of a word or a name, and of a question or a cell


def nfc(text: str) -> str:
    """The text in composed form (NFC), with no-break spaces as spaces and characters that print nothing dropped."""
    composed = unicodedata.normalize("NFC", text)
    return _UNSEEN.sub("", composed.replace("\u00a0", " "))


def fold(text: str) -> str:
    """The text in lower case without accents: "Đơn thuốc điện tử" -> "don thuoc dien tu". Its length may change."""
    if len(text) <= _SHORT:
        return _fold_kept(text)
    return _fold_lately(text) if len(text) <= _LONG else _fold(text)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))  # đ has no decomposition in Unicode
    plain = _MARKS.sub("", decomposed)
    if _MAY_COMBINE.search(plain):
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _DASHES.sub("-", unicodedata.normalize("NFC", plain))


@lru_cache(maxsize=65536)
def _fold_kept(text: str) -> str:
    """Words and names come again and again; a whole passage does not."""
    return _fold(text)


@lru_cache(maxsize=256)
def _fold_lately(text: str) -> str:
    """One question is folded many times while it is read."""
    return _fold(text)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order: "Quyết định số 07-QĐ/BCĐ" -> [quyet, dinh, so, 07, qd, bcd]."""
    return _WORD.findall(fold(text))


def slug(text: str) -> str:
    """An identifier for a text: "Cà Mau 2026" -> "ca-mau-2026"."""
    return "-".join(words(text))
