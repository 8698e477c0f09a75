"""Reads HTML as people have it: pages of portals, documents that Word saved as web pages, mails of one page (MHTML).

Only text and tables are read; scripts, styles, forms and what the page hides are passed over, and nothing that it
points at is fetched. Numbers of <ol> lists, which browsers count, are printed into the text.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from ingest.columns import opens_row
from ingest.errors import ReadError
from ingest.model import Place
from ingest.readers.document import Block, TextBlock
from ingest.readers.docx.numbering import formatted
from ingest.readers.encoding import decode
from ingest.readers.grid import Cell, Grid, blocks_of_grid, has_header
from ingest.readers.legacy import convert, is_capitals_font, legacy_of_font
from ingest.vietnamese import nfc

_SKIPPED = frozenset(
    [
        *("script", "style", "template", "noscript", "head", "nav", "aside", "footer", "dialog"),
        *("form", "button", "select", "option", "textarea", "input"),
        *("iframe", "object", "embed", "svg", "canvas", "audio", "video", "map"),
    ]
)
_BLOCKS = frozenset(
    [
        *("html", "body", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
        *("p", "blockquote", "pre", "center", "address", "figure", "figcaption", "fieldset", "details", "summary"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table"),
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_STRONG = frozenset(["b", "strong", "th", *_HEADINGS])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NARROW = 3
_MOST_COLUMNS = 500
_MOST_ROWS = 20_000
_MOST_DOWN = 1000


def read_html(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a page and notices. Raises ReadError where it has no text or is nested too deep to be one."""
    text = _decoded(data, name)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(name, f"không đọc được HTML ({error})", f"the HTML cannot be read ({error})") from None
    if any("xcessive depth" in (entry.message or "") for entry in parser.error_log):
        raise ReadError(
            name,
            "HTML lồng nhau quá sâu, không thể là một văn bản; hãy kiểm tra lại tệp gốc",
            "the HTML is nested too deep to be a document; check the original",
        )
    reader = _Reader()
    reader.walk(root, _Style())
    reader.flush()
    notices = tuple(f"chữ dùng phông {encoding}; đã chuyển sang Unicode" for encoding in sorted(reader.legacy))
    if not reader.blocks:
        raise ReadError(name, "trang HTML không có chữ nào", "the HTML page holds no text")
    return tuple(reader.blocks), notices


