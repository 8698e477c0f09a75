"""Vietnamese as people print and type it: one Unicode form, accents folded away, words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})  # has no decomposition in Unicode
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WORD = re.compile(r"[^\W_]+")
_SHORT = 64  # characters


def nfc(text: str) -> str:
    """The text in composed form (NFC), with no-break spaces as spaces and soft hyphens and byte-order marks dropped."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate({0xA0: " ", 0xAD: None, 0xFEFF: None, 0x200B: None})


def fold(text: str) -> str:
    """The text in lower case without accents: "Đơn thuốc điện tử" -> "don thuoc dien tu". Its length may change."""
    return _fold_kept(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _DASHES.sub("-", unicodedata.normalize("NFC", plain))


@lru_cache(maxsize=65536)
def _fold_kept(text: str) -> str:
    """Words and names come again and again; a whole passage does not."""
    return _fold(text)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order: "Quyết định số 07-QĐ/BCĐ" -> [quyet, dinh, so, 07, qd, bcd]."""
    return _WORD.findall(fold(text))


def slug(text: str) -> str:
    """An identifier for a text: "Cà Mau 2026" -> "ca-mau-2026"."""
    return "-".join(words(text))
