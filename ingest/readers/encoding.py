"""Bytes to text: which encoding a text file is in, or a clear error where it is none."""

from __future__ import annotations

import codecs
import re

from ingest.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1c-\x1f]")
_TONED = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)
_VIETNAMESE = 0.03
"""The least share of letters with Vietnamese marks among the letters of a Vietnamese text."""


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 and UTF-32 with or without mark, Windows-1258.

    Raises ReadError for an empty file, for one that is not text, and for text in an encoding that cannot hold
    Vietnamese (Latin-1, Windows-1252) or is unknown.
    """
    if not data.strip():
        raise ReadError(name, "tệp trống", "the file is empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    if encoding := _wide(data):
        return _decoded(data, encoding, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _eight_bit(data, name, error.start)
    return _checked(text, name)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark shows by the zero bytes of its spaces and Latin letters."""
    head = data[:4096]
    if len(head) < 8 or head.count(0) < len(head) // 5:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return _checked(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        raise ReadError(
            name,
            f"không đọc được theo {encoding} tại byte {error.start}; hãy lưu lại tệp ở dạng UTF-8",
            f"cannot be decoded as {encoding} at byte {error.start}; save it as UTF-8",
        ) from None


def _eight_bit(data: bytes, name: str, where: int) -> str:
    if _CONTROL.search(data.decode("latin-1")):
        raise _not_text(name)
    text = data.decode("cp1258", errors="replace")
    letters = sum(char.isalpha() for char in text)
    if "\ufffd" not in text and letters and len(_TONED.findall(text)) >= _VIETNAMESE * letters:
        return text
    raise ReadError(
        name,
        f"không phải UTF-8 (byte {where}) và không nhận ra bảng mã tiếng Việt; hãy lưu lại tệp ở dạng UTF-8",
        f"not UTF-8 (byte {where}) and in no encoding of Vietnamese that is known; save it as UTF-8",
    )


def _checked(text: str, name: str) -> str:
    sample = text[:20000]
    if len(_CONTROL.findall(sample)) > len(sample) // 200:
        raise _not_text(name)
    return text


def _not_text(name: str) -> ReadError:
    return ReadError(
        name,
        "không phải tệp văn bản dù có đuôi .txt hoặc .md; hãy kiểm tra lại tệp gốc",
        "is not a text file although it is named .txt or .md; check the original",
    )
