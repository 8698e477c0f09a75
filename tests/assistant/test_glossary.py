"""The English glossary, which is prepared letter by letter."""

from __future__ import annotations

from assistant.lexicon.english import _entries, _letter, _stems, load_glossary, vietnamese_of
from assistant.text.matching import tokens


def test_a_stem_begins_as_its_word_does() -> None:
    heads = [tokens(head) for of_letter in _entries().values() for head, _ in of_letter]
    assert len(heads) > 1_000
    words = {token.plain for head in heads for token in head}
    assert [word for word in words if _stems((word,))[0][:1] != word[:1]] == []


def test_an_inflected_word_is_found_by_its_stem() -> None:
    length, phrases = vietnamese_of(tokens("hospitals"), 0)
    assert (length, phrases) == vietnamese_of(tokens("hospital"), 0)
    assert length == 1
    assert phrases


def test_a_word_of_another_script_finds_nothing_and_leaves_nothing_behind() -> None:
    load_glossary()
    kept = _letter.cache_info().currsize
    assert vietnamese_of(tokens("больница"), 0) == (0, ())
    assert _letter.cache_info().currsize == kept == len(_entries())
