"""What was typed is read as it was meant: without greetings, capitals and slips; what may be meant as typed stays."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.lexicon.courtesies import is_courtesy, without_courtesies
from assistant.plans.accents import Accents
from assistant.plans.mistyped import Spelling
from assistant.understanding.typed import as_meant
from tests.assistant.sample import assistant_in, made_up_shelf


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


FORMS = {
    "phối": 40,
    "hợp": 40,
    "chữ": 9,
    "ký": 9,
    "số": 30,
    "đơn": 20,
    "thuốc": 9,
    "vị": 11,
    "điện": 9,
    "tử": 9,
    "văn": 9,
}
BEHIND = {
    "phối": {"hợp": 40},
    "chữ": {"ký": 9},
    "ký": {"số": 9},
    "đơn": {"thuốc": 9, "vị": 11},
    "thuốc": {"điện": 4},
    "điện": {"tử": 9},
}
SPELLING = Spelling(Accents(FORMS, lambda words: {word: BEHIND[word] for word in words if word in BEHIND}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ai phối hpợ chữ ký số", "ai phối hợp chữ ký số"),
        ("Đơn thuốc đoện tử", "Đơn thuốc điện tử"),
        ("đơn thốc điện tử", "đơn thuốc điện tử"),
        ("chu kys so", "chu ky so"),  # typed without accents, it stays so
        ("virc nào xong", "việc nào xong"),  # said in questions, if not in the plans
        ("bn voệc kéo dài", "bn việc kéo dài"),  # no syllable: no neighbour needs to say so
        ("the ai pjoi hop", "the ai phoi hop"),
        ("phối hơp chữ ký", "phối hợp chữ ký"),  # a syllable, but one beside which hardly another stands
    ],
)
def test_a_slip_of_one_letter_is_mended(typed: str, meant: str) -> None:
    assert SPELLING.mended(typed, english=False) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "đơn thuốc điện tử",
        "mua thuốc Hapacol",  # a name that no plan has
        "TDHP số",  # a short form
        "57/KH-SYTT",
        "trạm vũ trụ",  # another topic, a letter away from nothing that stands beside it
        "dự trù số",  # a word of its own that the plans lack
        "kys",  # nothing stands beside it
        "",
        "🙂 ???",
    ],
)
def test_what_may_be_meant_stays_as_typed(typed: str) -> None:
    assert SPELLING.mended(typed, english=False) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("which unit coordiantes it", "which unit coordinates it"),
        ("Whcih unit leads", "Whcih unit leads"),  # a capital: it may be a name
        ("the overlapping tasks", "the overlapping tasks"),
        ("how many fewer nurses", "how many fewer nurses"),  # a word of its own, and no "fever"
        ("who assigns tasks", "who assigns tasks"),  # a form of a word of the lexicon
    ],
)
def test_an_english_word_is_mended_by_the_lexicon(typed: str, meant: str) -> None:
    assert SPELLING.mended(typed, english=True) == meant


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Dạ cho em hỏi ai chủ trì đơn thuốc điện tử ạ?", "ai chủ trì đơn thuốc điện tử"),
        ("Em chào anh chị ạ. Cho em hỏi hạn là khi nào? Em cảm ơn nhiều!", "hạn là khi nào"),
        ("da cho em hoi ai chu tri", "ai chu tri"),
        ("Kính gửi Quý Sở, xin vui lòng cho biết kinh phí bao nhiêu. Trân trọng cảm ơn.", "kinh phí bao nhiêu"),
        ("Hello, could you please tell me who leads it? Many thanks", "who leads it"),
        ("da cho e hoi ai chu tri a", "ai chu tri"),
        ("xin chào", "xin chào"),
        ("cảm ơn nhé", "cảm ơn nhé"),
        ("bệnh viện gửi Sở Y tế báo cáo gì", "bệnh viện gửi Sở Y tế báo cáo gì"),
        ("còn nhóm A", "còn nhóm A"),
        ("Phòng Dân số và Trẻ em ạ", "Phòng Dân số và Trẻ em"),
        ("kham benh tai nha", "kham benh tai nha"),
        ("dự án trên 1 ty", "dự án trên 1 ty"),
        ("", ""),
    ],
)
def test_courtesies_are_taken_off_and_nothing_else(typed: str, asked: str) -> None:
    assert without_courtesies(typed) == asked


@pytest.mark.parametrize(
    ("typed", "alone"),
    [
        ("chào", True),
        ("hi!", True),
        ("alo", True),
        ("Dạ, em chào anh chị ạ.", True),
        ("ok, cảm ơn nhiều", True),
        ("Good morning", True),
        ("ok cảm ơn nha", True),
        ("rồi, hiểu rồi nha", True),
        ("great, thank you", True),
        ("nha khoa học đường", False),
        ("chào, ai chủ trì", False),
        ("đơn thuốc điện tử", False),
        ("TTHC", False),
    ],
)
def test_a_greeting_alone_is_told_from_a_question(typed: str, alone: bool) -> None:
    assert is_courtesy(typed) is alone


@pytest.mark.parametrize(
    ("typed", "meant", "language"),
    [
        ("AI CHỦ TRÌ CHỮ KÝ SỐ J", "ai chủ trì chữ ký số gì", "vi"),
        ("dạ ai phối hợp v ạ", "ai phối hợp", "vi"),
        ("số hóa & kết nối", "số hóa và kết nối", "vi"),
        ("TTHC", "TTHC", "vi"),
        ("thank you, who leads digital signatures?", "who leads digital signatures?", "en"),
        ("khám từ xa có mất tiền không", "khám từ xa có miễn phí không", "vi"),
        ("có phải đóng phí khi khám từ xa không?", "có miễn phí khi khám từ xa không?", "vi"),
        ("khám từ xa mất bao nhiêu tiền không rõ", "khám từ xa mất bao nhiêu tiền không rõ", "vi"),
        ("Which Bến Tre hospitals stop paper records?", "Which hospitals in Bến Tre stop paper records?", "en"),
    ],
)
def test_a_question_is_read_as_it_was_meant(typed: str, meant: str, language: str) -> None:
    assert as_meant(typed, made_up_shelf()) == (meant, language)


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì nâng cấp đường truyền mạng nội bộ của Bến Tre?",
        "Dạ em chào anh chị, cho em hỏi ai chủ trì nâng cấp đường truyền mạng nội bộ của Bến Tre ạ? Em cảm ơn.",
        "AI CHỦ TRÌ NÂNG CẤP ĐƯỜNG TRUYỀN MẠNG NỘI BỘ CỦA BẾN TRE?",
        "ai chủ trỳ nâng cấp đường truyyền mạng nội bộ của Bến Tre",
        "ai chu tri nang capp duong truyen mang noi bo cua ben tre",
    ],
)
def test_however_it_is_typed_the_answer_is_the_same(made_up: Assistant, question: str) -> None:
    assert "**Văn phòng Sở** chủ trì" in made_up.ask(question).answer
