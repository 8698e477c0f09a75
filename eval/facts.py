"""Whether a fact stands in an answer: compared without case, accents and punctuation, numbers as whole numbers.

Both texts become runs of tokens, and a spelling stands in the answer when its tokens follow one another there. A token
is a word or a whole number, so that "6" is found neither in "16" nor in "3.600" nor in "6,5". A number keeps together
what its dots and commas join: thousands ("3.500.000" equals "3500000") and a decimal part ("6,5" equals "6.5"); other
dotted runs are as many numbers ("30.6.2026" equals "30/6/2026").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.vietnamese import fold

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_MARK = r"\[\d+(?:\s*[,;–-]\s*\d+)*\]"
_SOURCE_LINE = re.compile(rf"^\s*(?:[-*•]\s*)?{_MARK}[^\n]*$", re.MULTILINE)
_MARKS = re.compile(_MARK)


def tokens(text: str) -> tuple[str, ...]:
    """The words and whole numbers of a text, folded, in order."""
    found: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        if _THOUSANDS.fullmatch(token):
            found.append(re.sub(r"[.,]", "", token))
        elif _DECIMAL.fullmatch(token):
            found.append(token.replace(",", "."))
        else:
            found += re.split(r"[.,]", token)
    return tuple(found)


def statement(answer: str) -> str:
    """An answer without its citation marks and the lines that list its sources.

    Their numbers are no part of what it says: a count of 1 is not stated by "[1]", nor one of 13 by "STT 13".
    """
    return _MARKS.sub(" ", _SOURCE_LINE.sub("", answer))


def missing_facts(answer: str, facts: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The places in `facts` of those that have none of their spellings in the answer."""
    said = tokens(statement(answer))
    return tuple(
        place
        for place, spellings in enumerate(facts)
        if not any(_within(tokens(spelling), said) for spelling in spellings)
    )


def _within(wanted: Sequence[str], said: Sequence[str]) -> bool:
    length = len(wanted)
    return length > 0 and any(said[start : start + length] == wanted for start in range(len(said) - length + 1))
