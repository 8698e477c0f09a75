"""The places in a flattened table where a row or a group heading may begin, by their printed numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.flattened.lines import PrintLine

_ROMAN = re.compile(r"(?=[IVXL])(X{0,3})(IX|IV|V?I{0,3})$")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_DOTTED = re.compile(r"(?P<upper>\d{1,2})\.(?P<number>\d{1,2})\.?(?:\s+(?P<rest>\S.*))?$")
_MARKER = re.compile(r"(?P<number>\d{1,3}|[IVXL]{1,6}|[A-HĐ])(?P<dot>[.)]?)(?:\s+(?P<rest>\S.*))?$")


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number at the start of a line."""

    at: int
    """Index of its line among those of the table's body."""
    number: int
    heading: str
    """"" for a row; for a group heading its kind of number, "roman", "letter" or "arabic"."""
    printed: str
    rest: str
    """What stands behind the number on its line."""


def roman_value(text: str) -> int:
    """The value of a roman number up to 39, 0 where it is none."""
    if not _ROMAN.fullmatch(text):
        return 0
    values = [_ROMAN_VALUES[char] for char in text]
    return sum(-v if v < max([0, *values[at + 1 :]]) else v for at, v in enumerate(values))


def find_markers(lines: Sequence[PrintLine]) -> tuple[Marker, ...]:
    """Every line that could begin a row or a group, most of them false: a chain is chosen among them later.

    Where rows are numbered "1.1", "1.2", the numbers without a dot inside are those of groups.
    """
    dotted = _dotted(lines)
    if dotted:
        plain = [replace(marker, heading=marker.heading or "arabic") for marker in _undotted(lines)]
        return tuple(sorted([*dotted, *plain], key=lambda marker: marker.at))
    return tuple(_undotted(lines))


def _dotted(lines: Sequence[PrintLine]) -> list[Marker]:
    """The rows numbered "1.1"; none where there are not several, the first of them 1.1."""
    matches = [(at, match) for at, line in enumerate(lines) if (match := _DOTTED.match(line.text))]
    numbers = {(match["upper"], match["number"].lstrip("0")) for _, match in matches}
    if ("1", "1") not in numbers or len(numbers) < 2:
        return []
    return [
        Marker(at, int(match["number"]), "", line.removesuffix(match["rest"] or "").strip(), match["rest"] or "")
        for at, match in matches
        if not (match["rest"] or "")[:1].islower() and (line := match[0])
    ]


def _undotted(lines: Sequence[PrintLine]) -> list[Marker]:
    found: list[Marker] = []
    for at, line in enumerate(lines):
        match = _MARKER.match(line.text)
        if match is None:
            continue
        number, rest = match["number"], match["rest"] or ""
        printed = number + match["dot"]
        if rest and rest[:1].islower():
            continue
        if number.isdecimal():
            found.append(Marker(at, int(number), "", printed, rest))
        elif value := roman_value(number):
            found.append(Marker(at, value, "roman", printed, rest))
        if number in "ABCDEFGH":
            found.append(Marker(at, "ABCDEFGH".index(number) + 1, "letter", printed, rest))
    return found
