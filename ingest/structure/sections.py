"""The tree of a plan's numbered sections.

Levels are not known beforehand: one plan numbers I, 1, a; another A, I, 1.1, (1). They follow from the sequence
printed. A number that is the successor of an open level's last one continues that level, the deepest such level first;
a first number (1, a, I) opens a deeper level; a number that is neither, nor a small slip (one left out, one printed
twice), is not taken for a section's: "06. …" after a page break, "30. …" that ends a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.model import HEADER, Paragraph, Place, Section
from ingest.readers.document import Block, TextBlock
from ingest.structure.header import read_prose, span

_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DIVISIONS = {"phần": 0, "chương": 1, "mục": 2, "upper": 3, "roman": 4, "điều": 5}
"""Divisions that never stand inside a smaller one; every other number may open a level anywhere."""

_BULLET = re.compile(r"(?:[-–—+•●▪◦·*]\s*)+(?=[^\s\d.,]|\d)")
_DIVISION = re.compile(
    rf"(phần|chương|mục|điều)\s+(?:thứ\s+)?([IVX]+|\d+|{'|'.join(_ORDINALS)})\b\s*[.:)\-–]?\s*", re.IGNORECASE
)
_COMPOUND = re.compile(
    r"((?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})(?:\.\d{1,2}(?!\d))+|\d{1,2}\.[a-zđ](?=[.)]))\s*([.):/]?)\s+(?=\S)"
)
_SINGLE = re.compile(r"(\(?)([IVX]{1,7}|[ivx]{1,5}|[A-ZĐ]|[a-zđ]|\d{1,2})([.):/])\s*(?=\S)")
_BARE_ROMAN = re.compile(r"([IVX]{1,5})\s+[-–]?\s*(?=[A-ZĐÀ-Ỹ]{2})")


@dataclass(frozen=True, slots=True)
class Number:
    """One reading of the number that a paragraph begins with."""

    script: str
    """"arabic", "latin", "roman", "upper", "small roman", "compound", or the word of a division ("điều")."""
    brackets: str
    """The signs around it: "()", ")", "." or ""."""
    value: int
    tokens: tuple[str, ...]
    """Its parts as they enter a path: ("7", "2") for "7.2."."""
    printed: str
    text: str
    """The paragraph after the number."""

    @property
    def zero_led(self) -> bool:
        """Whether it is printed with a leading zero."""
        return self.script == "arabic" and self.printed.startswith("0")


def read_bullet(text: str) -> tuple[str, str]:
    """The bullet of a paragraph as "-", "+" or "", and the text after it; of "- + …" the inner sign counts."""
    found = _BULLET.match(text)
    if found is None:
        return "", text
    return ("+" if found.group().rstrip().endswith("+") else "-"), text[found.end() :]


def read_numbers(text: str) -> tuple[Number, ...]:
    """Every way to read the number that a paragraph begins with, () where it has none: "i)" is a letter or a 1."""
    if found := _DIVISION.match(text):
        word, token = found[1].lower(), found[2]
        value = _ordinal_value(token)
        rest = text[found.end() :]
        if value and text[0].isupper() and (not rest or rest.isupper() or found.group().rstrip()[-1] in ".:)-–"):
            path = str(value) if token.lower() in _ORDINALS else token
            return (Number(word, "", value, (path,), found.group().rstrip(" .:)-–"), rest),)
    if (found := _COMPOUND.match(text)) and (found[2] or _begins_paragraph(text[found.end() :])):
        tokens = tuple(found[1].split("."))
        return (Number("compound", "", _value(tokens[-1]), tokens, found[1], text[found.end() :]),)
    if found := _SINGLE.match(text):
        after = text[found.end() :]
        glued = found.end() == found.end(3)
        if not (glued and (found[3] in ".:/" and not after[0].isupper())) and not (found[1] and found[3] != ")"):
            return tuple(_single_readings(found[2], "()" if found[1] else found[3], after))
    if (found := _BARE_ROMAN.match(text)) and text.isupper() and _value(found[1]):
        return (Number("roman", "", _value(found[1]), (found[1],), found[1], text[found.end() :]),)
    return ()


def _single_readings(token: str, brackets: str, text: str) -> Iterator[Number]:
    def reading(script: str, value: int, path: str = token) -> Number:
        return Number(script, brackets, value, (path,), token, text)

    if token.isdecimal():
        yield reading("arabic", int(token), str(int(token)))
        return
    if set(token.upper()) <= set(_ROMAN) and _value(token.upper()):
        yield reading("roman" if token.isupper() else "small roman", _value(token.upper()))
    if len(token) == 1:
        yield reading("upper" if token.isupper() else "latin", _LETTERS.index(token.lower()) + 1)


def _begins_paragraph(text: str) -> bool:
    return text[:1].isupper() or text[:1] in "“\"'("


def _value(token: str) -> int:
    """The value of an arabic, roman or latin number; 0 where it is none, as IIX."""
    if token.isdecimal():
        return int(token)
    if token in _LETTERS:
        return _LETTERS.index(token) + 1
    total = 0
    for index, digit in enumerate(token):
        value = _ROMAN.get(digit, 0)
        following = max((_ROMAN.get(later, 0) for later in token[index + 1 :]), default=0)
        total += -value if value < following else value
    return total if token == _roman(total) else 0


def _roman(value: int) -> str:
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (value // 10) + units[value % 10] if value > 0 else ""


def _ordinal_value(token: str) -> int:
    return _ORDINALS.index(token.lower()) + 1 if token.lower() in _ORDINALS else _value(token.upper())


@dataclass(slots=True)
class _Level:
    """An open level of the outline: the last number in it, and the path of that number's section."""

    number: Number
    path: str

    def precedes(self, number: Number) -> bool:
        """Whether a number is the successor of this level's last; letters may leave one out (d, e; i, k)."""
        last = self.number
        if last.script != number.script or (last.zero_led != number.zero_led and number.value < 10):
            return False
        return 0 < number.value - last.value <= (2 if number.script == "latin" else 1)

    def nearly_precedes(self, number: Number) -> bool:
        """Whether a number of the same style is a slip of print: one printed twice, or up to two left out."""
        same = (self.number.script, self.number.brackets) == (number.script, number.brackets)
        return same and not number.zero_led and -2 <= number.value - self.number.value <= 3


