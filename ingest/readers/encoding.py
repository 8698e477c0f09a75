"""Bytes to text: which encoding a text file is in, or a clear error where it is none."""

from __future__ import annotations

import codecs
import re

from ingest.errors import ReadError
from ingest.readers.legacy import recognise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CP1252 = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1c-\x1f]")
_TONED = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)
_VIETNAMESE = 0.03
"""The least share of letters with Vietnamese marks among the letters of a Vietnamese text."""


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 and UTF-32 with or without mark, Windows-1258.

    Text of TCVN3 and VNI comes as the Latin letters that stand for Vietnamese ones; `legacy` converts it. Raises
    ReadError for an empty file, for one that is not text, and for text in an encoding that cannot hold Vietnamese
    (Latin-1, Windows-1252) or is unknown.
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
    if recognise(latin := _latin(data)):
        return latin
    text = data.decode("cp1258", errors="replace")
    letters = sum(char.isalpha() for char in text)
    if "\ufffd" not in text and letters and len(_TONED.findall(text)) >= _VIETNAMESE * letters:
        return text
    raise ReadError(
        name,
        f"không phải UTF-8 (byte {where}) và không nhận ra bảng mã tiếng Việt; hãy lưu lại tệp ở dạng UTF-8",
        f"not UTF-8 (byte {where}) and in no encoding of Vietnamese that is known; save it as UTF-8",
    )


def _latin(data: bytes) -> str:
    """Bytes as Windows-1252, in which text of TCVN3 and VNI fonts is kept; codes that it leaves out as ISO 8859-1."""
    return data.decode("latin-1").translate(_CP1252)


def _checked(text: str, name: str) -> str:
    sample = text[:20000]
    if len(_CONTROL.findall(sample)) > len(sample) // 200:
        raise _not_text(name)
    return text


def _not_text(name: str) -> ReadError:
    return ReadError(
        name,
        "không phải tệp văn bản và không thuộc định dạng nào đọc được; hãy kiểm tra lại tệp gốc",
        "is neither a text file nor of any format that can be read; check the original",
    )
