"""A .docx file's body as text and table blocks in print order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.errors import ReadError
from ingest.readers.document import Block, TableBlock, TextBlock
from ingest.readers.docx.markup import Element, child, content, get, is_on, tag
from ingest.readers.docx.numbering import read_numbering
from ingest.readers.docx.paragraphs import ParagraphReader, ReadParagraph
from ingest.readers.docx.styles import read_styles
from ingest.readers.docx.tables import CellText, cells_of, read_table, rows_of
from ingest.readers.grid import blocks_of_grid, has_header
from ingest.readers.limits import Limits
from ingest.readers.ooxml import Package, open_package

_MAIN = "word/document.xml"
_NARROW = 3  # columns of a table that may only set a letterhead or a signature
_SHORT = 150
_LABEL = re.compile(r"\(?(?:[IVXivx]{1,7}|\d{1,3}(?:\.\d{1,3})*|[A-Za-zĐđ])[.):/]*$|^[-–+•*]$")


def read_docx(
    data: bytes, name: str, limits: Limits, by_libreoffice: bool = False
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a .docx file and notices (in Vietnamese) of what was decided while reading it.

    `by_libreoffice` says that LibreOffice wrote it, which counts lists a little otherwise than Word. Raises ReadError
    for a file that is damaged, too large, or holds no text.
    """
    package = open_package(data, name, limits)
    main = package.main(_MAIN)
    root = package.xml(main)
    body = child(root, "body")
    if root is None or body is None:
        raise ReadError(name, "tệp Word không có nội dung", "the Word file has no body")
    reader = _Reader(package, main)
    reader.paragraphs.numbering.counts_implied = by_libreoffice
    blocks = (*reader.letterhead(body), *reader.blocks(body))
    if not blocks:
        has_picture = next(body.iter("{*}blip", "{*}imagedata"), None) is not None
        pictures = "chỉ có ảnh, không có chữ; hãy lưu thành PDF rồi thêm lại để được nhận dạng chữ"
        raise ReadError(
            name,
            pictures if has_picture else "tệp Word không có chữ nào",
            "holds pictures and no text; save it as PDF so that the text can be recognised"
            if has_picture
            else "the Word file holds no text",
        )
    return blocks, tuple(reader.notices(root))


