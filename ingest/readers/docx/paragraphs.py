"""A paragraph of a .docx file as text: its number counted, changes accepted, hidden text and field codes dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from ingest.readers.docx.markup import Element, child, content, get, number, tag
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.styles import Look, Style, Styles, read_look
from ingest.readers.legacy import Legacy, convert, is_capitals_font, legacy_of_font
from ingest.vietnamese import nfc

BREAK = "\n"
"""A line break typed inside a paragraph."""
_SYMBOL_SIGNS = {
    0xFC: "✓",
    0xFB: "✗",
    0xFE: "☑",
    0xA8: "☐",
    0x6F: "☐",
    0x78: "☒",
    0xB7: "•",
    0xE0: "→",
    0xA3: "☐",
    0x52: "☑",
}
_PRIVATE = range(0xF000, 0xF100)  # where Word keeps the codes of symbol fonts
_CONTENTS = re.compile(r"(?:toc|mục lục)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """What a paragraph prints: its lines, "" among them for blank ones, number first; and what hangs on it."""

    lines: tuple[str, ...]
    strong: bool
    is_numbered: bool = False
    notes: tuple[str, ...] = ()
    """The ids of the footnotes ("f3") and endnotes ("e1") that it refers to."""
    boxes: tuple[Element, ...] = ()
    """The text boxes anchored in it."""

    @property
    def text(self) -> str:
        """All on one line."""
        return " ".join(line for line in self.lines if line)


@dataclass(slots=True)
class _Piece:
    text: str
    look: Look


@dataclass(slots=True)
class Fields:
    """Open field codes, which can run over paragraphs; text counts only outside the codes themselves."""

    open: list[bool] = field(default_factory=list)
    """For each open field whether its result has begun."""

    def see(self, kind: str) -> None:
        """A field begins, its result begins, or it ends."""
        if kind == "begin":
            self.open.append(False)
        elif self.open and kind == "separate":
            self.open[-1] = True
        elif self.open and kind == "end":
            self.open.pop()

    @property
    def shows(self) -> bool:
        """Whether text is printed here."""
        return all(self.open)


@dataclass(slots=True)
class ParagraphReader:
    """Reads the paragraphs of one document in print order."""

    styles: Styles
    numbering: Numbering
    fields: Fields = field(default_factory=Fields)
    legacy: set[Legacy] = field(default_factory=set)
    """The old encodings met so far."""
    hidden: bool = False
    """Whether any hidden text was dropped."""
    _held: list[_Piece] = field(default_factory=list)
    """Text of paragraphs whose end was deleted: it goes on in the next."""

    def read(self, paragraph: Element) -> ReadParagraph:
        """One paragraph. A paragraph whose end is deleted reads as blank; the next one has its text."""
        properties = child(paragraph, "pPr")
        style_id = get(child(properties, "pStyle"))
        style = self.styles.paragraph(style_id)
        base = style.look.over(self.styles.default)
        notes: list[str] = []
        boxes: list[Element] = []
        pieces = [*self._held, *self._pieces(paragraph, base, notes, boxes)]
        self._held = []
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self._held = pieces
            return ReadParagraph((), False, False, tuple(notes), tuple(boxes))
        if _CONTENTS.match(style.name):
            return ReadParagraph((), False)
        lines = tuple(_line(line) for line in self._text(pieces).split(BREAK))
        label = self._label(properties, style, style_id or self.styles.normal)
        if label:
            lines = (f"{label} {lines[0]}".strip(), *lines[1:])
        printed = [piece for piece in pieces if piece.text.strip()]
        strong = bool(printed) and (all(piece.look.bold for piece in printed) or _is_heading(properties, style))
        return ReadParagraph(lines, strong, bool(label), tuple(notes), tuple(boxes))

    def _label(self, properties: Element | None, style: Style, style_id: str) -> str:
        own = child(properties, "numPr")
        list_id = get(child(own, "numId"))
        level = number(child(own, "ilvl"))
        if list_id is None:
            list_id = style.list_id
            level = style.level if level is None else level
            if level is None and list_id:
                level = self.numbering.level_of_style(list_id, style_id)
        return self.numbering.next(list_id, level or 0) if list_id and list_id != "0" else ""

    def _pieces(self, element: Element, base: Look, notes: list[str], boxes: list[Element]) -> Iterator[_Piece]:
        for below in content(element):
            name = tag(below)
            if name == "r":
                yield from self._run(below, base, notes, boxes)
            elif name in ("oMath", "oMathPara"):
                yield _Piece("".join(text.text or "" for text in below.iter("{*}t")), base)

    def _run(self, run: Element, base: Look, notes: list[str], boxes: list[Element]) -> Iterator[_Piece]:
        properties = child(run, "rPr")
        named = self.styles.character(get(child(properties, "rStyle")))
        look = read_look(properties).over(named).over(base)
        for below in content(run):
            name = tag(below)
            if name == "fldChar":
                self.fields.see(get(below, "fldCharType") or "")
            elif name in ("drawing", "pict", "object"):
                boxes += (box for box in below.iter("{*}txbxContent") if not _is_second_form(box, below))
            elif name in ("footnoteReference", "endnoteReference"):
                notes.append(f"{name[0]}{get(below, 'id')}")
            elif text := _printed(below, name):
                if look.hidden:
                    self.hidden = self.hidden or bool(text.strip())
                elif self.fields.shows:
                    yield _Piece(text.upper() if look.capitals else text, look)

    def _text(self, pieces: list[_Piece]) -> str:
        """The text of the pieces; those of old fonts converted together, since a letter can run over two of them."""
        text = ""
        for font, run in groupby(pieces, key=lambda piece: _old_font(piece.look.font)):
            part = "".join(piece.text for piece in run)
            if font is not None:
                encoding, capitals = font
                self.legacy.add(encoding)
                part = convert(_out_of_private(part), encoding)
                part = part.upper() if capitals else part
            text += part
        return text


def _old_font(font: str | None) -> tuple[Legacy, bool] | None:
    encoding = legacy_of_font(font) if font else None
    return (encoding, is_capitals_font(font)) if encoding and font else None


def _out_of_private(text: str) -> str:
    return "".join(chr(ord(char) - 0xF000) if ord(char) in _PRIVATE else char for char in text)


def _printed(element: Element, name: str) -> str:
    """What one part of a run prints."""
    if name == "t":
        return element.text or ""
    if name in ("br", "cr"):
        return BREAK if get(element, "type") != "page" else ""
    if name == "sym":
        code = get(element, "char") or ""
        value = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0
        return _SYMBOL_SIGNS.get(value - 0xF000 if value in _PRIVATE else value, "")
    return {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}.get(name, "")


def _line(text: str) -> str:
    return "\t".join(" ".join(part.split()) for part in nfc(text).split("\t")).strip()


def _is_heading(properties: Element | None, style: Style) -> bool:
    own = number(child(properties, "outlineLvl"))
    outline = style.outline if own is None else own
    return outline is not None and outline < 9 and style.look.bold is not False


def _is_second_form(box: Element, drawing: Element) -> bool:
    """Whether a text box is the form for old programs of one that was there already."""
    for above in box.iterancestors():
        if above is drawing:
            return False
        if tag(above) == "Fallback":
            others = above.getparent()
            return others is not None and any(
                tag(choice) == "Choice" and next(choice.iter("{*}txbxContent"), None) is not None for choice in others
            )
    return False