@dataclass(slots=True)
class Outline:
    """The open levels of a numbered text. `enter` is told the numbers in print order and gives each its path."""

    levels: list[_Level] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    """The last value seen of each style, for numbers that run on from one part to the next."""

    def enter(self, readings: Sequence[Number], after_colon: bool = False) -> tuple[Number, str] | None:
        """The reading that fits here and its path, unique in this outline; None where none can be a section's number.

        `after_colon` says that the text before ends with a colon, so that a list is expected to begin.
        """
        for fits in (self._successor, self._successor_in_other_brackets, self._compound, self._first, self._slip):
            for number in readings:
                depth = fits(number, after_colon)
                if depth is not None:
                    return number, self._take(number, depth)
        return None

    def _take(self, number: Number, depth: int) -> str:
        self.last[number.script, number.brackets] = number.value
        base = self.levels[depth - 1].path if depth else ""
        tokens = number.tokens
        if depth and self.levels[depth - 1].number.tokens == tokens[:-1]:
            tokens = tokens[-1:]
        path = ".".join(part for part in (base, *tokens) if part)
        self.used[path] = self.used.get(path, 0) + 1
        if self.used[path] > 1:
            path = f"{path}~{self.used[path]}"
        self.levels[depth:] = [_Level(number, path)]
        return path

    def _deepest(self, holds: Callable[[_Level], bool]) -> int | None:
        return next((depth for depth in reversed(range(len(self.levels))) if holds(self.levels[depth])), None)

    def _successor(self, number: Number, _: bool) -> int | None:
        return self._deepest(lambda level: level.precedes(number) and level.number.brackets == number.brackets)

    def _successor_in_other_brackets(self, number: Number, _: bool) -> int | None:
        depth = self._deepest(lambda level: level.precedes(number))
        if depth is None and number.script == "arabic":  # "3." after "2.1." that stood under no "2."
            above = str(number.value - 1)
            return self._deepest(lambda level: level.number.script == "compound" and level.number.tokens[0] == above)
        return depth

    def _compound(self, number: Number, _: bool) -> int | None:
        """ "7.2" stands under "7"; where no "7" is open, beside its like, or else where a "7" would stand."""
        if number.script != "compound":
            return None
        deepest = self.levels[-1] if self.levels else None
        parent = self._deepest(
            lambda level: (
                level.number.tokens == number.tokens[:-1]
                and (level is deepest or level.number.script not in ("phần", "chương", "mục"))
            )
        )
        if parent is not None:
            return parent + 1
        like = self._deepest(lambda level: len(level.number.tokens) == len(number.tokens))
        if like is not None:
            return like
        small = (depth for depth, level in enumerate(self.levels) if level.number.script not in _DIVISIONS)
        return next(small, len(self.levels))

    def _first(self, number: Number, after_colon: bool) -> int | None:
        style = (number.script, number.brackets)
        runs_on = self.last.get(style, -1) + 1 == number.value
        if number.script == "compound" or not (number.value == 1 or runs_on):
            return None
        rank = _DIVISIONS.get(number.script)
        if rank is not None:
            return sum(1 for level in self.levels if _DIVISIONS.get(level.number.script, 9) < rank)
        deepest = self.levels[-1].number if self.levels else None
        if deepest and style == (deepest.script, deepest.brackets) and not after_colon:
            nests = style == ("arabic", ".") and deepest.value > 1
            return len(self.levels) - (0 if nests else 1)  # else the list begins anew, or its 1 is printed twice
        return len(self.levels)

    def _slip(self, number: Number, _: bool) -> int | None:
        depth = self._deepest(lambda level: level.nearly_precedes(number))
        if depth is None and number.value == 2 and not number.zero_led:
            return self._first(replace(number, value=1), True)
        return depth


