"""What a question takes for granted, or counts in, must be said by what answers it; else it is not answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Kind
from assistant.answering.premises import assigning_body, leaves_most, of_its_years
from assistant.phrasing.wishes import asks_money_source, tells_of_money
from assistant.search.retriever import Hit
from ingest.model import Anchor, Paragraph, Passage, Section
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre, lao_cai, made_up_shelf, read

FUNDING = Section("IV", "IV", "KINH PHÍ THỰC HIỆN", (Paragraph("Nguồn vốn sự nghiệp của tỉnh và nguồn xã hội hóa."),))
TRAINING = Section("V", "V", "ĐÀO TẠO", (Paragraph("Mở lớp bơi lội hè trong 5 ngày cho 120 thiếu nhi."),))
REPORTS = Section(
    "VII", "VII", "BÁO CÁO", (Paragraph("Các đơn vị báo cáo kết quả về Sở Y tế trước ngày 25/5 và 10/11."),)
)
PHONES = Section("IX", "IX", "LIÊN HỆ", (Paragraph("Liên hệ Văn phòng Sở, điện thoại 0275.3822.111, khi cần."),))
CHARGES = Section("VIII", "VIII", "GIÁ", (Paragraph("Bộ Y tế chưa ban hành giá dịch vụ phim điện tử."),))
SKILLS = Section("VI", "VI", "KỸ NĂNG", (Paragraph("Cử cán bộ trạm y tế học quản trị mạng nội bộ tại cơ quan."),))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    plan = ben_tre()
    more = replace(plan, sections=(*plan.sections, FUNDING, TRAINING, SKILLS, REPORTS, CHARGES, PHONES))
    return assistant_in(tmp_path_factory.mktemp("index"), [more, lao_cai()])


@pytest.mark.parametrize(
    ("question", "stt", "who"),
    [
        ("Thanh tra Sở Bến Tre chủ trì nâng cấp đường truyền mạng nội bộ thì ai phối hợp?", "pl-1/I/1", "Văn phòng Sở"),
        ("thanh tra so ben tre chu tri nang cap duong truyen mang thi ai phoi hop", "pl-1/I/1", "Văn phòng Sở"),
        ("Bến Tre giao Thanh tra Sở nâng cấp đường truyền mạng nội bộ từ khi nào?", "pl-1/I/1", "Văn phòng Sở"),
        ("Bà Trần Thị Hoa phụ trách bệnh án điện tử ở Bến Tre thì đơn vị nào chủ trì?", "pl-1/I/2", "Lê Văn Nam"),
    ],
)
def test_another_who_leads_is_named_and_the_question_not_answered(
    made_up: Assistant, question: str, stt: str, who: str
) -> None:
    answer = made_up.ask(question)
    assert not answer.answerable
    assert answer.kind is Kind.LOOKUP
    assert anchors(answer) == [f"{BEN_TRE}/{stt}"]
    assert who in answer.answer
    assert "không phải" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Văn phòng Sở Bến Tre chủ trì nâng cấp đường truyền mạng nội bộ thì ai phối hợp?",
        "Sở Y tế Bến Tre chủ trì nâng cấp đường truyền mạng nội bộ thì ai phối hợp?",
        "Bà Trần Thị Hoa phụ trách nâng cấp đường truyền mạng nội bộ Bến Tre thì đơn vị nào chủ trì?",
        "Ở Bến Tre, nâng cấp đường truyền mạng nội bộ do phòng nào chủ trì?",
        "Bà Trần Thị Hoa - PGĐ Sở phụ trách nâng cấp đường truyền mạng nội bộ Bến Tre, đơn vị nào chủ trì?",
        "Văn phòng Sở Bến Tre chủ trì nâng cấp đường truyền mạng nội bộ cùng những đơn vị nào?",
    ],
)
def test_who_does_lead_is_told(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.answerable
    assert f"{BEN_TRE}/pl-1/I/1" in anchors(answer)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Năm 2028, Bến Tre giao ai khảo sát sự hài lòng của người bệnh?", True),
        ("Năm 2027, Bến Tre giao ai khảo sát sự hài lòng của người bệnh?", True),
        ("Năm 2028, Bến Tre giao ai nâng cấp đường truyền mạng nội bộ?", False),
    ],
)
def test_a_year_that_neither_the_plan_is_for_nor_the_row_says_is_not_answered(
    made_up: Assistant, question: str, told: bool
) -> None:
    assert made_up.ask(question).answerable is told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Bến Tre mở lớp bơi lội hè trong mấy ngày?", True),
        ("Bến Tre mở lớp bơi lội hè tốn bao nhiêu tiền?", False),
        ("Bến Tre: kinh phí mở lớp bơi lội hè trong 5 ngày là bao nhiêu?", False),
        ("Bến Tre cử cán bộ trạm y tế học quản trị mạng mấy ngày?", False),
    ],
)
def test_an_amount_is_only_told_by_what_says_one(made_up: Assistant, question: str, told: bool) -> None:
    assert made_up.ask(question).answerable is told


@pytest.mark.parametrize(
    "question",
    [
        "Tiền làm kế hoạch Bến Tre lấy từ đâu?",
        "tien lam chuyen doi so nganh y te ben tre lay o dau",
        "Kinh phí Bến Tre huy động từ đâu?",
        "Where does the money for the Ben Tre plan come from?",
    ],
)
def test_where_money_comes_from_is_told_by_what_the_plan_says_of_funding(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.answerable
    assert "xã hội hóa" in answer.answer


def test_money_is_told_of_where_something_is_free() -> None:
    assert tells_of_money("Cấp chữ ký số miễn phí")
    assert not tells_of_money("Cấp chữ ký số cho công chức")


@pytest.mark.parametrize(
    ("text", "asks"), [("tiền lấy từ đâu", True), ("lấy số liệu từ đâu", False), ("bao nhiêu tiền", False)]
)
def test_only_of_money_is_it_asked_where_it_comes_from(text: str, asks: bool) -> None:
    assert asks_money_source(text) is asks


@pytest.mark.parametrize(
    ("question", "leaves"),
    [
        ("Có trợ lý ảo nhận dạng giọng nói không?", True),
        ("Cán bộ trạm y tế có được tập huấn kỹ năng số chưa?", False),
        ("Is there durian for the staff?", False),
    ],
)
def test_a_passage_may_leave_most_of_a_topic_unsaid(made_up: Assistant, question: str, leaves: bool) -> None:
    hit = next(one for one in made_up.search("Tập huấn kỹ năng số cho cán bộ trạm y tế") if one.row)
    assert leaves_most(read(question), hit, made_up_shelf()) is leaves


@pytest.mark.parametrize(
    "question",
    ["Bến Tre: báo cáo định kỳ gửi về Sở trước ngày nào?", "ben tre cac don vi bao cao dinh ky ngay nao"],
)
def test_reports_of_a_cycle_are_due_on_the_days_that_prose_says(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.answerable
    assert "25/5" in answer.answer
    assert f"{BEN_TRE}/VII" in anchors(answer)


def test_when_is_not_told_by_prose_that_says_no_time(made_up: Assistant) -> None:
    assert not made_up.ask("Bao giờ Bộ Y tế ban hành giá dịch vụ phim điện tử ở Bến Tre?").answerable


def test_a_shorter_concept_is_meant_where_a_part_of_a_longer_one_is_claimed() -> None:
    asked = read("bao cao dinh ky gui so y te ben tre truoc ngay nao")
    assert "bao cao" in [" ".join(token.plain for token in part.typed) for part in asked.parts]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Bộ Tài chính giao phòng nào làm?", "bo tai chinh"),
        ("Bộ Tài chính phối hợp với phòng nào?", None),
        ("UBND tỉnh giao ai làm?", None),
    ],
)
def test_a_ministry_or_department_gives_others_their_work(text: str, key: str | None) -> None:
    found = assigning_body(text)
    assert (found.key if found else None) == key


def test_the_telephone_of_another_office_is_none(made_up: Assistant) -> None:
    told = made_up.ask("Số điện thoại Văn phòng Sở Y tế Bến Tre là số mấy?")
    assert "0275.3822.111" in told.answer
    other = made_up.ask("Số điện thoại Phòng Nghiệp vụ Y của Sở Y tế Bến Tre là số mấy?")
    assert not other.answerable


@pytest.mark.parametrize(
    ("year", "said"),
    [(2024, False), (2025, True)],
)
def test_the_date_of_a_document_is_no_year_that_a_passage_speaks_of(year: int, said: bool) -> None:
    asked = replace(read("Bến Tre"), years=(year,))
    text = "Theo Nghị quyết số 57-NQ/TW ngày 22/12/2024, năm 2025 đạt 80%."
    shelf = made_up_shelf()
    plan = next(iter(shelf.plans))
    passage = Passage("p", Anchor(plan, section="I"), "section", text, text)
    assert of_its_years(asked, Hit(passage, None, 1.0, 1.0, 1.0), shelf) is said


@pytest.mark.parametrize("text", ["Vì sao Bến Tre nâng cấp đường truyền?", "lý do bến tre nâng cấp đường truyền là gì"])
def test_the_words_that_ask_why_are_no_topic(text: str) -> None:
    typed = {token.plain for part in read(text).parts for token in part.typed}
    assert "duong" in typed
    assert not {"vi", "ly", "sao", "do"} & typed
