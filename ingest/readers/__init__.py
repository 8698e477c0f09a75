"""Readers: one a format, each giving a `Document` of text and table blocks with their place.

Which reader takes a file is told from its content; its ending is only compared, for a notice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import ReadError
from ingest.progress import Stage, Tell, nobody
from ingest.readers.document import Block, Document, TableBlock, TextBlock
from ingest.readers.embedded import holds_tables, is_text_with_tables
from ingest.readers.encoding import decode
from ingest.readers.flattened import looks_flattened, names_columns, read_flattened, read_plain
from ingest.readers.kinds import SUFFIXES, Kind, sniff
from ingest.readers.laid import looks_laid
from ingest.readers.legacy import convert, recognise, to_unicode
from ingest.readers.limits import Limits
from ingest.readers.marked import has_pipe_table, looks_marked, read_marked, read_spread

__all__ = ["SUFFIXES", "Kind", "Limits", "is_document", "read", "read_bytes", "read_text", "to_unicode"]

_BY_OFFICE = (Kind.DOC, Kind.XLS, Kind.ODT, Kind.ODS, Kind.RTF, Kind.WORD_XML)
_LOST_TABLES = (
    "có bảng không đọc được hàng nào: khi chuyển sang văn bản, các cột đã bị tách rời; "
    "hãy thêm chính tệp PDF, hoặc chuyển lại bằng pdftotext -layout"
)
_PUT_TOGETHER = (
    "các ô của bảng được ghép lại từ những dòng chữ đã mất cột; hãy kiểm tra vài hàng, "
    "hoặc thêm chính tệp PDF để đọc chắc hơn"
)
_Read = tuple[tuple[Block, ...], tuple[str, ...]]


def read(path: Path, limits: Limits | None = None, tell: Tell = nobody) -> Document:
    """Reads one file, of any format that is known.

    Raises ReadError, which names the file and the mend, for one that is missing, empty, too large, damaged, protected
    or of a format that cannot be read.
    """
    limits = limits or Limits()
    try:
        limits.check_size(path.stat().st_size, str(path))
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            str(path), f"không mở được tệp: {error.strerror}", f"cannot be opened: {error.strerror}"
        ) from None
    return read_bytes(data, str(path), limits, tell)


def is_document(path: Path) -> bool:
    """Whether a file without a usual ending begins like a document: not plain text, which anything can be."""
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError:
        return False
    return sniff(head) in (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.DOC, Kind.XLS, Kind.ODT, Kind.ODS, Kind.RTF, Kind.HTML)


def read_bytes(data: bytes, name: str, limits: Limits | None = None, tell: Tell = nobody) -> Document:
    """Reads the content of a file; `name` is its path, for messages and for the document's name. Raises ReadError."""
    limits = limits or Limits()
    limits.check_size(len(data), name)
    tell(Stage.OPEN, 0, 0)
    kind = sniff(data)
    if kind is Kind.HTML and is_text_with_tables(data.decode("utf-8-sig", errors="replace")):
        kind = Kind.TEXT
    document = _read(data, kind, name, limits, tell)
    suffix = Path(name).suffix.lower()
    notices = document.notices
    if suffix and suffix not in kind.suffixes:
        notices = (f"đuôi {suffix} nhưng nội dung là {kind.label}; đã đọc theo nội dung", *notices)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(Path(name).name, sha256, document.format, document.blocks, document.pages, notices)


def read_text(text: str, name: str) -> Document:
    """Reads text that is already in memory; `name` stands for the file's."""
    return _text(text, name, hashlib.sha256(text.encode("utf-8")).hexdigest())


