"""The bodies in a cell: "KHTC, Phòng Nghiệp vụ và Văn phòng Sở" is three.

Semicolons and line breaks part bodies always. A comma, a dash, "và" part them only where something that is a body
begins after them (a head word such as "Trung tâm", a name of the lexicon, an abbreviation) and where no name of the
lexicon runs over them: "Sở Khoa học và Công nghệ", "Phòng Bảo trợ xã hội, trẻ em và phòng, chống tệ nạn xã hội" are one
body each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ingest.lexicon.bodies import Form, bodies
from ingest.lexicon.names import words_of
from ingest.unit_mentions import FoundUnit, find_units
from ingest.unit_names import Unit, known_body, same_unit, unit_of
from ingest.vietnamese import nfc, words

NO_ABBREVIATIONS: Mapping[str, str] = {}

_BRACKET = re.compile(r"\(([^()]*)\)")
_HARD = re.compile(r"[;:•\n|]")
_DASH = re.compile(r"(?:^|[\s,.])[-–—+]\s")
_SOFT = re.compile(r"[,/]|\.\s|\s&\s")
_JOINING = (
    ("phoi", "hop", "voi"),
    ("phoi", "hop", "cung"),
    ("phoi", "hop"),
    ("cung", "voi"),
    ("va",),
    ("cung",),
    ("voi",),
    ("hoac",),
    ("and",),
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s;,.]))\d{1,2}[.)]\s+(?=[^\W\d])")
_PLURALS = frozenset({"cac", "nhung"})
_PLACES = frozenset({"xa", "phuong", "huyen", "thi", "tinh", "thanh", "quan", "dac"})
"""First words of places, which belong to the body before: "UBND huyện và các xã"."""
_EDGES = " \t\n,.;:-–—+•|\0"


def split_units(cell: str, abbreviations: Mapping[str, str] = NO_ABBREVIATIONS) -> tuple[Unit, ...]:
    """The bodies that a cell names, in print order, each once; () for a blank cell.

    `abbreviations` are the plan's own, short form -> long form. Bodies in brackets after another ("Sở Y tế (phòng
    CNTT, NVY)") follow it and say that they are `within` it; other brackets stay in the text of their body.
    """
    found: dict[str, Unit] = {}
    before: Unit | None = None
    for piece in _pieces(nfc(cell)):
        inner = [unit for bracket in _BRACKET.findall(piece) for unit in _bodies_in_bracket(bracket, abbreviations)]
        if outer := _clean(_BRACKET.sub(" ", piece)):
            before = replace(unit_of(outer, abbreviations), text=outer if inner else _clean(piece))
            found.setdefault(before.key, before)
        for unit in inner:
            found.setdefault(unit.key, replace(unit, within=before.key if before else ""))
    return tuple(unit for unit in found.values() if unit.key)


def _bodies_in_bracket(text: str, abbreviations: Mapping[str, str]) -> tuple[Unit, ...]:
    """The bodies in a bracket; none where it says something else: "(theo phân công)"."""
    units = split_units(text, abbreviations)
    cell = _Cell(text)
    return units if units and (all(unit.known for unit in units) or cell.begins_body(0)) else ()


def _pieces(cell: str) -> Iterator[str]:
    """The parts of a cell between those signs and words that part bodies."""
    numbered = _NUMBERED.sub("; ", cell)
    masked = _Cell(_BRACKET.sub(lambda found: "\0" * len(found.group()), numbered))
    start = 0
    for end, following in masked.breaks():
        piece = numbered[start:end]
        start = following
        if not numbered[end:following].lstrip().startswith(":") or _is_one_body(piece):
            yield piece
    yield numbered[start:]


def _is_one_body(text: str) -> bool:
    """Whether the words before a colon are a body and not a label: "Sở Y tế: …", but "Các phòng: …"."""
    body = known_body(tuple(words(text)))
    return body is not None and not body.group


class _Cell:
    """The words of a cell, the names of the lexicon among them, and where bodies part."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.key = tuple(word.folded for word in self.words)
        self.names = dict(self._find_names())

    def breaks(self) -> Iterator[tuple[int, int]]:
        """Where one body ends and where the next begins, in characters."""
        index = 0
        while index < len(self.words) - 1:
            name_end = self.names.get(index, (index, None))[0]
            if name_end > index:
                index = name_end
                continue
            following = self._after_break(index)
            if following is not None:
                yield self.words[index].end, self.words[following].start
                index = following
            else:
                index += 1

    def begins_body(self, index: int) -> bool:
        """Whether a body begins with the word at an index."""
        if any(self.key[index : index + length] in bodies().not_openings for length in (2, 3)):
            return False
        if index in self.names:
            end, form = self.names[index]
            return form is None or not form.in_cells or self._is_end(end)
        if self.key[index] in _PLURALS and index + 1 < len(self.words) and self._is_quantifier(index):
            return self.key[index + 1] not in _PLACES and self.begins_body(index + 1)
        for length in (3, 2, 1):
            accents = tuple(word.accents for word in self.words[index : index + length])
            if accents in bodies().openings.get(self.key[index : index + length], ()):
                return True
        printed = self.text[self.words[index].start : self.words[index].end]
        return len(printed) > 1 and printed[:2].isupper() and not self.text.isupper()

    def _after_break(self, index: int) -> int | None:
        """The word with which the next body begins, where one ends with the word at `index`."""
        gap = self._gap(index)
        joining = next((len(one) for one in _JOINING if self.key[index + 1 : index + 1 + len(one)] == one), 0)
        following = index + 1 + joining
        if following >= len(self.words):
            return None
        if _HARD.search(gap):
            return following
        if joining or _SOFT.search(gap) or _DASH.search(gap):
            return following if self.begins_body(following) or self._lists_on(index, following) else None
        return following if not gap.strip() and self._runs_together(index, following) else None

    def _lists_on(self, index: int, following: int) -> bool:
        """Whether more bodies follow the name of one in the plural, whatever they are: "Sở Xây dựng, các nhà thầu"."""
        named = any(end == index for end, _ in self.names.values())
        more = self.key[following : following + 2]
        if not named or len(more) == 1 or not self._is_quantifier(following):
            return False
        return more[0] in _PLURALS and more[1] not in _PLACES

    def _is_quantifier(self, index: int) -> bool:
        """Whether a word typed with its accents is "các" or "những"."""
        return self.text[self.words[index].start : self.words[index].end].casefold() in ("các", "những")

    def _runs_together(self, index: int, following: int) -> bool:
        """Whether two names stand side by side with the sign between them lost: "Bệnh viện Trung tâm Y tế"."""
        before = next((form for start, (end, form) in self.names.items() if end == index), None)
        after = self.names.get(following, (0, None))[1]
        printed = self.text[self.words[following].start]
        return bool(before and after and before.body.group and after.body.group and printed.isupper())

    def _is_end(self, index: int) -> bool:
        is_last = index + 1 >= len(self.words)
        return (
            is_last
            or bool(_HARD.search(self._gap(index)) or _SOFT.search(self._gap(index)))
            or any(self.key[index + 1 : index + 1 + len(one)] == one for one in _JOINING)
        )

    def _gap(self, index: int) -> str:
        return self.text[self.words[index].end : self.words[index + 1].start]

    def _find_names(self) -> Iterator[tuple[int, tuple[int, Form | None]]]:
        """The names of the lexicon, the longest at each place: first word -> last word and the form."""
        index = 0
        while index < len(self.words):
            end, form = self._name_at(index)
            if form is not None:
                yield index, (end, form)
            index = max(end, index) + 1

    def _name_at(self, index: int) -> tuple[int, Form | None]:
        for length in range(min(bodies().longest, len(self.words) - index), 0, -1):
            form = bodies().forms.get(self.key[index : index + length])
            if form is not None and all(
                self._joins(index + gap, punctuated) for gap, punctuated in enumerate(form.punctuated)
            ):
                return index + length - 1, form
        return index, None

    def _joins(self, index: int, punctuated: bool) -> bool:
        """Whether a name may run over the gap after a word."""
        gap = self._gap(index)
        is_initial = gap.startswith(".") and len(self.key[index]) <= 2
        return not _HARD.search(gap) and (not gap.strip() or punctuated or is_initial or not gap[-1].isspace())


def _clean(text: str) -> str:
    """A piece without the signs and joining words at its ends."""
    cleaned = " ".join(text.split()).strip(_EDGES)
    cleaned = re.sub(r"\s+([,.;])", r"\1", cleaned)
    return re.sub(r"^(?:và|and)\s+", "", cleaned, flags=re.IGNORECASE)


__all__ = ["FoundUnit", "Unit", "find_units", "same_unit", "split_units"]
