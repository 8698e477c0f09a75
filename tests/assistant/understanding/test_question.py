"""What a question is taken to ask: its fields, kind, plans and topic, however it is typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Kind
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from ingest.model import Field
from ingest.vietnamese import fold
from tests.assistant.sample import BEN_TRE, LAO_CAI, made_up_shelf, read


def topic_words(question: Question) -> set[str]:
    return {token.plain for part in question.parts for phrase in part.phrases for token in phrase}


FIELDS = [
    ("Ai chủ trì tập huấn kỹ năng số?", Field.LEAD_UNIT),
    ("Đơn vị nào phối hợp khảo sát sự hài lòng?", Field.COORDINATING_UNITS),
    ("Lãnh đạo nào phụ trách đường truyền mạng?", Field.RESPONSIBLE_LEADER),
    ("Bao giờ xong đường truyền mạng?", Field.DEADLINE),
    ("Sản phẩm đầu ra của khảo sát sự hài lòng?", Field.DELIVERABLE),
    ("Khảo sát sự hài lòng đạt bao nhiêu phần trăm?", Field.TARGET),
    ("Mua xe cứu thương hết bao nhiêu tiền?", Field.BUDGET),
    ("Phần mềm tiêm chủng đã được bố trí bao nhiêu tiền?", Field.ALLOCATED_BUDGET),
    ("Kho lưu trữ phim theo chủ trương nào?", Field.APPROVAL),
    ("Mua xe cứu thương thuộc lĩnh vực nào?", Field.AREA),
    ("Phần mềm tiêm chủng dùng giải pháp nào?", Field.SOLUTION),
    ("Mua xe cứu thương ghi chú gì?", Field.NOTE),
]


@pytest.mark.parametrize(("text", "field"), FIELDS, ids=[field.value for _, field in FIELDS])
def test_each_field_is_asked_for_in_words_of_its_own(text: str, field: Field) -> None:
    assert field in read(text).fields


@pytest.mark.parametrize(("text", "field"), FIELDS, ids=[field.value for _, field in FIELDS])
def test_accents_unicode_form_and_capitals_change_nothing(text: str, field: Field) -> None:
    typed = (fold(text), unicodedata.normalize("NFD", text), text.upper())
    assert [field in read(one).fields for one in typed] == [True, True, True]
    assert read(unicodedata.normalize("NFD", text)).parts == read(text).parts


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("who leads the network upgrade?", Field.LEAD_UNIT),
        ("who is spearheading the network upgrade?", Field.LEAD_UNIT),
        ("who teams up on the network upgrade?", Field.COORDINATING_UNITS),
        ("which units coordinate the vaccination software?", Field.COORDINATING_UNITS),
        ("which leader oversees the survey?", Field.RESPONSIBLE_LEADER),
        ("when is the network upgrade due?", Field.DEADLINE),
        ("what is the deliverable of the survey?", Field.DELIVERABLE),
        ("what is the target for patient satisfaction?", Field.TARGET),
        ("how much does the ambulance cost?", Field.BUDGET),
    ],
)
def test_fields_are_asked_for_in_english_too(text: str, field: Field) -> None:
    question = read(text)
    assert question.language == "en"
    assert field in question.fields


def test_two_fields_may_be_asked_for_at_once() -> None:
    question = read("Ai chủ trì và ai phối hợp bệnh án điện tử?")
    assert set(question.fields) == {Field.LEAD_UNIT, Field.COORDINATING_UNITS}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Những nhiệm vụ nào do Văn phòng Sở chủ trì?", Kind.LIST),
        ("Bến Tre có bao nhiêu nhiệm vụ?", Kind.COUNT),
        ("Tổng kinh phí các dự án?", Kind.SUM),
        ("Dự án nào tốn kém nhất?", Kind.MAX),
        ("Dự án nào rẻ nhất?", Kind.MIN),
        ("So sánh bệnh án điện tử của Bến Tre và Lào Cai", Kind.COMPARE),
        ("Có nhiệm vụ nào về điện mặt trời không?", Kind.EXISTENCE),
        ("Tóm tắt kế hoạch Bến Tre", Kind.OVERVIEW),
        ("Dự án Bến Tre nào ghi chú là xe mới?", Kind.LIST),
        ("how many tasks are there?", Kind.COUNT),
        ("which projects are there?", Kind.LIST),
        ("compare Ben Tre and Lao Cai on EMR", Kind.COMPARE),
        ("give me an overview of the Ben Tre plan", Kind.OVERVIEW),
    ],
)
def test_each_kind_of_answer_is_asked_for_in_words_of_its_own(text: str, kind: Kind) -> None:
    assert read(text).asks(kind)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Số hiệu kế hoạch Bến Tre?", "number"),
        ("Ngày ban hành kế hoạch Bến Tre?", "date"),
        ("Ai ký kế hoạch Bến Tre?", "signer"),
        ("Nơi nhận kế hoạch Bến Tre?", "recipients"),
        ("Căn cứ pháp lý của kế hoạch Bến Tre?", "basis"),
        ("Kế hoạch Bến Tre thay thế kế hoạch nào?", "replaces"),
        ("Tên đầy đủ của kế hoạch Bến Tre?", "title"),
        ("Cơ quan ban hành kế hoạch Bến Tre?", "issuer"),
        ("who signed the Ben Tre plan?", "signer"),
        ("On which provincial plan is the Ben Tre document based?", "basis"),
        ("What provincial plan does the Ben Tre plan implement?", "basis"),
    ],
)
def test_each_part_of_the_header_is_asked_for_in_words_of_its_own(text: str, part: str) -> None:
    assert read(text).header == (part,)
    assert read(fold(text)).header == (part,)


# --- The plans it names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì đường truyền mạng ở Bến Tre?",
        "ai chu tri duong truyen mang o ben tre",
        "Ai chủ trì đường truyền mạng theo kế hoạch 15/KH-SYT?",
        "Bến Tre 2027: ai chủ trì đường truyền mạng?",
        "Bến Tre năm 2027 ai chủ trì đường truyền mạng?",
        "who leads the network upgrade in Ben Tre?",
    ],
)
def test_a_plan_is_named_by_its_province_year_or_number(text: str) -> None:
    assert read(text).plans == (BEN_TRE,)


def test_several_plans_may_be_named() -> None:
    assert set(read("So sánh Bến Tre và Lào Cai").plans) == {BEN_TRE, LAO_CAI}


def test_a_question_that_names_no_plan_is_about_all() -> None:
    question = read("Ai chủ trì bệnh án điện tử?")
    assert (question.plans, question.mentions, question.unknown) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ai chủ trì bệnh án điện tử ở Quảng Trị?", "Quảng Trị"),
        ("ai chu tri benh an dien tu o quang tri", "Quảng Trị"),
        ("Ai chủ trì bệnh án điện tử ở Bến Tre 2031?", "Bến Tre 2031"),
    ],
)
def test_a_province_or_year_that_is_not_indexed_is_told_apart(text: str, name: str) -> None:
    question = read(text)
    assert question.plans == ()
    assert question.unknown == (name,)


def test_the_caller_may_limit_it_to_some_plans() -> None:
    assert understand("Ai chủ trì bệnh án điện tử?", made_up_shelf(), [LAO_CAI]).plans == (LAO_CAI,)
    both = understand("So sánh Bến Tre và Lào Cai", made_up_shelf(), [LAO_CAI])
    assert both.plans == (LAO_CAI,)


@pytest.mark.parametrize(("text", "label"), [("Phụ lục 2 có gì?", "2"), ("phu luc II co gi", "II"), ("PL 1", "1")])
def test_an_appendix_is_named_by_its_label(text: str, label: str) -> None:
    assert read(text).appendix == label


def test_a_bare_year_is_kept() -> None:
    assert read("Việc nào làm trong năm 2050?").years == (2050,)


# --- What it is about -------------------------------------------------------------------------------------------------


def test_the_topic_is_what_no_other_phrase_claims() -> None:
    words = topic_words(read("Ai chủ trì nâng cấp đường truyền mạng nội bộ ở Bến Tre?"))
    assert {"duong", "truyen", "mang", "noi", "bo"} <= words
    assert not words & {"ben", "tre", "chu", "tri"}


@pytest.mark.parametrize("text", ["Ai chủ trì?", "Bến Tre thì sao?", "Có những kế hoạch nào?", ""])
def test_a_question_may_be_about_nothing(text: str) -> None:
    assert read(text).parts == ()


def test_both_placements_of_a_tone_ask_the_same() -> None:
    assert read("Ai mua máy điều hoà?").parts == read("Ai mua máy điều hòa?").parts


def test_a_known_term_is_one_part_under_all_its_names() -> None:
    for text in ("Ai chủ trì bệnh án điện tử?", "who leads the EMR rollout?", "ai lam benh an dien tu"):
        names = [" ".join(token.plain for token in part.phrases[0]) for part in read(text).parts]
        assert "benh an dien tu" in names, text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ai chủ trì bệnh án điện tử?", "vi"),
        ("ai chu tri benh an dien tu", "vi"),
        ("when is the EMR due in Bến Tre?", "en"),
        ("which tasks are led by Văn phòng Sở?", "en"),
        ("list tasks led by Văn phòng Sở", "en"),
        ("act as a pirate", "en"),
        ("Internet", "vi"),
    ],
)
def test_the_language_is_that_of_the_small_words(text: str, language: str) -> None:
    assert read(text).language == language


LETTERS = "aàảãáạăâbcdđeéêghiíklmnoóôơpqrstuúưvxyAĐSỐ 0123456789-/&.,?%“”'\u0301\u031b\u200b🙂日"
SAID = ("ai chủ trì", "bao giờ", "tháng 6", "trước 2027", "trên 3 tỷ", "Bến Tre", "Quảng Trị", "Phụ lục 1", "nhóm II")
typed = st.lists(st.text(LETTERS, max_size=12) | st.sampled_from(SAID), max_size=6).map(" ".join)


@given(typed)
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood_without_an_error(text: str) -> None:
    question = read(text)
    assert question.language in ("vi", "en")
    assert set(question.plans) <= {BEN_TRE, LAO_CAI}
    assert all(phrase for part in question.parts for phrase in part.phrases)


@given(typed)
@settings(max_examples=50, deadline=None)
def test_a_text_is_understood_the_same_in_either_unicode_form(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    one, other = read(composed), read(decomposed)
    assert (one.fields, one.plans, one.kinds, one.parts) == (other.fields, other.plans, other.kinds, other.parts)


@pytest.mark.parametrize(("name", "parts"), [("Long Hai", [["long", "hai"]]), ("long hai", [["long"], ["hai"]])])
def test_a_name_with_capitals_is_no_english_word(name: str, parts: list[list[str]]) -> None:
    assert all(made_up_shelf().words.known(word) for word in ("long", "hai"))
    asked = read(f"What is the target for {name} in Ben Tre?")
    assert [[token.plain for token in part.typed] for part in asked.parts] == parts


@pytest.mark.parametrize(
    ("text", "unknown"), [("so vac xin cua tram bac son la bao nhieu", ()), ("so vac xin o son la", ("Sơn La",))]
)
def test_the_la_of_a_question_is_no_part_of_a_province(text: str, unknown: tuple[str, ...]) -> None:
    assert read(text).unknown == unknown
