"""What people say when they ask: the accented phrases of the lexicon, as words and as pairs of neighbours.

The plans hardly say "bao nhiêu" or "ai lo", so accents cannot be put back on such words from the plans alone.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ingest.vietnamese import fold, nfc

_FILES = ("questions", "patterns", "conditions", "asking", "followups", "columns", "measures")
_EXPECTED = "expected"
"""What is asked for that plans seldom say, whose phrases that ask are read alone: what passages say is the plans'."""
_ASKED = ("bodies", "persons")
"""The nouns of asking.toml behind which "nào" asks: "sở nào" beside "số nào"."""
_WORD = re.compile(r"[^\W_]+")
_TIMES = 10
"""How often each phrase counts as said, beside what the plans say."""


@cache
def said_words() -> Mapping[str, int]:
    """How often each word of the phrases counts as said."""
    return Counter(word for words in _phrases() for word in words for _ in range(_TIMES))


@cache
def said_pairs() -> Mapping[tuple[str, str], int]:
    """How often the second of two words counts as said behind the first."""
    return Counter(pair for words in _phrases() for pair in pairwise(words) for _ in range(_TIMES))


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    """The words of each phrase that has accents."""
    texts: dict[str, None] = {}
    for name in _FILES:
        data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
        texts.update(dict.fromkeys(_texts(data)))
    expected = tomllib.loads(files(__package__).joinpath(f"{_EXPECTED}.toml").read_text("utf-8"))
    texts.update(dict.fromkeys(text for kind in expected.values() for text in kind["asks"] if " " in text))
    asking = tomllib.loads(files(__package__).joinpath("asking.toml").read_text("utf-8"))
    texts.update(dict.fromkeys(f"{noun} nào" for name in _ASKED for noun in asking[name]))
    found = (tuple(_WORD.findall(nfc(text).casefold())) for text in texts)
    return tuple(words for words in found if any(fold(word) != word for word in words))


def _texts(value: object) -> Iterator[str]:
    """Every text in a table of a lexicon file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