def html_of_mail(data: bytes, name: str) -> bytes:
    """The page in an MHTML file. Raises ReadError where there is none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content
    raise ReadError(name, "tệp MHTML không chứa trang nào", "the MHTML file holds no page")


def _decoded(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:4096])
    said = declared[1].decode("ascii").lower() if declared else ""
    if said in ("windows-1258", "cp1258", "x-viscii", "viscii", "tcvn") or not said:
        return decode(data, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if said in ("windows-1252", "iso-8859-1", "us-ascii"):  # text in old fonts, or entities
        return data.decode("cp1252", errors="replace")
    return decode(data, name)


@dataclass(frozen=True, slots=True)
class _Style:
    strong: bool = False
    font: str = ""


@dataclass(slots=True)
class _Reader:
    blocks: list[Block] = field(default_factory=list)
    legacy: set[str] = field(default_factory=set)
    _text: list[tuple[str, bool]] = field(default_factory=list)
    _line: int = 0

    def walk(self, element: etree._Element, style: _Style) -> None:
        """Reads an element and what is in it, but not the text behind it."""
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _SKIPPED or _is_hidden(element):
            return
        style = _style(element, style)
        if name == "table":
            self.flush()
            self._table(element, style)
            return
        if name in _BLOCKS or name == "br":
            self.flush()
        self._line = _line(element) or self._line
        if name == "li" and (label := _label(element)):
            self._add(f"{label} ", style)
        self._add(element.text, style)
        for below in element:
            self.walk(below, style)
            self._add(below.tail, style)
        if name in _BLOCKS:
            self.flush()

    def _add(self, text: str | None, style: _Style) -> None:
        if text:
            encoding = legacy_of_font(style.font) if style.font else None
            if encoding and text.strip():
                self.legacy.add(encoding)
                text = convert(text, encoding)
                text = text.upper() if is_capitals_font(style.font) else text
            self._text.append((text, style.strong))

    def flush(self) -> None:
        """Ends the paragraph."""
        text = " ".join(nfc("".join(part for part, _ in self._text)).split())
        if text:
            strong = all(bold for part, bold in self._text if part.strip())
            place = Place(line=self._line, end_line=self._line) if self._line else Place()
            self.blocks.append(TextBlock(text, place, strong))
        self._text = []

    def _table(self, table: etree._Element, style: _Style) -> None:
        rows = list(_rows(table))
        own = [[cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)] for row in rows]
        own = [cells for cells in own if cells]
        if sum(map(len, own)) == 1 or any(next(cell.iter("table"), None) is not None for row in own for cell in row):
            self._as_text(own, style)  # a frame: the tables in it are read on their own
            return
        grid = self._grid(own, style)
        width = max((cell.right for cell in grid.cells), default=0)
        is_table = has_header(grid) or _is_numbered(grid) or (_is_ruled(table) and len(own) > 2)
        if width <= _NARROW and not is_table:
            self._as_text(own, style)
            return
        self.blocks += blocks_of_grid(grid)

    def _as_text(self, rows: list[list[etree._Element]], style: _Style) -> None:
        """The cells of a table that only sets things in columns, column by column."""
        for column in range(max(map(len, rows), default=0)):
            for row in rows:
                if column < len(row):
                    self.walk_inside(row[column], _style(row[column], style))

    def _grid(self, rows: list[list[etree._Element]], style: _Style) -> Grid:
        grid = Grid([])
        taken: dict[int, int] = {}  # grid column -> the first row below the cell that is merged down there
        for at, row in enumerate(rows[:_MOST_ROWS]):
            left = 0
            for element in row:
                while taken.get(left, 0) > at and left < _MOST_COLUMNS:
                    left += 1
                if left >= _MOST_COLUMNS:
                    break  # no table of a document is that wide
                columns = _span(element, "colspan", _MOST_COLUMNS - left)
                down = _span(element, "rowspan", min(len(rows) - at, _MOST_DOWN)) or len(rows) - at
                text, strong = self._cell(element, style)
                grid.cells.append(Cell(text, at, left, down, columns, strong, element.tag == "th"))
                for column in range(left, left + columns):
                    taken[column] = at + down
                left += columns
            line = _line(row[0])
            grid.places.append(Place(line=line, end_line=line) if line else Place())
        return grid

    def _cell(self, element: etree._Element, style: _Style) -> tuple[str, bool]:
        inner = _Reader(legacy=self.legacy)
        inner.walk_inside(element, _style(element, style))
        texts = [block for block in inner.blocks if isinstance(block, TextBlock)]
        return " ".join(block.text for block in texts), bool(texts) and all(block.emphasised for block in texts)

    def walk_inside(self, element: etree._Element, style: _Style) -> None:
        """Reads what is in an element."""
        self._add(element.text, style)
        for below in element:
            self.walk(below, style)
            self._add(below.tail, style)
        self.flush()


def _is_numbered(grid: Grid) -> bool:
    """Whether every line opens with the number of a row, as in a narrow table that goes on from the page before."""
    lines = [[cell for cell in line if cell.left == 0] for line in grid.lines()]
    return all(line and opens_row(line[0].text) for line in lines)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table: its head first, whatever its place in the source."""
    parts = [part for part in table if part.tag in ("thead", "tbody", "tfoot", "tr")]
    for wanted in (("thead",), ("tbody", "tr"), ("tfoot",)):
        for part in parts:
            if part.tag in wanted:
                yield from [part] if part.tag == "tr" else [row for row in part if row.tag == "tr"]


def _style(element: etree._Element, around: _Style) -> _Style:
    css = element.get("style") or ""
    strong = around.strong or element.tag in _STRONG or bool(_BOLD.search(css))
    said = _FONT.search(css)
    font = said[1].strip() if said else (element.get("face") or "").split(",")[0].strip()
    return _Style(strong, font or around.font)


def _line(element: etree._Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _label(item: etree._Element) -> str:
    """The number or bullet that a browser prints before a list's item."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return "-" if above is not None and above.tag == "ul" else ""
    before = [other for other in above if other.tag == "li"]
    value = int(start) if (start := above.get("start") or "").lstrip("-").isdecimal() else 1
    for other in before:
        own = other.get("value") or ""
        value = int(own) if own.lstrip("-").isdecimal() else value
        if other is item:
            break
        value += 1
    form = _LIST_FORMS.get(above.get("type") or "", "decimal")
    return f"{formatted(value, form)}{')' if form == 'lowerLetter' else '.'}"


def _span(element: etree._Element, name: str, most: int) -> int:
    text = (element.get(name) or "1").strip()
    return min(int(text), max(most, 1)) if text.isdecimal() and len(text) < 6 else 1


def _is_ruled(table: etree._Element) -> bool:
    border = (table.get("border") or "").strip()
    return border not in ("", "0") or "border" in (table.get("style") or "").replace("border-collapse", "")
