"""English questions asked by many threads at once find what they find alone."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from assistant.lexicon import english

WORDS = (
    "relational",
    "conditionally",
    "digitisation",
    "connectivity",
    "hopefulness",
    "appointments",
    "formalise",
    "operators",
)


def test_stems_are_the_same_whoever_asks_at_the_same_time() -> None:
    pairs = [(one, other) for one in WORDS for other in WORDS]
    alone = {pair: english._stems(pair) for pair in pairs}
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            english._stems.cache_clear()
            with ThreadPoolExecutor(8) as threads:
                assert dict(zip(pairs, threads.map(english._stems, pairs), strict=True)) == alone
    finally:
        sys.setswitchinterval(usual)
