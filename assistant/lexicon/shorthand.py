"""Phone shorthand written out, by the readings of shorthand.toml, and what else depends on how a text was typed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.reading import read_lexicon
from ingest.lexicon.names import Word, words_of

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER_BEFORE = re.compile(r"\d/$|[^\W_]-$")
_NUMBER_AFTER = re.compile(r"-[^\W_]")
_JOINED_BEFORE = re.compile(r"[^\W_][-/&]$")
_JOINED_AFTER = re.compile(r"[-/&][^\W_]")
_STROKE = re.compile(r"(?<![^\W_])([^\W\d_]{2,})/([^\W\d_]{2,})(?![^\s?.!,;])")
_PLUS = re.compile(r"(?<=\w)\s+[+&]\s+(?=\w)")
_GOES_WITH_IT = re.compile(r"/(?=\s)|\.(?=[^\W_])")  # "w/ them", "tp.hcm"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shorthand:
    """One reading of a short form; one of use "context" holds only after or before the words that are listed."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    short: Words
    full: str
    use: Literal["safe", "context"]
    after: Words = ()
    before: Words = ()


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")
    english_marks: Words
    english: tuple[Shorthand, ...]
    vietnamese: tuple[Shorthand, ...]


@cache
def _file() -> _File:
    return read_lexicon("shorthand", TypeAdapter(_File))


def expand_shorthand(text: str) -> str:
    """A text with its phone shorthand written out: "việc nào bv lm ko đc" -> "việc nào bệnh viện làm không được".

    The words bear accents unless most of the text is other words and has none: an unaccented question stays one.
    """
    clean = composed(text)
    clean = _PLUS.sub(" and " if is_english(words_of(clean)) else " và ", clean)
    clean = _STROKE.sub(_parted, clean)
    tokens = list(_TOKEN.finditer(clean))
    typed = [unicodedata.normalize("NFC", token.group().lower()).replace("’", "'") for token in tokens]
    readings = _shorthand_readings(is_english(words_of(clean)))
    known = [word in readings for word in typed]
    accented = 2 * sum(known) > len(known) or any(word.accents for word in words_of(clean))
    folded = [" ".join(word.folded for word in words_of(word)) for word in typed]
    written, end = [], 0
    for at, token in enumerate(tokens):
        full = None if _is_joined(clean, *token.span()) else _reading(readings.get(typed[at], ()), folded, at)
        if full is None or (len(token.group()) == 1 and token.group().isupper()):
            continue
        written += [clean[end : token.start()], full if accented else _unaccented(full)]
        end = token.end()
        if _GOES_WITH_IT.match(clean, end):
            written.append("" if clean[end] == "/" else " ")
            end += 1
    return "".join([*written, clean[end:]])


def _parted(joined: re.Match[str]) -> str:
    """Two short forms joined by a stroke, each to be written out, "kq/sp"; any other compound as it is: "NQ/TW"."""
    readings = _shorthand_readings(english=False)
    typed = (joined[1], joined[2])
    both = all(one.islower() and one in readings for one in typed)
    return " / ".join(typed) if both else joined[0]


def composed(text: str) -> str:
    """The text in NFC without marks that no letter could take: its words are those of `ingest.vietnamese.words`."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if not unicodedata.combining(char))


def is_english(said: Sequence[Word]) -> bool:
    """Whether a text is English: it has a word that no Vietnamese sentence has, and accents on less than half."""
    accented = sum(bool(word.accents) for word in said)
    return 2 * accented < len(said) and any(word.folded in _english_marks() for word in said)


@cache
def _english_marks() -> frozenset[str]:
    return frozenset(_file().english_marks)


@cache
def _shorthand_readings(english: bool) -> Mapping[str, tuple[Shorthand, ...]]:
    """The readings of each short form: in a Vietnamese text the Vietnamese ones, then the English ones."""
    readings: defaultdict[str, list[Shorthand]] = defaultdict(list)
    for entry in _file().english if english else _file().vietnamese + _file().english:
        for short in entry.short:
            readings[short].append(entry)
    return {short: tuple(entries) for short, entries in readings.items()}


def is_part_of_a_number(text: str, start: int, end: int) -> bool:
    """Whether what stands there is joined to its neighbours as in a document's number: 57/KH-SYT, 433-KH/TU."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(_NUMBER_BEFORE.search(before) or _NUMBER_AFTER.match(after))


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a compound, of which no part is shorthand: KH-TC, KH&CN, NQ/TW."""
    return bool(_JOINED_BEFORE.search(text[max(0, start - 2) : start]) or _JOINED_AFTER.match(text[end : end + 2]))


def _reading(entries: Sequence[Shorthand], folded: Sequence[str], at: int) -> str | None:
    for entry in entries:
        follows = any(_stands(phrase.split(), folded[:at], last=True) for phrase in entry.after)
        precedes = any(_stands(phrase.split(), folded[at + 1 :], last=False) for phrase in entry.before)
        if entry.use == "safe" or follows or precedes:
            return entry.full
    return None


def _stands(phrase: Sequence[str], words: Sequence[str], *, last: bool) -> bool:
    """Whether the words end (or begin) with a phrase; "^" where there are none, "#" for a number."""
    if phrase == ["^"] or not words:
        return phrase == ["^"] and not words
    edge = words[-len(phrase) :] if last else words[: len(phrase)]
    return len(edge) == len(phrase) and all(
        word == wanted or (wanted == "#" and word.isdigit()) for word, wanted in zip(edge, phrase, strict=True)
    )


def _unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))
