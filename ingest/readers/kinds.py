"""What a file is, told from its first bytes and its parts; its name is only a hint for the message.

Signatures are those of the formats' own specifications (PDF 32000-1, APPNOTE, MS-CFB, OpenDocument 1.3, RTF 1.9).
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum


class Kind(Enum):
    """A kind of file, with how it is called and the endings that its files have."""

    PDF = ("PDF", ".pdf")
    DOCX = ("Word (.docx)", ".docx", ".docm", ".dotx")
    XLSX = ("Excel (.xlsx)", ".xlsx", ".xlsm")
    DOC = ("Word 97-2003 (.doc)", ".doc", ".dot", ".wps")
    XLS = ("Excel 97-2003 (.xls)", ".xls")
    ODT = ("OpenDocument (.odt)", ".odt")
    ODS = ("OpenDocument (.ods)", ".ods")
    RTF = ("RTF", ".rtf", ".doc")
    WORD_XML = ("Word XML", ".xml", ".doc")
    HTML = ("HTML", ".html", ".htm", ".xhtml")
    MHTML = ("MHTML", ".mht", ".mhtml", ".doc")
    IMAGE = ("ảnh", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif")
    TEXT = ("văn bản", ".txt", ".text", ".md", ".markdown", ".csv", ".tsv")
    EMPTY = ("tệp trống",)
    ENCRYPTED = ("tệp Office có mật khẩu",)
    ARCHIVE = ("tệp nén",)
    OTHER = ("định dạng khác",)

    def __init__(self, label: str, *suffixes: str) -> None:
        self.label = label
        """How the kind is called in messages."""
        self.suffixes = suffixes
        """The usual endings, in small letters with the dot."""


SUFFIXES = frozenset(suffix for kind in Kind for suffix in kind.suffixes)
"""The endings of the files that are taken from a folder."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF87a", b"GIF89a")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00")
_PROGRAMS = (b"\x7fELF", b"MZ\x90\x00", b"\xca\xfe\xba\xbe")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.I | re.S
)
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b|<pkg:package\b")
_MHTML = re.compile(rb"(?:^|\n)Content-Type:\s*multipart/related", re.IGNORECASE)
_HEAD = 4096


def sniff(data: bytes) -> Kind:
    """The kind of a file from its whole content. Never raises."""
    head = data[:_HEAD]
    if not data.strip(b"\x00 \t\r\n"):
        return Kind.EMPTY
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith((_ZIP, b"PK\x05\x06", b"PK\x07\x08")):
        return _in_zip(data)
    if data.startswith(_OLE):
        return _in_ole(data)
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if _is_image(data):
        return Kind.IMAGE
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        return Kind.ARCHIVE
    if data.startswith(_PROGRAMS):
        return Kind.OTHER
    return _in_text(head)


def _is_image(data: bytes) -> bool:
    if data.startswith(b"BM"):
        return len(data) > 26 and int.from_bytes(data[2:6], "little") in range(len(data) - 64, len(data) + 64)
    return data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _in_text(head: bytes) -> Kind:
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")  # the marks of encodings; UTF-16 as ASCII
    if _WORD_XML.search(plain):
        return Kind.WORD_XML
    if _HTML.match(plain):
        return Kind.HTML
    if plain[:200].lower().lstrip().startswith((b"mime-version:", b"from:", b"content-type:")) and _MHTML.search(plain):
        return Kind.MHTML
    return Kind.TEXT


def _in_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return _in_broken_zip(data)
    if any(name.startswith("word/") for name in names) or (
        "[Content_Types].xml" in names and "word/document.xml" in names
    ):
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return Kind.ODS if b"opendocument.spreadsheet" in data[:200] else Kind.ODT
    return Kind.ARCHIVE


def _in_broken_zip(data: bytes) -> Kind:
    """A cut-off archive has no directory any more; the names in it stand before each part too."""
    if b"word/" in data:
        return Kind.DOCX
    return Kind.XLSX if b"xl/worksheets" in data or b"xl/workbook" in data else Kind.ARCHIVE


def _in_ole(data: bytes) -> Kind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return Kind.ENCRYPTED
    if holds("WordDocument"):
        return Kind.DOC
    return Kind.XLS if holds("Workbook") or holds("Book") else Kind.OTHER
