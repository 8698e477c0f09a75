"""Accents are put back by what the plans and the open questions say, and only sure ones count as typed."""

from __future__ import annotations

import pytest

from assistant.lexicon.said import BEGINNING, asked_pairs, asked_words, said_names
from assistant.plans.accents import Accents
from ingest.vietnamese import fold

FORMS = {
    "đề": 20,
    "án": 20,
    "lĩnh": 9,
    "vực": 9,
    "chuyển": 20,
    "đổi": 20,
    "số": 30,
    "sở": 12,
    "quả": 30,
    "kết": 30,
    "công": 20,
    "nghệ": 9,
    "lâm": 3,
    "làm": 9,
    "lắm": 1,
    "cá": 40,
    "nhân": 40,
}
BEHIND = {
    "đề": {"án": 20},
    "lĩnh": {"vực": 9},
    "chuyển": {"đổi": 20},
    "đổi": {"số": 20},
    "kết": {"quả": 30},
    "công": {"nghệ": 9},
    "cá": {"nhân": 40},
    "bà": {"võ": 2},
}
ACCENTS = Accents(
    FORMS,
    lambda words: {word: BEHIND[word] for word in words if word in BEHIND},
    {"Nghệ An": 3, "bà Lắm": 1},
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phan anh ve dau", "phản ánh về đâu"),  # what only questions say
        ("de an 06, chuyen doi so", "đề án 06 chuyển đổi số"),
        ("ket qua la gi", "kết quả là gì"),
        ("nghe an", "nghệ an"),  # a name, if the plans say "công nghệ"
        ("ba lam phu trach gi", "bà lắm phụ trách gì"),
    ],
)
def test_accents_are_put_back(typed: str, meant: str) -> None:
    assert ACCENTS.restore(typed) == meant


def test_what_is_typed_with_accents_stays() -> None:
    assert ACCENTS.restore("Ai chủ trì Đề án 06?") == "Ai chủ trì Đề án 06?"
    assert ACCENTS.restore_sure("Ai chủ trì Đề án 06?") == "Ai chủ trì Đề án 06?"
    assert ACCENTS.restore("") == ""


def test_only_sure_accents_count_as_typed_and_nothing_else_changes() -> None:
    assert ACCENTS.restore_sure("De an 06, ket qua?") == "Đề án 06, kết quả?"
    assert ACCENTS.restore_sure("DE AN ket qua") == "DE AN kết quả"  # capitals may be short forms
    assert ACCENTS.restore_sure("xyzt ket qua") == "xyzt kết quả"


def test_names_at_some_places_stay_as_typed() -> None:
    assert ACCENTS.restore_sure("nghe an chuyen doi so", [(0, 7)]) == "nghe an chuyển đổi số"
    assert ACCENTS.restore_sure("de an chuyen doi so", [(0, 5)]).startswith("đề ")  # no name has this word


def test_what_open_questions_say_is_read_once_and_holds_no_names() -> None:
    pairs = asked_pairs()
    assert pairs.behind(BEGINNING, "ai") > 10
    assert pairs.behind("bao", "nhiêu") > 100 > pairs.behind("nhiêu", "bao")
    assert not pairs.behind("cà", "mau")
    assert pairs.times("nhiêu") > pairs.times("phê") >= 0
    assert all(fold(word) == plain for plain, words in asked_words().items() for word in words)


def test_leaders_are_named_by_the_title_that_the_plans_give_them() -> None:
    leaders = ["Võ Thị Ngọc Lắm", "Lê Quang Trung"]
    names = said_names(leaders, lambda words: {word: BEHIND[word] for word in words if word in BEHIND})
    assert "bà Lắm" in names
    assert names.keys().isdisjoint({"ông Lắm", "bà Trung"})
    assert "Nghệ An" in names
