"""Files of the lexicon are read into their shape, and one that cannot be used says where."""

from __future__ import annotations

from importlib.resources import files

import pytest
from pydantic import TypeAdapter, ValidationError

from assistant.lexicon.reading import LexiconError, parse_lexicon, read_lexicon

_LISTS = TypeAdapter(dict[str, tuple[str, ...]])


def test_a_file_is_given_in_its_shape() -> None:
    assert parse_lexicon("asides", 'about = ["{nói|bàn} {|về} gì"]', _LISTS) == {"about": ("{nói|bàn} {|về} gì",)}


@pytest.mark.parametrize("phrase", ["{|nói} {|gì}", "{}", "{bàn|}"])
def test_a_phrase_that_need_say_nothing_is_told_by_its_file_list_and_words(phrase: str) -> None:
    text = f'[kinds]\ncount = ["đếm", "{phrase}"]'
    with pytest.raises(LexiconError) as error:
        parse_lexicon("asides", text, TypeAdapter(dict[str, dict[str, tuple[str, ...]]]))
    for said in (error.value.vietnamese, error.value.english):
        assert "asides.toml" in said
        assert "kinds.count" in said
        assert f"“{phrase}”" in said


def test_data_of_another_shape_is_refused() -> None:
    with pytest.raises(ValidationError):
        parse_lexicon("asides", "about = 1", _LISTS)


def test_every_file_of_the_lexicon_can_be_used() -> None:
    names = [
        file.name.removesuffix(".toml") for file in files("assistant.lexicon").iterdir() if file.name[-5:] == ".toml"
    ]
    assert len(names) > 20
    for name in names:
        assert read_lexicon(name, TypeAdapter(dict[str, object]))
