"""Greetings, forms of address and thanks around a question, taken off by the phrases of `courtesies.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import any_spelled, spelled

_BARE_END = re.compile(r"(?<=\w) +a\W*$", re.IGNORECASE)
"""An "ạ" typed without accents, where what is said before it is as polite."""
_BETWEEN = r"[\s,.!?…:;~)(-]"


def without_courtesies(text: str) -> str:
    """A question without the greetings before it and the thanks behind it; a text of nothing else as it is.

    The text is in composed form. What opens a question is taken off as long as something is left to be asked.
    """
    if is_courtesy(text):
        return text
    opening, closing = _patterns()
    begun = opening.match(text)
    start = begun.end() if begun else 0
    ended = (closing.search(text, start) or _BARE_END.search(text, start)) if begun else closing.search(text, start)
    inner = text[start : ended.start() if ended else None].strip()
    return inner if re.search(r"\w", inner) else text


def is_courtesy(text: str) -> bool:
    """Whether a text in composed form is a greeting or thanks and nothing else, of whatever punctuation."""
    return _alone().fullmatch(text) is not None


@cache
def _alone() -> re.Pattern[str]:
    data, slots = _data(), _slots()
    phrases = "|".join(_any_of(data[name], slots) for name in ("opening", "closing", "acknowledging"))
    return re.compile(rf"{_BETWEEN}*(?:(?:{phrases})(?:{_BETWEEN}+|$))+", re.IGNORECASE)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data, slots = _data(), _slots()
    opening, closing = (_any_of(data[name], slots) for name in ("opening", "closing"))
    return (
        re.compile(rf"{_BETWEEN}*(?:{opening}(?:{_BETWEEN}+|$))+", re.IGNORECASE),
        re.compile(rf"(?:(?:{_BETWEEN}+|^){closing})+{_BETWEEN}*$", re.IGNORECASE),
    )


def _data() -> Mapping[str, tuple[str, ...]]:
    return lists_of("courtesies")


@cache
def _slots() -> dict[str, str]:
    return {name: any_spelled(_data()[name]) for name in ("self", "you")}


def _any_of(phrases: Sequence[str], slots: Mapping[str, str]) -> str:
    """The pattern of one of some phrases, the longest first, their slots filled."""
    longest_first = sorted(dict.fromkeys(phrases), key=len, reverse=True)
    return f"(?:{'|'.join(_pattern(phrase, slots) for phrase in longest_first)})"


def _pattern(phrase: str, slots: Mapping[str, str]) -> str:
    """The pattern of a phrase; a word alone has to bear its accents, since "a" may be the end of "nhóm A"."""
    pieces = phrase.split()
    if len(pieces) == 1:
        return re.escape(phrase)
    return " ".join(slots[piece[1:-1]] if piece.startswith("{") else spelled(piece) for piece in pieces)
