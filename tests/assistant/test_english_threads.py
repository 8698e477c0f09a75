"""English words are stemmed the same whoever else is asking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from assistant.lexicon import english


def test_threads_do_not_mix_their_words_up() -> None:
    words = [(f"{stem}{ending}",) for stem in ("train", "inspect", "deploy", "digit") for ending in ("ing", "ed", "s")]
    alone = [english._stems.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(english._stems.__wrapped__, words * 500))
    assert together == alone * 500
