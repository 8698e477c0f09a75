"""How much of a topic a text says: canonical accents, words that are nearly right, coverage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.text.matching import (
    Part,
    Token,
    Topic,
    Words,
    canonical,
    coverage,
    indexed,
    joined,
    reduced,
    says,
    split,
    tokens,
)
from ingest.vietnamese import fold

TONES = {"": "", "f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
ONSETS = ("", "b", "ch", "đ", "gi", "h", "kh", "l", "ngh", "nh", "ph", "qu", "t", "th", "tr", "x")
PAIRS = ("oa", "oe", "uy")
RHYMES = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "iê", "ươ", "uô", *PAIRS)

onsets, tones, rhymes = st.sampled_from(ONSETS), st.sampled_from(sorted(TONES)), st.sampled_from(RHYMES)
VOCABULARY = ("đơn", "thuốc", "điện", "tử", "bệnh", "án", "chữ", "ký", "số", "họp", "hợp", "hoà", "hòa", "hoa", "xyz")
vocabulary = st.lists(st.sampled_from([*VOCABULARY, *map(fold, VOCABULARY)]), max_size=12).map(" ".join)
phrases = vocabulary.filter(bool).map(tokens)
parts = st.lists(
    st.builds(
        Part,
        phrases=st.lists(phrases, min_size=1, max_size=3).map(tuple),
        related=st.lists(phrases, max_size=2).map(tuple),
        weight=st.floats(0.1, 2),
        foreign=st.booleans(),
    ),
    max_size=4,
)

TEXTS = ("Triển khai đơn thuốc điện tử", "Triển khai bệnh án điện tử", "Triển khai chữ ký số", "Triển khai họp từ xa")
WORDS = Words.of(TEXTS)


def toned(letters: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letters + TONES[tone])


def about(text: str) -> list[Part]:
    return [Part((tokens(text),))]


def share(topic: str, text: str) -> float:
    return coverage(about(topic), indexed(text), WORDS)


@given(onsets, st.sampled_from(PAIRS), tones)
def test_both_placements_of_a_tone_are_one_word(onset: str, pair: str, tone: str) -> None:
    old = onset + toned(pair[0], tone) + pair[1]
    new = onset + pair[0] + toned(pair[1], tone)
    assert canonical(old) == canonical(new)


@given(onsets, rhymes, tones, tones)
def test_words_that_differ_in_their_tone_stay_two(onset: str, rhyme: str, one: str, other: str) -> None:
    assume(one != other)
    first, second = (onset + rhyme[:-1] + toned(rhyme[-1], tone) for tone in (one, other))
    assert canonical(first) != canonical(second)


@given(onsets, rhymes, tones)
def test_letter_case_and_unicode_form_make_no_difference(onset: str, rhyme: str, tone: str) -> None:
    word = onset + rhyme[:-1] + toned(rhyme[-1], tone)
    assert canonical(word) == canonical(word.upper()) == canonical(unicodedata.normalize("NFD", word))
    assert tokens(word) == tokens(unicodedata.normalize("NFD", word).upper())


@given(onsets, rhymes, tones)
def test_a_word_folds_to_what_is_typed_without_accents(onset: str, rhyme: str, tone: str) -> None:
    (token,) = tokens(onset + rhyme[:-1] + toned(rhyme[-1], tone))
    assert token.plain.isascii()
    assert tokens(token.plain) == (Token(token.plain),)


@given(st.text())
def test_any_text_has_tokens_that_are_folded(text: str) -> None:
    assert all(token.plain == fold(token.plain) for token in tokens(text))


def test_letters_that_are_no_tones_tell_words_apart() -> None:
    assert len({canonical(word) for word in ("da", "đa", "dâ", "dă")}) == 4
    assert canonical("họp") != canonical("hợp")


# --- Words of the plans -----------------------------------------------------------------------------------------------


def test_the_rarer_a_word_the_heavier_it_is() -> None:
    common = Words.of(("bệnh án",) * 9 + ("bệnh viện",))
    assert common.weight("vien") > common.weight("an") > 0


def test_an_unknown_word_weighs_something() -> None:
    assert not WORDS.known("zebra")
    assert WORDS.weight("zebra") > WORDS.weight("trien")


@pytest.mark.parametrize("typed", ["truen", "trrien", "tiren", "trie"])
def test_a_word_one_letter_off_is_known_for_what_it_could_be(typed: str) -> None:
    assert "trien" in WORDS.spellings(typed)


@pytest.mark.parametrize("typed", ["trien", "2026", "ba", "zzzzzz", ""])
def test_a_known_a_short_and_a_far_word_have_no_other_spelling(typed: str) -> None:
    assert WORDS.spellings(typed) == ()


def test_no_passages_at_all_are_no_hindrance() -> None:
    empty = Words.of(())
    assert empty.spellings("trien") == ()
    assert coverage(about("đơn thuốc"), indexed(""), empty) == 0.0


# --- Coverage ---------------------------------------------------------------------------------------------------------


def test_a_text_that_says_the_topic_covers_it() -> None:
    assert share("đơn thuốc điện tử", TEXTS[0]) == 1.0
    assert share("don thuoc dien tu", TEXTS[0]) == 1.0
    assert share("đơn thuốc điện tử", fold(TEXTS[0])) == 1.0


def test_the_text_that_says_more_of_the_topic_covers_more() -> None:
    assert 1.0 > share("đơn thuốc điện tử", TEXTS[1]) > share("đơn thuốc điện tử", TEXTS[2])


def test_accents_that_are_typed_must_agree() -> None:
    assert share("họp", TEXTS[3]) == 1.0
    assert share("hợp", TEXTS[3]) < share("hop", TEXTS[3]) == 1.0


def test_a_letter_off_covers_nearly_as_much() -> None:
    assert 0.0 < share("đơn thuôcs điện tử", TEXTS[0]) < 1.0
    assert share("đơn thuôcs điện tử", TEXTS[0]) > share("đơn thuôcs điện tử", TEXTS[1])


def test_any_name_of_a_concept_will_do_and_a_part_of_a_name_will_not() -> None:
    concept = [Part((tokens("bệnh án điện tử"), tokens("EMR")))]
    assert coverage(concept, indexed("Triển khai EMR"), WORDS) == 1.0
    assert coverage(concept, indexed("đơn thuốc điện tử"), WORDS) < 0.5


def test_a_related_phrase_counts_but_not_wholly() -> None:
    concept = [Part((tokens("bệnh án điện tử"), tokens("EMR")), related=(tokens("hồ sơ giấy"),))]
    assert 0.5 < coverage(concept, indexed("số hóa hồ sơ giấy"), WORDS) < 1.0


def test_foreign_words_count_as_far_as_the_text_is_near_in_meaning() -> None:
    topic = [Part((tokens("prescription"),), foreign=True)]
    near, far = (coverage(topic, indexed(TEXTS[0]), WORDS, nearness) for nearness in (0.9, 0.1))
    assert near > far == 0.0


def test_the_words_of_a_phrase_must_stand_together_to_be_said() -> None:
    assert says(tokens("chữ ký số"), indexed(TEXTS[2]))
    assert not says(tokens("ký chữ"), indexed(TEXTS[2]))
    assert not says(tokens("chữ ký số đỏ"), indexed(TEXTS[2]))


@given(parts, vocabulary, st.floats(0, 1))
def test_coverage_is_a_share(topic: list[Part], text: str, nearness: float) -> None:
    assert 0.0 <= coverage(topic, indexed(text), WORDS, nearness) <= 1.0 + 1e-9


@given(parts, vocabulary, vocabulary, st.floats(0, 1))
def test_a_text_that_says_more_never_covers_less(topic: list[Part], text: str, more: str, nearness: float) -> None:
    """Unless the more tells that the text was not typed without accents; see the test below."""
    if text.strip() and indexed(text).bare:
        more = fold(more)
    before = coverage(topic, indexed(text), WORDS, nearness)
    assert coverage(topic, indexed(f"{text} {more}"), WORDS, nearness) >= before - 1e-9
    assert coverage(topic, indexed(f"{more} {text}"), WORDS, nearness) >= before - 1e-9


def test_one_bare_word_is_an_accented_one_only_where_the_whole_text_is_bare() -> None:
    """In a text without accents "hop" may be "họp"; accents elsewhere in it tell that it is not."""
    topic = [Part((tokens("đơn thuốc"),), related=(tokens("họp"),))]
    bare, accented = (coverage(topic, indexed(text), WORDS) for text in ("hop", "hop chữ ký"))
    assert bare > accented == 0.0
    assert coverage(topic, indexed("hop chu ky"), WORDS) == bare
    assert coverage(topic, indexed("họp chữ ký"), WORDS) == bare


@given(vocabulary.filter(bool))
def test_a_text_covers_itself(text: str) -> None:
    assert share(text, text) == pytest.approx(1.0)


@given(vocabulary)
def test_a_topic_without_parts_is_covered_by_nothing(text: str) -> None:
    assert coverage([], indexed(text), WORDS) == 0.0


@given(parts, vocabulary)
def test_a_reduced_text_says_as_much_of_a_topic(of: list[Part], text: str) -> None:
    topic = Topic(of, WORDS)
    whole = split(text)
    assert topic.coverage(reduced(whole, topic.words)) == topic.coverage(whole)


def test_a_reduced_text_is_no_barer_than_the_whole() -> None:
    market, whole = tokens("chợ"), split("cho thuốc")
    assert not says(market, whole)
    assert not says(market, reduced(whole, frozenset({"cho"})))


def test_texts_that_differ_in_other_words_have_one_reduced_form() -> None:
    words = {"don", "thuoc"}
    one = split("Kế hoạch đơn thuốc năm 2026 của tỉnh A")
    assert reduced(one, words) == reduced(split("Chương trình đơn thuốc giai đoạn 2027"), words)
    assert reduced(one, words) != reduced(split("Kế hoạch đơn và thuốc năm 2026"), words)


def test_cells_joined_are_as_the_text_of_them_all() -> None:
    cells = ("Triển khai bệnh án điện tử", "", "Phòng Nghiệp vụ (SYT)", "Quý II/2026", "e\u0323")
    assert joined(cells) == indexed(" ".join(cells))
    assert joined(()) == indexed("")


def test_another_name_of_a_concept_says_a_little_less_than_the_one_typed() -> None:
    part = Part((tokens("bệnh án"), tokens("đơn thuốc")), typed=tokens("đơn thuốc"))
    own, other = (coverage([part], indexed(text), WORDS) for text in ("Kê đơn thuốc", "Lập bệnh án"))
    assert own == 1.0
    assert 0.8 < other < own


def test_the_names_of_a_concept_are_worth_the_same_where_no_plan_has_the_one_typed() -> None:
    part = Part((tokens("bệnh án"), tokens("medical record")), typed=tokens("medical record"))
    assert coverage([part], indexed("Lập bệnh án"), WORDS) == 1.0
