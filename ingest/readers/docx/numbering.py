"""The numbers of automatic lists and headings, which a .docx file does not hold: Word counts them when it prints.

ECMA-376 part 1, 17.9: a list (`num`) points at a definition (`abstractNum`) whose levels have a start, a format and a
text ("%1.%2)"). Lists of one definition count on together, unless one says that it starts anew. A level starts anew
after any paragraph of a higher one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ingest.readers.docx.markup import Element, child, get, is_on, number, tag

_PLACEHOLDER = "%"
_SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "•",
    "\uf0fc": "•",
    "\uf076": "•",
    "\uf0e8": "•",
    "o": "◦",
    "·": "•",
}
"""Bullets of the fonts Symbol, Wingdings and Courier New that mean nothing outside them."""
_PLAIN_BULLETS = "-–—+•▪◦●*"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    """Whether the numbers of all levels are printed in arabic."""
    restart: int | None = None
    """The level (from 1) after which it starts anew; None: after any higher one, 0: never."""
    style: str | None = None
    """The paragraph style whose paragraphs are of this level."""


@dataclass(frozen=True, slots=True)
class _List:
    definition: str
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document, told in print order."""

    definitions: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, _List] = field(default_factory=dict)
    counts_implied: bool = False
    """Whether a paragraph of a lower level counts the levels above it that had none, as LibreOffice does."""
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level of a list whose paragraphs have a style, 0 where none is tied to it."""
        used = self.lists.get(list_id)
        levels = self.definitions.get(used.definition, {}) if used else {}
        return next((at for at, level in levels.items() if level.style == style), 0)

    def next(self, list_id: str, at: int) -> str:
        """Counts a paragraph of a list's level; returns its number as printed ("II.", "a)") or ""."""
        used = self.lists.get(list_id)
        if used is None or not 0 <= at <= 8:
            return ""
        levels = {**self.definitions.get(used.definition, {}), **used.levels}
        level = levels.get(at)
        if level is None:
            return ""
        counters = self._counters.setdefault(used.definition, {})
        if at in used.starts and (list_id, at) not in self._begun:
            counters[at] = used.starts[at] - 1
        self._begun.add((list_id, at))
        if self.counts_implied:
            for above in range(at):
                counters.setdefault(above, levels[above].start if above in levels else 1)
        counters[at] = counters.get(at, level.start - 1) + 1
        for deeper in [depth for depth in counters if depth > at]:
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after and at < after):
                del counters[deeper]
        return _printed(level, levels, counters)


def _printed(level: Level, levels: Mapping[int, Level], counters: Mapping[int, int]) -> str:
    if level.form == "bullet":
        sign = level.text.strip()
        return _SYMBOLS.get(sign) or (sign if sign and sign[0] in _PLAIN_BULLETS else "•" if sign else "")
    text = level.text
    for depth in range(9):
        mark = f"{_PLACEHOLDER}{depth + 1}"
        if mark in text:
            above = levels.get(depth, Level())
            form = "decimal" if level.legal and above.form != "decimalZero" else above.form
            text = text.replace(mark, formatted(counters.get(depth, above.start), form))
    return text.strip()


def formatted(value: int, form: str) -> str:
    """A number in a number format (ST_NumberFormat); in arabic for the formats of other scripts."""
    if form == "none":
        return ""
    if form in ("upperRoman", "lowerRoman"):
        return roman(value) if form == "upperRoman" else roman(value).lower()
    if form in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{value:02}" if form == "decimalZero" else str(value)


def roman(value: int) -> str:
    """A number in roman digits, in arabic where there is none (0, or 4000 and more)."""
    if not 0 < value < 4000:
        return str(value)
    parts = (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")
    text = ""
    for worth, digits in (*parts, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += digits * (value // worth)
        value %= worth
    return text


def read_numbering(root: Element | None) -> Numbering:
    """The lists of `numbering.xml`; none for None."""
    numbering = Numbering()
    if root is None:
        return numbering
    linked: dict[str, str] = {}  # definitions that only name a style of lists, which another definition is
    styles: dict[str, str] = {}
    for element in root:
        identifier = get(element, "abstractNumId") or ""
        if tag(element) == "abstractNum":
            levels = [_level(below) for below in element if tag(below) == "lvl"]
            numbering.definitions[identifier] = dict(levels)
            if link := get(child(element, "numStyleLink")):
                linked[identifier] = link
            if link := get(child(element, "styleLink")):
                styles[link] = identifier
    for element in root:
        if tag(element) == "num":
            definition = get(child(element, "abstractNumId")) or ""
            definition = styles.get(linked.get(definition, ""), definition)
            numbering.lists[get(element, "numId") or ""] = _list(element, definition)
    return numbering


def _list(element: Element, definition: str) -> _List:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element:
        if tag(override) != "lvlOverride":
            continue
        at = number(override, "ilvl") or 0
        start = number(child(override, "startOverride"))
        own = child(override, "lvl")
        if own is not None:
            levels[at] = _level(own)[1]
            if start is not None:
                levels[at] = replace(levels[at], start=start)
        if start is not None:
            starts[at] = start
    return _List(definition, starts, levels)


def _level(element: Element) -> tuple[int, Level]:
    start = number(child(element, "start"))
    return number(element, "ilvl") or 0, Level(
        1 if start is None else start,
        get(child(element, "numFmt")) or "decimal",
        get(child(element, "lvlText")) or "",
        bool(is_on(child(element, "isLgl"))),
        number(child(element, "lvlRestart")),
        get(child(element, "pStyle")),
    )
