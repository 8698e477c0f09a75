"""Vietnamese as people print and type it: one Unicode form, accents folded away, words."""

from __future__ import annotations

import re
import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})  # has no decomposition in Unicode
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_WORD = re.compile(r"[^\W_]+")


_UNSEEN = {0xA0: " "} | dict.fromkeys(
    (0xAD, 0xFEFF, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))
)
"""What text holds and nobody sees: soft hyphens, joiners of no width, marks that turn the direction of writing."""


def nfc(text: str) -> str:
    """The text in composed form (NFC), with no-break spaces as spaces and characters that print nothing dropped."""
    return unicodedata.normalize("NFC", text).translate(_UNSEEN)


def fold(text: str) -> str:
    """The text in lower case without accents: "Đơn thuốc điện tử" -> "don thuoc dien tu". Its length may change."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _DASHES.sub("-", unicodedata.normalize("NFC", plain))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order: "Quyết định số 07-QĐ/BCĐ" -> [quyet, dinh, so, 07, qd, bcd]."""
    return _WORD.findall(fold(text))


def slug(text: str) -> str:
    """An identifier for a text: "Cà Mau 2026" -> "ca-mau-2026"."""
    return "-".join(words(text))