@dataclass(slots=True)
class _Reader:
    package: Package
    main: str
    paragraphs: ParagraphReader = field(init=False)
    _notes: dict[str, str] = field(init=False)
    _width: int = 0
    """The columns of the table before, which one without a header of its own can go on with."""

    def __post_init__(self) -> None:
        self.paragraphs = ParagraphReader(
            read_styles(self._related("/styles")), read_numbering(self._related("/numbering"))
        )
        self._notes = dict(self._read_notes("f", "/footnotes")) | dict(self._read_notes("e", "/endnotes"))

    def _related(self, kind: str) -> Element | None:
        path = self.package.related(self.main, kind)
        return self.package.xml(path) if path else None

    def _read_notes(self, sign: str, kind: str) -> Iterator[tuple[str, str]]:
        root = self._related(kind)
        for note in root if root is not None else ():
            if get(note, "type") in (None, "normal"):
                texts = [self.paragraphs.read(below).text for below in content(note) if tag(below) == "p"]
                yield f"{sign}{get(note, 'id')}", " ".join(filter(None, texts))

    def letterhead(self, body: Element) -> list[Block]:
        """The blocks of the first page's running header where the letterhead was put there, told by the motto."""
        section = next(iter(body.iter("{*}sectPr")), None)
        if section is None or not is_on(child(section, "titlePg")):
            return []
        references = [part for part in section if tag(part) == "headerReference" and get(part, "type") == "first"]
        identifier = next((str(v) for part in references for k, v in part.attrib.items() if str(k).endswith("}id")), "")
        path = self.package.target(self.main, identifier) if identifier else None
        root = self.package.xml(path) if path else None
        blocks = self.blocks(root) if root is not None else []
        return blocks if any("VIỆT NAM" in block.text for block in blocks if isinstance(block, TextBlock)) else []

    def blocks(self, body: Element) -> list[Block]:
        """The blocks of a body, a text box or a cell."""
        blocks: list[Block] = []
        for element in content(body):
            if tag(element) == "p":
                blocks += self._paragraph(self.paragraphs.read(element))
            elif tag(element) == "tbl":
                blocks += self._table(element)
        return blocks

    def _paragraph(self, read: ReadParagraph) -> Iterator[Block]:
        for line in read.lines:
            for text in _parts(line, read.is_numbered):
                yield TextBlock(text, emphasised=read.strong)
        for note in read.notes:
            if self._notes.get(note):
                yield TextBlock(f"Chú thích: {self._notes[note]}")
        for box in read.boxes:
            yield from self.blocks(box)

    def _table(self, element: Element) -> list[Block]:
        rows = rows_of(element)
        only = cells_of(rows[0]) if len(rows) == 1 else []
        if len(only) == 1:  # a frame around other things
            return self.blocks(only[0])
        after: list[Block] = []
        table = read_table(element, lambda cell: self._cell(cell, after))
        width = len(table.columns)
        goes_on = width == self._width and (table.ruled or width == _NARROW)
        narrow = width <= _NARROW and not goes_on and not has_header(table.grid)
        if narrow and (not table.ruled or len(rows) <= 2):
            return [TextBlock(text, emphasised=strong) for column in table.columns for text, strong in column] + after
        blocks = blocks_of_grid(table.grid)
        headers = [block.header for block in blocks if isinstance(block, TableBlock) and block.header]
        self._width = len(headers[-1]) if headers else self._width
        return [*blocks, *after]

    def _cell(self, cell: Element, after: list[Block]) -> CellText:
        """The text of a cell; a table in it as text, its notes and text boxes behind the table that the cell is in."""
        found = CellText()
        strong: list[bool] = []
        for element in content(cell):
            if tag(element) == "p":
                read = self.paragraphs.read(element)
                found.lines += [" ".join(line.split()) for line in read.lines if line]
                strong += [read.strong] if read.text else []
                after += [TextBlock(f"Chú thích: {self._notes[n]}") for n in read.notes if self._notes.get(n)]
                for box in read.boxes:
                    after += self.blocks(box)
            elif tag(element) == "tbl":
                for row in rows_of(element):
                    texts = [" ".join(self._cell(inner, after).lines) for inner in cells_of(row)]
                    found.lines += [": ".join(filter(None, texts))] if any(texts) else []
        found.strong = bool(strong) and all(strong)
        return found

    def notices(self, root: Element) -> Iterator[str]:
        """What was decided while reading."""
        if any(next(root.iter(f"{{*}}{name}"), None) is not None for name in ("ins", "del", "moveFrom")):
            yield "tài liệu có theo dõi thay đổi (tracked changes); đã đọc như khi chấp nhận mọi thay đổi"
        if self.paragraphs.hidden:
            yield "đã bỏ qua chữ ẩn (hidden text)"
        for encoding in sorted(self.paragraphs.legacy):
            yield f"chữ dùng phông {encoding}; đã chuyển sang Unicode"
        if next(root.iter("{*}altChunk"), None) is not None:
            yield "tài liệu nhúng một tệp khác (altChunk) không được đọc; hãy mở bằng Word rồi lưu lại"


def _parts(line: str, is_numbered: bool) -> list[str]:
    """A line as its paragraphs: one, or two where a tab sets a letterhead's sides apart."""
    parts = [part.strip() for part in line.split("\t") if part.strip()]
    if len(parts) > 1 and not is_numbered and len(line) <= _SHORT and not _LABEL.match(parts[0]):
        return parts
    return [" ".join(parts)] if parts else []
