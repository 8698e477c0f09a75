"""Whether a question is a sum to be worked out, and nothing else: "1 + 1 bằng mấy", "what is 2 plus 2"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.spelling import any_spelled, lowered


def is_arithmetic(text: str) -> bool:
    """Whether a question is nothing but numbers, the signs between them, and words that ask for what they make."""
    return bool(_sum().fullmatch(lowered(text).strip(" ?.!=")))


@cache
def _sum() -> re.Pattern[str]:
    words = read_lexicon("arithmetic", TypeAdapter(Mapping[str, tuple[str, ...]]))
    number = rf"(?:\d+(?:[.,]\d+)*|{any_spelled(words['numbers'])})"
    sign = rf"\s*(?:[-+*x×:/÷]|{any_spelled(words['signs'])})\s*"
    asks = any_spelled(words["asks"])
    return re.compile(rf"(?:{asks}\s)?{number}(?:{sign}{number})+(?:\s*=\s*|\s)?(?:{asks})?")
