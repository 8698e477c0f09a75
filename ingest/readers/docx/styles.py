"""The styles of a document, as far as reading needs them: bold, hidden, capitals, font, numbering, by inheritance."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.docx.markup import Element, child, get, is_on, number, tag

_DEEPEST = 20  # styles based on one another; a circle of them ends here


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are printed; None where this level leaves it to the one below."""

    bold: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    font: str | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below it."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.hidden if self.hidden is None else self.hidden,
            below.capitals if self.capitals is None else self.capitals,
            self.font or below.font,
        )


def read_look(properties: Element | None) -> Look:
    """The look that an <w:rPr> sets itself."""
    if properties is None:
        return Look()
    fonts = child(properties, "rFonts")
    return Look(
        is_on(child(properties, "b")),
        is_on(child(properties, "vanish")),
        is_on(child(properties, "caps")),
        get(fonts, "ascii") or get(fonts, "hAnsi"),
    )


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with what it inherits."""

    name: str
    look: Look
    list_id: str | None = None
    """The list that its paragraphs are numbered in; None: not said, "0": in none."""
    level: int | None = None
    outline: int | None = None
    """The depth of a heading, from 0; None for body text."""


@dataclass(slots=True)
class Styles:
    """The styles by id."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: Look = field(default_factory=Look)
    normal: str = ""
    """The id of the style of paragraphs that name none."""

    def paragraph(self, identifier: str | None) -> Style:
        """A paragraph style; that of plain paragraphs for an id that is None or unknown."""
        return self.styles.get(identifier or self.normal) or self.styles.get(self.normal) or Style("", Look())

    def character(self, identifier: str | None) -> Look:
        """What a character style sets."""
        style = self.styles.get(identifier or "")
        return style.look if style else Look()


def read_styles(root: Element | None) -> Styles:
    """The styles of `styles.xml`; none for None."""
    if root is None:
        return Styles()
    elements = {get(element, "styleId") or "": element for element in root if tag(element) == "style"}
    styles = Styles(default=read_look(child(root, "docDefaults", "rPrDefault", "rPr")))
    for identifier, element in elements.items():
        styles.styles[identifier] = _resolved(identifier, elements)
        if get(element, "type") == "paragraph" and get(element, "default") in ("1", "true"):
            styles.normal = identifier
    return styles


def _resolved(identifier: str, elements: dict[str, Element]) -> Style:
    look, list_id, level, outline = Look(), None, None, None
    element = elements[identifier]
    name = get(child(element, "name")) or ""
    for _ in range(_DEEPEST):
        properties = child(element, "pPr")
        look = look.over(read_look(child(element, "rPr")))
        list_id = list_id if list_id is not None else get(child(properties, "numPr", "numId"))
        level = level if level is not None else number(child(properties, "numPr", "ilvl"))
        outline = outline if outline is not None else number(child(properties, "outlineLvl"))
        base = elements.get(get(child(element, "basedOn")) or "")
        if base is None:
            break
        element = base
    return Style(name, look, list_id, level, outline)
