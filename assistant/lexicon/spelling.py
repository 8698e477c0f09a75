"""Words of the lexicon as patterns that respect accents: typed ones must be right, missing ones are forgiven.

"cộng" is found in "cộng lại" and in "cong lai", and not in "công nghệ". Questions are searched as `lowered` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def _spelled(word: str) -> str:
    plain = fold(word)
    return re.escape(word) if plain == word else f"(?:{re.escape(word)}|{re.escape(plain)})"
