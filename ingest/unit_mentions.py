"""Bodies named in a question or a sentence: "ai phoi hop voi VP", "what does the Planning and Finance Division lead".

Names of the lexicon are found by their words, with or without accents; but other accents make another word ("số y tế"
is no Sở Y tế). Forms that are common words in a sentence ("nghiệp vụ", "CNTT") count only beside a word of role: "do
nghiệp vụ chủ trì". A body that the lexicon does not know is taken from its head word ("Phòng", "Trung tâm") up to a
word that cannot belong to a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.lexicon.bodies import Form, WordKey, bodies
from ingest.lexicon.names import Accents, Word, words_of
from ingest.unit_names import Unit, unit_of
from ingest.vietnamese import words

_LONGEST_NAME = 9
_SHORTEST_DERIVED = 4
_CASED_HEADS = frozenset(map(tuple, map(words, ("Sở", "Bộ", "Cục", "Ban"))))
"""Heads that without their accents or capitals are other words: số, bộ tiêu chí, cục bộ, ban hành."""
_PLAIN_HEADS = frozenset(map(tuple, map(words, ("Phòng", "Chi cục"))))
"""Heads after which a name may begin in lower case."""
_NOT_BEFORE_HEAD = frozenset({"du", "quoc", "hai", "van", "phong", "tien"})
"""Words that make another word of "phòng" after them: dự phòng, quốc phòng, Hải Phòng."""
_NOT_BEFORE_VU = frozenset({"nhiem", "dich", "phuc", "nghiep", "chuc", "noi", "thoi", "hoc"})
"""Words that make another word of "vụ" after them: nhiệm vụ, dịch vụ, phục vụ."""
_ACROSS = frozenset({("can", "bo"), ("toan", "bo"), ("noi", "bo"), ("cuc", "bo"), ("dong", "bo")})
"""Words whose second syllable begins no name of a ministry after it: "cán bộ y tế"."""
_PLACES = frozenset({"huyen", "xa", "phuong", "tinh", "khu", "thi", "quan"})
_PRONOUNS = frozenset({("it",)})
"""Short forms that are pronouns of English in small letters: "what does it implement"."""
_JOINS, _ENDS = re.compile(r"\s*[-–&./,'’]?\s*"), re.compile(r"[.?]\s")
_ENGLISH_NAME = re.compile(
    r"\b(?!(?:Which|What|The|Does|Do|Is|How|Any|Each|Every|All|No|Who|Our|This)\b)((?:[A-Z][\w&'-]*)(?:\s+(?:and|of|for|&|[A-Z][\w&'-]*)){0,6}\s+"
    r"(?i:division|department|office|center|centre|hospital|inspectorate|station|sub-department))\b"
)


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A body named in a text: the characters that name it, text[start:end], and the body."""

    start: int
    end: int
    unit: Unit

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


@lru_cache(maxsize=64)  # one question is asked for its bodies several times
def find_units(text: str) -> tuple[FoundUnit, ...]:
    """The bodies that a question or sentence names, from left to right, none over another.

    `unit.group` tells those that are all of a kind ("các bệnh viện"), which are often not what a question filters by;
    `unit.known` is false for names that the lexicon does not have.
    """
    sentence = _Sentence(text)
    found = list(sentence.units())
    taken = [one.span for one in found]
    for match in _ENGLISH_NAME.finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in taken):
            found.append(FoundUnit(match.start(1), match.end(1), _of_english(match[1])))
    return tuple(sorted(found, key=lambda one: one.span))


def _of_english(name: str) -> Unit:
    """The body of a name in English word order: "Quan Dan Y Hospital" is what plans call "Bệnh viện Quân dân y"."""
    unit, (*rest, kind) = unit_of(name), name.split()
    heads = [head.name for head in bodies().heads if kind.casefold() in map(str.casefold, head.english)]
    turned = [replace(unit_of(" ".join((head, *rest))), text=name) for head in heads]
    if unit.known or not rest or not turned:
        return unit
    return next((one for one in turned if one.known), turned[0] if len(turned) == 1 else unit)