def _read(data: bytes, kind: Kind, name: str, limits: Limits, tell: Tell) -> Document:
    if kind is Kind.PDF:
        from ingest.readers.pdf import read_pdf

        return read_pdf(data, name, limits, tell)
    if kind is Kind.IMAGE:
        return _picture(data, name, limits, tell)
    if kind in _BY_OFFICE:
        from ingest.readers import office

        tell(Stage.CONVERT, 0, 0)
        data, made = office.convert(data, kind, name, limits)
        return _document(f"{kind.label} → {made.label}", _office_xml(data, made, name, limits, by_libreoffice=True))
    if kind in (Kind.DOCX, Kind.XLSX):
        return _document(kind.label, _office_xml(data, kind, name, limits))
    if kind in (Kind.HTML, Kind.MHTML):
        from ingest.readers.html import html_of_mail, read_html

        return _document(kind.label, read_html(html_of_mail(data, name) if kind is Kind.MHTML else data, name))
    if kind is Kind.TEXT:
        return _text(decode(data, name), name, "")
    raise _refused(kind, name)


def _office_xml(data: bytes, kind: Kind, name: str, limits: Limits, by_libreoffice: bool = False) -> _Read:
    if kind is Kind.XLSX:
        from ingest.readers.xlsx import read_xlsx

        return read_xlsx(data, name, limits)
    from ingest.readers.docx import read_docx

    return read_docx(data, name, limits, by_libreoffice)


def _picture(data: bytes, name: str, limits: Limits, tell: Tell) -> Document:
    from ingest.readers.scan import read_image

    document = read_image(data, name, tell)
    limits.check_pages(document.pages or 0, name)
    return document


def _document(format_: str, read: _Read) -> Document:
    blocks, notices = read
    return Document("", "", format_, blocks, None, notices)


def _text(text: str, name: str, sha256: str) -> Document:
    notices: tuple[str, ...] = ()
    if encoding := recognise(text):
        text = convert(text, encoding)
        notices = (f"bảng mã {encoding}; đã chuyển sang Unicode",)
    if not holds_tables(text) and not has_pipe_table(text) and looks_laid(text):
        from ingest.readers.laid.reader import read_laid

        blocks, pages, mended = read_laid(text)
        return Document(name, sha256, "laid-out text", blocks, pages, notices + mended)
    if not looks_marked(text) and looks_flattened(text):
        blocks, pages = read_flattened(text)
        return Document(name, sha256, "flattened text", blocks, pages, notices)
    spread = None if looks_marked(text) else read_spread(text)
    if spread is not None and not _lost(spread[0]):
        return Document(name, sha256, "text, a cell a line", spread[0], None, notices + spread[1])
    put_together = None if looks_marked(text) else read_plain(text)
    if spread is not None and (put_together is None or _tables(put_together[0]) <= _tables(spread[0])):
        return Document(name, sha256, "text, a cell a line", spread[0], None, notices + spread[1] + _lost(spread[0]))
    if put_together is not None:
        blocks, pages = put_together
        return Document(name, sha256, "flattened text", blocks, pages, (*notices, _PUT_TOGETHER, *_lost(blocks)))
    blocks, mended = read_marked(text)
    return Document(name, sha256, "marked text", blocks, None, notices + mended + _lost(blocks))


def _tables(blocks: Sequence[Block]) -> int:
    return sum(isinstance(one, TableBlock) for one in blocks)


def _lost(blocks: Sequence[Block]) -> tuple[str, ...]:
    """A notice where a text names the columns of a table that none of its blocks is."""
    return (_LOST_TABLES,) if any(names_columns(one.text) for one in blocks if isinstance(one, TextBlock)) else ()


def _refused(kind: Kind, name: str) -> ReadError:
    if kind is Kind.EMPTY:
        return ReadError(name, "tệp trống", "the file is empty")
    if kind is Kind.ENCRYPTED:
        return ReadError(
            name,
            "tệp có mật khẩu; hãy mở bằng Word hoặc Excel, bỏ mật khẩu rồi lưu lại",
            "the file has a password; open it in Word or Excel, take the password off and save it",
        )
    if kind is Kind.ARCHIVE:
        return ReadError(
            name,
            "là tệp nén; hãy giải nén rồi thêm từng tệp bên trong",
            "is an archive; unpack it and add the files that are in it",
        )
    return ReadError(
        name,
        "không phải định dạng văn bản nào đọc được; đọc được: PDF, Word, Excel, HTML, Markdown, văn bản",
        "is of no format that can be read; these can: PDF, Word, Excel, HTML, Markdown, text",
    )
