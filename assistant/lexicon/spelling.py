"""Words of the lexicon as patterns that respect accents: typed ones must be right, missing ones are forgiven.

"cộng" is found in "cộng lại" and in "cong lai", and not in "công nghệ". Questions are searched as `lowered` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.lexicon.slots import pieces
from ingest.vietnamese import fold, nfc


def lowered(text: str) -> str:
    """A question as the patterns of `spelled` are searched in it: small letters in composed form."""
    return nfc(text).casefold()


def spelled(text: str) -> str:
    """The pattern of a phrase: each word with its accents or without any."""
    return " ".join(map(_spelled, lowered(text).split()))


def any_spelled(texts: Iterable[str]) -> str:
    """The pattern of one of some phrases, the longest first, in a group."""
    ordered = sorted(dict.fromkeys(texts), key=len, reverse=True)
    return f"(?:{'|'.join(map(spelled, ordered))})"


def any_with_slots(texts: Iterable[str]) -> str:
    """The pattern of one of the phrases that some texts with slots stand for, in a group.

    A slot is a group inside the pattern: a text with a few of them stands for thousands of phrases, which written out
    would take seconds to compile. The text that can say the most is tried first, and so is each slot's longest choice.
    """
    patterns = (_with_slots(text) for text in sorted(dict.fromkeys(texts), key=_longest, reverse=True))
    return f"(?:{'|'.join(patterns)})"


def _longest(text: str) -> int:
    return len(" ".join(max(choices, key=len) for choices in pieces(text)))


def _with_slots(text: str) -> str:
    """Around a piece that is always said, each other brings the space towards it along, which goes where it does."""
    said = pieces(text)
    if all(len(choices) == 1 for choices in said):
        return spelled(text)
    middle = next(at for at, choices in enumerate(said) if "" not in choices)
    pattern = ""
    for at, choices in enumerate(said):
        one = any_spelled(filter(None, choices))
        if at != middle:
            one = f"{one} " if at < middle else f" {one}"
        pattern += f"(?:{one})?" if "" in choices else one
    return pattern


def _spelled(word: str) -> str:
    plain = fold(word)
    return re.escape(word) if plain == word else f"(?:{re.escape(word)}|{re.escape(plain)})"