class _Sentence:
    """The words of a sentence, and the bodies among them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.key = tuple(word.folded for word in self.words)

    def units(self) -> Iterator[FoundUnit]:
        """The bodies, the longest name at each place."""
        index = 0
        while index < len(self.words):
            end = self._known_end(index) or self._unknown_end(index)
            if end:
                start = self.words[index].start
                yield FoundUnit(start, self.words[end - 1].end, unit_of(self.text[start : self.words[end - 1].end]))
            index = end or index + 1

    def _known_end(self, index: int) -> int:
        """The word after the lexicon's name that begins at a word, 0 where none does."""
        for length in range(min(bodies().longest, len(self.words) - index), 0, -1):
            form = bodies().forms.get(self.key[index : index + length])
            if form is not None and self._is_meant(form, index, index + length):
                end = index + length
                if form.body.group and (longer := self._name_end(end, end)) > end and self._goes_on(end):
                    return longer
                return self._with_owner(end) if form.body.one else end
        return 0

    def _is_meant(self, form: Form, index: int, end: int) -> bool:
        printed = self.words[index:end]
        if index and self.key[index - 1 : index + 1] in _ACROSS and not self._is_capital(index):
            return False
        if not _agree(printed, form.accents, form.is_abbreviation) or not self._is_joined(index, end):
            return False
        if any(self.key[end : end + len(key)] == key for key in map(_key, form.body.not_followed)):
            return False
        if form.is_derived and not self._printed(index, end).isupper() and len(self.key[index]) < _SHORTEST_DERIVED:
            return False
        if self.key[index:end] in _PRONOUNS and not self._printed(index, end).isupper():
            return False
        return not form.in_cells or self._has_role(index, end)

    def _has_role(self, index: int, end: int) -> bool:
        lexicon = bodies()
        return any(self.key[max(0, index - size) : index] in lexicon.roles_before for size in (1, 2, 3)) or any(
            self.key[end : end + size] in lexicon.roles_after for size in (1, 2, 3)
        )

    def _with_owner(self, end: int) -> int:
        """The word after "tỉnh Cà Mau", "của Sở" that follow a name, if they do."""
        owners = bodies().owners
        while True:
            size = next(
                (n for n in range(4, 0, -1) if self.key[end : end + n] in owners and end + n <= len(self.key)), 0
            )
            if not size or not self._is_joined(end - 1, end + size) or self._is_stop(end):
                return end
            end += size

    def _unknown_end(self, index: int) -> int:
        """The word after an unknown body's name that begins with a head word, 0 where none does."""
        heads = _heads().get(self.key[index], ())
        head = next((len(key) for key in heads if self.key[index : index + len(key)] == key), 0)
        begin = index + head
        if not head or begin >= len(self.words) or not self._is_head(index, begin):
            return 0
        end = self._name_end(begin, index)
        return end if end > begin else 0

    def _is_head(self, index: int, begin: int) -> bool:
        lexicon = bodies()
        key = self.key[index:begin]
        if any(self.key[index : index + size] in lexicon.not_openings for size in (2, 3)):
            return False
        before = self.key[index - 1] if index else ""
        if before in _NOT_BEFORE_HEAD or (key == ("vu",) and before in _NOT_BEFORE_VU):
            return False
        accents = tuple(word.accents for word in self.words[index:begin])
        agrees = accents in lexicon.openings.get(key, frozenset({accents}))
        if key in _CASED_HEADS:
            return agrees and self._is_capital(index) and self._is_capital(begin)
        return agrees and (key in _PLAIN_HEADS or self._goes_on(begin))

    def _goes_on(self, index: int) -> bool:
        """Whether a name goes on with the word: a capital, or what kind of place it is in."""
        return index < len(self.words) and (self._is_capital(index) or self.key[index] in _PLACES)

    def _name_end(self, begin: int, index: int) -> int:
        """The word before which a name ends: a stop word, a sign, or too many words."""
        end = begin
        while end < min(len(self.words), index + _LONGEST_NAME) and not self._is_stop(end):
            if end > index and not self._is_joined(end - 1, end + 1):
                break
            if self.key[end] == "va" and not (end > begin and self._goes_on(end + 1)):
                break
            end += 1
        return end

    def _is_stop(self, index: int) -> bool:
        if index and self._is_capital(index) and not self.text.isupper():
            return False
        return any(self.key[index : index + size] in bodies().stops for size in (1, 2))

    def _is_joined(self, index: int, end: int) -> bool:
        """Whether only spaces, dashes, "&" and commas before small letters stand between words."""
        gaps = [self.text[self.words[at].end : self.words[at + 1].start] for at in range(index, end - 1)]
        return all(gap == " " or (_JOINS.fullmatch(gap) and not _ENDS.search(gap)) for gap in gaps)

    def _is_capital(self, index: int) -> bool:
        return index < len(self.words) and self.text[self.words[index].start].isupper()

    def _printed(self, index: int, end: int) -> str:
        return self.text[self.words[index].start : self.words[end - 1].end]


@cache
def _heads() -> Mapping[str, Sequence[WordKey]]:
    """The head words and their short forms of two letters and more, by their first word, the longest first."""
    names = [name for head in bodies().heads for name in (head.name, *(one for one in head.short if len(one) > 1))]
    by_first: dict[str, list[WordKey]] = {}
    for key in sorted(map(_key, names), key=len, reverse=True):
        by_first.setdefault(key[0], []).append(key)
    return by_first


@lru_cache(maxsize=4096)
def _key(text: str) -> WordKey:
    return tuple(words(text))


def _agree(printed: Sequence[Word], accents: Accents, is_abbreviation: bool) -> bool:
    """Whether each printed word bears its accents or, in a name of several words or an abbreviation, none."""
    lenient = is_abbreviation or len(printed) > 1
    return all(
        word.accents == own or (lenient and not word.accents) for word, own in zip(printed, accents, strict=True)
    )
