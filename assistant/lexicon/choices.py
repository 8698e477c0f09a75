"""Which of the rows or plans that an answer told a question chooses: "cái thứ hai", "dòng 2", "the last one"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.followups import opening_length
from assistant.lexicon.questions import agrees
from assistant.lexicon.reading import read_lexicon
from assistant.text.matching import Token, tokens

LAST = -1
_MOST = 99
_SHORT = 6
"""Words of a turn that may name nothing but the number of another row."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The words [start, end) of a question that choose what was told in a place, from 1 on; LAST for the last."""

    start: int
    end: int
    place: int


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")
    nouns: tuple[str, ...]
    counted: tuple[str, ...]
    bare: tuple[str, ...]
    ordinal: tuple[str, ...]
    more: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    counters: tuple[str, ...]
    first_short: tuple[str, ...]
    last_short: tuple[str, ...]
    nouns_english: tuple[str, ...]
    before_verbs: tuple[str, ...]
    last_english: tuple[str, ...]
    first_english: tuple[str, ...]
    numbers: Mapping[str, int]
    numbers_english: Mapping[str, int]
    ordinals_english: Mapping[str, int]


@cache
def _file() -> _File:
    return read_lexicon("choices", TypeAdapter(_File))


@cache
def _phrases(name: str) -> tuple[tuple[Token, ...], ...]:
    """The phrases of a list, the longest first."""
    return tuple(sorted(map(tokens, getattr(_file(), name)), key=len, reverse=True))


def find_choice(said: Sequence[Token], of_numbered: bool = False) -> Choice | None:
    """The words by which a question chooses one of what was told; None where it chooses none.

    Behind a row named by its number, `of_numbered`, any number in a short turn is that of another: "mục 20 thì sao".
    """
    if len(said) == 1 and said[0].plain.isdecimal():
        return _choice(0, 1, int(said[0].plain))
    if of_numbered and len(said) <= _SHORT:
        numbers = [at for at, token in enumerate(said) if token.plain.isdecimal()]
        if len(numbers) == 1:
            return _choice(0, numbers[0] + 1, int(said[numbers[0]].plain))
    begins = opening_length(said)
    for start in range(len(said)):
        if found := _vietnamese(said, start, start == begins) or _english(said, start):
            return found
    return None


def asks_more(said: Sequence[Token]) -> bool:
    """Whether words only ask for more of what a question chooses: "rõ hơn", "details"."""
    phrases = {tuple(token.plain for token in phrase) for phrase in _phrases("more")}
    return tuple(token.plain for token in said) in phrases


def _choice(start: int, end: int, place: int) -> Choice | None:
    return Choice(start, end, place) if place == LAST or 1 <= place <= _MOST else None


def _vietnamese(said: Sequence[Token], start: int, begins: bool) -> Choice | None:
    """ "cái thứ hai", "dự án đầu tiên", "dòng 2"; the noun may be missing at the beginning: "thứ hai thì sao"."""
    begins = start == opening_length(said)
    if (
        (at := _behind(said, start, "counted") or (begins and _behind(said, start, "bare")))
        and (place := _number(said, at))
        and (said[at].plain.isdecimal() or said[start].plain == "number")
    ):
        return _choice(start, at + 1, place)
    noun = _behind(said, start, "nouns")
    if not noun and not begins:
        return None
    at = noun or start
    if (ordinal := _behind(said, at, "ordinal")) and (place := _number(said, ordinal)):
        return _choice(start, ordinal + 1, place)
    short = _behind(said, start, "counters")
    for name, place in (("first", 1), ("last", LAST)):
        end = (noun and _behind(said, noun, name)) or (short and _behind(said, short, f"{name}_short"))
        if end:
            return _choice(start, end, place)
    return None


def _english(said: Sequence[Token], start: int) -> Choice | None:
    """ "the second one", "the last", "the third task"."""
    lexicon, word = _file(), said[start].plain
    if word == "the" or said[start].accented:
        return None
    place = lexicon.ordinals_english.get(word, 0)
    place = place or (LAST if word in lexicon.last_english else int(word in lexicon.first_english))
    if not place:
        return None
    following = said[start + 1].plain if start + 1 < len(said) else ""
    if following in lexicon.nouns_english:
        return _choice(start, start + 2, place)
    alone = not following or following in lexicon.before_verbs
    behind_the = start > 0 and said[start - 1].plain == "the"
    return _choice(start, start + 1, place) if alone and (behind_the or len(said) == 1) else None


def _behind(said: Sequence[Token], start: int, name: str) -> int:
    """The place behind the longest phrase of a list that stands in a question from a place on; 0 where none does."""
    for phrase in _phrases(name):
        window = said[start : start + len(phrase)]
        if len(window) == len(phrase) and all(map(agrees, phrase, window)):
            return start + len(phrase)
    return 0


def number_said(word: str) -> int:
    """The number that a word says: "hai", "two", "2"; 0 for one that says none."""
    return _number(tokens(word)[:1], 0)


def _number(said: Sequence[Token], at: int) -> int:
    """The number that a word says, 0 for one that says none."""
    if at >= len(said):
        return 0
    if said[at].plain.isdecimal():
        return int(said[at].plain)
    for text, number in _file().numbers.items():
        if agrees(tokens(text)[0], said[at]):
            return number
    return _file().numbers_english.get(said[at].plain, 0)
