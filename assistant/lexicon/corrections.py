"""Corrections: a turn that takes back what was asked before and puts something else in its place.

"À nhầm, Sở Tư pháp" and "no, I mean Dong Nai" ask what "còn Sở Tư pháp?" and "and Dong Nai?" ask, and are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain

from assistant.lexicon.courtesies import is_courtesy
from assistant.lexicon.followups import opens_followup
from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import spelled
from assistant.text.matching import tokens
from ingest.vietnamese import nfc

_PAUSE = r"[\s,.!?…:;~–-]"
_NAMED = r"[^,;.]{1,60}?"
"""What was not meant: "không phải Sở Y tế, Sở Tư pháp cơ"."""


def as_followup(text: str) -> str:
    """A turn that corrects the one before as one that goes on with it; any other as it is."""
    text = nfc(text)
    found = _correction().match(text)
    if found is None:
        return text
    rest = _closing().sub("", text[found.end() :]).strip()
    if not re.search(r"\w", rest) or is_courtesy(rest):
        return text
    if _is_english(found[0]):
        return f"and {rest}"
    return rest if opens_followup(tokens(rest)) else f"còn {rest}"


def _is_english(said: str) -> bool:
    """Whether what corrects is English: "không" typed without accents stands in no English phrase."""
    words = set(re.findall(r"\w+", said.casefold()))
    return not words.isdisjoint(_data()["english"])


@cache
def _correction() -> re.Pattern[str]:
    around, sure, paused = (_any_of(name) for name in ("around", "sure", "paused"))
    instead = rf"{spelled('không phải')} {_NAMED},{_PAUSE}*(?:{spelled('mà là')} |{spelled('mà')} )?"
    other = rf"not (?:the )?{_NAMED}(?:,| but) *"
    begun, stop = rf"(?:{around}{_PAUSE}+)*", rf"{paused}{_PAUSE}*[,.!;:–-]{_PAUSE}*"
    leading_over = rf"(?:{spelled('là')} |{spelled('thì')} )?"
    surely = rf"(?:{sure}{_PAUSE}+{leading_over})+(?:{paused} )?"
    return re.compile(
        rf"{_PAUSE}*{begun}(?:(?:{stop})*{begun}(?:{instead}(?:{sure}{_PAUSE}+)?|{other}|{surely})"
        rf"|(?:{stop})+{begun}(?:{paused} )?)",
        re.IGNORECASE,
    )


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{_PAUSE}+{_any_of('closings')})+{_PAUSE}*$", re.IGNORECASE)


def _data() -> Mapping[str, tuple[str, ...]]:
    return lists_of("corrections")


def _any_of(name: str) -> str:
    """The pattern of one of the phrases of a list, the longest first, whoever asks filled in."""
    selves = _data()["self"]
    filled = (
        [phrase.replace("{self}", who) for who in selves] if "{self}" in phrase else [phrase]
        for phrase in _data()[name]
    )
    longest_first = sorted(dict.fromkeys(chain.from_iterable(filled)), key=len, reverse=True)
    return rf"(?:{'|'.join(map(spelled, longest_first))})(?!\w)"
