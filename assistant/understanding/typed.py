"""A question as it was meant: greetings taken off, shorthand written out, slips of one letter mended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.courtesies import without_courtesies
from assistant.lexicon.questions import question_lexicon
from assistant.lexicon.reading import lists_of, read_lexicon
from assistant.lexicon.slots import expanded
from assistant.lexicon.spelling import any_spelled, any_with_slots, lowered, spelled
from assistant.lexicon.terms import expand_shorthand, find_concepts
from assistant.phrasing.patterns import row_nouns
from assistant.plans.library import Shelf
from assistant.plans.mistyped import may_be_syllable
from assistant.text.matching import tokens
from assistant.understanding.having import with_having
from ingest.lexicon.provinces import find_asked_provinces
from ingest.vietnamese import nfc

_WHICH = re.compile(r"\b(?:which|what|how many)\s+$", re.IGNORECASE)
_TWO_OF = re.compile(r"\bwhich (?:one )?of (the|these|those) two\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _File:
    """The lists of `as_typed.toml`; what each is for stands there."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    titles: tuple[str, ...]
    listing: tuple[str, ...]
    counted: tuple[str, ...]
    paying: tuple[str, ...]
    free: str
    yes_or_no: tuple[str, ...]
    no_yes_or_no: tuple[str, ...]
    trouble: tuple[str, ...]
    written_trouble: str
    turning_to: tuple[str, ...]
    written_turning_to: str
    among: tuple[str, ...]
    both: tuple[str, ...]
    which_one: tuple[str, ...]
    most: Mapping[str, str]


def as_meant(text: str, shelf: Shelf) -> tuple[str, str]:
    """The question that was meant by a text, and its language, "vi" or "en"."""
    plain = nfc(text)
    asked = without_courtesies(plain.lower() if _is_shouted(plain) else plain)
    written = _listing_some().sub(r"\1các", without_courtesies(nfc(expand_shorthand(asked))))
    language = language_of(written, shelf)
    written = (
        _place_behind(_of_two(written))
        if language == "en"
        else _in_trouble(_asking_if_free(with_having(_of_both(written))))
    )
    return shelf.spelling.mended(written, language == "en"), language


def _is_shouted(text: str) -> bool:
    """Whether a text of more than a word is typed in capitals, which then tell no names and no short forms."""
    return text.isupper() and len(text.split()) > 2


def language_of(text: str, shelf: Shelf) -> str:
    """ "en" for a question in English, else "vi": told by small English words against accents and known syllables; the
    names of provinces and persons tell neither: "smart hospital An Giang"."""
    text = _without_names(text)
    said, words = tokens(text), re.findall(r"\w+", text.casefold())
    if not question_lexicon().surely_english.isdisjoint(words):
        return "en"
    known = [word for word in words if word in question_lexicon().english]
    english = len(known)
    accented = sum(bool(token.accented) for token in said)
    stop = question_lexicon().stop_english
    vietnamese = sum(
        shelf.words.known(token.plain) and token.plain not in stop and may_be_syllable(token.plain) for token in said
    )
    if accented > max(2, english):
        return "vi"
    if vietnamese and all(map(may_be_syllable, known)):
        return "vi"  # "the ai phoi hop": "thế"
    if not (english or accented or vietnamese):
        return "en" if len(said) > 1 and any(one.language == "en" for one in find_concepts(text)) else "vi"
    return "en" if english and 2 * english + sum(not shelf.words.known(t.plain) for t in said) > vietnamese else "vi"


def _of_two(text: str) -> str:
    """What asks which of two rows is more, as it would of any number: "which of the two projects is more expensive" is
    "which of the projects is the most expensive"; where both are named it stays."""
    two = _TWO_OF.search(text)
    if two is None or " or " in text or not row_nouns(text):
        return text
    ranked = _more().sub(lambda found: _file().most[found[1].lower()], text[two.end() :])
    return f"{text[: two.start()]}which of {two[1]}{ranked}"


def _place_behind(text: str) -> str:
    """A question for the bodies of a province that stands before their noun, with it behind that: "which Can Tho
    hospitals …" is "which hospitals in Can Tho …"."""
    for named in find_asked_provinces(text):
        before, after = text[: named.start], text[named.end :]
        if _WHICH.search(before) and (noun := _body_next().match(after)):
            return f"{before}{noun[1]} in {text[named.start : named.end]}{after[noun.end() :]}"
    return text