def build_sections(front: Sequence[Block]) -> tuple[Section, ...]:
    """The sections of a plan's prose in print order, the first of them its opening under the path `header`.

    Takes the blocks before the appendices; cover, recipients and signature are left out, for the header to tell of.
    """
    prose = read_prose(front)
    outline = Outline()
    head = prose.title + prose.opening
    drafts = [_Draft(HEADER, "", "", span(head), [_paragraph(block) for block in head])]
    for block in prose.body:
        bullet, _ = read_bullet(block.text)
        entered = None if bullet else outline.enter(read_numbers(block.text), drafts[-1].expects_list())
        if entered is not None:
            number, path = entered
            drafts.append(_Draft(path, number.printed, number.text, block.place, []))
        elif drafts[-1].lacks_heading() and not bullet:
            drafts[-1].text = block.text  # "PHẦN I" on a line of its own, its heading on the next
        else:
            drafts[-1].paragraphs.append(_paragraph(block))
    return tuple(draft.section() for draft in drafts)


@dataclass(slots=True)
class _Draft:
    path: str
    number: str
    text: str
    place: Place
    paragraphs: list[Paragraph]

    def expects_list(self) -> bool:
        return (self.paragraphs[-1].text if self.paragraphs else self.text).endswith(":")

    def lacks_heading(self) -> bool:
        return bool(self.number) and not self.text and not self.paragraphs

    def section(self) -> Section:
        place = self.place
        if self.number and self.paragraphs:
            place = place.through(self.paragraphs[-1].place)
        return Section(self.path, self.number, self.text, tuple(self.paragraphs), place)


def _paragraph(block: TextBlock) -> Paragraph:
    bullet, text = read_bullet(block.text)
    return Paragraph(text, bullet, block.place)
