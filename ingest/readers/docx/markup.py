"""Names of WordprocessingML (ECMA-376, part 1) and how its elements are walked, tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_CLEAR = frozenset(
    ["ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo"]
)
"""Elements whose content stands as if they were not there."""
_OFF = frozenset(["0", "false", "off", "none"])


def tag(element: Element) -> str:
    """The name of an element without its namespace, "" for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def get(element: Element | None, name: str = "val") -> str | None:
    """A WordprocessingML attribute of an element, None where there is none."""
    if element is None:
        return None
    for space in (_W, _STRICT):
        found = element.get(space + name)
        if found is not None:
            return found
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and so on down the path; None where it ends."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if tag(below) == name), None)
    return element


def is_on(element: Element | None) -> bool | None:
    """What a switch like <w:b/> says, None where it is not there."""
    return None if element is None else (get(element) or "on") not in _OFF


def number(element: Element | None, name: str = "val") -> int | None:
    """A whole number in an attribute, None where there is none or it is none."""
    text = get(element, name)
    return int(text) if text is not None and text.strip().lstrip("-").isdecimal() else None


def content(element: Element) -> Iterator[Element]:
    """The children of an element as they are printed: wrappers opened, deleted and moved-away parts left out.

    Of alternatives (a drawing, and its form for old programs) the first that holds text is taken.
    """
    for below in element:
        name = tag(below)
        if name in _CLEAR:
            if not _is_contents_list(below):
                yield from content(below)
        elif name == "AlternateContent":
            choices = [choice for choice in below if tag(choice) in ("Choice", "Fallback")]
            with_text = [choice for choice in choices if next(choice.iter("{*}t"), None) is not None]
            for choice in (with_text or choices)[:1]:
                yield from content(choice)
        elif name not in ("del", "moveFrom", ""):
            yield below


def _is_contents_list(element: Element) -> bool:
    """Whether a content control is the table of contents, whose lines stand again in the text."""
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return (get(gallery) or "").lower() == "table of contents"
