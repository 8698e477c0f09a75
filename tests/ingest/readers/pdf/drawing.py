"""Draws small PDFs line by line, so that a test shows the very layout that it is about."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from tests.typeset.platypus import register_fonts

UPRIGHT = (595.0, 842.0)
LYING = (842.0, 595.0)
LINE = 14.0


class Sheet:
    """A PDF being drawn; places are in points from the upper left corner of the open page."""

    def __init__(self, size: tuple[float, float] = UPRIGHT) -> None:
        register_fonts()
        self._file = io.BytesIO()
        self._size = size
        self._canvas = Canvas(self._file, pagesize=size)

    def text(self, x: float, y: float, text: str, size: float = 12, bold: bool = False) -> None:
        """Text that begins at x and whose letters stand on y; a new line for each line of it."""
        self._canvas.setFont("Serif-Bold" if bold else "Serif", size)
        for at, line in enumerate(text.split("\n")):
            self._canvas.drawString(x, self._size[1] - y - at * LINE, line)

    def justified(self, left: float, right: float, y: float, text: str, size: float = 13) -> None:
        """A line of text that is spread from one margin to the other."""
        words = text.split()
        self._canvas.setFont("Serif", size)
        widths = [self._canvas.stringWidth(word, "Serif", size) for word in words]
        gap = (right - left - sum(widths)) / (len(words) - 1)
        for word, width in zip(words, widths, strict=True):
            self._canvas.drawString(left, self._size[1] - y, word)
            left += width + gap

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line from one point to another."""
        self._canvas.line(x1, self._size[1] - y1, x2, self._size[1] - y2)

    def table(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str | None]]) -> None:
        """A ruled table: a cell that is None is merged with the one left of it, one that is "^" with the one above."""
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                left, right, top, bottom = xs[column], xs[column + 1], ys[row], ys[row + 1]
                if cell != "^":
                    self.rule(left, top, right, top)
                if cell is not None:
                    self.rule(left, top, left, bottom)
                if cell and cell != "^":
                    self.text(left + 4, top + 13, cell, 11)
        self.rule(xs[0], ys[-1], xs[-1], ys[-1])
        self.rule(xs[-1], ys[0], xs[-1], ys[-1])

    def page(self) -> None:
        """Begin another page."""
        self._canvas.showPage()

    def data(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._file.getvalue()


def turned(data: bytes, shown_upright: bool = True) -> bytes:
    """The file with the content of each page turned by a quarter; shown as before by /Rotate, or lying on its side."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        page.add_transformation(Transformation().rotate(90).translate(height, 0))
        for box in ("/MediaBox", "/CropBox"):
            page[NameObject(box)] = RectangleObject((0, 0, height, width))
        if shown_upright:
            page[NameObject("/Rotate")] = FloatObject(90)
    return _written(writer)


def locked(data: bytes, password: str, owner: str = "owner") -> bytes:
    """The file encrypted with a user password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner, algorithm="AES-256")
    return _written(writer)


def annotated(data: bytes, subtype: str, rect: tuple[float, float, float, float], lines: Sequence[str]) -> bytes:
    """The file with an annotation on its first page whose text (ASCII) exists in its appearance stream only.

    `rect` is left, bottom, right, top in the file's own points; `subtype` is "/Widget" for a signature's field.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    left, bottom, right, top = rect
    shown = " ".join(f"({line}) Tj 0 -12 Td" for line in lines)
    appearance = DecodedStreamObject()
    appearance.set_data(f"BT /F1 11 Tf 2 {top - bottom - 11} Td {shown} ET".encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject({NameObject("/F1"): _dictionary(font)})
    appearance.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): RectangleObject((0, 0, right - left, top - bottom)),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(subtype),
            NameObject("/Rect"): RectangleObject(rect),
            NameObject("/F"): FloatObject(4),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(appearance)}),
        }
    )
    if subtype == "/Widget":
        annotation[NameObject("/FT")] = NameObject("/Sig")
        annotation[NameObject("/T")] = TextStringObject("Signature1")
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])
    return _written(writer)


def _dictionary(names: dict[str, str]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def in_old_font(lines: Sequence[tuple[float, float, str, str]], base: bytes | None = None) -> bytes:
    """A page of lines (x, y from above, codes in ISO 8859-1, font's name) in fonts that the file names but does not
    hold, with the encoding of Windows, as documents of the nineties have them; over the page of a file, if given."""
    fonts = {name: f"F{at}" for at, name in enumerate(dict.fromkeys(font for *_, font in lines))}
    content = b""
    for x, y, codes, font in lines:
        text = "".join(f"\\{byte:03o}" for byte in codes.encode("latin-1"))
        content += f"BT /{fonts[font]} 13 Tf {x} {UPRIGHT[1] - y} Td ({text}) Tj ET\n".encode()
    writer = PdfWriter()
    page = writer.add_blank_page(*UPRIGHT)
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)
    named = {
        NameObject(f"/{short}"): _dictionary(
            {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": f"/{name}", "/Encoding": "/WinAnsiEncoding"}
        )
        for name, short in fonts.items()
    }
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject(named)})
    if base is not None:
        page.merge_page(PdfReader(io.BytesIO(base)).pages[0])
    return _written(writer)
