"""What a file is is told from its content."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.readers import SUFFIXES, is_document, read, read_bytes
from ingest.readers.kinds import Kind, sniff
from ingest.readers.limits import Limits
from ingest.structure import build_plan
from tests.typeset.compare import compare
from tests.typeset.source import printed_plan, sample_plan
from tests.typeset.word import WordStyle, set_docx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"\n\n%PDF-1.7\n...", Kind.PDF),
        (packed("[Content_Types].xml", "word/document.xml"), Kind.DOCX),
        (packed("word/document.xml")[:60], Kind.DOCX),
        (packed("xl/workbook.xml"), Kind.XLSX),
        (packed("content.xml", "META-INF/manifest.xml"), Kind.ODT),
        (packed("a.txt"), Kind.ARCHIVE),
        (_OLE + "WordDocument".encode("utf-16-le"), Kind.DOC),
        (_OLE + "Workbook".encode("utf-16-le"), Kind.XLS),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), Kind.ENCRYPTED),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), Kind.IMAGE),
        (b"\xff\xd8\xff\xe0" + bytes(20), Kind.IMAGE),
        ("BM là viết tắt của Bộ môn".encode(), Kind.TEXT),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><html>", Kind.HTML),
        ("<html><body>".encode("utf-16"), Kind.HTML),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', Kind.WORD_XML),
        (b"<p>Markdown with a mark</p>\n\nI. A", Kind.TEXT),
        (b"MZ\x90\x00" + bytes(50), Kind.OTHER),
        ("KẾ HOẠCH".encode(), Kind.TEXT),
    ],
)
def test_a_kind_is_told_from_the_content(data: bytes, kind: Kind) -> None:
    assert sniff(data) is kind


def test_files_of_a_folder_are_taken_by_ending_or_by_content(tmp_path: Path) -> None:
    assert {".pdf", ".docx", ".doc", ".xlsx", ".html", ".txt", ".md"} <= SUFFIXES
    for name, data, taken in (("a", b"%PDF-1.7", True), ("b.dat", b"PK\x03\x04word/", True), ("c.log", b"text", False)):
        (tmp_path / name).write_bytes(data)
        assert is_document(tmp_path / name) is taken
    assert is_document(tmp_path / "none") is False


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lon.txt"
    with path.open("wb") as file:
        file.truncate(3 * 1024 * 1024)
    with pytest.raises(ReadError, match=r"nặng 3 MB, quá giới hạn 2 MB \(READ_FILE_MB\)"):
        read(path, Limits(file_mb=2))


def test_without_libreoffice_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match=r"cần LibreOffice .* lưu thành \.docx"):
        read_bytes(_OLE + "WordDocument".encode("utf-16-le"), "cu.doc")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_doc_file_is_read_by_libreoffice(tmp_path: Path) -> None:
    name = "dong-nai-2025"
    set_docx(printed_plan(sample_plan(name)), tmp_path / f"{name}.docx", WordStyle(automatic=False))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / f"{name}.docx")], check=True, capture_output=True, timeout=120)
    document = read(tmp_path / f"{name}.doc", Limits(seconds=120))
    score = compare(sample_plan(name), build_plan(document, name))
    assert (score.rows_found, score.rows_extra) == (score.rows, 0), score.misses
    assert score.cells_exact >= 0.99 * score.cells, score.misses
    assert document.format == "Word 97-2003 (.doc) → Word (.docx)"
