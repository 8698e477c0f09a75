"""Opens a PDF file: whole, empty, broken, locked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as c

from ingest.errors import ReadError

_MOST_NAMED = 5
"""Attached files that are named."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """The document of a file's bytes, closed at the end.

    An empty user password opens; any other raises ReadError, as do a file that is no PDF, is broken, or has no page.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unopened(name, error) from None
    try:
        if len(document) == 0:
            raise ReadError(
                name,
                "tệp PDF không có trang nào; hãy xuất lại tệp từ bản gốc",
                "the PDF has no pages; export it again from the original",
            )
        yield document
    finally:
        document.close()


def attachments(document: pdfium.PdfDocument) -> list[str]:
    """A notice in Vietnamese where files are attached to a document, with their names; they are not opened."""
    names: list[str] = []
    for index in range(min(document.count_attachments(), _MOST_NAMED)):
        try:
            names.append(_printable(document.get_attachment(index).get_name()))
        except pdfium.PdfiumError:
            names.append("?")
    count = document.count_attachments()
    if not count:
        return []
    more = ", …" if count > len(names) else ""
    return [f"PDF đính kèm {count} tệp ({', '.join(names)}{more}), không đọc; hãy lưu ra rồi thêm riêng nếu cần"]


def _printable(name: str) -> str:
    """A file's name without what would move the cursor or turn the writing."""
    if name.startswith("\u00fe\u00ff"):  # the bytes of UTF-16, taken for letters
        name = name.encode("latin-1", "replace").decode("utf-16", "replace")
    return "".join(char if char.isprintable() else "?" for char in name)[:80]


def _unopened(name: str, error: pdfium.PdfiumError) -> ReadError:
    code = getattr(error, "err_code", None)
    logging.getLogger(__name__).debug("%s: %s", name, error)
    if code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
        return ReadError(
            name,
            "tệp PDF có mật khẩu mở; hãy bỏ mật khẩu (in lại thành PDF) rồi thêm lại",
            "the PDF is locked with a password; remove it (print it to a new PDF) and add it again",
        )
    return ReadError(
        name,
        "tệp PDF hỏng hoặc không đầy đủ; hãy tải lại hoặc xuất lại từ bản gốc",
        "the PDF is broken or incomplete; download it again or export it from the original",
    )