def _asking_if_free(text: str) -> str:
    """What asks whether something is paid for, as whether it is free: "khám từ xa có mất tiền không"."""
    asks, else_asked = _paying()
    plain = lowered(text)
    found = asks.search(plain)
    if found is None or else_asked.search(plain) or len(plain) != len(text):
        return text
    return f"{text[: found.start(1)]}{_file().free}{text[found.end(1) :]}"


def _in_trouble(text: str) -> str:
    """What asks whom to turn to where something goes wrong, as plans say it: "gặp vướng mắc liên hệ phòng nào"."""
    plain = lowered(text)
    trouble, turning = (pattern.search(plain) for pattern in _troubled())
    if trouble is None or turning is None or len(plain) != len(text) or turning.start() < trouble.end():
        return text
    file = _file()
    between, behind = text[trouble.end() : turning.start()], text[turning.end() :]
    return f"{text[: trouble.start()]}{file.written_trouble}{between}{file.written_turning_to}{behind}"


def _of_both(text: str) -> str:
    """The same in Vietnamese: "trong 2 dự án của Sở cái nào đắt hơn" is "dự án của Sở nào đắt nhất"; where both
    are named, "dự án A và dự án B", it stays."""
    two = _both().search(text)
    if two is None or not row_nouns(two["rows"]):
        return text
    return f"{text[: two.start()]}{two['rows']} nào {two['more'].strip()} nhất"


@cache
def _both() -> re.Pattern[str]:
    among, both, which = (any_spelled(texts) for texts in (_file().among, _file().both, _file().which_one))
    rows, more = r"(?P<rows>[^,;?]{4,80}?)", rf"(?P<more>(?:\w+ ){{1,3}}?){spelled('hơn')}"
    return re.compile(rf"\b(?:{among} )?{both} {rows},? (?:thì )?{which} {more}(?: cả)?[\s?.!]*$", re.IGNORECASE)


def _without_names(text: str) -> str:
    """A text without the provinces that it names, and the persons that it names by an English title."""
    for found in sorted(find_asked_provinces(text), key=lambda one: -one.start):
        text = f"{text[: found.start]} {text[found.end :]}"
    return _titled().sub(r"\1 ", text)


@cache
def _file() -> _File:
    return read_lexicon("as_typed", TypeAdapter(_File))


@cache
def _titled() -> re.Pattern[str]:
    """An English title with the name behind it."""
    return re.compile(rf"\b({'|'.join(_file().titles)})\b\.?(?:\s+[A-ZĐ]\w*)+")


@cache
def _listing_some() -> re.Pattern[str]:
    """The "mấy" that counts nothing behind what asks for a list: "kể hết mấy việc" is "kể hết các việc"."""
    listing, counted = ("|".join(texts) for texts in (expanded(_file().listing), _file().counted))
    return re.compile(rf"\b((?:{listing}) )mấy\b(?! (?:{counted})\b)", re.IGNORECASE)


@cache
def _body_next() -> re.Pattern[str]:
    """The noun of bodies that English questions ask for, next."""
    nouns = sorted(map(re.escape, lists_of("asking")["bodies_english"]), key=len, reverse=True)
    return re.compile(rf"\s+({'|'.join(nouns)})\b", re.IGNORECASE)


@cache
def _paying() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What asks whether something is paid for in a question that ends in "không", and what makes one ask more."""
    file = _file()
    ends, others = any_spelled(file.yes_or_no), any_spelled(file.no_yes_or_no)
    asks = rf"\b({any_with_slots(file.paying)})\b(?=.*\b{ends}\b[\s?.!]*(?:ạ|vậy|nhỉ|thế)?[\s?.!]*$)"
    return re.compile(asks), re.compile(rf"\b{others}\b")


@cache
def _troubled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """That something goes wrong, and what asks whom to turn to."""
    texts = (_file().trouble, _file().turning_to)
    first, second = (re.compile(rf"\b{any_with_slots(one)}\b") for one in texts)
    return first, second


@cache
def _more() -> re.Pattern[str]:
    """The comparatives of which the superlative asks the same of more than two."""
    return re.compile(rf"\b(?:the )?({'|'.join(_file().most)})\b", re.IGNORECASE)
