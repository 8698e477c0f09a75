"""Everyday words find what plans write in others, and syllables of longer words are no stop words."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from assistant.lexicon.questions import is_compound, stop_length
from assistant.lexicon.terms import EVERYDAY, Concept, find_concepts, terms
from assistant.search.retriever import query_text
from assistant.text.matching import Words, coverage, indexed, tokens
from assistant.understanding.reading import understand
from tests.assistant.sample import made_up_shelf

PHRASES = [concept for concept in terms() if concept.area == EVERYDAY]


def compounds() -> list[str]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("compounds.toml").read_text("utf-8"))
    found: list[str] = data["words"]
    return found


@pytest.mark.parametrize("concept", PHRASES, ids=lambda concept: concept.id)
def test_every_phrase_says_what_plans_write(concept: Concept) -> None:
    assert concept.related
    assert not set(concept.related) & set(concept.vi)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("khi nào phải sửa lỗi?", "xử lý dứt điểm những vấn đề tồn tại"),
        ("tỉnh gọi vốn thế nào?", "thu hút nguồn lực ngoài ngân sách"),
        ("hệ thống bị sập thì sao", "ứng cứu sự cố mạng"),
        ("ai lo đục nhân mắt?", "phẫu thuật đục thủy tinh thể"),
        ("tỉnh có mấy viện dưỡng lão?", "cơ sở trợ giúp xã hội"),
        ("lập tổ hút chích ở đâu", "quản lý người nghiện ma túy"),
    ],
)
def test_everyday_words_are_said_by_what_plans_write(question: str, written: str) -> None:
    asked = understand(question, made_up_shelf())
    everyday = [part for part in asked.parts if part.everyday]
    assert everyday
    words = Words.of([written, "một văn bản khác"])
    assert coverage(everyday, indexed(written), words) >= 0.5
    assert coverage(everyday, indexed("một văn bản khác"), words) == 0


def test_what_plans_write_is_searched_for_too() -> None:
    assert "huy dong nguon luc" in query_text(understand("tỉnh gọi vốn thế nào?", made_up_shelf()))


def test_a_term_of_the_field_is_no_everyday_phrase() -> None:
    assert [found.concept.area for found in find_concepts("bệnh án điện tử")] == ["health"]


@pytest.mark.parametrize("text", compounds())
def test_every_compound_has_a_syllable_that_alone_would_be_left_out(text: str) -> None:
    said = tokens(text)
    assert is_compound(said, 0)
    assert any(stop_length(said, at, english=False) for at in range(2))


def test_a_compound_stays_whole_in_the_topic() -> None:
    shelf = made_up_shelf()
    assert understand("phải giữ mấy bản sao?", shelf).topic == "giữ bản sao"
    assert understand("có bao nhiêu cổng sạc công cộng?", shelf).topic == "cổng sạc công cộng"
    assert is_compound(tokens("giu ban sao"), 1)
    assert not is_compound(tokens("bàn sao"), 0)


def test_a_leading_zero_says_nothing() -> None:
    assert tokens("07 năm") == tokens("7 năm")
