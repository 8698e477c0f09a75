"""Threads that read English questions side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from assistant.lexicon.english import _stem


def test_words_are_stemmed_alike_in_many_threads() -> None:
    words = [f"{stem}{ending}" for stem in ("organ", "hospital", "treat", "digit") for ending in ("izations", "ically")]
    expected = [_stem(one) for one in words]
    _stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(_stem.__wrapped__, words * 500))
    assert found == expected * 500
