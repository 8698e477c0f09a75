"""In what a question counts, why and what for it asks, and what bounds and lists it only speaks of."""

from __future__ import annotations

import pytest

from assistant.lexicon.english import irregular_forms, vietnamese_of
from assistant.phrasing.expected import asks_reason
from assistant.phrasing.measures import counts_in, measures_of, says_measure
from assistant.phrasing.patterns import asks_purpose, makes_list, sets_bound
from assistant.text.matching import tokens
from assistant.text.sentences import clauses_of, sentences_of


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("đạt bao nhiêu phần trăm?", "percent"),
        ("dat bao nhieu phan tram", "percent"),
        ("What share of staff is trained?", "percent"),
        ("phải trả lời trong mấy ngày?", "days"),
        ("bao lâu phải kiểm tra một lần?", "span"),
        ("How quickly must it be reported?", "span"),
        ("hỗ trợ bao nhiêu tiền một tháng?", "money"),
        ("đoàn kiểm tra có mấy người?", "people"),
        ("How many preventive health workers is it short of?", "people"),
        ("vắc xin giữ ở bao nhiêu độ?", "degrees"),
    ],
)
def test_a_question_tells_in_what_it_counts(question: str, name: str) -> None:
    assert name in [measure.name for measure in measures_of(question)]


@pytest.mark.parametrize("question", ["Ai chủ trì?", "ngày mấy phải nộp?", "Nhiệm vụ nào quan trọng?", ""])
def test_another_question_counts_in_nothing(question: str) -> None:
    assert not measures_of(question)


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("bao nhiêu phần trăm?", "đạt tối thiểu 95%", "trong vòng 05 ngày"),
        ("mấy ngày?", "trả lời trong 05 ngày làm việc", "trước ngày 15 tháng 7"),
        ("bao nhiêu tiền?", "2 triệu đồng/tháng", "tối thiểu 20 buổi"),
        ("bao nhiêu tiền?", "675 triệu", "khoảng 1,6 triệu tấn rơm rạ/năm"),
        ("bao nhiêu độ?", "từ +2°C đến +8°C", "02 lần mỗi buổi"),
        ("bao nhiêu người?", "2,37 triệu người dân", "31/47 bệnh viện"),
    ],
)
def test_a_text_says_an_amount_of_it_or_not(question: str, said: str, other: str) -> None:
    assert says_measure(measures_of(question), said)
    assert not says_measure(measures_of(question), other)


def test_a_bound_that_is_asked_for_ranks_nothing() -> None:
    assert sets_bound("Đoàn kiểm tra được đông nhất mấy người?")
    assert sets_bound("tau duoc chay nhanh nhat bao nhieu")
    assert not sets_bound("Dự án nào có kinh phí lớn nhất, bao nhiêu tiền?")


def test_a_list_that_somebody_makes_is_not_asked_for() -> None:
    assert makes_list("Ai lập danh sách đối tượng tiêm?")
    assert makes_list("When must they draw up the list of children?")
    assert not makes_list("Cho tôi danh sách các nhiệm vụ")
    assert not makes_list("list the tasks of the office")


def test_what_for_and_why() -> None:
    assert asks_purpose("Kế hoạch này lập ra để làm gì?")
    assert asks_purpose("dua tro ly ao vao de lam gi")
    assert not asks_purpose("Văn phòng phải làm gì?")
    assert asks_reason("Vì sao tỷ lệ còn thấp?")
    assert asks_reason("vi sao ty le con thap")
    assert not asks_reason("Tỷ lệ là bao nhiêu?")


def test_an_irregular_verb_is_found_by_its_base() -> None:
    assert irregular_forms()["burnt"] == "burn"
    assert vietnamese_of(tokens("burnt"), 0) == vietnamese_of(tokens("burn"), 0)
    assert vietnamese_of(tokens("burnt"), 0)[0] == 1


def test_clauses_make_up_their_sentence() -> None:
    text = "- Báo cáo gửi về Sở (qua Văn phòng), chậm nhất ngày 15/12; kịp thời. Việc khác: không.\n+ Hết"
    assert sentences_of(text) == (
        "Báo cáo gửi về Sở (qua Văn phòng), chậm nhất ngày 15/12; kịp thời.",
        "Việc khác: không.",
        "Hết",
    )
    assert len(clauses_of(sentences_of(text)[0])) > 2
    assert " ".join(clauses_of(sentences_of(text)[0])) == sentences_of(text)[0]


def test_the_name_of_a_place_is_no_month() -> None:
    assert "months" not in [one.name for one in measures_of("How many days do Tam Thang police need?")]
    assert "months" in [one.name for one in measures_of("How many months do they need?")]


@pytest.mark.parametrize(
    ("question", "cells", "counts"),
    [
        ("còn chờ bao nhiêu phút?", ("Thời gian chờ", "Phút", "14", "8"), True),
        ("còn chờ bao nhiêu phút?", ("Thời gian chờ", "Phút", "Phòng NVY"), False),
        ("còn chờ bao nhiêu phút?", ("Thời gian chờ", "%", "14"), False),
        ("đạt bao nhiêu phần trăm?", ("Hồ sơ trực tuyến", "%", "82,5"), True),
    ],
)
def test_a_row_may_have_its_unit_in_a_cell_of_its_own(question: str, cells: tuple[str, ...], counts: bool) -> None:
    assert counts_in(measures_of(question), cells) is counts
