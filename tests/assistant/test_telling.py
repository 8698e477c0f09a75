"""What is told beside what was asked: counted deadlines with their day, headings over prose, what sums leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Answer, Assistant
from assistant.plans.accents import Accents
from assistant.plans.cells import value_of
from assistant.plans.due import with_day
from assistant.plans.fitting import fits
from assistant.replies import replies
from assistant.text.matching import Part, Topic, Words, indexed, tokens
from assistant.understanding.claims import Claims
from ingest.model import Anchor, Field, Row
from ingest.wrapping import mended_amounts
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre, made_up_shelf, shelf_of


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


COUNTED = "100 ngày kể từ ngày ký Kế hoạch"
ROW = Row(Anchor(BEN_TRE, appendix="1", stt="1"), {"content": "Ban hành quy chế", "deadline": COUNTED})


@pytest.mark.parametrize(("language", "told"), [("vi", "(ngày "), ("en", " (")])
def test_a_deadline_counted_from_the_plan_is_told_with_its_day(language: str, told: str) -> None:
    plan = ben_tre()
    shelf = shelf_of(replace(plan, header=replace(plan.header, date="2027-01-10")))
    text = with_day(ROW, Field.DEADLINE, COUNTED, shelf, replies(language))
    assert text.startswith(COUNTED)
    assert told in text
    assert text.endswith("20/4/2027)")


def test_a_deadline_of_the_calendar_is_told_as_it_is() -> None:
    row = replace(ROW, fields={"deadline": "Quý II/2027"})
    assert with_day(row, Field.DEADLINE, "Quý II/2027", made_up_shelf(), replies("vi")) == "Quý II/2027"
    assert with_day(ROW, Field.CONTENT, "Ban hành quy chế", made_up_shelf(), replies("vi")) == "Ban hành quy chế"


def test_an_amount_in_another_cell_answers_for_a_missing_column_of_targets() -> None:
    row = replace(ROW, fields={"content": "Tiết kiệm điện tại trụ sở", "deliverable": "Giảm 5% điện năng"})
    assert value_of(row, Field.TARGET) == (Field.DELIVERABLE, "Giảm 5% điện năng")
    assert value_of(replace(row, fields={"content": "Tiết kiệm điện"}), Field.TARGET) is None


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("12.500.000.00 0", "12.500.000.000"),
        ("1.250.0 00 đồng", "1.250.000 đồng"),
        ("3,180,00 0", "3,180,000"),
        ("1.250 12", "1.250 12"),
        ("30.4 5", "30.4 5"),
        ("Trước 30.6.2026 10 lớp", "Trước 30.6.2026 10 lớp"),
        ("12.500.000.000", "12.500.000.000"),
        ("", ""),
    ],
)
def test_an_amount_that_a_line_cut_is_whole_again(cell: str, whole: str) -> None:
    assert mended_amounts(cell) == whole


@pytest.mark.parametrize(
    ("wanted", "text", "heading", "expected"),
    [
        (Field.DEADLINE, "Báo cáo trước ngày 10/12 hằng năm", "", True),
        (Field.DEADLINE, "Báo cáo Giám đốc Sở", "", False),
        (Field.BUDGET, "Tổng kinh phí 12 tỷ đồng", "", True),
        (Field.BUDGET, "Theo phân cấp ngân sách", "", False),
        (Field.TARGET, "Đạt 95% dân số", "", True),
        (Field.TARGET, "Nâng cao chất lượng", "", False),
        (Field.LEAD_UNIT, "Tham mưu tuyển dụng", "Phòng Tổ chức cán bộ", True),
        (Field.LEAD_UNIT, "Nâng cao nhận thức", "Mục tiêu", False),
        (Field.NOTE, "Đạt 95%", "", False),
        ("Nguồn vốn", "Đạt 95%", "", False),
    ],
)
def test_prose_fits_what_is_asked_by_what_kind_of_thing_it_says(
    wanted: Field | str, text: str, heading: str, expected: bool
) -> None:
    assert fits([wanted], text, heading) is expected


def test_accents_are_put_back_on_what_only_questions_say() -> None:
    plans = Accents({"sở": 5, "số": 9, "hóa": 9}, lambda words: {"số": {"hóa": 9}})
    assert plans.restore("ai lo so hoa, bao nhieu tien") == "ai lo số hóa bao nhiêu tiền"


def test_a_word_with_other_accents_than_are_likely_says_less() -> None:
    words = Words({"gia": 3, "dinh": 3}, 50)
    (likely,) = Claims("gia", "giá").said
    topic = Topic([Part(((likely,),))], words)
    assert topic.coverage(indexed("giá vé")) == 1.0
    assert topic.coverage(indexed("gia vé")) == 1.0  # printed without accents, too
    assert 0.0 < topic.coverage(indexed("gìa vé")) < 1.0
    assert Topic([Part((tokens("gia"),))], words).coverage(indexed("gìa vé")) == 1.0


def test_a_single_row_is_told_with_what_people_ask_next(made_up: Assistant) -> None:
    answer: Answer = made_up.ask("Ai chủ trì nâng cấp đường truyền mạng nội bộ của Bến Tre?")
    first, beside = answer.answer.split("\n")
    assert "**Văn phòng Sở** chủ trì" in first
    assert "thời hạn: Tháng 6/2027" in beside
    assert beside.endswith("[1]")


def test_a_question_for_the_deadline_is_not_told_it_twice(made_up: Assistant) -> None:
    answer = made_up.ask("Bao giờ nâng cấp đường truyền mạng nội bộ của Bến Tre xong?")
    assert answer.answer.count("Tháng 6/2027") == 1
