"""Writes text the way it was kept before Unicode, for the tests of reading it; tables written out on their own.

VNI: base letter and mark, from vnisoft.com's chart. TCVN3: TCVN 5712:1993 VN3, whose toned letters have no capitals.
VIQR: RFC 1456, signs that could be taken for marks escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from ingest.readers.legacy import Legacy

_UNICODE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ"
_VNI_TEXT = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò "
    "oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î"
)
_VNI = _VNI_TEXT.split()
_VIQR = dict(zip("\u0300\u0301\u0309\u0303\u0323\u0306\u0302\u031b", "`'?~.(^+", strict=True))


def to_tcvn3(text: str) -> str:
    """The text as its codes in ISO 8859-1; toned capitals as small letters."""
    table: dict[str, str | int | None] = dict(zip(_UNICODE, _TCVN3, strict=True))
    table |= {letter.upper(): code for letter, code in table.items()}
    table |= dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
    return text.translate(str.maketrans(table))


def to_vni(text: str) -> str:
    """The text as its codes in ISO 8859-1."""
    table: dict[str, str | int | None] = {}
    for letter, code in zip(_UNICODE, _VNI, strict=True):
        table |= {letter: code, letter.upper(): code.upper()}
    return text.translate(str.maketrans(table))


def to_viqr(text: str) -> str:
    """The text in ASCII signs."""
    return "".join(map(_viqr, text))


def _viqr(char: str) -> str:
    if char in "đĐ":
        return "dd" if char == "đ" else "DD"
    if char in "\\`'?~.(^+":
        return f"\\{char}"
    decomposed = unicodedata.normalize("NFD", char)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not all(mark in _VIQR for mark in marks):
        return char
    signs = [_VIQR[mark] for mark in marks]
    return base + "".join(sorted(signs, key=lambda sign: sign not in "(^+"))


ENCODERS: dict[Legacy, Callable[[str], str]] = {
    Legacy.TCVN3: to_tcvn3,
    Legacy.VNI: to_vni,
    Legacy.VIQR: to_viqr,
}
