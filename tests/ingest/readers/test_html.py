"""Pages of portals and documents saved as pages: what is seen is read, nothing else."""

from __future__ import annotations

import pytest

from ingest.errors import ReadError
from ingest.readers import read_bytes
from ingest.readers.document import Document, TableBlock, TextBlock


def read(body: str, name: str = "trang.html", encoding: str = "utf-8", head: str = "<meta charset=utf-8>") -> Document:
    return read_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), name)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def cells(document: Document) -> list[tuple[str, ...]]:
    return [line.cells for block in document.blocks if isinstance(block, TableBlock) for line in block.lines]


def test_what_is_not_seen_is_not_read() -> None:
    hidden = "<p style='display:none'>ẩn</p><p hidden>ẩn</p><script>x</script><style>y</style><nav>Trang chủ</nav>"
    document = read(f"{hidden}<!-- ghi chú --><p>Thấy <b>đậm</b></p><h2>I. MỤC TIÊU</h2><form>tìm <input></form>")
    assert texts(document) == ["Thấy đậm", "I. MỤC TIÊU"]
    assert [block.emphasised for block in document.blocks if isinstance(block, TextBlock)] == [False, True]


def test_lists_are_counted_as_browsers_do() -> None:
    body = "<ol><li>a</li><li>b</li></ol><ol type=a start=3><li>c</li></ol><ul><li>d</li></ul>"
    body += "<ol type=I><li value=4>e</li></ol>"
    assert texts(read(body)) == ["1. a", "2. b", "c) c", "- d", "IV. e"]


def test_cells_that_span_rows_and_columns() -> None:
    head = "<tr><th rowspan=2>TT</th><th rowspan=2>Nhiệm vụ</th><th colspan=2>Thời gian</th></tr>"
    head += "<tr><th>2025</th><th>2026</th></tr>"
    body = "<tr><td>1</td><td>Mạng</td><td rowspan=2>X</td><td></td></tr><tr><td>2</td><td>Máy</td><td>Quý I</td></tr>"
    document = read(f"<table border=1>{head}{body}</table>")
    assert cells(document) == [("1", "Mạng", "X", ""), ("2", "Máy", "X", "Quý I")]
    (table,) = (block for block in document.blocks if isinstance(block, TableBlock))
    assert [(cell.title, cell.parent) for cell in table.header][2:] == [("2025", "Thời gian"), ("2026", "Thời gian")]


def test_a_table_that_frames_the_page_is_opened() -> None:
    inner = "<table border=1><tr><th>STT</th><th>Nhiệm vụ</th></tr><tr><td>1</td><td>Mạng</td></tr></table>"
    document = read(f"<table><tr><td><p>Đầu trang</p>{inner}<p>Cuối trang</p></td></tr></table>")
    assert texts(document) == ["Đầu trang", "Cuối trang"]
    assert cells(document) == [("1", "Mạng")]


def test_old_fonts_and_old_encodings() -> None:
    assert texts(read("<p><font face='.VnTime'>Céng hßa</font> năm 2026</p>")) == ["Cộng hòa năm 2026"]
    styled = "<p style=\"font-family:'VNI-Times'\">Coäng hoøa</p>"
    assert texts(read(styled, encoding="cp1252", head="<meta charset=windows-1252>")) == ["Cộng hòa"]


def test_a_page_named_doc_and_a_mail_of_one_page_are_read() -> None:
    document = read("<p>I. MỤC TIÊU</p>", name="ke-hoach.doc")
    assert texts(document) == ["I. MỤC TIÊU"]
    assert document.notices == ("đuôi .doc nhưng nội dung là HTML; đã đọc theo nội dung",)
    mail = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html;'
        b' charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>'
        + "Mục đích".encode()
        + b"</p></body></html>\r\n--b--\r\n"
    )
    assert texts(read_bytes(mail, "trang.mht")) == ["Mục đích"]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match="không có chữ nào"):
        read("<script>1</script>")
